"""A list of lines to choose from, which also takes keys where it has no room to show a line (floor 5)."""

from __future__ import annotations

from textual.widgets import OptionList


class Choices(OptionList):
    """Tried on Textual 8.2.8, whose list lays its lines out once it has room, and before fails to turn a page."""

    def action_page_up(self) -> None:
        """Move up by a page; where there is no room, a page is nothing."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Move down by a page."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]
