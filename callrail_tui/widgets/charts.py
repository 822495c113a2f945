"""What Insights draws in: a table of figures with a cursor, and a plot that is drawn anew at each size (floor 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from callrail_tui.keymap import INSIGHTS, bindings
from callrail_tui.present.calls import Piece
from callrail_tui.present.insights import STYLE_NAMES, Row, heading, row_pieces
from callrail_tui.present.text import assemble
from callrail_tui.widgets.piece_rows import PieceRows

_PREFIX = "figure-table--"


class FigureTable(PieceRows, inherit_bindings=False):
    """Groups, a line each."""

    PREFIX = _PREFIX
    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + name for name in ("header", "cursor", *STYLE_NAMES)}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(INSIGHTS)]

    class Moved(Message):
        """The cursor is on another group."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._sort = "total_calls"

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
        self._rows, self._sort, self.instead = tuple(rows), sort, notice
        at = next((place for place, row in enumerate(rows) if row.key == here), None)
        self.set_rows(len(self._rows), cursor=at)

    def watch_position(self) -> None:
        """Tell who says more of the group under the cursor."""
        self.post_message(self.Moved())

    def heading_words(self, cells: int) -> str:
        """The headings."""
        return heading(cells, self._sort, compared=any(row.earlier is not None for row in self._rows))

    def pieces_of(self, row: int, cells: int) -> list[Piece]:
        """A group's line."""
        values = [one.numbers.get(self._sort, 0) for one in self._rows]
        return row_pieces(self._rows[row], cells, self._sort, max(values), sum(values))


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
