"""`$`: what the call is worth, as people type money (wire 8.5)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from callrail_tui.model.edit import UnreadableMoney, money
from callrail_tui.present.text import display
from callrail_tui.screens.dialogs.drafting import DraftingDialog, DraftPlace
from callrail_tui.text import clean


class ValueDialog(DraftingDialog[str | None]):
    """Gives the amount as `12.50`, empty to clear it, or None when nothing is to change."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False, priority=True)]

    def __init__(self, title: Content, saved: str, place: DraftPlace) -> None:
        super().__init__(place)
        self._title = title
        self._saved = clean(saved)
        self._asks_clear = False

    def compose(self) -> ComposeResult:
        """The title, the field, what is wrong, the keys."""
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog--title")
            field = Input(clean(self.place.before or self._saved), compact=True, select_on_focus=False)
            field.cursor_blink = False  # Idle is silent.
            field.placeholder = "1250 · 12.50 · $1,250.00"
            yield field
            yield Static(display(""), classes="dialog--trouble")
            words = "It is sent by itself: on some accounts CallRail fails at values."
            yield Static(display(words), classes="dialog--words")
            yield Static(display("enter save · empty clears · esc leave"), classes="dialog--keys")

    def on_mount(self) -> None:
        """Typing replaces what is there."""
        field = self.query_one(Input)
        field.focus()
        field.select_all()

    def unfinished(self) -> str | None:
        """What was typed, where it is not the saved value."""
        if not self.query(Input):
            return self._kept
        typed = self.query_one(Input).value
        return None if typed == self._saved else typed

    def _say(self, words: str) -> None:
        self.query_one(".dialog--trouble", Static).update(display(words))

    @on(Input.Changed)
    def _changed(self) -> None:
        self._asks_clear = False
        self._say("")

    @on(Input.Submitted)
    def _accepted(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.is_active:
            return
        try:
            amount = money(event.value)
        except UnreadableMoney as trouble:
            self._say(str(trouble))
            return
        if self.unfinished() is None or (not amount and not self._saved):
            self.place.drop()
            self.dismiss(None)
        elif not amount and not self._asks_clear:
            self._asks_clear = True
            self._say("This clears the value: enter again clears it.")
        else:
            self.dismiss(amount)

    def action_leave(self) -> None:
        """Leave; nothing changes."""
        if self.is_active:
            self.place.drop()
            self.dismiss(None)
