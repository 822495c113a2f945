"""The keys that move a cursor among rows, or among the lines of a tree."""

from __future__ import annotations

from typing import TypeVar

from textual.widgets import Tree

from callrail_tui.widgets.row_view import RowView

T = TypeVar("T")


class KeyedRowView(RowView, inherit_bindings=False):
    """Rows whose cursor answers the list's move actions; the keys are the subclass's bindings."""

    def action_up(self) -> None:
        """Move to the row above."""
        self.move_by(-1)

    def action_down(self) -> None:
        """Move to the row below."""
        self.move_by(1)

    def action_page_up(self) -> None:
        """Move up by a page."""
        self.turn_page(-self.page)

    def action_page_down(self) -> None:
        """Move down by a page."""
        self.turn_page(self.page)

    def action_half_page_up(self) -> None:
        """Move up by half a page."""
        self.turn_page(-max(1, self.page // 2))

    def action_half_page_down(self) -> None:
        """Move down by half a page."""
        self.turn_page(max(1, self.page // 2))

    def action_top(self) -> None:
        """Move to the first row."""
        self.move_to(0)

    def action_end(self) -> None:
        """Move to the last row."""
        self.move_to(self.row_count - 1)


class KeyedTree(Tree[T], inherit_bindings=False):
    """Lines whose cursor answers the same move actions; pages are the base's own."""

    def action_up(self) -> None:
        """A line up."""
        self.action_cursor_up()

    def action_down(self) -> None:
        """A line down."""
        self.action_cursor_down()

    def action_top(self) -> None:
        """To the first line."""
        self.move_cursor_to_line(0)

    def action_end(self) -> None:
        """To the last line."""
        self.move_cursor_to_line(self.last_line)
