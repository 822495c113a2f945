"""Lines to read and to scroll through: wrapped for the size there is, drawn where they differ (floor 5)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

WHEEL_LINES = 3


class TextPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Subclasses make the lines. Other ones repaint what differs of them, and lay nothing out.

    Hidden it draws nothing, and keeps its place.
    """

    ALLOW_SELECT = False
    GROWS: ClassVar[bool] = False
    """Whether the pane may be as high as its text, so that the screen has to be laid out for another one."""

    def __init__(self, name_in_styles: str | None = None) -> None:
        super().__init__(id=name_in_styles)
        self._lines: Sequence[Content] = ()
        self._strips: dict[int, Strip] = {}
        self._known_size = Size(0, 0)
        self._laid_cells = 0

    @abstractmethod
    def made(self, cells: int) -> Sequence[Content]:
        """The lines for so many cells, each at most that wide."""

    @property
    def text(self) -> str:
        """All lines, in view or not."""
        return "\n".join(line.plain for line in self._lines)

    @property
    def page(self) -> int:
        """The lines of a page."""
        return max(1, self.size.height - 1)

    def scroll_by(self, lines: int) -> None:
        """Scroll by so many lines; it stops at both ends."""
        self.scroll_to_line(self.scroll_offset.y + lines)

    def scroll_to_line(self, line: int) -> None:
        """Scroll to where this line is the first in view, or as near as both ends allow."""
        self.scroll_to(y=max(0, min(line, self.max_scroll_y)), animate=False, force=True, immediate=True)

    def wrap(self, *, from_top: bool) -> None:
        """Make the lines anew for the size there is; without one it waits for it."""
        self._known_size = self.size
        cells = self.size.width - self.scrollbar_size_vertical
        if cells > 0:
            self._put(self.made(cells), cells)
        self.scroll_to_line(0 if from_top else self.scroll_offset.y)

    def _put(self, lines: Sequence[Content], cells: int) -> None:
        before, self._lines = self._lines, lines
        if self.GROWS:
            self.virtual_size = Size(0, len(lines))
        else:  # The reactive asks for a layout of the whole screen.
            self.set_reactive(TextPane.virtual_size, Size(0, len(lines)))
            self.vertical_scrollbar.window_virtual_size = len(lines)
        if cells == self._laid_cells:
            self._repaint_what_differs(before)
        else:  # It was painted at this width already, with the text of before, which may be longer.
            self._laid_cells = cells
            self._strips.clear()
            self.refresh()

    def _repaint_what_differs(self, before: Sequence[Content]) -> None:
        differing = [
            at
            for at, (one, other) in enumerate(zip_longest(before, self._lines))
            if one is None or other is None or not one.is_same(other)
        ]
        for at in differing:
            self._strips.pop(at, None)
        if differing:
            top, height = self.scroll_offset.y, self.size.height
            first, last = max(differing[0], top), min(differing[-1], top + height - 1)
            if first <= last:
                self.refresh(Region(0, first - top, self.size.width, last - first + 1))

    def on_resize(self) -> None:
        """Wrap anew for another size."""
        if self.size != self._known_size:
            self.wrap(from_top=False)

    def notify_style_update(self) -> None:
        """Draw in the new looks."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """A line of the text."""
        at = self.scroll_offset.y + y
        strip = self._strips.get(at)
        if strip is None:
            style = self.visual_style
            segments = self._lines[at].render_segments(style) if at < len(self._lines) else []
            strip = Strip(segments).adjust_cell_length(self._laid_cells, style.rich_style)
            self._strips[at] = strip
        return strip

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.prevent_default().stop()
        self.scroll_by(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.prevent_default().stop()
        self.scroll_by(-WHEEL_LINES)
