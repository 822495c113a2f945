"""`!`: asked once, since CallRail cannot take a report of spam back (wire 8.5)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from callrail_tui.model.call import Call
from callrail_tui.present.calls import caller, phone
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.dialogs.confirming import QuestionBox

_WHAT = (
    "CallRail hides the call, and challenges this caller from now on. It cannot take that back; only its page of "
    "blocked numbers lets the caller in again. "
)


class SpamDialog(ModalScreen[str | None]):
    """Gives `one`, `all` (every untouched loaded call of the number as well), or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("exclamation_mark,y", "answer('one')", "Spam", show=False, priority=True),
        Binding("a", "answer('all')", "All of the number", show=False, priority=True),
        Binding("enter,escape,n,q", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(self, call: Call, others: int, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._call = call
        self._others = others

    def compose(self) -> ComposeResult:
        """Whom it is about, what it does, the keys."""
        who = assemble("Report ", (caller(self._call), "bold"), " as spam?")
        also = ""
        if self._others:
            number = phone(self._call.customer_number)
            calls = "call" if self._others == 1 else "calls"
            also = f" · a also {self._others} more untouched {calls} of {number}"
        with QuestionBox(classes="dialog"):
            yield Static(who, classes="dialog--title")
            yield Static(
                assemble(_WHAT, f"For {self._seconds:g} seconds u takes it back here."), classes="dialog--words"
            )
            yield Static(display(f"! or y report{also} · enter leave it"), classes="dialog--keys")

    def action_answer(self, answer: str) -> None:
        """Leave with the answer; there may be no others."""
        if self.is_active and (answer == "one" or self._others):
            self.dismiss(answer)

    def action_leave(self) -> None:
        """Leave; nothing is reported."""
        if self.is_active:
            self.dismiss(None)
