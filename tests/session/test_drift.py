"""Promise 2: among pages walked in sequence no call is shown twice or skipped, while the list changes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from callrail_tui.model.query import CallQuery
from callrail_tui.session.call_window import CallWindow
from tests.session.connected import connect, settle
from tests.session.list_server import ListServer


@dataclass(frozen=True)
class Change:
    """What happens to the list before one answer."""

    arrivals: int = 0
    removals: tuple[int, ...] = ()


def changes(*, with_arrivals: bool, with_removals: bool, balanced: bool = False) -> st.SearchStrategy[list[Change]]:
    """A change before the first answers, each with one answer in peace after it; then the list rests."""
    arrivals = st.integers(1, 4).map(lambda count: Change(arrivals=count))
    removals = st.lists(st.integers(0, 200), min_size=1, max_size=3).map(lambda places: Change(removals=tuple(places)))
    both = st.lists(st.integers(0, 200), min_size=1, max_size=4).map(lambda places: Change(len(places), tuple(places)))
    kinds = [st.just(Change())] + [arrivals] * with_arrivals + [removals] * with_removals + [both] * balanced
    return st.lists(st.one_of(kinds), max_size=8).map(lambda story: [part for now in story for part in (now, Change())])


class Reader:
    """Looks at a list that changes before its answers, and judges what was shown."""

    def __init__(self, count: int, query: CallQuery, height: int, story: list[Change]) -> None:
        self.count, self.height = count, height
        self.server = ListServer(count)
        self.original = list(self.server.ids)
        self.removed: set[str | None] = set()
        self.worker = connect(self.server)
        self.window = CallWindow(self.worker, "ACC1", lambda fact: None)
        self._query = query
        self._story = story
        self._changed = sum(1 for now in story if now != Change())

    async def open(self) -> None:
        """Open the list; the changes begin after its first page."""
        self.window.open(self._query)
        await settle(self.worker)
        coming = iter(self._story)

        def change() -> None:
            now = next(coming, Change())
            self.server.arrive(now.arrivals)
            self.removed.update(self.server.remove(place) for place in now.removals)

        self.server.before_answer = change

    async def walk(self, steps: Iterable[int]) -> dict[int, str]:
        """Look at a screen from each of these rows on; what each row showed when it was last looked at."""
        shown: dict[int, str] = {}
        for first in steps:
            self.window.look_at(first, first + self.height - 1)
            await settle(self.worker)
            for row in range(first, min(first + self.height, self.count)):
                call = self.window.row(row)
                assert call is not None or self.window.failure(row) is not None, "a row that never comes"
                shown.pop(row, None)
                if call is not None:
                    shown[row] = call.id
        return shown

    def judge(self, shown: dict[int, str], *, whole: bool) -> None:
        """Nothing twice, nothing skipped: of the whole list, or between the first and the last call shown."""
        ids = [shown[row] for row in sorted(shown)]
        assert len(ids) == len(set(ids)), "shown twice"
        places = [self.original.index(name) for name in ids if name in self.original]
        assert places == sorted(places), "out of order"
        read = self.original if whole else self.original[places[0] : places[-1]] if places else []
        assert [name for name in read if name not in self.removed and name not in ids] == [], "skipped"
        assert self.window.total == self.count

    def judge_cost(self, pages: int) -> None:
        """So many requests in peace, and few more for each change."""
        arrived = sum(now.arrivals for now in self._story)
        most = pages + arrived // self._query.per_page + 2 + 6 * self._changed
        assert len(self.server.asked) <= most, "a storm of requests"


def pages_up(count: int, per_page: int) -> int:
    """The requests that walking up from the last page takes, each page with a call that is known already."""
    pages, top = 2, (count - 1) // per_page * per_page
    while top > per_page:
        top -= max(1, *(top % size for size in range(1, per_page + 1)))
        pages += 1
    return pages


async def walk(count: int, per_page: int, height: int, story: list[Change], *, upwards: bool) -> None:
    """Walk through the whole list while it changes, then look at what was shown."""
    reader = Reader(count, CallQuery(per_page=per_page), height, story)
    await reader.open()
    steps = range(0, count, height)
    shown = await reader.walk(reversed(steps) if upwards else steps)
    reader.judge(shown, whole=True)
    reader.judge_cost(pages_up(count, per_page) if upwards else count // per_page)
    await reader.worker.close()


async def wander(count: int, per_page: int, height: int, story: list[Change], walks: list[tuple[int, int]]) -> None:
    """Jump somewhere and walk on from there, up or down, again and again; each walk is whole in itself."""
    reader = Reader(count, CallQuery(per_page=per_page), height, story)
    await reader.open()
    for place, screens in walks:
        start = place % count
        steps = range(start, start + screens * height, height if screens > 0 else -height)
        shown = await reader.walk(step for step in steps if 0 <= step < count)
        reader.judge(shown, whole=False)
    await reader.worker.close()


SIZES = {"count": st.integers(0, 90), "per_page": st.integers(10, 20), "height": st.integers(1, 8)}
ANY_CHANGES = changes(with_arrivals=True, with_removals=True, balanced=True)
WALKS = st.lists(st.tuples(st.integers(0, 200), st.integers(-12, 12)), min_size=1, max_size=5)


@settings(max_examples=120)
@given(**SIZES, story=ANY_CHANGES)
def test_walking_down_while_calls_arrive_and_leave(count: int, per_page: int, height: int, story: list[Change]) -> None:
    asyncio.run(walk(count, per_page, height, story, upwards=False))


@settings(max_examples=60)
@given(**SIZES, story=changes(with_arrivals=True, with_removals=False))
def test_walking_up_while_calls_arrive(count: int, per_page: int, height: int, story: list[Change]) -> None:
    asyncio.run(walk(count, per_page, height, story, upwards=True))


@settings(max_examples=60)
@example(count=41, per_page=10, height=8, story=[])
@given(**SIZES, story=changes(with_arrivals=False, with_removals=True))
def test_walking_up_while_calls_leave(count: int, per_page: int, height: int, story: list[Change]) -> None:
    asyncio.run(walk(count, per_page, height, story, upwards=True))


@settings(max_examples=120)
@given(**SIZES, story=ANY_CHANGES)
def test_walking_up_while_as_many_arrive_as_leave(count: int, per_page: int, height: int, story: list[Change]) -> None:
    asyncio.run(walk(count, per_page, height, story, upwards=True))


PEACE = Change()
CROWDED = [Change(3), PEACE, Change(2, (86, 118)), PEACE, Change(1), PEACE, Change(1), PEACE, Change(0, (22, 96, 170))]


@settings(max_examples=120)
@example(count=88, per_page=10, height=3, story=CROWDED, walks=[(77, 4), (32, 10), (67, -5)])
@given(**(SIZES | {"count": st.integers(1, 90)}), story=ANY_CHANGES, walks=WALKS)
def test_walking_from_jumps(
    count: int, per_page: int, height: int, story: list[Change], walks: list[tuple[int, int]]
) -> None:
    asyncio.run(wander(count, per_page, height, story, walks))


async def test_a_call_pushed_into_the_page_below_is_not_skipped() -> None:
    reader = Reader(1_000, CallQuery(), 25, [])
    await reader.open()
    await reader.walk([975, 950])
    reader.server.arrive(1)
    reader.removed.add(reader.server.remove(-1))  # the total is as before, and the page above ends a call earlier
    shown = await reader.walk(range(975, 650, -25))
    reader.judge(shown, whole=False)
    await reader.worker.close()


async def test_walking_up_costs_the_pages_and_what_they_share() -> None:
    reader = Reader(2_000, CallQuery(), 25, [])
    await reader.open()
    reader.judge(await reader.walk(range(1_975, -1, -25)), whole=True)
    assert len(reader.server.asked) == 2_000 // 250 + 1
    await reader.worker.close()


@pytest.mark.parametrize("told", [True, False])
async def test_where_every_page_has_one_size_the_neighbour_is_read_again(told: bool) -> None:
    reader = Reader(1_000, CallQuery(), 25, [])
    reader.server.page_size, reader.server.tells_page_size = 250, told
    await reader.open()
    await reader.walk([975, 950])
    reader.server.arrive(1)
    reader.removed.add(reader.server.remove(-1))
    reader.judge(await reader.walk(range(975, -1, -25)), whole=True)
    assert [page for page, _ in reader.server.asked] == [1, 4, 4, 3, 4, 2, 3]
    await reader.worker.close()


async def walked(change_after: int, *, arrivals: int = 0, removals: tuple[int, ...] = ()) -> list[int]:
    """The pages asked for in a walk down 1,000 calls, during which the list changes once."""
    server = ListServer(1_000)
    worker = connect(server)
    window = CallWindow(worker, "ACC1", lambda fact: None)
    window.open(CallQuery())
    await settle(worker)
    for first in range(0, 1_000, 25):
        if first == change_after:
            server.arrive(arrivals)
            for place in removals:
                server.remove(place)
        window.look_at(first, first + 24)
        await settle(worker)
    return [page for page, _ in server.asked]


@pytest.mark.parametrize(
    ("arrivals", "removals", "pages"),
    [
        (0, (), [1, 2, 3, 4]),
        (3, (), [1, 2, 3, 4, 5]),  # the last three calls have moved to a fifth page
        (0, (10,), [1, 2, 2, 3, 4]),  # one has moved to the first page: both are read again where they meet
        (0, (900,), [1, 2, 2, 3, 4]),  # it left below: the total alone does not tell where
    ],
)
async def test_drift_costs_the_neighbour_and_no_more(
    arrivals: int, removals: tuple[int, ...], pages: list[int]
) -> None:
    assert await walked(100, arrivals=arrivals, removals=removals) == pages


async def test_hundreds_judged_by_others_do_not_hide_the_rest() -> None:
    server = ListServer(2_000)
    worker = connect(server)
    window = CallWindow(worker, "ACC1", lambda fact: None)
    window.open(CallQuery())
    await settle(worker)
    left = server.ids[250:]
    del server.ids[:700]  # our page, and two of the next
    window.look_at(225, 249)
    await settle(worker)
    window.look_at(250, 274)
    await settle(worker)
    shown = [call.id for row in range(250, 2_000) if (call := window.row(row)) is not None]
    assert shown[0] == server.ids[0]
    assert left.index(shown[0]) == 450
    await worker.close()
