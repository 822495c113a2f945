"""The door: the one way from foreign text to something drawable."""

from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content
from textual.style import Style

from callrail_tui.text import ELLIPSIS, LIMIT, clean

_NO_STYLE: Final = ""

_JOINER = "\u200d"
"""Would make one glyph of the cut text and the ellipsis beside it."""


def display(value: object, *, multiline: bool = False, limit: int = LIMIT, style: str | Style = _NO_STYLE) -> Content:
    """`value` cleaned, as `Content`: for Textual's own sinks (Static, Label, Button, Option, notify, titles)."""
    text = clean(value, multiline=multiline, limit=limit)
    return Content.styled(text, style) if style else Content(text)


def display_text(value: object, *, multiline: bool = False, limit: int = LIMIT, style: str = _NO_STYLE) -> Text:
    """`value` cleaned, as rich `Text`: for the sinks that do not draw `Content` (Tree labels, DataTable cells)."""
    return Text(clean(value, multiline=multiline, limit=limit), style=style, end="")


def assemble(*parts: object | tuple[object, str | Style], separator: str = "") -> Content:
    """The parts in a row, each cleaned on its own; a part is a value, a `Content`, or (value, style).

    The limit holds for each part. Use it instead of an f-string wherever words of ours stand beside words of theirs.
    """
    drawn = [_part(part) for part in parts]
    return Content(separator).join(drawn) if separator else Content.assemble(*drawn)


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


def _part(part: object | tuple[object, str | Style]) -> Content:
    if isinstance(part, Content):
        return part
    if isinstance(part, tuple):
        value, style = part
        return display(value, style=style)
    return display(part)


def _last_cells(text: str, cells: int) -> str:
    kept = text
    while (spare := cell_len(kept) - cells) > 0:
        kept = kept[max(1, spare // 2) :].lstrip(_JOINER)
    return kept.rjust(len(kept) + cells - cell_len(kept))
