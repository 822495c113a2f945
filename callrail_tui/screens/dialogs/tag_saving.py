"""What the dialogs of the tag manager share: a change that runs while the dialog stays, with what was typed in it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.administration import Tag
from callrail_tui.present.failures import quoted
from callrail_tui.present.text import assemble, display
from callrail_tui.text import clean

Change = Callable[[], Awaitable[Tag]]


def trouble(error: CallrailTuiError) -> Content:
    """An error with its cure and the server's words."""
    parts = [assemble((error.title, "bold"), " ", error.hint), *quoted(error)]
    return Content("\n").join(parts)


class Saving(Protocol):
    """A dialog that is told what became of the change it asked for."""

    @property
    def is_attached(self) -> bool:
        """Whether it is still there to be told."""

    def saved(self, tag: Tag) -> None:
        """It is done."""

    def failed(self, error: CallrailTuiError) -> None:
        """It is not; what was typed is still there."""


class Carry(Protocol):
    """Who runs a change, and outlives the dialog: words for the time that it takes, the change, who is told."""

    def __call__(self, words: str, change: Change, dialog: Saving | None) -> None:
        """Run it."""


class FormDialog(ModalScreen[Tag | None]):
    """A form with one line of text; gives the tag as it is now, or None when the person left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False, priority=True)]
    KEYS: ClassVar[str] = "enter save · esc leave"

    def __init__(self, carry: Carry, title: Content, words: Content, typed: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._carry = carry
        self._title = title
        self._words = words
        self._typed = clean(typed)
        self._placeholder = clean(placeholder)
        self._is_saving = False

    def compose(self) -> ComposeResult:
        """The title, what it does, the fields, what is wrong, the keys."""
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog--title")
            yield Static(self._words, classes="dialog--words")
            yield from self.fields()
            yield Static(display(""), classes="dialog--trouble")
            yield Static(display(self.KEYS), classes="dialog--keys")

    def fields(self) -> ComposeResult:
        """The line of text; for subclasses with more."""
        field = Input(self._typed, placeholder=self._placeholder, compact=True, classes="dialog--field")
        field.cursor_blink = False  # Idle is silent.
        yield field

    def on_mount(self) -> None:
        """The line takes the keys."""
        self.query_one(Input).focus()

    @property
    def typed(self) -> str:
        """The text as it stands."""
        return self.query_one(Input).value

    def say(self, words: Content) -> None:
        """Say this below the fields."""
        self.query_one(".dialog--trouble", Static).update(words)

    def save(self, words: str, change: Change) -> None:
        """Have the change made; meanwhile the form stays, and takes no second enter."""
        self._is_saving = True
        self.query_one(".dialog--trouble", Static).add_class("-busy")
        self.say(display(f"{words} …"))
        self._carry(words, change, self)

    def saved(self, tag: Tag) -> None:
        """Leave with it."""
        if self.is_active:
            self.dismiss(tag)

    def failed(self, error: CallrailTuiError) -> None:
        """Say why; what was typed stays."""
        self._is_saving = False
        self.query_one(".dialog--trouble", Static).remove_class("-busy")
        self.say(trouble(error))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._is_saving and self.is_active:
            self.accepted()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if not self._is_saving:
            self.say(self.remark(event.value))

    @abstractmethod
    def accepted(self) -> None:
        """Enter: check and save; for subclasses."""

    def remark(self, typed: str) -> Content:
        """What there is to say about the text while it is typed; for subclasses."""
        return display("")

    def action_leave(self) -> None:
        """Leave; a change that is on its way goes on, and the list tells what became of it."""
        self.dismiss(None)
