"""Questions before many calls are decided at once: yes or no, or the number of them typed (design, promise 13)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from callrail_tui.present.text import display


class QuestionBox(Vertical, can_focus=True):
    """Has the focus, so that a key typed right behind need not wait to see whether something takes it."""


class ConfirmDialog(ModalScreen[bool]):
    """`y` is yes; enter and esc are the harmless answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False, priority=True),
        Binding("enter,escape,n,q", "answer(False)", "No", show=False, priority=True),
    ]

    def __init__(self, title: str, question: str, *, yes: str = "yes") -> None:
        super().__init__()
        self._title = title
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The title, the question, the keys."""
        with QuestionBox(classes="dialog"):
            yield Static(display(self._title), classes="dialog--title")
            yield Static(display(self._question, multiline=True), classes="dialog--words")
            yield Static(display(f"y {self._yes} · enter no · esc no"), classes="dialog--keys")

    def action_answer(self, answer: bool) -> None:
        """Leave with the answer."""
        if self.is_active:
            self.dismiss(answer)


class CountDialog(ModalScreen[bool]):
    """Goes on only when the number of calls is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False, priority=True)]

    def __init__(self, words: str, calls: int, price: str) -> None:
        super().__init__()
        self._words = words
        self._calls = calls
        self._price = price

    def compose(self) -> ComposeResult:
        """What is about to happen, the field, the keys."""
        with Vertical(classes="dialog"):
            yield Static(display(f"{self._words}: {self._calls:,} calls"), classes="dialog--title")
            yield Static(display(self._price), classes="dialog--words")
            yield Static(display(f"Type {self._calls} to decide all of them."), classes="dialog--words")
            field = Input(compact=True, classes="dialog--field")
            field.cursor_blink = False  # Idle is silent.
            yield field
            yield Static(display(""), classes="dialog--trouble")
            yield Static(display("enter decide · esc leave, nothing is decided"), classes="dialog--keys")

    def on_mount(self) -> None:
        """The field takes the keys at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip().replace(",", "") == str(self._calls):
            self.dismiss(True)
        else:
            self.query_one(".dialog--trouble", Static).update(display(f"That is not {self._calls}."))

    def action_leave(self) -> None:
        """Leave; nothing is decided."""
        self.dismiss(False)
