"""What Insights draws in: a table of figures with a cursor, and a plot that is drawn anew at each size (floor 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from callrail_tui.keymap import INSIGHTS, bindings
from callrail_tui.present.insights import STYLE_NAMES, Row, heading, row_pieces
from callrail_tui.present.text import assemble, fit, width
from callrail_tui.widgets.cursor_keys import KeyedRowView
from callrail_tui.widgets.row_view import HEADING

_PREFIX = "figure-table--"


class FigureTable(KeyedRowView, inherit_bindings=False):
    """Groups, a line each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + name for name in ("header", "cursor", *STYLE_NAMES)}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(INSIGHTS)]

    class Moved(Message):
        """The cursor is on another group."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._sort = "total_calls"
        self._notice: Content | None = None

    @property
    def row(self) -> Row | None:
        """What the cursor is on."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def show(self, rows: Sequence[Row], sort: str, notice: Content | None) -> None:
        """Show these, sorted by a measure; or say something in their place."""
        here = self.row.key if self.row is not None else None
        self._rows, self._sort, self._notice = tuple(rows), sort, notice
        at = next((place for place, row in enumerate(rows) if row.key == here), None)
        self.set_rows(len(self._rows), cursor=at)

    def watch_position(self) -> None:
        """Tell who says more of the group under the cursor."""
        self.post_message(self.Moved())

    def _look(self, name: str) -> Style:
        return self.get_component_rich_style(_PREFIX + name) if name else self.rich_style

    def render_line(self, y: int) -> Strip:
        """One line: the headings, a group, or a line of what stands in place of the groups."""
        cells = self.line_width
        compared = any(row.earlier is not None for row in self._rows)
        if y < HEADING:
            return Strip([Segment(fit(heading(cells, self._sort, compared=compared), cells), self._look("header"))])
        if self._notice is not None:
            return self._notice_line(y - HEADING, cells)
        at = self.row_at(y)
        if at is None or at >= len(self._rows):
            return Strip.blank(cells, self._look(""))
        cursor = self._look("cursor") if at == self._shown_cursor else None
        values = [row.numbers.get(self._sort, 0) for row in self._rows]
        pieces = row_pieces(self._rows[at], cells, self._sort, max(values), sum(values))
        segments = [Segment(fit(text, width(text)), cursor or self._look(name)) for text, name in pieces]
        return Strip(segments).adjust_cell_length(cells, cursor or self._look(""))

    def _notice_line(self, line: int, cells: int) -> Strip:
        lines = self._notice.wrap(max(1, cells - 4)) if self._notice is not None else []
        if not 0 < line <= len(lines):
            return Strip.blank(cells, self._look(""))
        segments = assemble("  ", lines[line - 1]).render_segments(self.visual_style)
        return Strip(segments).adjust_cell_length(cells, self._look(""))


class FigurePlot(Widget, can_focus=True, inherit_bindings=False):
    """Draws what `draw(cells, rows)` gives; up and down are the screen's to mean."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(INSIGHTS)]

    class Turned(Message):
        """The person moved up or down by so many, or to an end."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, draw: Callable[[int, int], Sequence[Content]]) -> None:
        super().__init__()
        self._draw = draw

    def render(self) -> Content:
        """The lines, for the size as it is."""
        return assemble(*self._draw(self.size.width, self.size.height), separator="\n")

    def action_up(self) -> None:
        """Up by one."""
        self.post_message(self.Turned(-1))

    def action_down(self) -> None:
        """Down by one."""
        self.post_message(self.Turned(1))
