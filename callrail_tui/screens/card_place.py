"""A place whose body is a card under a line that says how far it is; its keys scroll the card (floor 6)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from callrail_tui.present.text import display
from callrail_tui.screens.place import PlaceScreen
from callrail_tui.widgets.call_card import CallCard


class CardScreen(PlaceScreen):
    """The card has the focus; the keys are the place's."""

    def body(self) -> ComposeResult:
        """How far it is, and the card."""
        self.progress_line = Static(display(""), id="progress")
        self.card_pane = CallCard()
        yield self.progress_line
        yield self.card_pane

    def focus_body(self) -> None:
        """The card takes the keys again."""
        self.card_pane.focus()

    def action_up(self) -> None:
        """A line up."""
        self.card_pane.scroll_by(-1)

    def action_down(self) -> None:
        """A line down."""
        self.card_pane.scroll_by(1)

    def action_page_up(self) -> None:
        """A page up."""
        self.card_pane.scroll_by(-self.card_pane.page)

    def action_page_down(self) -> None:
        """A page down."""
        self.card_pane.scroll_by(self.card_pane.page)

    def action_half_page_up(self) -> None:
        """Half a page up."""
        self.card_pane.scroll_by(-max(1, self.card_pane.page // 2))

    def action_half_page_down(self) -> None:
        """Half a page down."""
        self.card_pane.scroll_by(max(1, self.card_pane.page // 2))

    def action_top(self) -> None:
        """To the beginning."""
        self.card_pane.scroll_by(-self.card_pane.scroll_offset.y)

    def action_end(self) -> None:
        """To the end."""
        self.card_pane.scroll_by(self.card_pane.virtual_size.height)
