"""Draws the lines of the call list from whatever rows are here, and keeps the drawn ones for a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.content import Content
from textual.strip import Strip
from textual.style import Style as VisualStyle

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.present.calls import RowContext, Signs
from callrail_tui.present.columns import Column, Placed, heading, lay_out, row_pieces, waiting
from callrail_tui.present.text import fit

KEPT_STRIPS = 512
_MARGIN = "  "


class RowSource(Protocol):
    """What the list shows: the session's call window, as far as drawing goes."""

    @property
    def total(self) -> int | None:
        """How many rows there are; None until the first page."""

    def row(self, index: int) -> Call | None:
        """The call of a row; None while it is not here."""

    def failure(self, index: int) -> CallrailTuiError | None:
        """Why the row's page is not here."""

    def index_of(self, call_id: str) -> int | None:
        """The row of a call among those that are here."""

    def look_at(self, first: int, last: int) -> None:
        """These rows are in view: get them."""

    def signs(self, index: int) -> Signs:
        """The mark of a row, and what becomes of what was decided of its call."""


class RowPainter:
    """Rows as strips of a given width; `style` gives the look of a style's name."""

    def __init__(self, source: RowSource, context: RowContext, style: Callable[[str], Style]) -> None:
        self.source = source
        self.context = context
        self._style = style
        self._columns: tuple[Column, ...] = ()
        self._layout: tuple[Placed, ...] = ()
        self._width = 0
        self._rows: LRUCache[int, Strip] = LRUCache(KEPT_STRIPS)
        self._heading: Strip | None = None
        self._waiting: Strip | None = None
        self._blank: Strip | None = None
        self._notice: tuple[Content, list[Strip]] | None = None

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the columns that there is room for."""
        return tuple(placed.column.id for placed in self._layout)

    def arrange(self, columns: tuple[Column, ...]) -> None:
        """Draw these columns from now on, as far as there is room."""
        self._columns = columns
        self._layout = lay_out(columns, self._width)
        self.forget()

    def widen(self, width: int) -> None:
        """Draw in that many cells from now on."""
        if width != self._width:
            self._width = width
            self.arrange(self._columns)

    def forget(self) -> None:
        """Draw everything anew: other rows, other context, other looks."""
        self._rows.clear()
        self._heading = self._waiting = self._blank = self._notice = None

    def forget_rows(self, first: int, last: int) -> None:
        """Draw these rows anew."""
        if last - first > KEPT_STRIPS:
            self._rows.clear()
        else:
            for row in range(first, last + 1):
                self._rows.discard(row)

    def heading(self) -> Strip:
        """The line above the rows."""
        if self._heading is None:
            self._heading = self._line(heading(self._layout, self.context), self._style("header"))
        return self._heading

    def row(self, index: int, *, is_first: bool) -> Strip:
        """A row, a placeholder for it, or why it is not here; `is_first` when no other row stands above it in view."""
        kept = self._rows.get(index)
        if kept is not None:
            return kept
        call = self.source.row(index)
        if call is None:
            error = self.source.failure(index)
            return self._placeholder() if error is None else self._failed(index, error, is_first=is_first)
        above = self.source.row(index - 1) if index else None
        style = self._style
        pieces = row_pieces(call, above, self._layout, self.context, self.source.signs(index))
        strip = Strip([Segment(text, style(name)) for text, name in pieces])
        strip = strip.adjust_cell_length(self._width, style(""))
        self._rows[index] = strip
        return strip

    def at_cursor(self, strip: Strip) -> Strip:
        """The row as the cursor shows it: one style, so that a step costs few bytes."""
        return Strip([Segment(strip.text, self._style("cursor"))], strip.cell_length)

    def blank(self) -> Strip:
        """A line below the last row."""
        if self._blank is None:
            self._blank = Strip.blank(self._width, self._style(""))
        return self._blank

    def notice(self, notice: Content, line: int, style: VisualStyle) -> Strip:
        """A line of what is said in place of the rows."""
        if self._notice is None or self._notice[0] != notice:
            wrapped = notice.wrap(max(1, self._width - 2 * len(_MARGIN)))
            lines = [Content.assemble(_MARGIN, part).render_segments(style) for part in wrapped]
            drawn = [Strip(segments).adjust_cell_length(self._width, self._style("")) for segments in lines]
            self._notice = (notice, [self.blank(), *drawn])
        lines_drawn = self._notice[1]
        return lines_drawn[line] if line < len(lines_drawn) else self.blank()

    def reading(self, words: str, line: int) -> Strip:
        """A line of what stands in place of the rows while nobody knows them: words, and below them room for rows."""
        return self._placeholder() if line else self._line(f"{_MARGIN}{words}", self._style(""))

    def _line(self, text: str, style: Style) -> Strip:
        return Strip([Segment(fit(text, self._width), style)], self._width)

    def _placeholder(self) -> Strip:
        if self._waiting is None:
            self._waiting = self._line(waiting(self._layout), self._style("placeholder"))
        return self._waiting

    def _failed(self, index: int, error: CallrailTuiError, *, is_first: bool) -> Strip:
        if is_first or index == 0 or self.source.failure(index - 1) is not error:
            return self._line(f" — could not be read: {error.title} · r tries again —", self._style("error"))
        return self._placeholder()
