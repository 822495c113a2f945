"""The status line: where the list is, what is on its way, whose calls these are."""

from __future__ import annotations

from typing import ClassVar

from callrail_tui.present.calls import Piece
from callrail_tui.present.status import POSITION, STYLE_NAMES, StatusFacts, position, status_line
from callrail_tui.widgets.piece_line import PieceLine


class StatusLine(PieceLine):
    """The last line; it changes only with an event, and then only in the cells that differ."""

    PREFIX = "status-line--"
    STYLES = STYLE_NAMES
    COMPONENT_CLASSES: ClassVar[set[str]] = {"status-line--" + name for name in STYLE_NAMES}

    def __init__(self, facts: StatusFacts | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._facts = facts or StatusFacts()

    @property
    def facts(self) -> StatusFacts:
        """What it tells."""
        return self._facts

    def show(self, facts: StatusFacts) -> None:
        """Tell this from now on."""
        before, self._facts = self._facts, facts
        if facts == before:
            return
        if facts == before._replace(row=facts.row) and facts.total is not None and not facts.place:
            # A step of the cursor: the place is as wide as before, and everything else on the line stays.
            self.replace_piece(1, (position(facts.row, facts.total), POSITION))
        else:
            self.changed()

    def pieces(self, cells: int) -> list[Piece]:
        """The line in that many cells."""
        return status_line(self._facts, cells)
