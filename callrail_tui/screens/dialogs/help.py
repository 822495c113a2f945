"""`?`: every key, from the action table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from callrail_tui.keymap import Action
from callrail_tui.present.help import help_lines, help_text
from callrail_tui.present.text import display


class HelpText(Static):
    """The keys, wrapped to the width there is; of hundreds of lines only those in view are drawn."""

    def __init__(self, extra: tuple[Action, ...]) -> None:
        super().__init__()
        self._extra = extra

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are at this width."""
        return len(help_lines(width, self._extra))

    def render(self) -> Content:
        """All of it: for whoever selects text."""
        return help_text(self.content_size.width, self._extra)

    def render_line(self, y: int) -> Strip:
        """One line, unless text is being selected."""
        if self.text_selection is not None:
            return super().render_line(y)
        width = self.content_size.width
        lines = help_lines(width, self._extra)
        segments = lines[y].render_segments(self.visual_style) if y < len(lines) else []
        return Strip(segments).adjust_cell_length(width, self.visual_style.rich_style)


class HelpDialog(ModalScreen[None]):
    """Scrolls; any of the leaving keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "leave", "Leave", show=False, priority=True),
        Binding("j,down", "down", "Down", show=False),
        Binding("k,up", "up", "Up", show=False),
    ]

    def __init__(self, extra: Iterable[Action] = ()) -> None:
        super().__init__()
        self._extra = tuple(extra)
        """Actions that are not in the table: the person's outcomes."""

    def compose(self) -> ComposeResult:
        """The keys by group."""
        with Vertical(classes="dialog -tall"):
            yield Static(display("Keys"), classes="dialog--title")
            with VerticalScroll(classes="dialog--text"):
                yield HelpText(self._extra)
            yield Static(display("↑↓ scroll · esc leave"), classes="dialog--keys")

    def on_mount(self) -> None:
        """The text takes the arrows."""
        self.query_one(VerticalScroll).focus()

    def action_down(self) -> None:
        """Scroll down."""
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        """Scroll up."""
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)
