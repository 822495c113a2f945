"""The call window: what is asked when rows are looked at, what is shown, and what is said when it fails."""

from __future__ import annotations

import asyncio
from typing import Any

from callrail_tui.errors import NotFound, Unavailable
from callrail_tui.model.query import CallQuery
from callrail_tui.session.budget import Budget
from callrail_tui.session.call_window import CallWindow
from callrail_tui.session.facts import Fact, RowsFailed, RowsLoaded, TotalKnown, WindowReset
from callrail_tui.session.known_rows import PAGES_KEPT
from callrail_tui.session.worker import Worker
from tests.session.clock import Clock, breathe
from tests.session.connected import connect, settle
from tests.session.list_server import ListServer

SCREEN = 30


class Desk:
    """A window on a list, and what it told."""

    def __init__(self, count: int, **options: Any) -> None:
        self.server = ListServer(count)
        self.facts: list[Fact] = []
        self.worker: Worker = connect(self.server, **options)
        self.window = CallWindow(self.worker, "ACC1", self.facts.append)

    async def open(self, query: CallQuery | None = None) -> None:
        """Open a query and wait for its first page."""
        self.window.open(query or CallQuery())
        await settle(self.worker)

    async def look_with_the_lower_page_first(self, first: int) -> asyncio.Event:
        """Look at rows of two pages; the lower one comes, the upper one once the event is set."""
        let_go, arrived = asyncio.Event(), 0

        async def hold_the_first() -> None:
            nonlocal arrived
            arrived += 1
            if arrived == 1:
                await let_go.wait()

        self.server.gate = hold_the_first
        last = first + SCREEN - 1
        self.window.look_at(first, last)
        while self.window.row(last) is None:
            await breathe()
        return let_go

    async def look(self, first: int) -> None:
        """Look at a screen of rows, and wait for what is asked for."""
        self.window.look_at(first, first + SCREEN - 1)
        await settle(self.worker)

    @property
    def pages(self) -> list[int]:
        """The pages that were asked for."""
        return [page for page, _ in self.server.asked]


async def test_the_first_page_makes_the_total_known() -> None:
    desk = Desk(600)
    desk.window.open(CallQuery())
    assert (desk.window.total, desk.window.row(0), desk.window.failure(0)) == (None, None, None)
    await settle(desk.worker)
    assert desk.facts == [WindowReset(1), TotalKnown(1, 600), RowsLoaded(1, 0, 249)]
    assert desk.window.total == 600
    assert desk.server.asked == [(1, 250)]
    first, absent = desk.window.row(0), desk.window.row(250)
    assert first is not None
    assert first.id == desk.server.ids[0]
    assert desk.window.index_of(first.id) == 0
    assert absent is None


async def test_an_empty_list_is_a_list() -> None:
    desk = Desk(0)
    await desk.open()
    await desk.look(0)
    assert (desk.window.total, list(desk.window.loaded()), desk.pages) == (0, [], [1])


async def test_walking_through_the_list_costs_each_page_once() -> None:
    desk = Desk(2_000)
    await desk.open()
    for first in range(0, 2_000 - SCREEN + 1, 7):
        await desk.look(first)
        assert all(desk.window.row(row) is not None for row in range(first, first + SCREEN))
    assert desk.pages == list(range(1, 9))


async def test_a_jump_costs_one_request_and_two_where_the_view_straddles() -> None:
    desk = Desk(10_000)
    await desk.open()
    await desk.look(10_000 - SCREEN)
    assert desk.pages == [1, 40]
    await desk.look(4_990)
    assert desk.pages == [1, 40, 20, 21]
    last = desk.window.row(9_999)
    assert last is not None
    assert last.id == desk.server.ids[-1]


async def test_a_jump_costs_two_also_where_the_lower_page_comes_first() -> None:
    desk = Desk(10_000)
    await desk.open()
    let_go = await desk.look_with_the_lower_page_first(4_990)
    let_go.set()
    await settle(desk.worker)
    assert desk.pages == [1, 21, 20]
    assert all(desk.window.row(row) is not None for row in range(4_990, 4_990 + SCREEN))


async def test_a_page_that_fails_while_its_rows_could_come_by_another_is_told() -> None:
    desk = Desk(10_000)
    await desk.open()
    let_go = await desk.look_with_the_lower_page_first(4_990)
    desk.server.refusals = [(404, {}, {"error": "gone"})] * 2
    let_go.set()
    await settle(desk.worker)
    assert desk.window.row(4_995) is None
    assert isinstance(desk.window.failure(4_995), NotFound)
    desk.window.retry()
    await settle(desk.worker)
    assert desk.window.row(4_995) is not None


async def test_the_next_page_is_fetched_when_less_than_a_screen_remains() -> None:
    desk = Desk(2_000)
    await desk.open()
    for first in range(0, 190, 10):
        await desk.look(first)
    assert desk.pages == [1]
    await desk.look(195)
    assert desk.pages == [1, 2]


async def test_nothing_is_fetched_ahead_after_a_jump_or_from_70_percent_of_the_budget_on() -> None:
    clock = Clock()
    desk = Desk(2_000, budget=Budget(clock=clock))
    await desk.open()
    await desk.look(960)
    assert desk.pages == [1, 4]
    for _ in range(700):
        desk.worker.budget.note_attempt(clock())
    await desk.look(965)
    assert desk.pages == [1, 4]


