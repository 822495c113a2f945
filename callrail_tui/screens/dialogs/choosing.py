"""A question with a few answers, each with its key; the first one is harmless."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from callrail_tui.present.text import assemble, display
from callrail_tui.widgets.choices import Choices


class Answer(NamedTuple):
    """One answer."""

    id: str
    key: str
    """One of the letters and digits that the dialog listens to."""
    label: str


class ChoosingDialog(ModalScreen[str | None]):
    """Gives the id of the chosen answer, or None when the person left with esc."""

    KEYS: ClassVar[str] = "abcdnuy0123456789"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"answer('{key}')", show=False, priority=True) for key in KEYS),
        Binding("escape", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(self, title: Content, words: Content, answers: Sequence[Answer]) -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._answers = tuple(answers)

    def compose(self) -> ComposeResult:
        """The question, what there is to say about it, the answers."""
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog--title")
            yield Static(self._words, classes="dialog--words")
            yield Choices(
                *(Option(assemble((f" {one.key} ", "bold reverse"), " ", one.label)) for one in self._answers),
                classes="picker--list",
            )
            yield Static(display("press the key · enter takes the line · esc leave"), classes="dialog--keys")

    def on_mount(self) -> None:
        """The list takes arrows and enter, and begins at the harmless answer."""
        choices = self.query_one(Choices)
        choices.highlighted = 0
        choices.focus()

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.is_active:  # A second click may have been under way when the first one left.
            self.dismiss(self._answers[event.option_index].id)

    def action_answer(self, key: str) -> None:
        """Leave with the answer of this key, where there is one."""
        for answer in self._answers:
            if answer.key == key and self.is_active:
                self.dismiss(answer.id)
                return

    def action_leave(self) -> None:
        """Leave; nothing is chosen."""
        self.dismiss(None)
