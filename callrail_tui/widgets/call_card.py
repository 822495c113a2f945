"""The card of one call, line by line: it scrolls where it is longer than the screen (floor 5)."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from callrail_tui.present.card import CardFacts, card
from callrail_tui.present.text import display

WHEEL_LINES = 3


class CallCard(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines wrapped once for a call and a size; another card begins at the top, more of the same keeps its place."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(id="card")
        self._facts: CardFacts | None = None
        self._notice = display("")
        self._lines: list[Content] = []
        self._strips: dict[int, Strip] = {}
        self._known_size = Size(0, 0)

    @property
    def facts(self) -> CardFacts | None:
        """What is shown."""
        return self._facts

    @property
    def text(self) -> str:
        """All lines, in view or not."""
        return "\n".join(line.plain for line in self._lines)

    def show(self, facts: CardFacts) -> None:
        """Show a card, or more of the same one."""
        before = self._facts
        if before is not None and facts.call is before.call and facts == before:
            return
        self._facts = facts
        self._wrap(from_top=before is None or before.call.id != facts.call.id)

    def show_notice(self, notice: Content) -> None:
        """Show words in place of a card."""
        if self._facts is not None or notice != self._notice:
            self._facts = None
            self._notice = notice
            self._wrap(from_top=True)

    def _wrap(self, *, from_top: bool) -> None:
        """Make the lines for the size there is; without one it waits for it."""
        cells = self.size.width - self.scrollbar_size_vertical
        self._known_size = self.size
        if cells > 0:
            self._lines = self._made(cells)
            self._strips.clear()
            # The reactive asks for a layout of the whole screen; the card's size does not hang on its text.
            self.set_reactive(CallCard.virtual_size, Size(0, len(self._lines)))
            self.vertical_scrollbar.window_virtual_size = len(self._lines)
            self.refresh()
        top = 0 if from_top else self.scroll_offset.y
        self.scroll_to(y=min(top, self.max_scroll_y), animate=False, force=True, immediate=True)

    def _made(self, cells: int) -> list[Content]:
        if self._facts is not None:
            return card(self._facts, cells, self.size.height)
        return [Content("  ") + line for line in self._notice.wrap(max(8, cells - 4))]

    def on_resize(self) -> None:
        """Wrap anew for another size."""
        if self.size != self._known_size:
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
            content = self._lines[line] if line < len(self._lines) else Content()
            strip = Strip(content.render_segments(self.visual_style)).adjust_cell_length(
                cells, self.visual_style.rich_style
            )
            self._strips[line] = strip
        return strip

    @property
    def page(self) -> int:
        """The lines of a page."""
        return max(1, self.size.height - 1)

    def scroll_by(self, lines: int) -> None:
        """Scroll by so many lines; it stops at both ends."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True, immediate=True)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.prevent_default().stop()
        self.scroll_by(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.prevent_default().stop()
        self.scroll_by(-WHEEL_LINES)
