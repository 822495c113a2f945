"""What has changed between two pictures of the screen: rows that moved, and spans of cells."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from callrail_tui.terminal.cells import Cells, Row

BLANK: Final[Row] = ()
"""A row that the terminal has just scrolled in: blanks in its own colours, of whatever width."""

_LEAST_GAIN: Final = 2
_MOST_ALIKE: Final = 4
_WIDEST_GAP: Final = 4


class Shift(NamedTuple):
    """Rows `top` to `bottom` (both included) move up by `rows`, or down if it is negative."""

    top: int
    bottom: int
    rows: int


def find_shift(old: Sequence[Row | None], new: Sequence[Row], changed: Sequence[int]) -> Shift | None:
    """The one vertical shift that saves the most of the `changed` rows from being written, if any is worth it."""
    places: dict[Row, list[int]] = {}
    for index in changed:
        row = old[index]
        if row:
            places.setdefault(row, []).append(index)
    votes: Counter[int] = Counter()
    for index in changed:
        came_from = places.get(new[index], ())
        if len(came_from) <= _MOST_ALIKE:
            votes.update(source - index for source in came_from)
    best: Shift | None = None
    best_gain = _LEAST_GAIN - 1
    for rows, _ in votes.most_common(3):
        if rows:
            shift, gain = _best_band(old, new, rows)
            if gain > best_gain:
                best, best_gain = shift, gain
    return best


def _best_band(old: Sequence[Row | None], new: Sequence[Row], rows: int) -> tuple[Shift, int]:
    """The band of rows for which a shift by `rows` gains the most, and how many rows it puts right."""
    first, last = max(0, -rows), len(new) - max(0, rows)
    best_sum = best_start = best_end = 0
    running, start = 0, first
    for index in range(first, last):
        running += (new[index] == old[index + rows]) - (new[index] == old[index])
        if running <= 0:
            running, start = 0, index + 1
        elif running > best_sum:
            best_sum, best_start, best_end = running, start, index
    band = Shift(min(best_start, best_start + rows), max(best_end, best_end + rows), rows)
    scrolled_in = range(best_end + 1, band.bottom + 1) if rows > 0 else range(band.top, best_start)
    return band, best_sum - sum(new[index] == old[index] for index in scrolled_in)


def shifted(old: Sequence[Row | None], shift: Shift) -> list[Row | None]:
    """What a screen holds after a shift."""
    top, bottom, rows = shift
    band = list(old[top : bottom + 1])
    blanks: list[Row | None] = [BLANK] * min(abs(rows), len(band))
    band = band[rows:] + blanks if rows > 0 else blanks + band[:rows]
    return [*old[:top], *band, *old[bottom + 1 :]]


def changed_spans(old: Cells | None, new: Cells) -> list[tuple[int, int]]:
    """The spans of columns to write so that a row shows `new`; `old` is None if nobody knows what it shows."""
    width = len(new.glyphs)
    if old is None or len(old.glyphs) != width:
        return [(0, width)]
    pairs = enumerate(zip(old.glyphs, new.glyphs, old.styles, new.styles, strict=True))
    columns = [
        column for column, (glyph, new_glyph, style, new_style) in pairs if glyph != new_glyph or style != new_style
    ]
    if not columns:
        return []
    if old.doubtful or new.doubtful:
        # A terminal may have drawn these wider or narrower than we think, and so disturbed what is right of them, or
        # at the edge what is left of them.
        start = max(0, min(columns[0], *old.doubtful[:1], *new.doubtful[:1]) - 1)
        while not new.glyphs[start]:
            start -= 1
        return [(start, width)]
    return _joined(columns, new, width)


def _joined(columns: list[int], new: Cells, width: int) -> list[tuple[int, int]]:
    """Group columns into spans: whole glyphs, and over gaps that cost less to write than to skip."""
    glyphs, styles, _ = new
    spans: list[tuple[int, int]] = []
    start = end = -1
    for column in columns:
        while not glyphs[column]:
            column -= 1
        if start < 0:
            start = column
        elif column > end and (column - end > _WIDEST_GAP or any(s != styles[end - 1] for s in styles[end:column])):
            spans.append((start, end))
            start = column
        end = max(end, column + 1)
        while end < width and not glyphs[end]:
            end += 1
    spans.append((start, end))
    return spans
