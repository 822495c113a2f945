"""The connections, a line each, with a cursor (line API; floor 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from callrail_tui.keymap import CONNECTIONS, bindings
from callrail_tui.present.connections import STYLE_NAMES, ConnectionRow, heading, row_pieces
from callrail_tui.present.text import assemble, fit, width
from callrail_tui.widgets.cursor_keys import KeyedRowView
from callrail_tui.widgets.row_view import HEADING

_PREFIX = "connection-list--"


class ConnectionList(KeyedRowView, inherit_bindings=False):
    """Keeps its cursor on the same connection when they change."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + name for name in ("header", "cursor", *STYLE_NAMES)}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(CONNECTIONS)]

    class Moved(Message):
        """The cursor is on another connection, or the one under it changed."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._rows: tuple[ConnectionRow, ...] = ()
        self._notice: Content | None = None

    @property
    def row(self) -> ConnectionRow | None:
        """What the cursor is on."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[ConnectionRow], notice: Content | None) -> None:
        """Show these, or where there are none what is to be said instead."""
        here = self.row
        self._rows = tuple(rows)
        self._notice = notice if not rows else None
        self.set_rows(len(self._rows), cursor=self._place_of(here.connection.id) if here is not None else None)
        self.post_message(self.Moved())

    def go_to(self, connection_id: str) -> None:
        """Put the cursor on a connection, where it is shown."""
        if (at := self._place_of(connection_id)) is not None:
            self.move_to(at)

    def _place_of(self, connection_id: str) -> int | None:
        return next((at for at, row in enumerate(self._rows) if row.connection.id == connection_id), None)

    def watch_position(self) -> None:
        """Tell who says more of the connection under the cursor."""
        self.post_message(self.Moved())

    def _look(self, name: str) -> Style:
        return self.get_component_rich_style(_PREFIX + name) if name else self.rich_style

    def render_line(self, y: int) -> Strip:
        """One line: the headings, a row, or a line of what stands in place of the rows."""
        cells = self.line_width
        if y < HEADING:
            return Strip([Segment(fit(heading(cells), cells), self._look("header"))], cells)
        if self._notice is not None:
            return self._notice_line(y - HEADING, cells)
        at = self.row_at(y)
        if at is None or at >= len(self._rows):
            return Strip.blank(cells, self._look(""))
        cursor = self._look("cursor") if at == self._shown_cursor else None
        pieces = row_pieces(self._rows[at], cells, self._now())
        segments = [Segment(fit(text, width(text)), cursor or self._look(name)) for text, name in pieces]
        return Strip(segments).adjust_cell_length(cells, cursor or self._look(""))

    def _notice_line(self, line: int, cells: int) -> Strip:
        lines = self._notice.wrap(max(1, cells - 4)) if self._notice is not None else []
        if not 0 < line <= len(lines):
            return Strip.blank(cells, self._look(""))
        segments = assemble("  ", lines[line - 1]).render_segments(self.visual_style)
        return Strip(segments).adjust_cell_length(cells, self._look(""))
