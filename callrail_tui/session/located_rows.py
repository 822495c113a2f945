"""Where on the server a row is looked for now, and in which page it is asked for (design 5, promises 1 and 2).

Newest first, calls come on top only. Between two answers with equal totals as many have come as have left, so what
lies below a known row has moved down, if at all, by as many places as have left below it. Read downwards, the next
page then repeats known calls, which shows by their ids. Read upwards, it leaves a gap of as many calls, and nothing
shows it: a list that rested gives the same two answers. So upwards (and where calls come anywhere, in any other order,
downwards as well) the next page is one of another size that holds the outermost known call again.
"""

from __future__ import annotations

from collections.abc import Iterator

from callrail_tui.session.known_rows import KnownRows, Run
from callrail_tui.session.portion import Portion, page_of, reaching_down, reaching_up


class LocatedRows(KnownRows):
    """Known rows, and what the latest answer tells of where the others are."""

    def __init__(self, total: int, per_page: int, *, is_newest_first: bool) -> None:
        super().__init__(total, per_page)
        self.takes_any_size = True
        """Whether the server gives pages of the size that is asked for; else a neighbour read again shows the drift."""
        self._grows_on_top = is_newest_first
        self._latest = Run(0, (), total)
        self._latest_total = total
        self._latest_ends = ((0, 0), (0, 0))

    def note_total(self, total: int) -> None:
        """What the list holds by now, as another answer told."""
        self._latest_total = total

    def _note_placed(self, run: Run, first: tuple[int, int], last: tuple[int, int]) -> None:
        """This answer is placed: its outermost rows, each with its index."""
        self._latest = run
        self._latest_ends = (first, last)

    def portions_missing(self, first: int, last: int) -> dict[Portion, int]:
        """What to ask for the missing ones of these rows, from the top, each with such a row."""
        portions: dict[Portion, int] = {}
        row = first
        while row <= last:
            start = row
            while row <= last and self.is_missing(row):
                row += 1
            if row > start:
                self._add_portions(portions, start, row - 1)
            row += 1
        return portions

    def _add_portions(self, portions: dict[Portion, int], first: int, last: int) -> None:
        upper, lower = self.portion_for(first), self.portion_for(last)
        if upper.size != lower.size:
            # One continues what is known; its answer shows what else is missing.
            continues_upper = first - 1 in self._cells
            portions.setdefault(*((upper, first) if continues_upper else (lower, last)))
            return
        between = lower.number - upper.number
        if between:
            portions.setdefault(upper, first)
        for step in range(1, between if between <= last - first + 1 else 1):
            portions.setdefault(upper.beside(step), first)
        portions.setdefault(lower, last)

    def portion_for(self, row: int) -> Portion:
        """What to ask for so that this row comes, as far as can be told; where needed, with a known row in it."""
        wanted = self._index_of(row)
        above, below = self._known_beside(row, -1), self._known_beside(row, 1)
        if below is not None and self.takes_any_size:
            portion = reaching_up(self._within(wanted + below - row), self.per_page, self._cells[below].call.id)
            # A nearer row above leads to the row as well; yet a page that holds both joins them.
            both = wanted if above is None or below - row < row - above else wanted + above - row
            if portion.start <= both:
                return portion
        if above is not None and self.takes_any_size and not self._grows_on_top:
            portion = reaching_down(self._within(wanted + above - row), self.per_page, self._cells[above].call.id)
            if wanted < portion.end:
                return portion
        return page_of(self._within(wanted), self.per_page)

    def is_to_hold(self, portion: Portion, row: int) -> bool:
        """Whether this row is expected in the answer to that."""
        return portion.start <= self._within(self._index_of(row)) < portion.end

    def _known_beside(self, row: int, step: int) -> int | None:
        """The nearest known row on this side, within a page."""
        beside = range(row + step, row + step * (self.per_page + 1), step)
        return next((other for other in beside if other in self._cells), None)

    def _index_of(self, row: int) -> int:
        """Where the row is on the server now: from the nearest row read at this length, else from the latest answer."""
        near = next((other for other in self._around(row) if self._cells[other].total == self._latest_total), None)
        if near is not None:
            index = self._cells[near].index + row - near
            if not self._latest.start <= self._within(index) < self._latest.end:
                return index
        (first, index), (last, last_index) = self._latest_ends
        if row > last:
            first, index = last, last_index
        come = max(0, self._shift(self._latest_total) - self._shift(self._latest.total))
        return index + row - first + come

    def _around(self, row: int) -> Iterator[int]:
        """Known rows within a page, the nearest first."""
        for distance in range(1, self.per_page + 1):
            for other in (row - distance, row + distance):
                if other in self._cells:
                    yield other

    def _within(self, index: int) -> int:
        return min(max(index, 0), max(self._latest_total - 1, 0))

    def _shift(self, total: int) -> int:
        """How far the server's numbers have moved from the rows', as far as the total tells."""
        return total - self.total if self._grows_on_top else min(0, total - self.total)
