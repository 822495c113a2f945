"""A text to read and to search in, drawn line by line (floor 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message

from callrail_tui.present.reader import Laid, Layout, Passage
from callrail_tui.widgets.text_pane import TextPane


class ReadingPane(TextPane):
    """Lines are wrapped once for a size and a search."""

    GROWS = True

    @dataclass
    class Wrapped(Message):
        """The text takes so many lines at the width there is."""

        lines: int

    def __init__(self, indent: int) -> None:
        super().__init__()
        self._indent = indent
        self._layout = Layout((), indent)
        self._laid = Laid(())
        self._searched = ""
        self._at = 0
        self._told = -1

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
        """Show these; place and search are kept."""
        self._layout = Layout(passages, self._indent)
        self.wrap(from_top=False)

    def find(self, words: str) -> None:
        """Mark every place that holds these words, and go to the first that is in view or below."""
        top = self.scroll_offset.y
        self._searched, self._at = words, 0
        self.wrap(from_top=False)
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
        self.wrap(from_top=False)
        line = self._laid.hits[self._at]
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top <= line < top + height:
            self.scroll_to_line(line - height // 3)

    def made(self, cells: int) -> Sequence[Content]:
        """The lines with what is looked for marked in them, a cell narrower than the pane."""
        self._laid = self._layout.laid(cells - 1, self._searched, self._at)
        if len(self._laid.lines) != self._told:
            self._told = len(self._laid.lines)
            self.post_message(self.Wrapped(self._told))
        return self._laid.lines
