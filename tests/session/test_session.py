"""A session over the embedded gateway: what opening costs, what is told, and the watch for arrivals."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from callrail_tui.demo.asgi import DemoApp
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import NotAllowed, RateLimited, Unavailable, Unreachable
from callrail_tui.gateway.client import Gateway
from callrail_tui.model.directory import Account, decode_account
from callrail_tui.model.views import view_query
from callrail_tui.session.budget import Budget
from callrail_tui.session.directory import COMPANIES, COUNTS, TAGS
from callrail_tui.session.facts import (
    Arrived,
    BudgetChanged,
    BusyChanged,
    CallFailed,
    CallLoaded,
    CompaniesLoaded,
    CountsLoaded,
    Fact,
    HealthChanged,
    RowsFailed,
    TagsFailed,
    TagsLoaded,
    TrackersLoaded,
)
from callrail_tui.session.opening import (
    ChooseAccount,
    ChooseConnection,
    NoAccounts,
    NoConnections,
    Ready,
    UnknownAccount,
    UnknownConnection,
    Wish,
    open_account,
)
from callrail_tui.session.session import Session
from callrail_tui.session.urgency import Urgency
from callrail_tui.session.worker import Worker
from tests.session.clock import Clock, breathe
from tests.session.connected import connect, follow, settle
from tests.session.list_server import ListServer

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
TODAY = date(2026, 3, 15)
ACCOUNT: Account = decode_account({"id": "ACC1"})


def demo(**settings: Any) -> tuple[DemoApp, Worker]:
    """An embedded gateway and a worker on it."""
    app = DemoApp(DemoSettings(now=lambda: NOW, **settings))
    return app, connect(app)


async def opened(app_and_worker: tuple[DemoApp, Worker]) -> tuple[Session, list[Fact]]:
    """A session on the default account, with its first page."""
    _, worker = app_and_worker
    ready = await open_account(worker, Wish(takes_default=True))
    assert isinstance(ready, Ready)
    session = Session(worker, ready.account, ready.connection, today=lambda: TODAY)
    facts: list[Fact] = []
    session.subscribe(facts.append)
    follow(session)
    session.open(view_query("all", TODAY))
    await settle(worker)
    return session, facts


async def test_opening_costs_five_requests() -> None:
    app, worker = demo()
    session, facts = await opened((app, worker))
    assert app.request_count == worker.budget.used_hour == 5
    assert session.window.total == 2_000
    assert len(session.directory.companies) == 6
    assert session.directory.untouched
    assert sum(session.directory.untouched.values()) > 0
    assert facts.count(CompaniesLoaded()) == facts.count(CountsLoaded()) == 1
    assert facts[-1] == BusyChanged(False)
    await session.close()


async def test_the_last_of_a_million_calls_is_one_page_away() -> None:
    app, worker = demo(calls=1_000_000)
    session, _ = await opened((app, worker))
    session.window.look_at(999_960, 999_999)
    await settle(worker)
    assert session.window.row(999_999) is not None
    assert app.request_count == 6
    await session.close()


async def test_collections_are_read_to_their_end_once_and_kept() -> None:
    app, worker = demo(companies=300)
    session, facts = await opened((app, worker))
    assert len(session.directory.companies) == 300
    company = session.directory.companies[0]
    assert session.directory.company(company.id) is company
    assert session.directory.trackers(company.id) is None
    for _ in range(2):
        session.directory.want_trackers(company.id)
        session.directory.want_tags()
        session.directory.want_companies()
        await settle(worker)
    assert session.directory.trackers(company.id)
    assert session.directory.tags()
    assert facts.count(TrackersLoaded(company.id)) == facts.count(TagsLoaded()) == 1
    await session.close()


async def test_a_forbidden_collection_says_so_and_is_asked_for_again_on_wish() -> None:
    app, worker = demo(forbidden=frozenset({"tags"}))
    session, facts = await opened((app, worker))
    session.directory.want_tags()
    await settle(worker)
    assert isinstance(session.directory.error(TAGS), NotAllowed)
    assert session.directory.error(COMPANIES) is None
    failed = [fact for fact in facts if isinstance(fact, TagsFailed)]
    assert len(failed) == 1
    before = app.request_count
    session.directory.want_tags()
    assert session.directory.is_pending(TAGS)
    await settle(worker)
    assert app.request_count == before + 1
    await session.close()


async def test_what_may_not_be_read_is_not_asked_for_by_each_new_question() -> None:
    app, worker = demo(forbidden=frozenset({"companies", "summary"}))
    session, _ = await opened((app, worker))
    assert isinstance(session.directory.error(COMPANIES), NotAllowed)
    before = app.request_count
    session.open(view_query("all", TODAY).changed(search="smith"))
    await settle(worker)
    assert app.request_count == before + 1
    session.refresh()
    await settle(worker)
    assert app.request_count == before + 4
    await session.close()


async def test_counts_follow_the_days_and_not_the_filters() -> None:
    app, worker = demo()
    session, _ = await opened((app, worker))
    session.open(view_query("all", TODAY).changed(lead_status="good_lead"))
    await settle(worker)
    assert app.request_count == 6  # the calls; companies and counts are known
    session.open(view_query("today", TODAY))
    await settle(worker)
    assert app.request_count == 8
    assert not session.directory.is_pending(COUNTS)
    await session.close()


async def test_a_whole_call_is_read_once_until_the_list_is_read_anew() -> None:
    app, worker = demo()
    session, facts = await opened((app, worker))
    call = session.window.row(0)
    assert call is not None
    for _ in range(3):
        session.details.want(call.id)
        session.details.want(call.id)
        await settle(worker)
    assert app.request_count == 6
    whole = session.details.get(call.id)
    assert whole is not None
    assert len(whole.raw) > len(call.raw)
    assert facts.count(CallLoaded(call.id)) == 1
    session.details.want("CAL019c2727bab7493d143ce1078aec0000")
    await settle(worker)
    assert isinstance(next(fact for fact in facts if isinstance(fact, CallFailed)), CallFailed)
    session.refresh()
    assert session.details.get(call.id) is None
    await settle(worker)
    await session.close()


async def test_a_listener_that_raises_is_told_to_the_loop_and_disturbs_nobody() -> None:
    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    worker = connect(ListServer(10))
    session = Session(worker, ACCOUNT)
    heard: list[Fact] = []

    def fail(fact: Fact) -> None:
        raise ZeroDivisionError

    session.subscribe(fail)
    unsubscribe = session.subscribe(heard.append)
    session.open(view_query("all", TODAY))
    await settle(worker)
    assert session.window.total == 10
    assert told
    assert all(isinstance(context["exception"], ZeroDivisionError) for context in told)
    before = len(heard)
    assert before
    unsubscribe()
    session.refresh()
    await settle(worker)
    assert len(heard) == before
    await session.close()


async def test_being_offline_is_told_once_and_taken_back() -> None:
    worker = connect(ListServer(10))
    session = Session(worker, ACCOUNT)
    facts: list[Fact] = []
    session.subscribe(facts.append)
    session.open(view_query("all", TODAY))
    await settle(worker)
    error = Unreachable()

    async def broken(_: Gateway) -> None:
        raise error

    async def refused(_: Gateway) -> None:
        raise Unavailable

    for number in range(3):
        with pytest.raises(Unreachable):
            await worker.submit(number, broken, Urgency.VIEW)
    assert (session.online, session.health_error) == (False, error)
    with pytest.raises(Unavailable):
        await worker.submit("refused", refused, Urgency.VIEW)
    as_of = session.window.as_of
    assert [fact for fact in facts if isinstance(fact, HealthChanged)] == [
        HealthChanged(False, error, as_of),
        HealthChanged(True, None, as_of),
    ]
    await session.close()


class Watched:
    """A session on a changing list, its clock in the test's hand."""

    def __init__(self, count: int = 600) -> None:
        self.clock = Clock()
        self.server = ListServer(count)
        self.worker = connect(self.server, budget=Budget(clock=self.clock), clock=self.clock, sleep=self.clock.sleep)
        self.session = Session(self.worker, ACCOUNT, clock=self.clock, sleep=self.clock.sleep, today=lambda: TODAY)
        self.arrived: list[int] = []
        self.facts: list[Fact] = []
        self.session.subscribe(self._hear)

    def _hear(self, fact: Fact) -> None:
        self.facts.append(fact)
        if isinstance(fact, Arrived):
            self.arrived.append(fact.calls)

    @property
    def looks(self) -> int:
        """How often the watch looked."""
        return sum(per_page == 25 for _, per_page in self.server.asked)

    async def open(self) -> None:
        """Open the default view."""
        self.session.open(view_query("all", TODAY))
        await settle(self.worker)

    async def pass_by(self, seconds: float) -> None:
        """Let time pass, and what it brings."""
        await self.clock.pass_by(seconds)
        await settle(self.worker)


