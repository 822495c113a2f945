"""The frame of a dialog that is read: a title, a text to move and search in, the keys (floor 6)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from callrail_tui.messages import CopyAsked
from callrail_tui.present.copying import Copyable
from callrail_tui.present.reader import Passage, plain
from callrail_tui.present.text import display
from callrail_tui.widgets.reading_pane import ReadingPane

T = TypeVar("T")

_FEW_LINES = 8
"""Lines up to which the dialog is as high as its text, and not as the screen."""


class ReaderDialog(ModalScreen[T | None], Generic[T]):
    """Subclasses say what is read; it is shown anew with each `redraw`."""

    INDENT: ClassVar[int] = 18
    """Cells of the labels."""
    WHAT: ClassVar[str] = "text"
    """What a copy of it is called."""
    KEYS: ClassVar[str] = "↑↓ scroll · / find · n N next, previous · y copy · esc leave"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("ctrl+d", "page(0.5)", "Half page down", show=False),
        Binding("ctrl+u", "page(-0.5)", "Half page up", show=False),
        Binding("g,home", "top", "Top", show=False),
        Binding("G,end", "end", "End", show=False),
        # By this id the keys that follow are held for the field, however fast they come.
        Binding("slash", "find", "Find", show=False, id="explorer.search"),
        Binding("n", "step(1)", "Next", show=False),
        Binding("N", "step(-1)", "Previous", show=False),
        Binding("y", "copy", "Copy", show=False),
        Binding("q", "leave", "Leave", show=False),
        Binding("escape", "back", "Leave", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        """The title, the text, the field, the keys."""
        self.pane = ReadingPane(self.INDENT)
        self._field = Input(compact=True, classes="dialog--field -away", placeholder="find in this text")
        self._field.cursor_blink = False  # Idle is silent.
        self._line = Static(display(self.KEYS), classes="dialog--keys")
        with Vertical(classes="dialog -tall"):
            yield Static(self.title_words(), classes="dialog--title")
            yield self.pane
            yield self._field
            yield self._line

    @abstractmethod
    def title_words(self) -> Content:
        """What stands above."""

    @abstractmethod
    def passages(self) -> Sequence[Passage]:
        """What there is to read by now."""

    def on_mount(self) -> None:
        """The text takes the keys."""
        self.pane.focus()
        self.redraw()

    @on(ReadingPane.Wrapped)
    def _wrapped(self, event: ReadingPane.Wrapped) -> None:
        event.stop()
        self.query_one(".dialog").set_class(event.lines <= _FEW_LINES, "-short")

    def redraw(self) -> None:
        """Show what there is by now."""
        self.pane.show(self.passages())
        self._tell()

    def _tell(self, words: str = "") -> None:
        at, count = self.pane.hits
        if self.pane.searched:
            words = f"{at}/{count}" if count else "not found"
        self._line.update(display(" · ".join(part for part in (words, self.KEYS) if part)))

    def action_scroll(self, lines: int) -> None:
        """By so many lines."""
        self.pane.scroll_by(lines)

    def action_page(self, pages: float) -> None:
        """By so many pages."""
        self.pane.scroll_by(round(self.pane.page * pages))

    def action_top(self) -> None:
        """To the beginning."""
        self.pane.scroll_by(-self.pane.virtual_size.height)

    def action_end(self) -> None:
        """To the end."""
        self.pane.scroll_by(self.pane.virtual_size.height)

    # Finding ----------------------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Type what to look for; it is marked while it is typed."""
        self._field.remove_class("-away")
        self._field.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.pane.find(event.value)
        self._tell()

    @on(Input.Submitted)
    def _accepted(self, event: Input.Submitted) -> None:
        event.stop()
        self._field.add_class("-away")
        self.pane.focus()

    def action_step(self, by: int) -> None:
        """To the next hit or the one before."""
        if not self.pane.searched:
            self._tell("/ finds words")
            return
        self.pane.step(by)
        self._tell()

    def action_back(self) -> None:
        """Peel one layer: the field with what was searched for, then the dialog."""
        if self._field.has_focus or self.pane.searched:
            self._field.value = ""
            self.pane.find("")
            self._field.add_class("-away")
            self.pane.focus()
            self._tell()
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)

    # Copying ----------------------------------------------------------------------------------------------------

    def copyable(self) -> Copyable:
        """What `y` copies."""
        return Copyable(self.WHAT, plain(self.passages()), lines=True)

    def action_copy(self) -> Any:
        """Copy it, or say why there is nothing."""
        what = self.copyable()
        if what.missing:
            self._tell(f"nothing to copy: {what.missing}")
        else:
            self.post_message(CopyAsked(what))
