"""Deciding with one key: what the list, the detail and the card share (floor 6; design 4, deciding rules)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from textual.screen import Screen

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.edit import Change, Want, change
from callrail_tui.session.session import Session
from callrail_tui.text import clean


class Deciding(Screen[None]):
    """A screen mixin: `targets` says what keys act on, `decide` journals, `after_decision` may move on."""

    session: Session | None

    @abstractmethod
    def targets(self) -> Sequence[Call]:
        """The calls that a decision is about, as they are shown: the one under the cursor, or the marked ones."""

    def after_decision(self, *, advances: bool) -> None:
        """It is journalled: redraw, and where the place advances by itself, move on; for subclasses."""

    def went_back(self, call_id: str | None) -> None:
        """An undo was about this call: show it; for subclasses."""

    def refuse(self, words: str) -> None:
        """Say why an action does nothing here."""
        self.notify(clean(words), markup=False)

    def complain(self, error: CallrailTuiError) -> None:
        """Say what stood in the way of a decision, and its cure."""
        self.notify(clean(f"{error.title} {error.hint}".strip()), severity="warning", markup=False)

    def decide(
        self, field: str, want: Want, words: str, calls: Sequence[Call] | None = None, *, advances: bool = False
    ) -> bool:
        """Decide one field of the calls keys act on; False when it was refused, which was said."""
        calls = self.targets() if calls is None else calls
        return self.decide_all([change(call, field, want) for call in calls], words, advances=advances)

    def decide_all(self, changes: Sequence[Change], words: str, *, advances: bool = False) -> bool:
        """Decide several things as one act: one undo takes them back."""
        if self.session is None or not changes:
            self.refuse("No call is selected.")
            return False
        try:
            self.session.edits.decide(changes, words=words)
        except CallrailTuiError as error:
            self.complain(error)
            return False
        self.after_decision(advances=advances)
        return True
