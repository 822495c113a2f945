"""The connections, a line each, with a cursor (line API; floor 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from callrail_tui.keymap import CONNECTIONS, bindings
from callrail_tui.present.calls import Piece
from callrail_tui.present.connections import STYLE_NAMES, ConnectionRow, heading, row_pieces
from callrail_tui.widgets.piece_rows import PieceRows

_PREFIX = "connection-list--"


class ConnectionList(PieceRows, inherit_bindings=False):
    """Keeps its cursor on the same connection when they change."""

    PREFIX = _PREFIX
    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + name for name in ("header", "cursor", *STYLE_NAMES)}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(CONNECTIONS)]

    class Moved(Message):
        """The cursor is on another connection, or the one under it changed."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._rows: tuple[ConnectionRow, ...] = ()

    @property
    def row(self) -> ConnectionRow | None:
        """What the cursor is on."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[ConnectionRow], notice: Content | None) -> None:
        """Show these, or where there are none what is to be said instead."""
        here = self.row
        self._rows = tuple(rows)
        self.instead = notice if not rows else None
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

    def heading_words(self, cells: int) -> str:
        """The headings."""
        return heading(cells)

    def pieces_of(self, row: int, cells: int) -> list[Piece]:
        """A connection's line."""
        return row_pieces(self._rows[row], cells, self._now())
