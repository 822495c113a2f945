"""A text to read, select and leave: links, a text that no clipboard took."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from callrail_tui.present.text import display
from callrail_tui.text import clean

_SHORT, _FEW_LINES = 400, 8
"""Characters and lines up to which the dialog is as high as its text, and not as the screen."""


class ReadingDialog(ModalScreen[None]):
    """Shows foreign text, cleaned, in a field that cannot be edited but selected from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(self, title: Content, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = clean(text, multiline=True, limit=200_000)

    def compose(self) -> ComposeResult:
        """The title, the text, the keys."""
        is_short = len(self._text) <= _SHORT and self._text.count("\n") < _FEW_LINES
        with Vertical(classes="dialog -tall -short" if is_short else "dialog -tall"):
            yield Static(self._title, classes="dialog--title")
            text = TextArea(self._text, read_only=True, soft_wrap=True, compact=True, classes="dialog--text")
            text.cursor_blink = False  # Idle is silent.
            yield text
            yield Static(display("select with the mouse (shift in some terminals) · esc leave"), classes="dialog--keys")

    def on_mount(self) -> None:
        """The text takes the arrows."""
        self.query_one(TextArea).focus()

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)
