"""All about one record, read by itself: a company, a tracker, an account, a user, an integration (floor 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from textual.content import Content

from callrail_tui.present.failures import quoted
from callrail_tui.present.reader import Passage
from callrail_tui.present.text import display
from callrail_tui.screens.dialogs.looking_up import LookingUpDialog
from callrail_tui.session.lookup import Lookup

Asker = Callable[[Callable[[], None]], Lookup[Any]]
"""Makes the question; what it is given is called when the answer came."""


class DetailsDialog(LookingUpDialog[None]):
    """Asks as it opens, and forgets the answer as it closes."""

    WHAT = "details"
    KEYS = "↑↓ scroll · / find · y copy · r ask again · esc leave"

    def __init__(self, title: Content, asker: Asker, draw: Callable[[Any], Iterable[Passage]]) -> None:
        super().__init__(asker)
        self._words = title
        self._draw = draw

    def title_words(self) -> Content:
        """Whose they are."""
        return self._words

    def passages(self) -> Sequence[Passage]:
        """What is known of it."""
        error = self.lookup.error
        if error is not None:
            lines = [display(error.title, style="bold"), display(error.hint), *quoted(error)]
            return [Passage(Content(), line) for line in lines]
        if self.lookup.answer is None:
            return [Passage(Content(), display("Reading …"))]
        return list(self._draw(self.lookup.answer))
