"""A text to read and to search in, drawn line by line (floor 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from callrail_tui.present.reader import Laid, Layout, Passage

WHEEL_LINES = 3


class ReadingPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines are wrapped once for a size and a search; only those in view are drawn."""

    ALLOW_SELECT = False

    @dataclass
    class Wrapped(Message):
        """The text takes so many lines at the width there is."""

        lines: int

    def __init__(self, indent: int) -> None:
        super().__init__(classes="reading-pane")
        self._indent = indent
        self._layout = Layout((), indent)
        self._laid = Laid(())
        self._strips: dict[int, Strip] = {}
        self._known_size = Size(0, 0)
        self._searched = ""
        self._at = 0
        self._told = -1

    @property
    def text(self) -> str:
        """All lines, in view or not."""
        return "\n".join(line.plain for line in self._laid.lines)

    @property
    def searched(self) -> str:
        """What is looked for."""
        return self._searched

    @property
    def hits(self) -> tuple[int, int]:
        """The number of the hit that is stood on, from 1, and how many there are; 0 and 0 without any."""
        count = len(self._laid.hits)
        return (self._at + 1, count) if count else (0, 0)

    def show(self, passages: Sequence[Passage]) -> None:
        """Show these from their beginning; the search is kept."""
        self._layout = Layout(passages, self._indent)
        self._lay()

    def find(self, words: str) -> None:
        """Mark every place that holds these words, and go to the first that is in view or below."""
        top = self.scroll_offset.y
        self._searched, self._at = words, 0
        self._lay()
        below = next((index for index, line in enumerate(self._laid.hits) if line >= top), 0)
        self._go(below)

    def step(self, by: int) -> None:
        """To the next hit, or the one before; round at the ends."""
        if self._laid.hits:
            self._go((self._at + by) % len(self._laid.hits))

    def _go(self, hit: int) -> None:
        if not self._laid.hits:
            return
        self._at = hit
        self._lay()
        line = self._laid.hits[self._at]
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top <= line < top + height:
            self._scroll(line - height // 3)

    def _lay(self) -> None:
        cells = self.size.width - self.scrollbar_size_vertical
        self._known_size = self.size
        if cells <= 0:
            return
        self._laid = self._layout.laid(cells - 1, self._searched, self._at)
        self._strips.clear()
        self.virtual_size = Size(0, len(self._laid.lines))
        self._scroll(self.scroll_offset.y)
        self.refresh()
        if len(self._laid.lines) != self._told:
            self._told = len(self._laid.lines)
            self.post_message(self.Wrapped(self._told))

    def on_resize(self) -> None:
        """Wrap anew for another size."""
        if self.size != self._known_size:
            self._lay()

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
            lines = self._laid.lines
            style = self.visual_style
            segments = lines[line].render_segments(style) if line < len(lines) else []
            strip = Strip(segments).adjust_cell_length(cells, self.visual_style.rich_style)
            self._strips[line] = strip
        return strip

    def scroll_by(self, lines: int) -> None:
        """Scroll by so many lines; it stops at both ends."""
        self._scroll(self.scroll_offset.y + lines)

    @property
    def page(self) -> int:
        """The lines of a page."""
        return max(1, self.size.height - 1)

    def _scroll(self, to: int) -> None:
        self.scroll_to(y=max(0, min(to, self.max_scroll_y)), animate=False, force=True, immediate=True)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.prevent_default().stop()
        self.scroll_by(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.prevent_default().stop()
        self.scroll_by(-WHEEL_LINES)
