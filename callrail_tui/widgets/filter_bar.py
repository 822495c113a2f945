"""The line above the panes: what the list shows, as chips; a click on one takes it away (floor 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from callrail_tui.model.query import CallQuery
from callrail_tui.present.chips import Chip
from callrail_tui.present.text import display

_MORE = 8
"""Cells kept for how many chips are left."""
_SHORTEST = 16
"""Cells of the smallest chip that a longer one is shortened to."""


class FilterBar(Widget):
    """One row; it changes only with the question."""

    @dataclass
    class Cleared(Message):
        """A chip was clicked: the query without it."""

        query: CallQuery

    def __init__(self) -> None:
        super().__init__(id="filters")
        self._title: Content = display("")
        self._chips: tuple[Chip, ...] = ()
        self._spans: list[tuple[int, int, Chip]] = []

    def show(self, title: Content, chips: Sequence[Chip]) -> None:
        """Show what the list shows."""
        self._title = title
        self._chips = tuple(chips)
        self.refresh()

    def render(self) -> Content:
        """The title, then the chips; as many as fit, then how many are left."""
        parts = [Content(" "), self._title]
        at = 1 + self._title.cell_length
        self._spans = []
        for index, chip in enumerate(self._chips):
            piece = Content.assemble(" ", chip.label, " x ")
            left = len(self._chips) - index
            room = self.size.width - at - 1 - (_MORE if left > 1 else 0)
            if piece.cell_length > room >= _SHORTEST:
                piece = Content.assemble(" ", chip.label.truncate(room - 4, ellipsis=True), " x ")
            if piece.cell_length > room:
                parts.append(display(f" +{left} more", style="bold"))
                break
            parts += [Content(" "), piece.stylize("reverse")]
            self._spans.append((at + 1, at + 1 + piece.cell_length, chip))
            at += 1 + piece.cell_length
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """A click on a chip takes it away."""
        for start, end, chip in self._spans:
            if start <= event.x < end:
                self.post_message(self.Cleared(chip.cleared))