async def test_arrivals_are_announced_and_never_pushed() -> None:
    watched = Watched()
    await watched.open()
    top = watched.session.window.row(0)
    watched.server.arrive(3)
    watched.server.remove(-1)
    await watched.pass_by(119)
    assert (watched.looks, watched.arrived) == (0, [])
    await watched.pass_by(2)
    assert (watched.looks, watched.arrived) == (1, [3])
    assert watched.session.window.row(0) is top
    assert watched.session.window.total == 600
    await watched.pass_by(120)
    assert (watched.looks, watched.arrived) == (2, [3])  # nothing new to say
    watched.session.refresh()
    await settle(watched.worker)
    assert watched.arrived == [3, 0]
    assert watched.session.window.total == 602
    await watched.session.close()


async def test_the_watch_stops_after_ten_idle_minutes_and_goes_on_with_a_key() -> None:
    watched = Watched()
    await watched.open()
    for _ in range(60):
        await watched.pass_by(60)
    assert watched.looks == 4
    watched.session.note_activity()
    await watched.pass_by(1)
    assert watched.looks == 5
    await watched.session.close()


async def test_the_watch_rests_from_70_percent_of_the_budget_on() -> None:
    watched = Watched()
    await watched.open()
    for _ in range(700):
        watched.worker.budget.note_attempt(watched.clock())
    await watched.pass_by(300)
    assert watched.looks == 0
    await watched.session.close()


