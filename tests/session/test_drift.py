"""Promise 2: among pages walked in sequence no call is shown twice or skipped, while the list changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
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


def changes(*, with_arrivals: bool, with_removals: bool) -> st.SearchStrategy[list[Change]]:
    """A change before the first answers, each with one answer in peace after it; then the list rests."""
    arrivals = st.integers(1, 4).map(lambda count: Change(arrivals=count))
    removals = st.lists(st.integers(0, 200), min_size=1, max_size=3).map(lambda places: Change(removals=tuple(places)))
    kinds = [st.just(Change())] + [arrivals] * with_arrivals + [removals] * with_removals
    return st.lists(st.one_of(kinds), max_size=8).map(lambda story: [part for now in story for part in (now, Change())])


async def walk(count: int, per_page: int, height: int, story: list[Change], *, upwards: bool) -> None:
    """Walk through the whole list while it changes, then look at what was shown."""
    server = ListServer(count)
    original = list(server.ids)
    removed: set[str | None] = set()
    worker = connect(server)
    window = CallWindow(worker, "ACC1", lambda fact: None)
    window.open(CallQuery(per_page=per_page))
    await settle(worker)
    coming = iter(story)

    def change() -> None:
        now = next(coming, Change())
        server.arrive(now.arrivals)
        removed.update(server.remove(place) for place in now.removals)

    server.before_answer = change
    shown: dict[int, str] = {}
    steps = range(0, count, height)
    for first in reversed(steps) if upwards else steps:
        window.look_at(first, first + height - 1)
        await settle(worker)
        for row in range(first, min(first + height, count)):
            call = window.row(row)
            assert call is not None or window.failure(row) is not None, "a row that never comes"
            if call is not None:
                shown[row] = call.id
    ids = [shown[row] for row in sorted(shown)]
    assert len(ids) == len(set(ids)), "shown twice"
    assert [name for name in original if name not in removed and name not in ids] == [], "skipped"
    places = [original.index(name) for name in ids if name in original]
    assert places == sorted(places), "out of order"
    assert window.total == count
    changed = sum(1 for now in story if now != Change())
    assert len(server.asked) <= (count + 4 * changed) // per_page + 2 + 6 * changed, "a storm of requests"
    await worker.close()


SIZES = {"count": st.integers(0, 90), "per_page": st.integers(10, 20), "height": st.integers(1, 8)}


@settings(max_examples=120)
@given(**SIZES, story=changes(with_arrivals=True, with_removals=True))
def test_walking_down_while_calls_arrive_and_leave(count: int, per_page: int, height: int, story: list[Change]) -> None:
    asyncio.run(walk(count, per_page, height, story, upwards=False))


@settings(max_examples=60)
@given(**SIZES, story=changes(with_arrivals=True, with_removals=False))
def test_walking_up_while_calls_arrive(count: int, per_page: int, height: int, story: list[Change]) -> None:
    asyncio.run(walk(count, per_page, height, story, upwards=True))


@settings(max_examples=60)
@given(**SIZES, story=changes(with_arrivals=False, with_removals=True))
def test_walking_up_while_calls_leave(count: int, per_page: int, height: int, story: list[Change]) -> None:
    asyncio.run(walk(count, per_page, height, story, upwards=True))


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
        (0, (10,), [1, 2, 1, 3, 4]),  # one has moved to the first page: that neighbour is read again
        (0, (900,), [1, 2, 1, 3, 4]),  # it left below: the total alone does not tell where
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
