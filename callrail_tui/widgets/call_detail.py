"""The pane that shows one call: the list's own fields at once, the whole call when it was asked for (floor 5)."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from callrail_tui.keymap import DETAIL, bindings
from callrail_tui.present.detail import DetailFacts, DetailPage, detail_page, notice_page, raw_page
from callrail_tui.present.text import display

WHEEL_LINES = 3


class CallDetail(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines wrapped once for a call and a width. Another call repaints this pane and lays nothing out.

    Hidden it draws nothing. It keeps its place while the same call grows.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DETAIL)]

    def __init__(self) -> None:
        super().__init__(id="detail")
        self._facts: DetailFacts | None = None
        self._raw = False
        self._notice = display("")
        self._page = DetailPage(())
        self._strips: dict[int, Strip] = {}
        self._known_width = 0

    @property
    def facts(self) -> DetailFacts | None:
        """What is shown."""
        return self._facts

    @property
    def text(self) -> str:
        """All lines, in view or not."""
        return "\n".join(line.plain for line in self._page.lines)

    def show(self, facts: DetailFacts) -> None:
        """Show a call, or more of the same one."""
        before = self._facts
        if before is not None and facts.call is before.call and facts == before:
            return
        self._facts = facts
        self._wrap(from_top=before is None or before.call.id != facts.call.id)

    def show_notice(self, notice: Content) -> None:
        """Show words instead of a call."""
        if self._facts is not None or notice != self._notice:
            self._facts = None
            self._notice = notice
            self._wrap(from_top=True)

    def _wrap(self, *, from_top: bool) -> None:
        """Make the lines for the width there is; without one it waits for the size."""
        cells = self.size.width - self.scrollbar_size_vertical
        self._known_width = cells
        if cells > 0:
            self._page = self._made(cells)
            self._strips.clear()
            # The reactive asks for a layout of the whole screen; the pane's size does not hang on its text.
            self.set_reactive(CallDetail.virtual_size, Size(0, len(self._page.lines)))
            self.vertical_scrollbar.window_virtual_size = len(self._page.lines)
            self.refresh()
        top = 0 if from_top else self.scroll_offset.y
        self.scroll_to(y=min(top, self.max_scroll_y), animate=False, force=True, immediate=True)

    def _made(self, cells: int) -> DetailPage:
        if self._facts is None:
            return notice_page(self._notice, cells)
        return raw_page(self._facts, cells) if self._raw else detail_page(self._facts, cells)

    def on_resize(self) -> None:
        """Wrap anew for another width."""
        if self.size.width - self.scrollbar_size_vertical != self._known_width:
            self._wrap(from_top=False)

    def notify_style_update(self) -> None:
        """Draw in the new looks."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """A line of the text."""
        line = self.scroll_offset.y + y
        strip = self._strips.get(line)
        if strip is None:
            cells = self.size.width - self.scrollbar_size_vertical
            lines = self._page.lines
            content = lines[line] if line < len(lines) else Content()
            strip = Strip(content.render_segments(self.visual_style)).adjust_cell_length(
                cells, self.visual_style.rich_style
            )
            self._strips[line] = strip
        return strip

    def _scroll_by(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True, immediate=True)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.prevent_default().stop()
        self._scroll_by(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.prevent_default().stop()
        self._scroll_by(-WHEEL_LINES)

    def action_raw(self) -> None:
        """Show the JSON, or the words again."""
        self._raw = not self._raw
        self._wrap(from_top=True)

    def action_up(self) -> None:
        """A line up."""
        self._scroll_by(-1)

    def action_down(self) -> None:
        """A line down."""
        self._scroll_by(1)

    def action_page_up(self) -> None:
        """A page up."""
        self._scroll_by(-max(1, self.size.height - 1))

    def action_page_down(self) -> None:
        """A page down."""
        self._scroll_by(max(1, self.size.height - 1))

    def action_half_page_up(self) -> None:
        """Half a page up."""
        self._scroll_by(-max(1, self.size.height // 2))

    def action_half_page_down(self) -> None:
        """Half a page down."""
        self._scroll_by(max(1, self.size.height // 2))

    def action_top(self) -> None:
        """To the beginning."""
        self._scroll_by(-self.scroll_offset.y)

    def action_end(self) -> None:
        """To the end."""
        self._scroll_by(len(self._page.lines))

    def action_next_group(self) -> None:
        """To the group below."""
        top = self.scroll_offset.y
        self._scroll_by(next((start for start in self._page.starts if start > top), top) - top)

    def action_previous_group(self) -> None:
        """To the group above."""
        top = self.scroll_offset.y
        self._scroll_by(next((start for start in reversed(self._page.starts) if start < top), 0) - top)
