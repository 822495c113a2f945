"""The baseline of a cursor step: a bare Textual program that repaints two rows at a key."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

_PLAIN, _CURSOR = Style(), Style(reverse=True)


class Rows(Widget, can_focus=True):
    """As many rows as fit, one of them under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [("down", "down", "Down")]
    row = 0

    def render_line(self, y: int) -> Strip:
        """A row of text as wide as the screen."""
        text = f"row {y:4} two rows ready ".ljust(self.size.width, ".")[: self.size.width]
        return Strip([Segment(text, _CURSOR if y == self.row else _PLAIN)], self.size.width)

    def action_down(self) -> None:
        """Move the cursor, and repaint the row it left and the row it came to."""
        before, self.row = self.row, (self.row + 1) % max(1, self.size.height)
        for y in (before, self.row):
            self.refresh(Region(0, y, self.size.width, 1))


class TwoRows(App[None]):
    """The rows."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """The rows and nothing else."""
        yield Rows()


if __name__ == "__main__":
    TwoRows().run()
