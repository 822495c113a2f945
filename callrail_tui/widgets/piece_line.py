"""One line of pieces that repaints only the cells that changed."""

from __future__ import annotations

from abc import abstractmethod

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from callrail_tui.present.calls import Piece


class PieceLine(Widget):
    """A row of text in a few styles; subclasses say which pieces it holds at a width."""

    ALLOW_SELECT = False
    PREFIX = ""
    """What the component classes' names begin with, before the pieces' style names."""
    STYLES: tuple[str, ...] = ()
    """The pieces' style names."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._strip: Strip | None = None
        self._looks: dict[str, Style] = {}

    @abstractmethod
    def pieces(self, cells: int) -> list[Piece]:
        """What the line says in that many cells; for subclasses."""

    @property
    def text(self) -> str:
        """What the line says now."""
        return self._line().text

    def changed(self) -> None:
        """What it says may have changed: repaint the cells that did."""
        before = self._strip
        self._strip = None
        if not self.is_mounted:
            return
        if before is None:  # new looks forgot the line, and what is painted may still be the one before
            self.refresh()
            return
        region = _difference(before, self._line())
        if region is not None:
            self.refresh(region)

    def replace_piece(self, index: int, piece: Piece) -> None:
        """Say something else in one piece, of ASCII and as long as before, and repaint what differs in it."""
        text, name = piece
        segments = [] if self._strip is None or not self._looks else list(self._strip)
        if len(segments) <= index or len(segments[index].text) != len(text):  # The line is narrower than the piece.
            self.changed()
            return
        start = sum(segment.cell_length for segment in segments[:index])
        differ = [at for at, (was, now) in enumerate(zip(segments[index].text, text, strict=True)) if was != now]
        segments[index] = Segment(text, self._looks[name])
        self._strip = Strip(segments)
        if differ:
            self.refresh(Region(start + differ[0], 0, differ[-1] - differ[0] + 1, 1))

    def render_line(self, y: int) -> Strip:
        """The line."""
        return self._line()

    def on_resize(self) -> None:
        """Say what fits."""
        self._strip = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw in the new looks."""
        super().notify_style_update()
        self._strip = None
        self._looks = {}

    def _line(self) -> Strip:
        if self._strip is None:
            cells = self.size.width
            looks = self._looks or self._fresh_looks()
            segments = [Segment(text, looks.get(name, looks[""])) for text, name in self.pieces(cells)]
            self._strip = Strip(segments).adjust_cell_length(cells, looks[""])
        return self._strip

    def _fresh_looks(self) -> dict[str, Style]:
        self._looks = {name: self.get_component_rich_style(self.PREFIX + name) for name in self.STYLES}
        self._looks[""] = self.rich_style
        return self._looks


def _difference(before: Strip, after: Strip) -> Region | None:
    """The cells that differ; None when none does."""
    old, new = _cells(before), _cells(after)
    if len(old) != len(new) or len(new) != after.cell_length:
        return None if old == new else Region(0, 0, after.cell_length, 1)
    changed = [index for index, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
    return Region(changed[0], 0, changed[-1] - changed[0] + 1, 1) if changed else None


def _cells(strip: Strip) -> list[tuple[str, object]]:
    return [(character, segment.style) for segment in strip for character in segment.text]
