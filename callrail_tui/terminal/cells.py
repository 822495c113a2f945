"""Rows of the screen as styled runs, and the cells they come to.

A row is a tuple of runs, so that two rows are compared and hashed in C; it is taken apart into cells only when it has
changed. Tried on Textual 8.2.8 and Rich 15.0.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from rich.cells import cell_len, split_text
from rich.color import ColorSystem
from rich.segment import Segment
from textual.strip import Strip

from callrail_tui.terminal.glyphs import NARROW, WIDE
from callrail_tui.terminal.guard import guarded
from callrail_tui.terminal.sgr import ground

Run: TypeAlias = tuple[str, str]
"""Text and the parameters of the SGR sequence that it is drawn in (empty: the terminal's own colours)."""

Row: TypeAlias = tuple[Run, ...]
"""One line of the screen, left to right."""

_JOINER: Final = "\u200d"
"""Textual takes the character after it to be part of the same glyph, if both are in one piece of text."""

_JOIN_BACK: Final = (_JOINER, "\ufe0f")
"""What may change the width of the glyph before it, if both are in one piece of text."""

_ALL_NARROW: Final = re.compile(f"[{NARROW}]*")


@cache
def _pieces() -> re.Pattern[str]:
    """Runs of narrow, of wide and of other characters; made at the first row that needs it, for it takes 3 ms."""
    other = f"[^{NARROW}{WIDE}]+"
    return re.compile(f"([{NARROW}]+)|([{WIDE}]+)|({other}(?:(?<={_JOINER})[{NARROW}{WIDE}](?:{other})?)*)")


class Cells(NamedTuple):
    """A row, cell by cell."""

    glyphs: list[str]
    """What stands in each cell; empty where the glyph to the left reaches into the cell."""
    styles: list[str]
    """The SGR parameters of each cell; of a blank only what shows."""
    doubtful: tuple[int, ...]
    """Where glyphs start that terminals disagree about: emoji, joined and combining characters, other scripts."""


def row_of(segments: Iterable[Segment], color_system: ColorSystem) -> Row:
    """The row that Textual's segments draw, through the render guard and in the terminal's colours."""
    runs: list[Run] = []
    last_sgr = None
    for text, style, control in segments:
        if control or not text:
            continue
        sgr = "" if style is None else style._ansi or Strip.render_ansi(style, color_system)
        clean = text if text.isprintable() else guarded(text)
        if sgr == last_sgr and not (clean.startswith(_JOIN_BACK) or runs[-1][0].endswith(_JOINER)):
            runs[-1] = (runs[-1][0] + clean, sgr)
        else:
            runs.append((clean, sgr))
            last_sgr = sgr
    return tuple(runs)


def row_width(row: Row) -> int:
    """How many cells the row takes."""
    return sum([cell_len(text) for text, _ in row])


def split_row(row: Row, cut: int) -> tuple[Row, Row]:
    """The row left and right of a column; a wide glyph that is cut in two becomes blanks, as on a terminal."""
    column = 0
    for index, (text, style) in enumerate(row):
        width = cell_len(text)
        if column + width > cut:
            # Not `Segment.split_cells`, which may leave an accent on the other side of the cut.
            left, right = split_text(text, cut - column)
            head = ((left, style),) if left else ()
            return row[:index] + head, ((right, style), *row[index + 1 :])
        column += width
    return row, ()


def fitted(row: Row, width: int) -> Row:
    """The row cut or filled with blanks to `width` cells."""
    missing = width - row_width(row)
    if missing < 0:
        return split_row(row, width)[0]
    return (*row, (" " * missing, "")) if missing else row


def replaced(row: Row, column: int, patch: Row) -> Row:
    """The row with `patch` laid over it from `column` on; no accent at an edge goes on top of what lies beyond it."""
    left, rest = split_row(row, column)
    _, right = split_row(rest, row_width(patch))
    return left + _without_lead(patch) + _without_lead(right)


def _without_lead(row: Row) -> Row:
    """The row without what has no width at its start."""
    while row and not row[0][0][:1].isascii():
        text, style = row[0]
        rest = text[_lead(text) :]
        if rest == text:
            break
        row = ((rest, style), *row[1:]) if rest else row[1:]
    return row


def _lead(text: str) -> int:
    """How many characters at the start of a text have no width."""
    length = 0
    while length < len(text) and not cell_len(text[: length + 1]):
        length += 1
    return length


def cells_of(row: Row) -> Cells:
    """Take a row apart into cells."""
    cells = Cells([], [], ())
    glyphs, styles, _ = cells
    doubtful: list[int] = []
    for text, style in row:
        run_start = len(glyphs)
        blank_style = ground(style)
        if text.isascii() or _ALL_NARROW.fullmatch(text):
            glyphs.extend(text)
            styles.extend([style] * len(text) if blank_style == style else _styles(text, style, blank_style))
            continue
        for narrow, wide, other in _pieces().findall(text):
            if narrow:
                glyphs.extend(narrow)
                styles.extend(_styles(narrow, style, blank_style))
            elif wide:
                for glyph in wide:
                    glyphs.extend((glyph, ""))
                styles.extend([style] * (2 * len(wide)))
            else:
                _extend_doubtful(cells, doubtful, other, style, run_start)
    return cells._replace(doubtful=tuple(doubtful))


def _styles(text: str, style: str, blank_style: str) -> list[str]:
    return [blank_style if glyph == " " else style for glyph in text]


def _extend_doubtful(cells: Cells, doubtful: list[int], text: str, style: str, run_start: int) -> None:
    """Add one glyph that is written whole, joined to the glyph before it, which it may combine with."""
    glyphs, styles, _ = cells
    end = len(glyphs)
    start = end - 1
    while start >= 0 and not glyphs[start]:
        start -= 1
    if start < run_start:
        # What stands before is in another style, which it keeps: only what has no width of its own goes on top of it.
        lead = _lead(text)
        if lead and start >= 0:
            # Nor a VS16 that was cut off it, if it has but one cell: a terminal that makes the two one wide glyph would
            # lose it to what is drawn in the next cell.
            for character in text[:lead]:
                if cell_len(glyphs[start] + character) <= end - start:
                    glyphs[start] += character
            _doubt(doubtful, start)
        text, start = text[lead:], end
    else:
        text = glyphs[start] + text
        del glyphs[start:], styles[start:]
    if width := cell_len(text):
        _doubt(doubtful, start)
        glyphs.extend([text] + [""] * (width - 1))
        styles.extend([style] * width)


def _doubt(doubtful: list[int], start: int) -> None:
    if not doubtful or doubtful[-1] != start:
        doubtful.append(start)
