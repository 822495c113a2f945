"""`H`: the other calls of the same caller; enter shows them in the list (floor 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from callrail_tui.model.call import Call
from callrail_tui.present.calls import caller
from callrail_tui.present.history import HistoryFacts, history_passages
from callrail_tui.present.reader import Passage
from callrail_tui.present.text import assemble
from callrail_tui.screens.dialogs.looking_up import LookingUpDialog
from callrail_tui.session.session import Session


class HistoryDialog(LookingUpDialog[str]):
    """Gives the digits to search for where the person wants them in the list, else None."""

    WHAT = "calls of the caller"
    KEYS = "enter show in the list · / find · y copy · r ask again · esc leave"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "show", "In the list", show=False),
    ]

    def __init__(self, session: Session, call: Call, term: str, today: date) -> None:
        self._call = call
        self._term = term
        self._today = today
        super().__init__(lambda changed: session.asides.calls_with(term, today, changed))

    def title_words(self) -> Content:
        """Whose calls they are."""
        return assemble("Other calls of ", caller(self._call))

    def passages(self) -> Sequence[Passage]:
        """What is known of the calls."""
        return history_passages(HistoryFacts(self._call, self._today, self.lookup.answer, self.lookup.error))

    def action_show(self) -> None:
        """Show them in the list."""
        self.dismiss(self._term)
