"""The frame of every dialog that picks from a list: a title, the picker, the keys that work."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from callrail_tui.present.text import display
from callrail_tui.widgets.picker import Entry, Picker

T = TypeVar("T")

ONE = "type to find · ↑↓ · enter take · esc leave"
SEVERAL = "type to find · enter mark · space mark · enter on an empty field: apply · esc leave"

_HEIGHTS: list[tuple[int, str]] | None = [
    (0, "-tiny"),
    (8, "-shorter"),
    (12, "-short"),
    (17, "-lower"),
    (24, "-low"),
    (27, "-roomy"),
]
"""From how many rows on which of the styles' heights holds: the line in force must be seen on the lowest screen."""


class PickingDialog(ModalScreen[T | None], Generic[T]):
    """Gives what was picked, or None when the person left with esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False, priority=True)]
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, title: Content, picker: Picker, *, keys: str) -> None:
        super().__init__()
        self._title = title
        self._keys = keys
        self.picker = picker

    def compose(self) -> ComposeResult:
        """The title, the picker, the keys."""
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog--title")
            yield self.picker
            yield Static(display(self._keys), classes="dialog--keys")

    def action_leave(self) -> None:
        """Leave; nothing changes."""
        self.dismiss(None)

    @on(Picker.Taken)
    def _taken(self, event: Picker.Taken) -> None:
        event.stop()
        if self.is_active:  # A second click or enter may have been under way when the first one left.
            self.taken(event.entry)

    @on(Picker.Applied)
    def _applied(self, event: Picker.Applied) -> None:
        event.stop()
        if self.is_active:
            self.applied()

    @abstractmethod
    def taken(self, entry: Entry) -> None:
        """What taking an entry means; a dialog that takes one leaves with it."""

    def applied(self) -> None:
        """What enter on an empty field means, where several can be marked."""
