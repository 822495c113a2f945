"""Before the calls: one message with its cure, or one list to choose from (floor 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from callrail_tui.present.opening import Choice, Notice
from callrail_tui.present.text import display
from callrail_tui.widgets.choices import Choices


class NoticeScreen(Screen[bool | None]):
    """Says what is the matter and how to mend it; gives True when the person wants it tried again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "Try again", show=False),
        Binding("escape", "back", "Back", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown", "turn(1)", "Page down", show=False),
        Binding("pageup", "turn(-1)", "Page up", show=False),
    ]

    def __init__(self, notice: Notice, *, can_retry: bool = True, can_go_back: bool = False) -> None:
        super().__init__()
        self._notice = notice
        self._can_retry = can_retry
        self._can_go_back = can_go_back

    def compose(self) -> ComposeResult:
        """A title, the lines, the keys that work here."""
        keys = [("r try again", self._can_retry), ("N connections", self._can_retry and not self._can_go_back)]
        keys += [("esc back", self._can_go_back), ("q quit", not self._can_go_back)]
        with VerticalScroll(classes="opening", can_focus=False):
            yield Static(self._notice.title, classes="opening--title")
            yield Static(Content("\n").join(self._notice.lines), classes="opening--text")
        yield Static(display(" · ".join(words for words, works in keys if works)), classes="opening--keys")

    def action_again(self) -> None:
        """Leave, to try again."""
        if self._can_retry:
            self.dismiss(True)

    def action_scroll(self, lines: int) -> None:
        """Move down or up, where there is more than fits."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False, immediate=True)

    def action_turn(self, pages: int) -> None:
        """Move by whole pages."""
        text = self.query_one(VerticalScroll)
        text.scroll_relative(y=pages * max(1, text.size.height - 1), animate=False, immediate=True)

    def action_back(self) -> None:
        """Leave it at that, where there is something to go back to."""
        if self._can_go_back:
            self.dismiss(None)


class ChoiceScreen(Screen[str | None]):
    """Choose one line; gives its id, or None when the person goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False),
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
        Binding("g", "first", "Top", show=False),
        Binding("G", "last", "End", show=False),
    ]

    def __init__(self, title: Content, explanation: Content, choices: Sequence[Choice], *, can_go_back: bool) -> None:
        super().__init__()
        self._title = title
        self._explanation = explanation
        self._choices = list(choices)
        self._can_go_back = can_go_back

    def compose(self) -> ComposeResult:
        """A title, why there is a choice, the lines, the keys that work here."""
        with Vertical(classes="opening"):
            yield Static(self._title, classes="opening--title")
            yield Static(self._explanation, classes="opening--text")
            yield Choices(*(Option(choice.label) for choice in self._choices), classes="opening--choices")
            yield Static(display(""), classes="opening--refusal")
            keys = "↑↓ move · enter choose" + (" · esc back" if self._can_go_back else "") + " · q quit"
            yield Static(display(keys), classes="opening--keys")

    def on_mount(self) -> None:
        """The list takes the keys at once."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if not self.is_active:  # A second click may have been under way when the first one left.
            return
        choice = self._choices[event.option_index]
        if choice.refusal is None:
            self.dismiss(choice.id)
        else:
            self.query_one(".opening--refusal", Static).update(choice.refusal)

    def action_back(self) -> None:
        """Leave without choosing, where there is something to go back to."""
        if self._can_go_back:
            self.dismiss(None)

    def action_down(self) -> None:
        """Move down."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Move up."""
        self.query_one(OptionList).action_cursor_up()

    def action_first(self) -> None:
        """Move to the first line."""
        self.query_one(OptionList).action_first()

    def action_last(self) -> None:
        """Move to the last line."""
        self.query_one(OptionList).action_last()
