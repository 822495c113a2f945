"""Records in columns, a line each, with a cursor (line API; floor 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from callrail_tui.keymap import ACCOUNT, bindings
from callrail_tui.present.records import STYLE_NAMES, Column, Record, heading, record_pieces
from callrail_tui.present.text import assemble, fit, width
from callrail_tui.widgets.cursor_keys import KeyedRowView
from callrail_tui.widgets.row_view import HEADING

_PREFIX = "record-list--"


class RecordList(KeyedRowView, inherit_bindings=False):
    """Keeps its cursor on the same record when the lines change."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + name for name in ("header", "cursor", *STYLE_NAMES)}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACCOUNT)]

    class Moved(Message):
        """The cursor is on another record, or the one under it changed."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[Column] = ()
        self._records: tuple[Record, ...] = ()
        self._notice: Content | None = None

    @property
    def record(self) -> Record | None:
        """What the cursor is on."""
        return self._records[self.cursor] if self.cursor < len(self._records) else None

    def show(self, columns: Sequence[Column], records: Sequence[Record], notice: Content | None) -> None:
        """Show these; or where there are none what is to be said instead."""
        here = self.record.id if self.record is not None else None
        self._columns, self._records = columns, tuple(records)
        self._notice = notice if not records else None
        at = next((place for place, record in enumerate(records) if record.id == here), 0)
        self.set_rows(len(self._records), cursor=at)
        self.post_message(self.Moved())

    def watch_position(self) -> None:
        """Tell who says more of the record under the cursor."""
        self.post_message(self.Moved())

    def _look(self, name: str) -> Style:
        return self.get_component_rich_style(_PREFIX + name) if name else self.rich_style

    def render_line(self, y: int) -> Strip:
        """One line: the headings, a record, or a line of what stands in place of the records."""
        cells = self.line_width
        if y < HEADING:
            return Strip([Segment(fit(heading(self._columns, cells), cells), self._look("header"))])
        if self._notice is not None:
            return self._notice_line(y - HEADING, cells)
        at = self.row_at(y)
        if at is None or at >= len(self._records):
            return Strip.blank(cells, self._look(""))
        cursor = self._look("cursor") if at == self._shown_cursor else None
        pieces = record_pieces(self._records[at], self._columns, cells)
        segments = [Segment(fit(text, width(text)), cursor or self._look(name)) for text, name in pieces]
        return Strip(segments).adjust_cell_length(cells, cursor or self._look(""))

    def _notice_line(self, line: int, cells: int) -> Strip:
        lines = self._notice.wrap(max(1, cells - 4)) if self._notice is not None else []
        if not 0 < line <= len(lines):
            return Strip.blank(cells, self._look(""))
        segments = assemble("  ", lines[line - 1]).render_segments(self.visual_style)
        return Strip(segments).adjust_cell_length(cells, self._look(""))
