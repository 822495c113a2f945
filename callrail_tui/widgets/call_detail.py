"""The pane that shows one call: the list's own fields at once, the whole call when it was asked for (floor 5)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callrail_tui.keymap import DETAIL, bindings
from callrail_tui.present.detail import DetailFacts, detail_text, raw_text
from callrail_tui.present.text import display


class CallDetail(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Redraws only when what it shows has changed; keeps its place while the same call grows."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DETAIL)]

    def __init__(self) -> None:
        super().__init__(id="detail")
        self._facts: DetailFacts | None = None
        self._raw = False
        self._notice = display("")

    def compose(self) -> ComposeResult:
        """One text; the pane scrolls it."""
        yield Static(display(""), id="detail-text")

    @property
    def facts(self) -> DetailFacts | None:
        """What is shown."""
        return self._facts

    def show(self, facts: DetailFacts) -> None:
        """Show a call, or more of the same one."""
        if facts == self._facts:
            return
        same = self._facts is not None and self._facts.call.id == facts.call.id
        self._facts = facts
        self._draw()
        if not same:
            self.scroll_home(animate=False, immediate=True)

    def show_notice(self, notice: Content) -> None:
        """Show words instead of a call."""
        self._facts = None
        self._notice = notice
        self._draw()

    def _draw(self) -> None:
        if self._facts is None:
            content = self._notice
        else:
            content = raw_text(self._facts.call) if self._raw else detail_text(self._facts)
        self.query_one("#detail-text", Static).update(content)

    def action_raw(self) -> None:
        """Show the JSON, or the words again."""
        self._raw = not self._raw
        self._draw()
        self.scroll_home(animate=False, immediate=True)

    def action_up(self) -> None:
        """A line up."""
        self.scroll_relative(y=-1, animate=False, immediate=True)

    def action_down(self) -> None:
        """A line down."""
        self.scroll_relative(y=1, animate=False, immediate=True)

    def action_page_up(self) -> None:
        """A page up."""
        self.scroll_relative(y=-max(1, self.size.height - 1), animate=False, immediate=True)

    def action_page_down(self) -> None:
        """A page down."""
        self.scroll_relative(y=max(1, self.size.height - 1), animate=False, immediate=True)

    def action_top(self) -> None:
        """To the beginning."""
        self.scroll_home(animate=False, immediate=True)

    def action_end(self) -> None:
        """To the end."""
        self.scroll_end(animate=False, immediate=True)
