"""The card of one call, line by line: it scrolls where it is longer than the screen (floor 5)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from callrail_tui.present.card import CardFacts, card
from callrail_tui.present.text import display
from callrail_tui.widgets.text_pane import TextPane


class CallCard(TextPane):
    """Another card begins at the top, more of the same keeps its place."""

    def __init__(self) -> None:
        super().__init__("card")
        self._facts: CardFacts | None = None
        self._notice = display("")

    @property
    def facts(self) -> CardFacts | None:
        """What is shown."""
        return self._facts

    def show(self, facts: CardFacts) -> None:
        """Show a card, or more of the same one."""
        before = self._facts
        if before is not None and facts.call is before.call and facts == before:
            return
        self._facts = facts
        self.wrap(from_top=before is None or before.call.id != facts.call.id)

    def show_notice(self, notice: Content) -> None:
        """Show words in place of a card."""
        if self._facts is not None or notice != self._notice:
            self._facts = None
            self._notice = notice
            self.wrap(from_top=True)

    def made(self, cells: int) -> Sequence[Content]:
        """The card for the size there is, or the words."""
        if self._facts is not None:
            return card(self._facts, cells, self.size.height)
        return [Content("  ") + line for line in self._notice.wrap(max(8, cells - 4))]
