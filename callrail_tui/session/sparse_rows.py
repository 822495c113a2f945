"""Rows of a list that is read page by page while it changes: which call stands in which row (design 5, promise 2).

A server numbers calls from the top of the list as it is now; rows are numbered from the top as it was when the list was
opened. What ties the two together, in this order: ids that are known already; the place next to a known row, where the
count of what lies below agrees; and the total. Below the place where a list grows its order does not change, so two
answers whose distance from the end agrees fit together exactly.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from callrail_tui.session.known_rows import Cell, KnownRows, Run


class Placed(NamedTuple):
    """The run stands in its rows; `first` to `last` may have changed. Empty when first > last."""

    first: int
    last: int


class Doubtful(NamedTuple):
    """The run touches known rows, and nothing shows how: the server page `step` pages away has to be read again."""

    step: int


class SparseRows(KnownRows):
    """Known rows, and the rules by which another answer of the server finds its place among them."""

    def __init__(self, total: int, per_page: int, *, is_newest_first: bool) -> None:
        super().__init__(total, per_page)
        self._grows_on_top = is_newest_first
        self._latest_total = total
        self._latest_run_total = total
        self._latest_page = 0
        self._latest_ends = ((0, 0), (0, 0))

    def note_total(self, total: int) -> None:
        """What the list holds by now, as another answer told."""
        self._latest_total = total

    def pages_missing(self, first: int, last: int) -> dict[int, int]:
        """The server pages that hold the missing ones of these rows, from the top, each with such a row."""
        pages: dict[int, int] = {}
        row = first
        while row <= last:
            start = row
            while row <= last and self.is_missing(row):
                row += 1
            if row > start:
                upper, lower = self.page_for(start), self.page_for(row - 1)
                for page in range(upper, lower) if lower - upper <= row - start else (upper,):
                    pages.setdefault(page, start)
                pages.setdefault(lower, row - 1)
            row += 1
        return pages

    def give_up_around(self, row: int, reach: int) -> tuple[int, int]:
        """Nothing came for this row again and again: it is gone, with the missing ones beside it; their ends."""
        first = last = row
        while row - first < reach and self.is_missing(first - 1):
            first -= 1
        while last - row < reach and self.is_missing(last + 1):
            last += 1
        self.give_up(first, last)
        return first, last

    def page_for(self, row: int) -> int:
        """The server page, from 1, that holds this row now, as far as can be told."""
        near = self._near(row)
        if near is not None:
            page = self._page(near)
            if page != self._latest_page:
                return page
        return self._page(self._by_latest(row))

    def _near(self, row: int) -> int | None:
        """The index of a row next to known ones, unless the list has changed since they were read."""
        for distance in range(1, self.per_page + 1):
            for other in (row - distance, row + distance):
                cell = self._cells.get(other)
                if cell is not None and cell.total == self._latest_total:
                    return cell.index + row - other
        return None

    def _by_latest(self, row: int) -> int:
        """The index of a row, counted from the answer that came last."""
        (first, index), (last, last_index) = self._latest_ends
        distance, index = (row - last, last_index) if row > last else (row - first, index)
        return index + distance + max(0, self._shift(self._latest_total) - self._shift(self._latest_run_total))

    def _page(self, index: int) -> int:
        return min(max(index, 0), max(self._latest_total - 1, 0)) // self.per_page + 1

    def place(self, run: Run, *, force: bool = False) -> Placed | Doubtful:
        """Put an answer into its rows; Doubtful when that cannot be told without its neighbour, unless forced."""
        self._serial += 1
        self._latest_total = self._latest_run_total = run.total
        self._latest_page = run.start // self.per_page + 1
        known = self._refresh_known(run)
        if known:
            rows = self._place_by_ids(run, known)
        elif run.calls:
            base = self._linked_row(run)
            if base is None:
                base = run.start - self._shift(run.total)
                doubt = None if force else self._doubt(run, base)
                if doubt is not None:
                    return doubt
            rows = self._place_from(run, base)
        else:
            rows = []
        return self._settle(run, rows, [row for _, row in known])

    def _shift(self, total: int) -> int:
        """How far the server's numbers have moved from the rows', as far as the total tells."""
        return total - self.total if self._grows_on_top else min(0, total - self.total)

    def _refresh_known(self, run: Run) -> list[tuple[int, int]]:
        """The run's calls that are known already, as (position, row), in one order with the rows."""
        known: list[tuple[int, int]] = []
        for position, call in enumerate(run.calls):
            row = self._row_of.get(call.id)
            if row is None:
                continue
            self._cells[row] = Cell(call, run.start + position, run.total, self._serial)
            if not known or row > known[-1][1]:
                known.append((position, row))
        return known

    def _place_from(self, run: Run, base: int) -> list[int]:
        rows = [row for row in range(base, base + len(run.calls)) if self._put(row, run, row - base)]
        if rows:
            self._sever(rows[0], -1)
            self._sever(rows[-1], 1)
        return rows

    def _place_by_ids(self, run: Run, known: list[tuple[int, int]]) -> list[int]:
        """Fill in what stands before, between and after the known calls of the run."""
        rows = self._lay(run, range(known[0][0] - 1, -1, -1), known[0][1], -1)
        for (here, upper), (there, lower) in pairwise(known):
            free = [row for row in range(upper + 1, lower) if self.is_missing(row)]
            fresh = [place for place in range(here + 1, there) if run.calls[place].id not in self._row_of]
            rows += [row for row, place in zip(free, fresh, strict=False) if self._put(row, run, place)]
            if free[len(fresh) :]:
                self.give_up(free[len(fresh)], free[-1])
        return rows + self._lay(run, range(known[-1][0] + 1, len(run.calls)), known[-1][1], 1)

    def _lay(self, run: Run, places: range, row: int, step: int) -> list[int]:
        """Lay the run's calls into the next free rows above or below; what no row is left for waits for `r`."""
        rows: list[int] = []
        for place in places:
            if run.calls[place].id in self._row_of:
                continue
            row = row + step if rows and self._is_other_island(row + step) else self._next_free(row, step)
            if not 0 <= row < self.total:
                break
            if self._put(row, run, place):
                rows.append(row)
        if rows:
            self._sever(rows[-1], step)
        return rows

    def _is_other_island(self, row: int) -> bool:
        cell = self._cells.get(row)
        return cell is not None and cell.serial != self._serial

    def _sever(self, row: int, step: int) -> None:
        """Let go the rows next to `row` when they are known to, but not seen to, follow it; they are read again."""
        here, other = self._cells[row], self._cells.get(row + step)
        if other is None or other.serial == self._serial:
            return
        upper, lower = (here, other) if step > 0 else (other, here)
        if self._follows(lower.index, lower.total, upper.index, upper.total) or self._left_since(other, upper, lower):
            return
        while self._forget(row + step):
            row += step

    def _left_since(self, older: Cell, upper: Cell, lower: Cell) -> bool:
        """Whether the distance between two answers is explained by calls that have left below since the older one."""
        if not self._grows_on_top or older is upper:
            return False
        surplus = (lower.total - lower.index) - (upper.total - upper.index - 1)
        return 0 < surplus <= lower.total - upper.total

    def _linked_row(self, run: Run) -> int | None:
        """The row of the run's first call, where the run begins or ends exactly next to a known row."""
        for row, cell in self._cells.items():
            if self._follows(run.start, run.total, cell.index, cell.total):
                free = self._free_beyond(row, 1, same_list=cell.total == run.total)
                if free is not None:
                    return free
            elif self._follows(cell.index, cell.total, run.end - 1, run.total):
                free = self._free_beyond(row, -1, same_list=cell.total == run.total)
                if free is not None:
                    return free - len(run.calls) + 1
        return None

    def _free_beyond(self, row: int, step: int, *, same_list: bool) -> int | None:
        """The missing row next to a known one; calls between that only an older answer held have left the list."""
        serial = self._cells[row].serial
        row += step
        while same_list and (other := self._cells.get(row)) is not None and other.serial < serial:
            row += step
        return row if self.is_missing(row) else None

    def _follows(self, index: int, total: int, before: int, total_before: int) -> bool:
        """Whether nothing lies between two calls of two answers."""
        if total == total_before:
            return index == before + 1
        return self._grows_on_top and total - index == total_before - before - 1

    def _doubt(self, run: Run, base: int) -> Doubtful | None:
        """Which neighbour can tell how the run fits, where it would lie on known rows or next to them."""
        end = base + len(run.calls)
        touched = [row for row in range(base - 1, end + 1) if row in self._cells]
        if not touched:
            return None
        if touched[0] - base < end - touched[-1]:
            return Doubtful(-1) if run.start > 0 else None
        return Doubtful(1) if run.end < run.total else None

    def _settle(self, run: Run, rows: list[int], known: list[int]) -> Placed:
        """Give up the rows between two answers that follow each other, and those beyond the list's ends."""
        touched = rows + known
        if not touched:
            return Placed(0, -1)
        first, last = min(touched), max(touched)
        self._latest_ends = ((first, self._cells[first].index), (last, self._cells[last].index))
        first, last = self._close_seam(first, -1), self._close_seam(last, 1)
        if run.start == 0 and first > 0:
            self.give_up(0, first - 1)
            first = 0
        if run.end >= run.total and last < self.total - 1:
            self.give_up(last + 1, self.total - 1)
            last = self.total - 1
        return Placed(first, last)

    def _close_seam(self, edge: int, step: int) -> int:
        """Give up what is missing up to the known row that follows the run's edge on the server; the last such row."""
        here, is_first = self._cells[edge], True
        for row in range(edge + step, edge + step * 2 * self.per_page, step):
            other = self._cells.get(row)
            if other is None:
                if not 0 <= row < self.total:
                    break
                continue
            upper, lower = (here, other) if step > 0 else (other, here)
            if not self._follows(lower.index, lower.total, upper.index, upper.total):
                is_first = False
            elif is_first or other.total == here.total:
                if abs(row - edge) > 1:
                    self.give_up(min(row, edge) + 1, max(row, edge) - 1)
                return row - step
        return edge