async def test_the_view_comes_back_by_itself_after_a_429() -> None:
    watched = Watched()
    await watched.open()
    watched.server.refusals = [(429, {"Retry-After": "90"}, {"error": "slow down"})]
    watched.session.window.look_at(500, 530)
    await settle(watched.worker)
    failed = watched.facts[-1] if isinstance(watched.facts[-1], RowsFailed) else None
    assert isinstance(watched.session.window.failure(510), RateLimited)
    assert failed is not None or any(isinstance(fact, RowsFailed) for fact in watched.facts)
    assert watched.worker.budget.parked_seconds == 90
    assert BudgetChanged() in watched.facts
    await watched.pass_by(91)
    assert watched.session.window.row(510) is not None
    assert watched.worker.budget.parked_until is None
    await watched.session.close()


async def outcome(wish: Wish, **settings: Any) -> Any:
    """What opening comes to, at the cost of at most two requests."""
    app, worker = demo(**settings)
    found = await open_account(worker, wish)
    await settle(worker)
    assert app.request_count <= 2
    await worker.close()
    return found


async def test_opening_asks_the_person_where_there_is_a_choice() -> None:
    choice = await outcome(Wish())
    assert isinstance(choice, ChooseConnection)
    assert choice.default_id == choice.connections[0].id
    pinned = await outcome(Wish(connection_id=choice.connections[1].id))
    assert isinstance(pinned, ChooseAccount)
    assert pinned.connection.id == choice.connections[1].id
    second = pinned.accounts[1]
    habit = Wish(remembered_connection_id=pinned.connection.id, remembered_account_id=second.id)
    remembered = await outcome(habit)
    assert isinstance(remembered, Ready)
    assert (remembered.connection.id, remembered.account.id) == (pinned.connection.id, second.id)
    named = await outcome(Wish(account_id=second.id, takes_default=True))
    assert isinstance(named, Ready)
    assert named.account.id == second.id


async def test_opening_says_what_is_not_there() -> None:
    assert isinstance(await outcome(Wish(), connections=("PENDING",)), NoConnections)
    assert isinstance(await outcome(Wish(), connections=()), NoConnections)
    assert isinstance(await outcome(Wish(), connections=("ACTIVE",), accounts=0), NoAccounts)
    assert isinstance(await outcome(Wish(connection_id="no-such")), UnknownConnection)
    unknown = await outcome(Wish(account_id="ACC0", takes_default=True))
    assert isinstance(unknown, UnknownAccount)
    assert len(unknown.accounts) == 2


async def test_what_is_remembered_and_gone_is_only_a_habit() -> None:
    app, worker = demo(connections=("ACTIVE",), accounts=1)
    found = await open_account(worker, Wish(remembered_connection_id="gone", remembered_account_id="ACC0"))
    await breathe()
    assert isinstance(found, Ready)
    assert worker.gateway.connection_id == found.connection.id
    assert app.request_count <= 3
    await settle(worker)
    await worker.close()
