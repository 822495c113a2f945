"""Arithmetic against brute force: any filter, any order, any edits, over more than two periods of the pattern."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from callrail_tui.demo.account import Account
from callrail_tui.demo.edits import Edits, Triage
from callrail_tui.demo.ordering import row_sorts
from callrail_tui.demo.pattern import BASE_PERIOD, Lead, Row
from callrail_tui.demo.selection import ANSWER_STATUSES, CALL_TYPES, DEVICES, DIRECTIONS, LEADS, CallFilter
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.demo.tally import MEASURES, tallies
from callrail_tui.demo.views import CallQuery
from tests.demo.wire import Clock

COUNT = 2 * BASE_PERIOD + 777
INDEXES = st.integers(0, COUNT - 1)


@cache
def _account() -> Account:
    """One population for every example; each lays its own edits over it."""
    return Account(0, DemoSettings(calls=COUNT, companies=4), Clock())


def _maybe(words: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(["", "", "", *words])


def _filters() -> st.SearchStrategy[CallFilter]:
    tags = st.frozensets(st.integers(_account().tags.first_id, _account().tags.first_id + 21), min_size=1, max_size=3)
    return st.builds(
        CallFilter,
        company=st.none() | st.integers(0, 3),
        trackers=st.none() | st.frozensets(st.integers(0, 19), max_size=6),
        tags=st.none() | tags,
        direction=_maybe(DIRECTIONS),
        answer_status=_maybe(ANSWER_STATUSES),
        call_type=_maybe(CALL_TYPES),
        device=_maybe(DEVICES),
        lead=_maybe(LEADS),
        min_duration=st.none() | st.integers(0, 300),
        agent=st.none() | st.integers(0, 9),
    )


EDIT = st.builds(
    Triage,
    lead=st.sampled_from(Lead),
    tags=st.lists(st.integers(7_886_728, 7_886_740), max_size=2).map(tuple),
    note=st.just("edited"),
    value=st.none(),
    spam=st.booleans(),
)
EDITS = st.dictionaries(INDEXES | st.integers(COUNT - 4, COUNT - 1), EDIT, max_size=12)


class _Case:
    """One account with some edits, and its calls one by one."""

    def __init__(self, edits: dict[int, Triage]) -> None:
        self.account = _account()
        self.account.edits = Edits()  # type: ignore[misc]
        for index, triage in edits.items():
            self.account.edits.save(index, triage)
        self.book = self.account.book()

    def fitting(self, wanted: CallFilter, first: int, last: int) -> list[tuple[int, Row]]:
        """Every call that fits, newest first, by looking at each."""
        tests = wanted.tests()
        rows = ((index, self.book.row(index)) for index in range(last - 1, first - 1, -1))
        return [(index, row) for index, row in rows if row is not None and all(test(row) for test in tests)]


def _run(awaitable: Any) -> Any:
    """The result of a coroutine that only gives way."""
    try:
        while True:
            awaitable.send(None)
    except StopIteration as end:
        return end.value


@settings(max_examples=60)
@given(wanted=_filters(), edits=EDITS, ends=st.tuples(INDEXES, INDEXES), start=st.integers(0, 400))
def test_filters_count_and_select_as_brute_force_does(
    wanted: CallFilter, edits: dict[int, Triage], ends: tuple[int, int], start: int
) -> None:
    case = _Case(edits)
    first, last = min(ends), max(ends) + 1
    ordered = _run(case.account.views.open(CallQuery(first, last, wanted), case.book))
    brute = [index for index, _ in case.fitting(wanted, first, last)]
    assert ordered.total == len(brute)
    assert ordered.take(0, 30) == brute[:30]
    assert ordered.take(start, 250) == brute[start : start + 250]
    assert ordered.take(max(0, len(brute) - 5), 250) == brute[-5:]


@settings(max_examples=30)
@given(
    wanted=_filters(),
    edits=EDITS,
    sort=st.sampled_from(["duration", "lead_status", "tags", "first_call", "customer_city", "source_name", "answered"]),
    descending=st.booleans(),
    start=st.integers(0, 2_000),
)
def test_sorts_order_as_brute_force_does(
    wanted: CallFilter, edits: dict[int, Triage], sort: str, descending: bool, start: int
) -> None:
    case = _Case(edits)
    key = row_sorts(case.account.directory, case.account.tags)[sort]
    query = CallQuery(0, COUNT, wanted, sort=sort, descending=descending)
    ordered = _run(case.account.views.open(query, case.book))
    brute = sorted(case.fitting(wanted, 0, COUNT), key=lambda pair: key(pair[1]), reverse=descending)
    assert ordered.total == len(brute)
    assert ordered.take(start, 100) == [index for index, _ in brute[start : start + 100]]


@settings(max_examples=30)
@given(wanted=_filters(), edits=EDITS, ends=st.tuples(INDEXES, INDEXES))
def test_sums_add_up_as_brute_force_does(wanted: CallFilter, edits: dict[int, Triage], ends: tuple[int, int]) -> None:
    case = _Case(edits)
    first, last = min(ends), max(ends) + 1
    selection = _run(case.account.views.select(wanted, case.book))
    measures = tuple(MEASURES)
    total = _run(tallies(measures, wanted, selection, case.book))[None].between(first, last)
    brute = [row for _, row in case.fitting(wanted, first, last)]
    assert total == {name: sum(map(MEASURES[name], brute)) for name in measures}
    groups = _run(tallies(measures, wanted, selection, case.book, lambda row: str(row.company)))
    summed = [tally.between(first, last)["total_calls"] for tally in groups.values()]
    assert sum(summed) == len(brute)
