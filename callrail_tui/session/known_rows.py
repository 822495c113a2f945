"""Which call stands in which row, as far as known: the memory behind a sparse list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from callrail_tui.model.call import Call

PAGES_KEPT = 12
"""Pages kept in memory, beside those in view."""


class Run(NamedTuple):
    """One answer: calls that follow each other on the server, the first at index `start` of `total`."""

    start: int
    calls: tuple[Call, ...]
    total: int
    asked: int = 0
    """How many answers were here when it was asked for."""
    answered: int = 0
    """Which answer it is, counted from 1."""

    @property
    def end(self) -> int:
        """The index after the last call."""
        return self.start + len(self.calls)

    def cell(self, place: int) -> "Cell":
        """The call at a place of the run, and what the run tells of it."""
        return Cell(self.calls[place], self.start + place, self.total, self.asked, self.answered)


@dataclass(frozen=True, slots=True)
class Cell:
    """A call, and where the latest answer that held it had it."""

    call: Call
    index: int
    total: int
    asked: int
    answered: int


class KnownRows:
    """Rows 0 to `total` - 1, of which some are known, some are gone, and the others not read yet."""

    def __init__(self, total: int, per_page: int) -> None:
        self.total = total
        self.per_page = per_page
        self._cells: dict[int, Cell] = {}
        self._row_of: dict[str, int] = {}
        self._gone: list[range] = []

    def call(self, row: int) -> Call | None:
        """The call in a row, where it is known."""
        cell = self._cells.get(row)
        return cell.call if cell is not None else None

    def row_of(self, call_id: str) -> int | None:
        """The row of a call, where it is known."""
        return self._row_of.get(call_id)

    def calls(self) -> Iterator[Call]:
        """Every known call, from the top."""
        return (self._cells[row].call for row in sorted(self._cells))

    def is_gone(self, row: int) -> bool:
        """Whether the list is known to hold nothing for this row any more."""
        return any(row in part for part in self._gone)

    def is_missing(self, row: int) -> bool:
        """Whether this row is still to be read."""
        return 0 <= row < self.total and row not in self._cells and not self.is_gone(row)

    def give_up(self, first: int, last: int) -> None:
        """Nothing will come for these rows: the calls that stood here have left the list."""
        if first <= last and not any(first in part and last in part for part in self._gone):
            self._gone.append(range(first, last + 1))

    def release(self, first: int, last: int) -> None:
        """Let go what is farthest from the rows in view, until few enough pages are kept; the top page stays."""
        surplus = len(self._cells) - PAGES_KEPT * self.per_page
        if surplus <= 0:
            return
        middle = (first + last) // 2
        chunks = {row // self.per_page for row in self._cells}
        kept = {0, *range(first // self.per_page - 1, last // self.per_page + 2)}
        for chunk in sorted(chunks - kept, key=lambda chunk: -abs(chunk * self.per_page - middle)):
            for row in range(chunk * self.per_page, (chunk + 1) * self.per_page):
                surplus -= self._forget(row)
            if surplus <= 0:
                return

    def _next_free(self, row: int, step: int) -> int:
        row += step
        while 0 <= row < self.total:
            if row in self._cells:
                row += step
            elif gone := next((part for part in self._gone if row in part), None):
                row = gone.stop if step > 0 else gone.start - 1
            else:
                break
        return row

    def _put(self, row: int, run: Run, place: int) -> bool:
        """Put one call of the run into `row`; False where it does not belong into the list."""
        call = run.calls[place]
        if not 0 <= row < self.total or call.id in self._row_of:
            return False
        self._forget(row)
        self._cells[row] = run.cell(place)
        if call.id:
            self._row_of[call.id] = row
        return True

    def _forget(self, row: int) -> int:
        cell = self._cells.pop(row, None)
        if cell is None:
            return 0
        if self._row_of.get(cell.call.id) == row:
            del self._row_of[cell.call.id]
        return 1
