"""The pane that shows one call: the list's own fields at once, the whole call when it was asked for (floor 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from callrail_tui.keymap import DETAIL, bindings
from callrail_tui.present.detail import DetailFacts, DetailPage, detail_page, notice_page, raw_page
from callrail_tui.present.text import display
from callrail_tui.widgets.text_pane import TextPane


class CallDetail(TextPane):
    """Another call begins at the top, more of the same keeps its place."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DETAIL)]

    def __init__(self) -> None:
        super().__init__("detail")
        self._facts: DetailFacts | None = None
        self._raw = False
        self._notice = display("")
        self._starts: Sequence[int] = ()

    @property
    def facts(self) -> DetailFacts | None:
        """What is shown."""
        return self._facts

    def show(self, facts: DetailFacts) -> None:
        """Show a call, or more of the same one."""
        before = self._facts
        if before is not None and facts.call is before.call and facts == before:
            return
        self._facts = facts
        self.wrap(from_top=before is None or before.call.id != facts.call.id)

    def show_notice(self, notice: Content) -> None:
        """Show words instead of a call."""
        if self._facts is not None or notice != self._notice:
            self._facts = None
            self._notice = notice
            self.wrap(from_top=True)

    def made(self, cells: int) -> Sequence[Content]:
        """The call in groups, its JSON, or the words."""
        page = self._page(cells)
        self._starts = page.starts
        return page.lines

    def _page(self, cells: int) -> DetailPage:
        if self._facts is None:
            return notice_page(self._notice, cells)
        return raw_page(self._facts, cells) if self._raw else detail_page(self._facts, cells)

    def action_raw(self) -> None:
        """Show the JSON, or the words again."""
        self._raw = not self._raw
        self.wrap(from_top=True)

    def action_up(self) -> None:
        """A line up."""
        self.scroll_by(-1)

    def action_down(self) -> None:
        """A line down."""
        self.scroll_by(1)

    def action_page_up(self) -> None:
        """A page up."""
        self.scroll_by(-self.page)

    def action_page_down(self) -> None:
        """A page down."""
        self.scroll_by(self.page)

    def action_half_page_up(self) -> None:
        """Half a page up."""
        self.scroll_by(-max(1, self.size.height // 2))

    def action_half_page_down(self) -> None:
        """Half a page down."""
        self.scroll_by(max(1, self.size.height // 2))

    def action_top(self) -> None:
        """To the beginning."""
        self.scroll_by(-self.scroll_offset.y)

    def action_end(self) -> None:
        """To the end."""
        self.scroll_by(self.virtual_size.height)

    def action_next_group(self) -> None:
        """To the group below."""
        top = self.scroll_offset.y
        self.scroll_by(next((start for start in self._starts if start > top), top) - top)

    def action_previous_group(self) -> None:
        """To the group above."""
        top = self.scroll_offset.y
        self.scroll_by(next((start for start in reversed(self._starts) if start < top), 0) - top)
