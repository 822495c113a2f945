"""Counts and sums over a selection of calls, by arithmetic on the rows of the pattern (wire 9)."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Final, NamedTuple

from callrail_tui.demo.edits import Book
from callrail_tui.demo.formats import length
from callrail_tui.demo.pattern import Lead, Row
from callrail_tui.demo.pulse import Pulse
from callrail_tui.demo.replies import ApiError
from callrail_tui.demo.selection import ANSWERED, MISSED, CallFilter, Selection

Measure = Callable[[Row], int]

MEASURES: Final[dict[str, Measure]] = {
    "total_calls": lambda row: 1,
    "missed_calls": lambda row: int(row.outcome in MISSED),
    "answered_calls": lambda row: int(row.outcome in ANSWERED),
    "first_time_callers": lambda row: int(row.prior == 0),
    "leads": lambda row: int(row.lead is Lead.GOOD),
    "seconds": lambda row: row.duration or 0,
    "timed": lambda row: int(row.duration is not None),
}
_AVERAGES: Final = frozenset({"average_duration", "formatted_average_duration"})
FIELDS: Final = frozenset(MEASURES) - {"seconds", "timed"} | _AVERAGES


def read_fields(names: list[str]) -> tuple[str, ...]:
    """What to count: the names given instead of the default; 400 for an unknown one."""
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise ApiError(400, f"Invalid fields requested: {', '.join(unknown)}")
    return tuple(dict.fromkeys(names)) or ("total_calls",)


def measures_of(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The sums that those fields need."""
    plain = [name for name in fields if name in MEASURES]
    return (*plain, "seconds", "timed") if _AVERAGES.intersection(fields) else tuple(plain)


def shown(fields: tuple[str, ...], sums: dict[str, int]) -> dict[str, object]:
    """The fields out of the sums."""
    average = round(sums["seconds"] / sums["timed"]) if sums.get("timed") else 0
    values: dict[str, object] = {**sums, "average_duration": average, "formatted_average_duration": length(average)}
    return {name: values[name] for name in fields}


class Correction(NamedTuple):
    """A call that was changed: what its row gave is taken off, what it is now is put on."""

    call: int
    row: Row
    sign: int


class Tally:
    """Sums of a few measures over the calls of a selection in any range of indexes."""

    def __init__(self, measures: tuple[str, ...], period: int, rows: list[int], sums: dict[str, list[int]]) -> None:
        """``sums`` are running totals over the rows, one longer than they are."""
        self.measures: Final = measures
        self._period = period
        self._rows = rows
        self._sums = sums
        self.corrections: list[Correction] = []

    def between(self, first: int, last: int) -> dict[str, int]:
        """The sums over the calls with index ``first`` to below ``last``."""
        low, high = self._below(first), self._below(last)
        totals = {name: high[name] - low[name] for name in self.measures}
        start = bisect_left(self.corrections, first, key=lambda correction: correction.call)
        for correction in self.corrections[start:]:
            if correction.call >= last:
                break
            for name in self.measures:
                totals[name] += correction.sign * MEASURES[name](correction.row)
        return totals

    def _below(self, index: int) -> dict[str, int]:
        blocks, rest = divmod(index, self._period)
        place = bisect_left(self._rows, rest)
        return {name: blocks * sums[-1] + sums[place] for name, sums in self._sums.items()}


async def tallies(
    measures: tuple[str, ...],
    wanted: CallFilter,
    selection: Selection,
    book: Book,
    group: Callable[[Row], str | None] | None = None,
) -> dict[str | None, Tally]:
    """One tally for each group of the selection's calls; a single one, named None, without grouping."""
    pulse = Pulse()
    name_of = group or (lambda row: None)
    limit = min(selection.period, len(book.population))
    rows: dict[str | None, list[int]] = {}
    sums: dict[str | None, dict[str, list[int]]] = {}
    for place in selection.rows:
        if place >= limit:
            break
        row = book.population.row(place)
        name = name_of(row)
        rows.setdefault(name, []).append(place)
        running = sums.setdefault(name, {measure: [0] for measure in measures})
        for measure in measures:
            running[measure].append(running[measure][-1] + MEASURES[measure](row))
        if pulse.due():
            await pulse.rest()
    empty = {measure: [0] for measure in measures}
    found = {name: Tally(measures, selection.period, rows[name], sums[name]) for name in rows}
    tests = wanted.tests()
    for index in book.touched:
        for changed, sign in ((book.population.row(index), -1), (book.row(index), 1)):
            if changed is not None and all(test(changed) for test in tests):
                tally = found.setdefault(name_of(changed), Tally(measures, selection.period, [], empty))
                tally.corrections.append(Correction(index, changed, sign))
        if pulse.due():
            await pulse.rest()
    if group is None:
        found.setdefault(None, Tally(measures, selection.period, [], empty))
    return found
