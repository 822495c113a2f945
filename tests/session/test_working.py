"""The work-through's queue over the embedded gateway: every card once, whatever is decided, and kept over restarts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from callrail_tui.demo.asgi import DemoApp
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.model.call import Call, Outcome
from callrail_tui.model.directory import decode_account
from callrail_tui.model.edit import LEAD, SPAM, TAGS, Change, TagDelta, change
from callrail_tui.model.query import CallQuery
from callrail_tui.model.views import view_query
from callrail_tui.model.work import Order, Pile, is_untouched, work_of
from callrail_tui.session.budget import Budget
from callrail_tui.session.opening import Ready, Wish, open_account
from callrail_tui.session.session import Session
from callrail_tui.session.work_log import CHUNK, NAME, kept_work
from callrail_tui.session.working import Work
from tests.session.connected import connect, settle
from tests.session.list_server import ListServer
from tests.session.memory_edits import MemoryEdits

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
TODAY = date(2026, 3, 15)
QUERY = view_query("all", TODAY)
SMALL = QUERY.changed(start_date="2026-03-14", end_date="2026-03-16")


class Place:
    """A session on a gateway, and the work in it."""

    def __init__(self, app: Any, session: Session, edits: MemoryEdits) -> None:
        self.app, self.session, self.edits = app, session, edits
        self.changes = 0
        self.came = asyncio.Event()
        self.now = 1_000.0

    def _changed(self) -> None:
        self.changes += 1
        self.came.set()

    def work(self, query: CallQuery = QUERY, order: Order = Order.NEWEST) -> Work:
        asked, is_checked = work_of(query, TODAY)
        return Work.started(
            self.session, asked, is_checked=is_checked, order=order, changed=self._changed, clock=lambda: self.now
        )

    async def begun(self, query: CallQuery = QUERY, order: Order = Order.NEWEST) -> Work:
        work = self.work(query, order)
        await self.settled()
        return work

    async def settled(self) -> None:
        await settle(self.session.worker)

    def resumed(self) -> Work:
        kept = kept_work(self.edits)  # type: ignore[arg-type]
        assert kept is not None
        return Work.resumed(self.session, kept, changed=self._changed, clock=lambda: self.now)

    async def put(self, call_id: str, **body: Any) -> None:
        """Somebody changes a call at the server."""
        await self.session.worker.gateway.calls.update(self.session.account.id, call_id, body)

    async def all_calls(self, query: CallQuery) -> list[Call]:
        """Everything that the server has for a question."""
        found: list[Call] = []
        number = 1
        while True:
            page = await self.session.worker.gateway.calls.page(self.session.account.id, query, number)
            found += page.items
            if page.is_last:
                return found
            number += 1


async def place(app: Any = None, budget: Budget | None = None, **settings: Any) -> Place:
    app = app or DemoApp(DemoSettings(now=lambda: NOW, **settings))
    worker = connect(app, budget=budget)
    if isinstance(app, DemoApp):
        ready = await open_account(worker, Wish(takes_default=True))
        assert isinstance(ready, Ready)
        session = Session(worker, ready.account, ready.connection, today=lambda: TODAY)
    else:
        session = Session(worker, decode_account({"id": "ACC1"}), today=lambda: TODAY)
    edits = MemoryEdits()
    session.edits = edits  # type: ignore[assignment]
    return Place(app, session, edits)


async def held(query: CallQuery) -> tuple[Place, Work, asyncio.Event]:
    """Work whose first cards are known, while no whole call is answered before the event is set."""
    release = asyncio.Event()

    async def intercept(method: str, path: str) -> None:
        if method == "GET" and "/calls/CAL" in path:
            await release.wait()

    at = await place(intercept=intercept)
    work = at.work(query)
    await at.came.wait()
    return at, work, release


def list_requests(app: DemoApp) -> list[str]:
    return [one.query for one in app.log if one.path.endswith("/calls.json")]


def call_reads(app: DemoApp) -> list[str]:
    return [one.path for one in app.log if "/calls/CAL" in one.path and one.method == "GET"]


async def walk(at: Place, work: Work, deal: Callable[[Call], Any]) -> list[Call]:
    """Deal with every card until the pass is over."""
    seen: list[Call] = []
    while not work.is_over:
        if work.current is None:
            await at.settled()
            continue
        seen.append(work.current)
        result = deal(work.current)
        if asyncio.iscoroutine(result):
            await result
        if len(seen) % 7 == 0:
            await at.settled()
    return seen


async def test_every_untouched_call_comes_up_once_newest_first() -> None:
    at = await place()
    asked, _ = work_of(QUERY, TODAY)
    expected = [call.id for call in await at.all_calls(asked) if is_untouched(call)]
    assert len(expected) > 250
    work = await at.begun()
    seen = await walk(at, work, lambda call: work.decided(call.id))
    assert [call.id for call in seen] == expected
    assert work.progress.done == work.progress.total == len(expected)
    assert work.progress.is_exact


async def test_none_is_skipped_while_decided_calls_leave_the_servers_list() -> None:
    at = await place()
    asked, _ = work_of(QUERY, TODAY)
    expected = {call.id for call in await at.all_calls(asked) if is_untouched(call)}
    before = len(list_requests(at.app))
    work = await at.begun()

    async def judge(call: Call) -> None:
        await at.put(call.id, lead_status="not_a_lead")
        work.decided(call.id)

    seen = await walk(at, work, judge)
    assert Counter(call.id for call in seen) == Counter(expected)
    assert len(list_requests(at.app)) - before <= -(-len(expected) // 250) + 2


async def test_none_is_skipped_while_colleagues_empty_the_list_in_front_of_the_next_page() -> None:
    server = ListServer(700)
    at = await place(server)
    work = await at.begun(QUERY.changed(search="x"))
    wanted = list(server.ids)
    for gone in range(0, 240, 2):
        server.ids.remove(wanted[gone])
    server.arrive(3)
    seen = await walk(at, work, lambda call: work.reviewed())
    assert {call.id for call in seen} >= set(wanted)
    assert max(Counter(call.id for call in seen).values()) == 1


async def test_pages_are_asked_for_only_when_few_cards_are_left() -> None:
    at = await place()
    work = await at.begun()
    first = len(list_requests(at.app))
    assert not work.progress.is_exact
    assert work.progress.total is not None
    for _ in range(100):
        work.skip()
    await at.settled()
    assert len(list_requests(at.app)) == first
    while len(work.next_ids(30)) > 19:
        work.skip()
    await at.settled()
    assert len(list_requests(at.app)) == first + 1


async def test_the_whole_calls_of_the_card_and_the_next_two_are_read_each_once() -> None:
    at = await place()
    work = await at.begun(SMALL)
    expected = [work.current_id, *work.next_ids(2)]
    assert [path.rsplit("/", 1)[1] for path in call_reads(at.app)] == [f"{one}.json" for one in expected]
    work.skip()
    await at.settled()
    work.previous()
    await at.settled()
    assert len(call_reads(at.app)) == len(set(call_reads(at.app))) == 4
    assert all(at.session.details.get(one) for one in (work.current_id or "", *work.next_ids(2)))


async def test_a_card_that_comes_up_while_it_is_read_ahead_is_read_once_and_sooner() -> None:
    at, work, release = await held(SMALL)
    work.skip()
    work.skip()
    up = work.current_id or ""
    assert at.session.details.is_pending(up)
    release.set()
    await at.settled()
    assert at.session.details.get(up) is not None
    assert len(call_reads(at.app)) == len(set(call_reads(at.app)))


async def test_nothing_is_read_ahead_when_the_budget_is_nearly_spent() -> None:
    budget = Budget()
    at = await place(budget=budget)
    for _ in range(750):
        budget.note_attempt(0)
    before = len(call_reads(at.app))
    work = await at.begun(SMALL)
    assert work.current is not None
    assert len(call_reads(at.app)) == before + 1


async def test_missed_calls_come_first_then_voicemails_then_the_rest() -> None:
    at = await place()
    asked, _ = work_of(QUERY, TODAY)
    found = [call for call in await at.all_calls(asked) if is_untouched(call)]
    groups = {Outcome.MISSED: 0, Outcome.ABANDONED: 0, Outcome.VOICEMAIL: 1}
    expected = sorted(found, key=lambda call: groups.get(call.outcome, 2) if call.is_inbound else 2)
    work = await at.begun(order=Order.MISSED)
    seen = await walk(at, work, lambda call: work.decided(call.id))
    assert [call.id for call in seen] == [call.id for call in expected]
    assert work.progress.is_exact


async def test_oldest_first_and_another_order_on_the_way() -> None:
    at = await place()
    work = await at.begun(SMALL, Order.OLDEST)
    starts = [call.start for call in await walk(at, work, lambda call: work.skip())]
    assert starts == sorted(starts)  # type: ignore[type-var]
    work = await at.begun(SMALL)
    first = work.current
    work.decided(first.id if first else "")
    work.order_by(Order.OLDEST)
    assert work.current is None
    await at.settled()
    seen = await walk(at, work, lambda call: work.decided(call.id))
    assert len(seen) == len(starts) - 1
    assert first not in seen
    assert seen[0].start == starts[0]


async def test_skipped_and_deferred_cards_come_again_when_asked_for() -> None:
    at = await place()
    work = await at.begun(SMALL)
    skipped, deferred = work.current_id, None
    work.skip()
    deferred = work.current_id
    work.defer()
    work.reviewed()
    await walk(at, work, lambda call: work.decided(call.id))
    told = work.progress
    assert (told.skipped, told.deferred, told.reviewed) == (1, 1, 1)
    assert told.total == told.done + 2
    assert work.again(Pile.DEFERRED) == 1
    assert work.current_id == deferred
    work.decided(deferred or "")
    assert work.is_over
    assert work.again(Pile.SKIPPED) == 1
    assert work.current_id == skipped
    work.skip()
    assert work.is_over
    assert work.progress.skipped == 1
    assert work.progress.total == work.progress.done + 1


async def test_back_and_forth_loses_no_card() -> None:
    at = await place()
    work = await at.begun(SMALL)
    assert not work.previous()
    first = work.current_id or ""
    work.decided(first)
    second = work.current_id
    assert work.previous()
    assert (work.current_id, work.pile) == (first, Pile.DECIDED)
    work.skip()
    assert work.current_id == second
    assert work.progress.done == 1
    assert work.progress.skipped == 0


async def test_what_is_taken_back_is_up_again_and_not_done() -> None:
    at = await place()
    work = await at.begun(SMALL)
    first = work.current_id or ""
    work.decided(first)
    second = work.current_id
    assert work.went_back(first)
    assert (work.current_id, work.pile, work.progress.done) == (first, None, 0)
    work.decided(first)
    assert work.current_id == second
    assert not work.went_back("CAL of another list")


async def test_a_call_that_a_colleague_judges_ahead_is_passed_over_and_counted() -> None:
    at, work, release = await held(SMALL)
    calls = [call.id for call in await at.all_calls(SMALL)]
    judged = work.next_ids(1)[0]
    await at.put(judged, note="mine already")
    release.set()
    await at.settled()
    work.skip()
    assert work.current_id == calls[2]
    assert [call.id for call in work.news] == [judged]
    assert (work.progress.passed, work.progress.done) == (1, 1)
    work.skip()
    assert work.news == []


async def test_a_call_that_we_changed_ourselves_is_not_taken_for_a_colleagues() -> None:
    at, work, release = await held(SMALL)
    ours = work.next_ids(1)[0]
    at.edits.decide([Change(ours, TAGS, TagDelta(add=("Hot",)))], words="Hot")
    await at.put(ours, tags=["Hot"])
    release.set()
    await at.settled()
    assert at.session.details.get(ours).tags == ("Hot",)  # type: ignore[union-attr]
    work.skip()
    assert work.current_id == ours
    assert work.judged == ()


async def test_a_card_that_is_up_stays_and_says_that_it_was_judged() -> None:
    at, work, release = await held(SMALL)
    up = work.current_id or ""
    await at.put(up, lead_status="not_a_lead" if work.current and work.current.lead_status else "good_lead")
    release.set()
    await at.settled()
    assert (work.current_id, work.judged) == (up, (LEAD,))
    work.skip()
    assert work.current_id != up
    assert work.progress.passed == 1


async def test_calls_decided_beside_their_card_need_none() -> None:
    at = await place()
    work = await at.begun(SMALL)
    beside = work.next_ids(1)[0]
    at.edits.decide([Change(beside, SPAM, True)], words="spam")
    work.decided(work.current_id or "")
    assert work.current_id != beside
    assert work.progress.done == 2


async def test_what_was_decided_in_the_list_is_not_offered() -> None:
    at = await place()
    asked, _ = work_of(QUERY, TODAY)
    found = [call for call in await at.all_calls(asked) if is_untouched(call)]
    at.edits.decide([change(found[0], LEAD, "good_lead")], words="good lead")
    work = await at.begun()
    assert work.current_id == found[1].id


async def test_after_a_restart_it_goes_on_at_the_same_card_with_its_piles() -> None:
    at = await place()
    work = await at.begun()
    for number in range(130):
        call_id = work.current_id or ""
        await at.put(call_id, lead_status="good_lead") if number % 10 else None
        work.skip() if number % 10 == 0 else work.decided(call_id)
        await at.settled()
    card, told = work.current_id, work.progress
    assert told.done == 117

    again = await place(at.app)
    again.edits.stored = at.edits.stored
    kept = kept_work(again.edits)  # type: ignore[arg-type]
    assert kept is not None
    assert (kept.done, kept.total, kept.at) == (117, told.total, card)
    resumed = again.resumed()
    assert resumed.current_id == card
    await again.settled()
    assert resumed.current_id == card
    assert (resumed.progress.done, resumed.progress.skipped) == (117, 13)
    asked, _ = work_of(QUERY, TODAY)
    left = {call.id for call in await again.all_calls(asked) if is_untouched(call)}
    seen = await walk(again, resumed, lambda call: resumed.decided(call.id))
    resumed.again(Pile.SKIPPED)
    seen += await walk(again, resumed, lambda call: resumed.decided(call.id))
    assert Counter(call.id for call in seen) == Counter(left)
    assert kept_work(again.edits) is None  # type: ignore[arg-type]


async def test_a_step_stores_little_however_long_the_work_is() -> None:
    at = await place()
    work = await at.begun()
    for _ in range(3 * CHUNK):
        work.skip()
        await at.settled()
    assert len(at.edits.stored[NAME]) < 100 * CHUNK
    assert sum(name != NAME for name in at.edits.stores) == 2
    assert at.resumed().progress.skipped == 3 * CHUNK


async def test_leaving_before_anything_is_done_leaves_nothing_to_resume() -> None:
    at = await place()
    work = await at.begun()
    work.close()
    assert kept_work(at.edits) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [7, {}, {"query": {"fields": 3}}, {"query": {}, "order": "newest", "chunks": "x"},
                                   {"query": {"date_range": "never"}, "order": "newest", "chunks": 0}])  # fmt: skip
def test_what_was_stored_and_cannot_be_read_is_no_work(value: object) -> None:
    edits = MemoryEdits()
    edits.store(NAME, value)
    assert kept_work(edits) is None  # type: ignore[arg-type]


async def test_a_page_that_does_not_come_says_why_and_comes_when_asked_again() -> None:
    refused = True

    async def intercept(method: str, path: str) -> int | None:
        return 403 if refused and path.endswith("/calls.json") else None

    at = await place(intercept=intercept)
    work = await at.begun()
    assert work.error is not None
    assert not work.is_over
    assert at.changes == 1
    refused = False
    work.retry()
    await at.settled()
    assert work.error is None
    assert work.current is not None


async def test_the_rate_and_the_time_left_follow_the_clock() -> None:
    at = await place()
    work = await at.begun(SMALL)
    for _ in range(4):
        at.now += 6
        work.reviewed()
    told = work.progress
    assert told.per_minute == pytest.approx(10)
    assert told.minutes_left == pytest.approx(((told.total or 0) - 4) / 10)


async def test_a_list_of_ones_own_has_an_exact_total_from_the_first_page_on() -> None:
    at = await place()
    work = await at.begun(QUERY.changed(start_date=(TODAY - timedelta(days=60)).isoformat()))
    assert work.progress.is_exact
    assert work.progress.total is not None
    assert work.progress.total > 250
