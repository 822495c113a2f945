"""The one-line field at the bottom of the explorer: search, go to row, filter the tree (floor 5)."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from callrail_tui.present.text import display
from callrail_tui.text import clean


class Question(NamedTuple):
    """What the field is asking for."""

    label: str
    """Our own words before the field."""
    placeholder: str
    accept: Callable[[str], str | None]
    """Takes the text at enter; gives None when it is done with it, or what is wrong with it."""
    follow: Callable[[str], None] | None = None
    """Is told of each change while typing; for what needs no request."""
    leave: Callable[[], None] | None = None
    """Is told when the person leaves with esc."""


class Prompt(Horizontal):
    """Hidden until asked; enter accepts, esc leaves; what is wrong is said beside the text, which stays."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False, priority=True)]

    class Closed(Message):
        """The field is gone; the pane it came from takes the focus back."""

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._question: Question | None = None

    def compose(self) -> ComposeResult:
        """A label, the field, and room for what is wrong with the text."""
        yield Static(display(""), id="prompt-label")
        yield Input(id="prompt-field", compact=True, select_on_focus=False)
        yield Static(display(""), id="prompt-trouble")

    def on_mount(self) -> None:
        """Idle is silent: no blinking."""
        self.field.cursor_blink = False

    @property
    def field(self) -> Input:
        """The field itself."""
        return self.query_one(Input)

    @property
    def is_open(self) -> bool:
        """Whether it is asking."""
        return self._question is not None

    def ask(self, question: Question, text: str = "") -> None:
        """Show the field and take the focus; `text` in it is selected: typing replaces it, moving about keeps it."""
        self._question = question
        self.query_one("#prompt-label", Static).update(display(question.label))
        self._complain("")
        field = self.field
        with self.prevent(Input.Changed):
            field.value = clean(text)
        field.select_all()
        field.placeholder = clean(question.placeholder)
        self.add_class("-open")
        field.focus()

    def _complain(self, trouble: str) -> None:
        self.query_one("#prompt-trouble", Static).update(display(trouble))

    @on(Input.Changed)
    def _follow(self, event: Input.Changed) -> None:
        event.stop()
        self._complain("")
        if self._question is not None and self._question.follow is not None:
            self._question.follow(event.value)

    @on(Input.Submitted)
    def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        if self._question is None:
            return
        trouble = self._question.accept(event.value)
        if trouble is None:
            self._close()
        else:
            self._complain(trouble)

    def action_leave(self) -> None:
        """Leave without accepting."""
        if self._question is not None and self._question.leave is not None:
            self._question.leave()
        self._close()

    def _close(self) -> None:
        self._question = None
        self.remove_class("-open")
        self.post_message(self.Closed())