async def test_rapid_scrolling_withdraws_the_pages_that_left_the_view() -> None:
    desk = Desk(100_000)
    await desk.open()
    door = asyncio.Event()

    async def wait() -> None:
        await door.wait()

    desk.server.gate = wait
    for first in range(1_000, 90_000, 1_000):
        desk.window.look_at(first, first + SCREEN - 1)
        await asyncio.sleep(0)
    await breathe()
    assert desk.worker.busy == 4
    door.set()
    await settle(desk.worker)
    assert len(desk.pages) <= 1 + 4 + 2
    assert desk.window.row(89_000) is not None


async def test_late_answers_of_an_older_question_are_dropped() -> None:
    desk = Desk(600)
    door = asyncio.Event()

    async def wait() -> None:
        await door.wait()

    desk.server.gate = wait
    desk.window.open(CallQuery())
    await breathe()
    desk.window.open(CallQuery(search="smith"))
    door.set()
    await settle(desk.worker)
    assert len(desk.pages) == 2
    assert [fact for fact in desk.facts if not isinstance(fact, WindowReset)] == [
        TotalKnown(2, 600),
        RowsLoaded(2, 0, 249),
    ]


async def test_a_question_whose_first_page_is_on_its_way_is_not_asked_again() -> None:
    desk = Desk(600)
    desk.window.open(CallQuery())
    desk.window.refresh()
    desk.window.open(CallQuery())
    await settle(desk.worker)
    assert desk.pages == [1]
    assert desk.facts == [WindowReset(1), TotalKnown(1, 600), RowsLoaded(1, 0, 249)]
    desk.window.refresh()
    await settle(desk.worker)
    assert desk.pages == [1, 1]


async def test_a_failed_page_says_where_and_why_and_comes_back_on_retry() -> None:
    desk = Desk(600)
    await desk.open()
    desk.server.refusals = [(503, {}, {"error": "maintenance"})] * 3
    await desk.look(560)
    failed = desk.facts[-1]
    assert isinstance(failed, RowsFailed)
    assert (failed.first, failed.last, type(failed.error)) == (500, 599, Unavailable)
    assert desk.window.failure(570) is failed.error
    assert desk.window.failure(10) is None
    asked = len(desk.pages)
    await desk.look(561)
    assert len(desk.pages) == asked  # not again by itself
    desk.window.retry()
    await settle(desk.worker)
    assert desk.window.row(570) is not None
    assert desk.window.failure(570) is None


async def test_a_failed_first_page_is_the_lists_failure() -> None:
    desk = Desk(600)
    desk.server.refusals = [(404, {}, {"error": "no such account"})]
    await desk.open()
    assert isinstance(desk.window.failure(0), NotFound)
    desk.window.retry()
    await settle(desk.worker)
    assert desk.window.total == 600


async def test_a_range_beyond_retention_is_narrowed_by_a_day_once_and_remembered() -> None:
    refusal = (400, {}, {"error": "Please narrow your date range: data is kept for 25 months."})
    desk = Desk(600)
    query = CallQuery(start_date="2024-02-16", end_date="2026-03-16")
    desk.server.refusals = [refusal]
    await desk.open(query)
    assert desk.window.total == 600
    assert desk.window.query.start_date == "2024-02-17"
    assert "2024-02-17" in desk.window.adjusted[0]
    await desk.open(query.changed(search="smith"))
    assert desk.window.query.start_date == "2024-02-17"
    assert len(desk.server.paths) == 3
    desk.server.refusals = [refusal, refusal]
    await desk.open(query.changed(start_date="2020-01-01"))
    assert desk.window.total is None
    assert desk.window.failure(0) is not None
    assert len(desk.server.paths) == 5


async def test_another_bad_request_is_not_narrowed() -> None:
    desk = Desk(600)
    desk.server.refusals = [(400, {}, {"error": "tags must be names"})] * 2
    await desk.open(CallQuery(start_date="2024-02-16", end_date="2026-03-16"))
    assert desk.window.query.start_date == "2024-02-16"
    assert (desk.window.adjusted, desk.window.total) == ((), None)
    assert desk.window.failure(0) is not None


async def test_memory_holds_few_pages_and_the_top_stays() -> None:
    desk = Desk(100_000)
    await desk.open()
    for jump in range(60):
        await desk.look(jump * 1_600)
    assert len(list(desk.window.loaded())) <= (PAGES_KEPT + 3) * 250
    assert desk.window.row(0) is not None
    assert desk.window.row(59 * 1_600) is not None


async def test_reading_anew_shows_what_arrived() -> None:
    desk = Desk(600)
    await desk.open()
    desk.server.arrive(3)
    desk.window.refresh()
    await settle(desk.worker)
    top = desk.window.row(0)
    assert top is not None
    assert (desk.window.total, desk.window.generation, top.id) == (603, 2, desk.server.ids[0])


async def test_rows_that_left_the_list_say_so_and_are_not_asked_for_again() -> None:
    desk = Desk(300)
    await desk.open()
    for _ in range(20):
        desk.server.remove(-1)
    for first in (270, 250, 240):
        await desk.look(first)
    asked = len(desk.pages)
    empty = [row for row in range(300) if desk.window.row(row) is None]
    assert len(empty) == 20
    assert all(isinstance(desk.window.failure(row), NotFound) for row in empty)
    for first in (270, 255, 240):
        await desk.look(first)
    assert len(desk.pages) == asked
    assert desk.window.total == 300
