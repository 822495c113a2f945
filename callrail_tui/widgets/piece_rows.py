"""Rows that are drawn from pieces under a heading, or something said in their place (line API; floor 5)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from callrail_tui.present.calls import Piece
from callrail_tui.present.text import assemble, fit, width
from callrail_tui.widgets.cursor_keys import KeyedRowView
from callrail_tui.widgets.row_view import HEADING


class PieceRows(KeyedRowView, inherit_bindings=False):
    """Subclasses give heading and pieces; a piece's style is a component class behind `PREFIX`."""

    PREFIX: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.instead: Content | None = None
        """What stands in place of the rows."""
        self._looks: dict[str, Style] = {}

    @abstractmethod
    def heading_words(self, cells: int) -> str:
        """The headings."""

    @abstractmethod
    def pieces_of(self, row: int, cells: int) -> Sequence[Piece]:
        """A row that is there."""

    def notify_style_update(self) -> None:
        """Draw in the new looks."""
        super().notify_style_update()
        self._looks.clear()

    def look(self, name: str) -> Style:
        """How a piece of this style is drawn; no name is plain, one that begins with `#` is colours of its own."""
        look = self._looks.get(name)
        if look is None:
            if not name:
                look = self.rich_style
            elif name.startswith("#"):
                look = Style.parse(name)  # The record's own colours: data, and not a look of ours.
            else:
                look = self.get_component_rich_style(self.PREFIX + name)
            self._looks[name] = look
        return look

    def render_line(self, y: int) -> Strip:
        """One line: the headings, a row, or a line of what stands in place of the rows."""
        cells = self.drawn_width
        if y < HEADING:
            return Strip([Segment(fit(self.heading_words(cells), cells), self.look("header"))], cells)
        if self.instead is not None:
            return self._instead_line(y - HEADING, cells)
        at = self.row_at(y)
        if at is None:
            return Strip.blank(cells, self.look(""))
        cursor = self.look("cursor") if at == self._shown_cursor else None
        segments = [
            Segment(fit(text, width(text)), self.look(name) if cursor is None or name.startswith("#") else cursor)
            for text, name in self.pieces_of(at, cells)
        ]
        return Strip(segments).adjust_cell_length(cells, cursor or self.look(""))

    def _instead_line(self, line: int, cells: int) -> Strip:
        lines = self.instead.wrap(max(1, cells - 4)) if self.instead is not None else []
        if not 0 < line <= len(lines):
            return Strip.blank(cells, self.look(""))
        segments = assemble("  ", lines[line - 1]).render_segments(self.visual_style)
        return Strip(segments).adjust_cell_length(cells, self.look(""))
