"""Filters answered by arithmetic: which rows of the pattern match, hence how many calls, and which is the k-th.

A filter picks some rows of the period. Matching calls below index x are then whole periods times rows, plus a part of
one period; the few edited calls are taken out or put in by two short sorted lists.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from callrail_tui.demo.edits import Book
from callrail_tui.demo.pattern import Lead, Outcome, Row
from callrail_tui.demo.pulse import Pulse

Test = Callable[[Row], bool]

ANSWERED: Final = frozenset({Outcome.ANSWERED, Outcome.OUTBOUND})
OUTBOUND: Final = frozenset({Outcome.OUTBOUND, Outcome.OUTBOUND_UNANSWERED})
MISSED: Final = frozenset({Outcome.MISSED, Outcome.ABANDONED})

DIRECTIONS: Final[dict[str, Test]] = {
    "inbound": lambda row: row.outcome not in OUTBOUND,
    "outbound": lambda row: row.outcome in OUTBOUND,
}
ANSWER_STATUSES: Final[dict[str, Test]] = {
    "answered": lambda row: row.outcome in ANSWERED,
    "missed": lambda row: row.outcome in MISSED,
    "voicemail": lambda row: row.outcome is Outcome.VOICEMAIL,
}
CALL_TYPES: Final[dict[str, Test]] = {
    "first_call": lambda row: row.prior == 0,
    "missed": ANSWER_STATUSES["missed"],
    "voicemails": ANSWER_STATUSES["voicemail"],
    **DIRECTIONS,
}
DEVICES: Final = {"desktop": 1, "mobile": 2}
LEADS: Final = {"not_scored": Lead.NOT_SCORED, "good_lead": Lead.GOOD, "not_a_lead": Lead.NOT_A_LEAD}


class CallFilter(NamedTuple):
    """What a call must be; empty members ask for nothing. Hashable, so that the rows found can be kept."""

    company: int | None = None
    trackers: frozenset[int] | None = None
    tags: frozenset[int] | None = None
    direction: str = ""
    answer_status: str = ""
    call_type: str = ""
    device: str = ""
    lead: str = ""
    first: bool | None = None
    min_duration: int | None = None
    max_duration: int | None = None
    agent: int | None = None
    origins: frozenset[int] | None = None

    def tests(self) -> list[Test]:
        """The filter as predicates on a row."""
        tests = [
            table[word]
            for table, word in (
                (DIRECTIONS, self.direction),
                (ANSWER_STATUSES, self.answer_status),
                (CALL_TYPES, self.call_type),
            )
            if word
        ]
        return [*tests, *self._equal_tests(), *self._set_tests(), *self._range_tests()]

    def _equal_tests(self) -> list[Test]:
        tests: list[Test] = []
        if (company := self.company) is not None:
            tests.append(lambda row: row.company == company)
        if (agent := self.agent) is not None:
            tests.append(lambda row: row.agent == agent)
        if (device := DEVICES.get(self.device)) is not None:
            tests.append(lambda row: row.device == device)
        if (lead := LEADS.get(self.lead)) is not None:
            tests.append(lambda row: row.lead is lead)
        return tests

    def _set_tests(self) -> list[Test]:
        tests: list[Test] = []
        if (trackers := self.trackers) is not None:
            tests.append(lambda row: row.tracker in trackers)
        if (origins := self.origins) is not None:
            tests.append(lambda row: row.origin in origins)
        if (tags := self.tags) is not None:
            tests.append(lambda row: not tags.isdisjoint(row.tags))
        return tests

    def _range_tests(self) -> list[Test]:
        tests: list[Test] = []
        if (first := self.first) is not None:
            tests.append(lambda row: (row.prior == 0) is first)
        if (least := self.min_duration) is not None:
            tests.append(lambda row: row.duration is not None and row.duration >= least)
        if (most := self.max_duration) is not None:
            tests.append(lambda row: row.duration is not None and row.duration <= most)
        return tests


EVERYTHING: Final = CallFilter()


class Selection(NamedTuple):
    """A set of calls, counted and found without looking at each."""

    period: int
    rows: Sequence[int]
    """Rows of the pattern that match, in order."""
    removed: Sequence[int] = ()
    """Calls whose row matches but who do not, in order."""
    added: Sequence[int] = ()
    """Calls who match although their row does not, in order."""

    def below(self, index: int) -> int:
        """How many calls of the set have a smaller index."""
        count = self._pattern_below(index)
        if self.removed or self.added:
            count += bisect_left(self.added, index) - bisect_left(self.removed, index)
        return count

    def between(self, first: int, last: int, start: int, stop: int) -> list[int]:
        """Of the calls with index ``first`` to below ``last``, those ranked ``start`` to below ``stop``, in order."""
        base = self.below(first)
        stop = min(stop, self.below(last) - base)
        if start >= stop:
            return []
        low, high = self._ranked(base + start, first, last), self._ranked(base + stop - 1, first, last) + 1
        size = len(self.rows)
        ranks = range(self._pattern_below(low), self._pattern_below(high))
        found = [rank // size * self.period + self.rows[rank % size] for rank in ranks]
        if not self.removed and not self.added:
            return found
        gone = set(self.removed[bisect_left(self.removed, low) : bisect_left(self.removed, high)])
        extra = self.added[bisect_left(self.added, low) : bisect_left(self.added, high)]
        return sorted([index for index in found if index not in gone] + list(extra))

    def _pattern_below(self, index: int) -> int:
        blocks, rest = divmod(index, self.period)
        return blocks * len(self.rows) + bisect_left(self.rows, rest)

    def _ranked(self, rank: int, low: int, high: int) -> int:
        """The index of the call with that rank, known to lie from ``low`` to below ``high``."""
        return bisect_left(range(low, high), rank + 1, key=lambda index: self.below(index + 1)) + low


class Selector:
    """Finds the rows that match a filter, and remembers the last few answers."""

    _KEPT: Final = 8

    def __init__(self) -> None:
        """Nothing was looked for yet."""
        self._rows: dict[tuple[CallFilter, int], Sequence[int]] = {}

    async def select(self, wanted: CallFilter, book: Book, pulse: Pulse) -> Selection:
        """The calls that match."""
        tests = wanted.tests()
        rows = await self._matching_rows(wanted, tests, book, pulse)
        removed: list[int] = []
        added: list[int] = []
        for index in book.touched:
            before = _matches(book.population.row(index), tests)
            actual = book.row(index)
            after = actual is not None and _matches(actual, tests)
            if before != after:
                (removed if before else added).append(index)
            if pulse.due():
                await pulse.rest()
        return Selection(book.population.pattern.period, rows, removed, added)

    async def _matching_rows(self, wanted: CallFilter, tests: list[Test], book: Book, pulse: Pulse) -> Sequence[int]:
        limit = min(book.population.pattern.period, len(book.population))
        if not tests:
            return range(book.population.pattern.period)
        key = (wanted, limit)
        rows = self._rows.get(key)
        if rows is None:
            found: list[int] = []
            for place in range(limit):
                if _matches(book.population.row(place), tests):
                    found.append(place)
                if pulse.due():
                    await pulse.rest()
            if len(self._rows) >= self._KEPT:
                del self._rows[next(iter(self._rows))]
            rows = self._rows[key] = found
        return rows


def _matches(row: Row, tests: list[Test]) -> bool:
    return all(test(row) for test in tests)
