"""One of a few values in one line: left and right, or space, go through them (floor 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from callrail_tui.present.text import display


class ChoiceField(Static, can_focus=True):
    """Shows the chosen value between arrows; a click goes to the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "step(1)", "Next", show=False),
        Binding("left,h", "step(-1)", "Back", show=False),
    ]

    @dataclass
    class Changed(Message):
        """Another value is chosen."""

        value: str

    def __init__(self, values: Sequence[tuple[str, str]], value: str, *, id: str, classes: str) -> None:  # noqa: A002
        values = list(values)
        if value not in [one for one, _ in values]:
            values.insert(0, (value, value))  # A word that we do not know is kept as it came.
        self._values = values
        self._at = [one for one, _ in values].index(value)
        super().__init__(self._drawn(), id=id, classes=classes)

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._values[self._at][0]

    @value.setter
    def value(self, value: str) -> None:
        found = [one for one, _ in self._values]
        if value in found and value != self.value:
            self._at = found.index(value)
            self.update(self._drawn())
            self.post_message(self.Changed(value))

    def _drawn(self) -> Content:
        return display(f"‹ {self._values[self._at][1]} ›")

    def action_step(self, step: int) -> None:
        """Go to another value."""
        self.value = self._values[(self._at + step) % len(self._values)][0]

    def on_click(self, event: events.Click) -> None:
        """Go to the next value."""
        event.stop()
        self.focus()
        self.action_step(1)
