"""Rows of a list that is read page by page while it changes: which call stands in which row (design 5, promise 2).

A server numbers calls from the top of the list as it is now; rows are numbered from the top as it was when the list was
opened. What ties the two together, in this order: ids that are known already; the place next to a known call, where the
numbers agree and nothing can have come between unseen; and the total.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from callrail_tui.session.known_rows import Cell, Run
from callrail_tui.session.located_rows import LocatedRows


class Placed(NamedTuple):
    """The run stands in its rows; `first` to `last` may have changed. Empty when first > last."""

    first: int
    last: int


class Doubtful(NamedTuple):
    """The run touches known rows, and nothing shows how: the server page `step` pages away has to be read again."""

    step: int


@dataclass(slots=True)
class _Plan:
    """What placing a run would do."""

    rows: dict[int, int] = field(default_factory=dict)
    """The place in the run of the call that comes into each row."""
    gone: list[tuple[int, int]] = field(default_factory=list)
    """Rows, first and last, for which nothing is left."""
    edges: list[tuple[int, int]] = field(default_factory=list)
    """The outermost of the rows where nothing known follows for certain, with the way on which it does not."""
    missed: int | None = None
    """The row of a known call that was to be among these."""


Anchors = list[tuple[int, int]]
"""Known calls in or right beside a run, as (place in the run, row), from the top."""


class SparseRows(LocatedRows):
    """Known rows, and the rules by which another answer of the server finds its place among them."""

    def give_up_around(self, row: int, reach: int) -> tuple[int, int]:
        """Nothing came for this row again and again: it is gone, with the missing ones beside it; their ends."""
        first = last = row
        while row - first < reach and self.is_missing(first - 1):
            first -= 1
        while last - row < reach and self.is_missing(last + 1):
            last += 1
        self.give_up(first, last)
        return first, last

    def place(self, run: Run, *, meets: str = "", from_below: bool = False, force: bool = False) -> Placed | Doubtful:
        """Put an answer into its rows; Doubtful when that cannot be told without its neighbour, unless forced.

        `meets` is the id of a known call that the run was to hold again. Of two known parts that stand too near to each
        other the upper one stays, or the lower one where the person comes `from_below`.
        """
        self.note_total(run.total)
        anchors = self._anchors_with_room(run, from_below=from_below)
        plan = self._plan(run, anchors) if anchors else self._plan_by_total(run, self._row_of.get(meets))
        doubt = None if force else self._doubt(run, plan)
        return self._carry_out(run, plan) if doubt is None else doubt

    def _carry_out(self, run: Run, plan: _Plan) -> Placed:
        touched = [row for row, place in plan.rows.items() if self._put(row, run, place)]
        for row, step in plan.edges:
            cell = self._cells.get(row)
            if cell is not None and not self._is_seam_sound(row, step, cell):
                self._sever(row, step)
        for place, row in self._known_in(run):
            if self._cells[row].answered <= run.answered:
                self._cells[row] = run.cell(place)
            touched.append(row)
        if not touched:
            return Placed(0, -1)
        first, last = min(touched), max(touched)
        self._note_placed(run, (first, self._cells[first].index), (last, self._cells[last].index))
        gone = [*plan.gone, (0, first - 1 if run.start == 0 else -1)]
        gone.append((last + 1 if run.end >= run.total else self.total, self.total - 1))
        for upper, lower in gone:
            if upper <= lower:
                self.give_up(upper, lower)
                first, last = min(first, upper), max(last, lower)
        return Placed(first, last)

    # What is known of a run -------------------------------------------------------------------------------------

    def _known_in(self, run: Run) -> Anchors:
        """The run's calls that are known already, as far as they are in one order with the rows."""
        known: Anchors = []
        for place, call in enumerate(run.calls):
            row = self._row_of.get(call.id)
            if row is not None and (not known or row > known[-1][1]):
                known.append((place, row))
        return known

    def _anchors_with_room(self, run: Run, *, from_below: bool) -> Anchors:
        """The anchors, once known parts are let go that have fewer rows between them than calls stand there."""
        while True:
            anchors = self._anchors(run)
            crowded = self._crowded(run, anchors)
            if crowded is None:
                return anchors
            upper, lower = crowded
            if not (self._sever(upper + 1, -1) if from_below else self._sever(lower - 1, 1)):
                return anchors

    def _anchors(self, run: Run) -> Anchors:
        """The known calls of the run, and those that are certain to follow its ends."""
        if not run.calls:
            return []
        known = self._known_in(run)
        above = [row for row in self._beside(run, -1) if not known or row < known[0][1]]
        below = [row for row in self._beside(run, 1) if not known or row > known[-1][1]]
        if above:
            known.insert(0, (-1, max(above, key=self._age)))
        if below:
            known.append((len(run.calls), max(below, key=self._age)))
        return known

    def _beside(self, run: Run, step: int) -> list[int]:
        """Rows whose calls are certain to stand right above the run, or below it; those that the list lacks as well."""
        edge = run.cell(0 if step < 0 else len(run.calls) - 1)
        rows = [
            row
            for row, cell in self._cells.items()
            if (self._adjoin(cell, edge) if step < 0 else self._adjoin(edge, cell))
            and self._age(row - step) != cell.answered  # the answer that told of this one told what follows it
        ]
        return rows + [row for row in self._beyond_the_list(run, edge, step) if not 0 <= row < self.total]

    def _beyond_the_list(self, run: Run, edge: Cell, step: int) -> Iterator[int]:
        """The row that the latest answer's call next to this run would have, if the list had it."""
        latest, (first, last) = self._latest, self._latest_ends
        if latest.calls and latest.total == run.total:
            if step < 0 and latest.end == run.start and self._adjoin(latest.cell(len(latest.calls) - 1), edge):
                yield last[0] + latest.end - 1 - last[1]
            if step > 0 and latest.start == run.end and self._adjoin(edge, latest.cell(0)):
                yield first[0] + latest.start - first[1]

    def _age(self, row: int) -> int:
        cell = self._cells.get(row)
        return cell.answered if cell is not None else 0

    def _adjoin(self, upper: Cell, lower: Cell) -> bool:
        """Whether nothing lies between two calls: their numbers fit, and nothing can have come between unseen."""
        if upper.total == lower.total:
            fits = lower.index == upper.index + 1
        else:
            fits = self._grows_on_top and lower.total - lower.index == upper.total - upper.index - 1
        return fits and lower.answered > upper.asked and (self._grows_on_top or upper.answered > lower.asked)

    def _crowded(self, run: Run, anchors: Anchors) -> tuple[int, int] | None:
        """Two rows between which more calls stand than there are rows for."""
        for (here, upper), (there, lower) in pairwise(anchors):
            missing = sum(self.is_missing(row) for row in range(upper + 1, lower))
            fresh = sum(call.id not in self._row_of for call in run.calls[here + 1 : there])
            if fresh > missing and self._age(upper) != self._age(lower):
                return upper, lower
        return None

    # Where it goes ----------------------------------------------------------------------------------------------

    def _plan_by_total(self, run: Run, missed: int | None) -> _Plan:
        """The rows of calls none of which is known, counted from the top by what the list holds now."""
        base = run.start - self._shift(run.total)
        rows = {base + place: place for place in range(len(run.calls)) if 0 <= base + place < self.total}
        return _Plan(rows, edges=[(min(rows), -1), (max(rows), 1)] if rows else [], missed=missed)

    def _plan(self, run: Run, anchors: Anchors) -> _Plan:
        """The rows of what stands before, between and after the known calls."""
        plan = _Plan()
        self._lay(plan, run, range(anchors[0][0] - 1, -1, -1), anchors[0][1], -1)
        for (here, upper), (there, lower) in pairwise(anchors):
            free = [row for row in range(upper + 1, lower) if self.is_missing(row)]
            fresh = [place for place in range(here + 1, there) if run.calls[place].id not in self._row_of]
            plan.rows.update(zip(free, fresh, strict=False))
            if free[len(fresh) :]:
                plan.gone.append((free[len(fresh)], free[-1]))
        self._lay(plan, run, range(anchors[-1][0] + 1, len(run.calls)), anchors[-1][1], 1)
        return plan

    def _lay(self, plan: _Plan, run: Run, places: range, row: int, step: int) -> None:
        """Lay calls into the next free rows above or below; what no row is left for waits for `r`."""
        own = {call.id for call in run.calls}
        is_first = True
        for place in places:
            if run.calls[place].id in self._row_of:
                continue
            beside = self._cells.get(row + step)
            is_other_island = not is_first and beside is not None and beside.call.id not in own
            row = row + step if is_other_island else self._next_free(row, step)
            if not 0 <= row < self.total:
                break
            plan.rows[row] = place
            edge, is_first = row, False
        if not is_first:
            plan.edges.append((edge, step))

    # Whether that is certain ------------------------------------------------------------------------------------

    def _doubt(self, run: Run, plan: _Plan) -> Doubtful | None:
        """Which neighbour can tell how the run fits, where it would lie on known rows, or unsoundly next to them."""
        touched = [row for row in plan.rows if row in self._cells]
        for row, step in plan.edges:
            if not self._is_seam_sound(row, step, run.cell(plan.rows[row])):
                touched.append(row + step)
        if plan.missed is not None:
            touched.append(plan.missed)
        if not touched or not plan.rows:
            return None
        if min(touched) - min(plan.rows) < max(plan.rows) + 1 - max(touched):
            return Doubtful(-1) if run.start > 0 else None
        return Doubtful(1) if run.end < run.total else None

    def _is_seam_sound(self, row: int, step: int, here: Cell) -> bool:
        """Whether what stands beside this row follows it for certain; calls between them have left the list."""
        if row + step not in self._cells:
            return True
        for beside in range(row + step, row + step * self.per_page, step):
            other = self._cells.get(beside)
            if other is None:
                break
            if other.answered == here.answered or self._adjoin(*((here, other) if step > 0 else (other, here))):
                return True
        return False

    def _sever(self, row: int, step: int) -> bool:
        """Let go the rows next to this one, if any: they are known, but not to follow it, and are read again."""
        start = row
        while self._forget(row + step):
            row += step
        return row != start
