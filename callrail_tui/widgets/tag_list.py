"""The tags, a line each, with a cursor (line API; floor 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from callrail_tui.present.tags import STYLE_NAMES, TagRow, heading, lay_out, row_pieces
from callrail_tui.present.text import assemble, fit, width
from callrail_tui.widgets.cursor_keys import KeyedRowView
from callrail_tui.widgets.row_view import HEADING

_PREFIX = "tag-list--"


class TagList(KeyedRowView, inherit_bindings=False):
    """Keeps its cursor on the same tag when the tags change; its keys are its screen's."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + name for name in ("header", "cursor", *STYLE_NAMES)}

    class Moved(Message):
        """The cursor is on another tag, or the tag under it changed."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[TagRow, ...] = ()
        self._notice: Content | None = None
        self._looks: dict[str, Style] = {}

    @property
    def row(self) -> TagRow | None:
        """What the cursor is on."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[TagRow]) -> None:
        """Show these; the cursor stays on its tag, or where it was."""
        here = self.row
        self._rows = tuple(rows)
        at = None
        if here is not None:
            at = next((place for place, row in enumerate(self._rows) if row.tag.id == here.tag.id), None)
        self.set_rows(len(self._rows), cursor=at)
        self.post_message(self.Moved())

    def go_to(self, tag_id: str) -> None:
        """Put the cursor on a tag, where it is shown."""
        at = next((place for place, row in enumerate(self._rows) if row.tag.id == tag_id), None)
        if at is not None:
            self.move_to(at)

    def show_notice(self, notice: Content | None) -> None:
        """Say something in place of the rows; None for the rows again."""
        self._notice = notice
        self.refresh()

    def watch_position(self) -> None:
        """Tell who says more of the tag under the cursor."""
        self.post_message(self.Moved())

    def notify_style_update(self) -> None:
        """Draw in the new looks."""
        super().notify_style_update()
        self._looks.clear()

    def _look(self, name: str) -> Style:
        look = self._looks.get(name)
        if look is None:
            if not name:
                look = self.rich_style
            elif name.startswith("#"):
                look = Style.parse(name)  # The tag's own colours: data, and not a look of ours.
            else:
                look = self.get_component_rich_style(_PREFIX + name)
            self._looks[name] = look
        return look

    def render_line(self, y: int) -> Strip:
        """One line: the headings, a row, or a line of what stands in place of the rows."""
        cells = self.line_width
        layout = lay_out(cells)
        if y < HEADING:
            return Strip([Segment(fit(heading(layout), cells), self._look("header"))], cells)
        if self._notice is not None:
            return self._notice_line(y - HEADING, cells)
        at = self.row_at(y)
        if at is None or at >= len(self._rows):
            return Strip.blank(cells, self._look(""))
        pieces = row_pieces(self._rows[at], layout)
        cursor = self._look("cursor") if at == self._shown_cursor else None
        segments = [
            Segment(fit(text, width(text)), self._look(name) if cursor is None or name.startswith("#") else cursor)
            for text, name in pieces
        ]
        return Strip(segments).adjust_cell_length(cells, cursor or self._look(""))

    def _notice_line(self, line: int, cells: int) -> Strip:
        lines = self._notice.wrap(max(1, cells - 4)) if self._notice is not None else []
        if not 0 < line <= len(lines):
            return Strip.blank(cells, self._look(""))
        segments = assemble("  ", lines[line - 1]).render_segments(self.visual_style)
        return Strip(segments).adjust_cell_length(cells, self._look(""))
