"""The worker: order, lanes, pace, joining, withdrawal, and that no failure ends it."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from callrail_tui.errors import (
    BudgetSpent,
    CallrailTuiError,
    GatewayFault,
    NotFound,
    RateLimited,
    Unavailable,
    Withdrawn,
)
from callrail_tui.gateway.client import Gateway
from callrail_tui.session.budget import Budget
from callrail_tui.session.worker import FAULTS_IN_A_ROW, Ticket, Urgency, Worker
from tests.session.clock import Clock, breathe
from tests.session.connected import connect, settle
from tests.session.list_server import ListServer


class Bench:
    """A worker whose requests end when the test says so."""

    def __init__(self, *, starts_per_second: int = 1_000) -> None:
        self.clock = Clock()
        self.budget = Budget(clock=self.clock)
        self.started: list[str] = []
        self.doors: dict[str, asyncio.Future[Any]] = {}
        self.worker: Worker = connect(
            ListServer(0),
            budget=self.budget,
            starts_per_second=starts_per_second,
            clock=self.clock,
            sleep=self.clock.sleep,
        )

    def request(self, name: str) -> Callable[[Gateway], Awaitable[str]]:
        """One that waits for its door."""

        async def run(_: Gateway) -> str:
            self.started.append(name)
            door = self.doors[name] = asyncio.get_running_loop().create_future()
            await self.worker.admit()
            return await door

        return run

    def submit(self, name: str, urgency: Urgency = Urgency.VIEW) -> Any:
        """Queue a request under its name."""
        return self.worker.submit(name, self.request(name), urgency)

    async def finish(self, name: str, error: Exception | None = None) -> None:
        """Let a request on the wire end."""
        if error is None:
            self.doors[name].set_result(name)
        else:
            self.doors[name].set_exception(error)
        await breathe()


async def test_the_most_urgent_goes_first_and_one_lane_is_kept_for_the_view() -> None:
    bench = Bench()
    bench.submit("edit 1", Urgency.EDIT)
    bench.submit("refresh", Urgency.REFRESH)
    bench.submit("prefetch", Urgency.PREFETCH)
    bench.submit("edit 2", Urgency.EDIT)
    bench.submit("edit 3", Urgency.EDIT)
    await breathe()
    assert bench.started == ["edit 1", "refresh", "edit 2"]
    bench.submit("view")
    await breathe()
    assert bench.started[3:] == ["view"]
    await bench.finish("edit 1")
    assert bench.started[4:] == []  # three still run: the fourth lane is the view's
    await bench.finish("view")
    assert bench.started[4:] == ["edit 3"]
    await bench.finish("refresh")
    assert bench.started[5:] == ["prefetch"]


async def test_the_view_may_use_every_lane() -> None:
    bench = Bench()
    for number in range(6):
        bench.submit(f"view {number}")
    await breathe()
    assert (bench.worker.busy, bench.worker.queued) == (4, 2)


async def test_identical_requests_are_one() -> None:
    bench = Bench()
    first, second = bench.submit("page"), bench.submit("page")
    await breathe()
    third = bench.submit("page")
    await bench.finish("page")
    assert [await first, await second, await third] == ["page"] * 3
    assert bench.started == ["page"]


async def test_a_more_urgent_ticket_raises_a_queued_request() -> None:
    bench = Bench()
    for number in range(4):
        bench.submit(f"view {number}")
    slow = bench.submit("page", Urgency.REFRESH)
    bench.submit("other", Urgency.PREFETCH)
    bench.submit("page", Urgency.VIEW)
    await breathe()
    await bench.finish("view 0")
    assert bench.started[4:] == ["page"]
    assert slow.urgency is Urgency.VIEW


async def test_a_queued_request_that_nobody_waits_for_is_never_sent() -> None:
    bench = Bench()
    for number in range(4):
        bench.submit(f"view {number}")
    one, other = bench.submit("page"), bench.submit("page")
    assert not one.withdraw()  # the other still waits
    assert other.withdraw()
    with pytest.raises(Withdrawn):
        await one
    await breathe()
    await bench.finish("view 0")
    assert "page" not in bench.started


async def test_a_request_on_the_wire_is_not_taken_back() -> None:
    bench = Bench()
    ticket = bench.submit("page")
    await breathe()
    assert not ticket.withdraw()
    await bench.finish("page")
    assert await ticket == "page"


async def test_a_cancelled_caller_cancels_nothing_on_the_wire_and_withdraws_what_is_queued() -> None:
    bench = Bench()

    async def wait_for(name: str) -> str:
        return str(await bench.submit(name))

    running = [asyncio.create_task(wait_for(f"view {number}")) for number in range(4)]
    await breathe()
    queued = asyncio.create_task(wait_for("queued"))
    await breathe()
    for task in (running[0], queued):
        task.cancel()
    await breathe()
    assert (bench.worker.busy, bench.worker.queued) == (4, 0)
    await bench.finish("view 0")
    assert bench.worker.busy == 3


async def test_never_more_than_eight_starts_in_any_second() -> None:
    bench = Bench(starts_per_second=8)
    moments: list[float] = []

    async def run(_: Gateway) -> None:
        await bench.worker.admit()
        moments.append(bench.clock())

    for number in range(40):
        bench.worker.submit(number, run, Urgency.VIEW)
    await breathe()
    for _ in range(120):
        await bench.clock.pass_by(0.05)
    assert len(moments) == 40
    assert all(later - early > 1.0 for early, later in zip(moments, moments[8:], strict=False))
    assert moments[-1] - moments[0] < 4.5  # and hardly slower than that


async def test_retries_of_one_request_are_paced_and_counted_too() -> None:
    bench = Bench(starts_per_second=2)
    moments: list[float] = []

    async def run(_: Gateway) -> None:
        for _ in range(5):
            await bench.worker.admit()
            moments.append(bench.clock())

    bench.worker.submit("page", run, Urgency.VIEW)
    for _ in range(60):
        await bench.clock.pass_by(0.1)
    assert len(moments) == 5
    assert all(later - early > 1.0 for early, later in zip(moments, moments[2:], strict=False))
    assert bench.budget.used_hour == 5


async def test_failures_reach_the_caller_and_the_worker_goes_on() -> None:
    bench = Bench()
    outcomes: list[CallrailTuiError | None] = []
    bench.worker.on_outcome = outcomes.append
    ticket = bench.submit("gone")
    await breathe()
    await bench.finish("gone", NotFound())
    with pytest.raises(NotFound):
        await ticket
    after = bench.submit("after")
    await breathe()
    await bench.finish("after")
    assert await after == "after"
    assert [type(outcome) for outcome in outcomes] == [NotFound, type(None)]


async def test_a_fault_of_ours_is_told_to_the_loop_and_to_the_caller() -> None:
    bench = Bench()
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    ticket = bench.submit("page")
    await breathe()
    await bench.finish("page", ZeroDivisionError("ours"))
    with pytest.raises(CallrailTuiError, match="fault of the program"):
        await ticket
    assert isinstance(told[0]["exception"], ZeroDivisionError)
    assert bench.worker.busy == 0


async def test_a_429_parks_the_queue_lets_the_view_probe_once_and_ends_by_itself() -> None:
    bench = Bench()
    changes: list[float | None] = []
    bench.worker.on_change = lambda: changes.append(bench.budget.parked_until)
    refused = bench.submit("page")
    await breathe()
    await bench.finish("page", RateLimited(retry_after=30.0))
    with pytest.raises(RateLimited):
        await refused
    assert bench.budget.parked_seconds == 30.0
    assert changes[-1] is not None
    bench.submit("prefetch", Urgency.PREFETCH)
    await breathe()
    assert bench.started == ["page"]
    probe = bench.submit("probe")
    bench.submit("view")
    await breathe()
    assert bench.started == ["page", "probe"]
    await bench.finish("probe", RateLimited(retry_after=30.0))
    with pytest.raises(RateLimited):
        await probe
    assert bench.budget.parked_seconds == 60.0  # asked twice, refused twice: at least a minute
    assert bench.started == ["page", "probe"]
    await bench.clock.pass_by(61)
    assert bench.started == ["page", "probe", "view"]  # one probe, not a burst
    await bench.finish("view")
    assert bench.budget.parked_until is None
    assert bench.started == ["page", "probe", "view", "prefetch"]


async def test_an_hour_of_429_costs_at_most_a_probe_a_minute() -> None:
    bench = Bench()
    attempts = 0

    async def refuse(_: Gateway) -> None:
        nonlocal attempts
        await bench.worker.admit()
        attempts += 1
        raise RateLimited

    def expect_refusal(ticket: Ticket[None]) -> None:
        with pytest.raises((RateLimited, Withdrawn)):
            ticket.result()

    for number in range(200):
        bench.worker.submit(number, refuse, Urgency.EDIT).when_done(expect_refusal)
    for _ in range(360):
        await bench.clock.pass_by(10)
    assert 55 <= attempts <= 64
    await bench.worker.close()


async def test_no_request_passes_its_share_of_the_budget() -> None:
    bench = Bench()
    for _ in range(700):
        bench.budget.note_attempt(bench.clock())
    prefetch = bench.submit("prefetch", Urgency.PREFETCH)
    with pytest.raises(BudgetSpent):
        await prefetch
    for _ in range(250):
        bench.budget.note_attempt(bench.clock())
    with pytest.raises(BudgetSpent):
        await bench.submit("view")
    bench.submit("edit", Urgency.EDIT)
    await breathe()
    assert bench.started == ["edit"]


async def test_a_closed_worker_sends_nothing_and_lets_nobody_wait() -> None:
    bench = Bench()
    tickets = [bench.submit(f"view {number}") for number in range(5)]
    await breathe()
    closing = asyncio.create_task(bench.worker.close())
    await breathe()
    for number in range(4):
        await bench.finish(f"view {number}")
    await closing
    assert [await ticket for ticket in tickets[:4]] == [f"view {number}" for number in range(4)]
    for ticket in (tickets[4], bench.submit("late")):
        with pytest.raises(Withdrawn):
            await ticket
    assert "late" not in bench.started


async def test_an_answer_is_let_go_as_soon_as_its_ticket_is() -> None:
    class Answer:
        """Something that can be watched going."""

    worker = connect(ListServer(1))

    async def ask(gateway: Gateway) -> Answer:
        return Answer()

    gc.disable()
    try:
        ticket = worker.submit("answer", ask, Urgency.VIEW)
        watched = weakref.ref(await ticket)
        del ticket
        await settle(worker)
        assert watched() is None
    finally:
        gc.enable()
    await worker.close()


async def test_faults_in_a_row_stop_the_queue_and_one_looks_again_every_15_seconds() -> None:
    bench = Bench()
    attempts, is_down = 0, True

    async def ask(_: Gateway) -> None:
        nonlocal attempts
        await bench.worker.admit()
        attempts += 1
        if is_down:
            raise Unavailable(status=503)

    told: list[str] = []

    def note(ticket: Ticket[None]) -> None:
        try:
            ticket.result()
        except CallrailTuiError as error:
            told.append(type(error).__name__)
        else:
            told.append("answered")

    for number in range(100):
        bench.worker.submit(number, ask, Urgency.PREFETCH).when_done(note)
    await breathe()
    assert attempts == FAULTS_IN_A_ROW
    assert bench.budget.is_resting
    assert bench.budget.parked_seconds == 15.0
    for _ in range(60):
        await bench.clock.pass_by(10)
    assert FAULTS_IN_A_ROW + 38 <= attempts <= FAULTS_IN_A_ROW + 41  # ten minutes
    is_down = False
    await bench.clock.pass_by(16)
    assert told.count("answered") == 100 - told.count("Unavailable") > 50
    assert bench.budget.parked_until is None
    assert not bench.budget.is_resting


async def test_refusals_of_what_a_decision_holds_are_no_outage() -> None:
    bench = Bench()
    for number in range(FAULTS_IN_A_ROW + 1):
        ticket = bench.submit(f"value {number}", Urgency.EDIT)
        await breathe()
        await bench.finish(f"value {number}", GatewayFault(status=500))
        with pytest.raises(GatewayFault):
            await ticket
    assert bench.budget.parked_until is None


async def test_a_worker_that_came_and_went_takes_no_news_of_the_budget_with_it() -> None:
    bench = Bench()
    told: list[float] = []
    bench.worker.on_change = lambda: told.append(bench.budget.parked_seconds)
    other = connect(ListServer(0), budget=bench.budget)
    bench.budget.wait(7.0)
    await other.close()
    bench.budget.note_others([0.0])
    assert told == [7.0, 7.0]
    assert bench.budget.used_hour == 1


async def test_only_an_answer_of_callrail_shows_that_its_limit_is_over() -> None:
    bench = Bench()
    refused = bench.submit("page")
    await breathe()
    await bench.finish("page", RateLimited(retry_after=90.0))
    with pytest.raises(RateLimited):
        await refused

    async def list_connections(_: Gateway) -> str:
        await bench.worker.admit()
        return "connections"

    assert await bench.worker.submit(("connections",), list_connections, Urgency.VIEW) == "connections"
    assert bench.budget.parked_seconds == 90.0


async def test_a_wait_on_the_way_is_ended_by_time_alone() -> None:
    bench = Bench()
    bench.submit("page")
    bench.submit("other")
    await breathe()
    bench.budget.wait(20.0)
    await bench.finish("other")
    assert bench.budget.parked_seconds == 20.0
    bench.submit("later", Urgency.PREFETCH)
    await breathe()
    assert bench.started == ["page", "other"]
    await bench.clock.pass_by(21)
    assert bench.budget.parked_until is None
    await bench.finish("page")
    assert bench.started == ["page", "other", "later"]


async def test_the_control_host_is_asked_while_callrails_limit_lasts() -> None:
    bench = Bench()
    bench.budget.park(3_000.0)

    async def ask(_: Gateway) -> str:
        await bench.worker.admit()
        return "answered"

    for number in range(3):
        key = ("connection", number)
        assert await bench.worker.submit(key, ask, Urgency.EDIT) == "answered"
    later = bench.submit("page", Urgency.EDIT)
    await breathe()
    assert not later.is_started
    assert bench.budget.parked_seconds == 3_000.0
