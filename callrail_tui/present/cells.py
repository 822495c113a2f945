"""Clean text in terminal cells: how wide it is, and cut or padded to a width; without Textual, for the first frame."""

from rich.cells import cell_len, set_cell_size

from callrail_tui.text import ELLIPSIS, LIMIT, clean

_JOINER = "\u200d"
"""Would make one glyph of the cut text and the ellipsis beside it."""


def fit(value: object, cells: int, *, end: bool = True) -> str:
    """`value` cleaned and cut or padded to exactly `cells` terminal cells; `end=False` cuts its beginning instead.

    For widgets that draw lines themselves: `Segment(fit(call.name, 20), style)`. A wide character that would be cut
    in half becomes a space.
    """
    if cells <= 0:
        return ""
    # Eight characters a cell are room for the marks and joiners that are kept, and spare cleaning a whole note.
    text = clean(value, limit=min(LIMIT, 8 * cells)) if end else clean(value)
    if text.isascii():
        if len(text) <= cells:
            return text.ljust(cells)
        return text[: cells - 1] + ELLIPSIS if end else ELLIPSIS + text[len(text) - cells + 1 :]
    width = cell_len(text)
    if width <= cells:
        return text + " " * (cells - width)
    if end:
        return set_cell_size(text, cells - 1).rstrip(_JOINER) + ELLIPSIS
    return ELLIPSIS + _last_cells(text, cells - 1)


def width(value: object) -> int:
    """The terminal cells that `value` takes once cleaned."""
    text = clean(value)
    return len(text) if text.isascii() else cell_len(text)


def _last_cells(text: str, cells: int) -> str:
    kept = text
    while (spare := cell_len(kept) - cells) > 0:
        kept = kept[max(1, spare // 2) :].lstrip(_JOINER)
    return kept.rjust(len(kept) + cells - cell_len(kept))
