"""The lines of a picker: one is highlighted, those in view are drawn, and a key costs one paint (line API)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from callrail_tui.widgets.row_view import WHEEL_ROWS

_BAR = 1
"""Cells of the bar at the right, where there are more lines than room."""


class PickList(Widget):
    """As high as its lines, up to the style's height; the field above it has the keys, the mouse scrolls and clicks.

    Stock Textual's list draws its scrollbar a frame after its lines, and lays the whole dialog out twice a key.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick-list--highlighted", "pick-list--thumb"}

    @dataclass
    class Clicked(Message):
        """A line was clicked."""

        index: int

    def __init__(self, draw: Callable[[int], Content], *, classes: str | None = None) -> None:
        """`draw` gives a line by its index, as long as it likes."""
        super().__init__(classes=classes)
        self._draw = draw
        self._count = 0
        self._highlighted: int | None = None
        self._top = 0
        self._is_dragged = False
        self._room = Size(0, 0)
        self._drawn_width = 0
        self._looks = Style.null(), Style.null()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._count

    @property
    def top(self) -> int:
        """The first line in view."""
        return self._top

    @property
    def highlighted(self) -> int | None:
        """The line that is taken; None where there are none."""
        return self._highlighted

    @highlighted.setter
    def highlighted(self, index: int | None) -> None:
        self._highlighted = None if index is None or not self._count else max(0, min(index, self._count - 1))
        self._look_at_highlight()
        self.refresh()

    def set_lines(self, count: int) -> None:
        """There are that many lines now, other ones than before; the first is highlighted."""
        keeps_height = count == self._count or self._count > self.size.height <= count
        self._count = count
        self._top = 0
        self._highlighted = 0 if count else None
        self.refresh(layout=not (keeps_height and self.size))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for each line."""
        return self._count

    def on_resize(self) -> None:
        """Keep the highlighted line in view."""
        self._look_at_highlight()

    def _look_at_highlight(self) -> None:
        if self._highlighted is not None and self.size.height:
            self.look_from(min(max(self._top, self._highlighted - self.size.height + 1), self._highlighted))

    def look_from(self, top: int) -> None:
        """Scroll to where this line is the first in view."""
        top = max(0, min(top, self._count - self.size.height))
        if top != self._top:
            self._top = top
            self.refresh()

    # Drawing ----------------------------------------------------------------------------------------------------

    @property
    def _text_width(self) -> int:
        return self.size.width - (_BAR if self._count > self.size.height else 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region, in the looks and the size of now, which are not looked up for each of them."""
        self._room, self._drawn_width = self.size, self._text_width
        self._looks = self.visual_style, self.get_visual_style("pick-list--highlighted")
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A line, and its cell of the bar."""
        index, width = self._top + y, self._drawn_width
        plain, highlighted = self._looks
        if index >= self._count:
            return Strip.blank(self._room.width, plain.rich_style)
        style = highlighted if index == self._highlighted else plain
        line = Strip(self._draw(index).truncate(width, ellipsis=True).render_segments(style))
        line = line.adjust_cell_length(width, style.rich_style)
        if width == self._room.width:
            return line
        first, size = self._thumb
        # Nothing marks the bar but its thumb: a stripe down the side would be a tenth of all bytes on a slow line.
        bar = self.get_component_rich_style("pick-list--thumb") if first <= y < first + size else plain.rich_style
        return Strip.join([line, Strip.blank(_BAR, bar)])

    @property
    def _thumb(self) -> tuple[int, int]:
        """The first row of the bar's thumb, and how many it takes."""
        height = self._room.height
        size = max(1, round(height * height / self._count))
        return round(self._top * (height - size) / max(1, self._count - height)), size

    # The mouse --------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Tell which line was clicked."""
        if event.x < self._text_width and self._top + event.y < self._count:
            event.stop()
            self.post_message(self.Clicked(self._top + event.y))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll; the highlight stays where it is."""
        event.prevent_default().stop()
        self.look_from(self._top + WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll; the highlight stays where it is."""
        event.prevent_default().stop()
        self.look_from(self._top - WHEEL_ROWS)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the bar."""
        if event.x >= self._text_width:
            event.stop()
            self._is_dragged = True
            self.capture_mouse()
            self._drag_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the bar that was taken hold of."""
        if self._is_dragged:
            self._drag_to(event.y)

    def on_mouse_up(self) -> None:
        """Let go of it."""
        self._is_dragged = False
        self.release_mouse()

    def _drag_to(self, y: int) -> None:
        last = max(1, self.size.height - 1)
        self.look_from(round(max(0, min(y, last)) * (self._count - self.size.height) / last))
