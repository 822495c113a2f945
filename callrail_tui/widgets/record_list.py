"""Records in columns, a line each, with a cursor (line API; floor 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from callrail_tui.keymap import ACCOUNT, bindings
from callrail_tui.present.calls import Piece
from callrail_tui.present.records import STYLE_NAMES, Column, Record, heading, record_pieces
from callrail_tui.widgets.piece_rows import PieceRows

_PREFIX = "record-list--"


class RecordList(PieceRows, inherit_bindings=False):
    """Keeps its cursor on the same record when the lines change."""

    PREFIX = _PREFIX
    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + name for name in ("header", "cursor", *STYLE_NAMES)}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACCOUNT)]

    class Moved(Message):
        """The cursor is on another record, or the one under it changed."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[Column] = ()
        self._records: tuple[Record, ...] = ()

    @property
    def record(self) -> Record | None:
        """What the cursor is on."""
        return self._records[self.cursor] if self.cursor < len(self._records) else None

    def show(self, columns: Sequence[Column], records: Sequence[Record], notice: Content | None) -> None:
        """Show these; or where there are none what is to be said instead."""
        here = self.record.id if self.record is not None else None
        self._columns, self._records = columns, tuple(records)
        self.instead = notice if not records else None
        at = next((place for place, record in enumerate(records) if record.id == here), 0)
        self.set_rows(len(self._records), cursor=at)
        self.post_message(self.Moved())

    def watch_position(self) -> None:
        """Tell who says more of the record under the cursor."""
        self.post_message(self.Moved())

    def heading_words(self, cells: int) -> str:
        """The headings."""
        return heading(self._columns, cells)

    def pieces_of(self, row: int, cells: int) -> list[Piece]:
        """A record's line."""
        return record_pieces(self._records[row], self._columns, cells)
