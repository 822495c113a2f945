"""One connected account, as the screens see it: its state, and facts about every change."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from callrail_tui.errors import (
    CallrailTuiError,
    GatewayError,
    GatewayFault,
    RateLimited,
    TimedOut,
    Unavailable,
    Unreachable,
)
from callrail_tui.model.directory import Account, Connection
from callrail_tui.model.query import CallQuery
from callrail_tui.model.views import moved_forward
from callrail_tui.session.budget import Budget
from callrail_tui.session.call_window import CallWindow
from callrail_tui.session.countdown import Countdown
from callrail_tui.session.details import Details
from callrail_tui.session.directory import COMPANIES, COUNTS, Directory
from callrail_tui.session.facts import (
    BudgetChanged,
    BusyChanged,
    Fact,
    HealthChanged,
    RowsFailed,
    RowsLoaded,
    TotalKnown,
)
from callrail_tui.session.watch import ArrivalsWatch
from callrail_tui.session.worker import Worker

if TYPE_CHECKING:
    from callrail_tui.session.administration import Administration
    from callrail_tui.session.asides import Asides
    from callrail_tui.session.edits import Edits
    from callrail_tui.session.exports import Exports
    from callrail_tui.session.insights import Insights
    from callrail_tui.session.outbox_place import OutboxPlace
    from callrail_tui.session.tag_book import TagBook

_EXPORT_GRACE = 0.5
"""Seconds that the end waits for an export's page on the wire: it would only be read again."""

Listener = Callable[[Fact], None]

_OUTAGE = (RateLimited, Unavailable, Unreachable, TimedOut, GatewayFault)


def _today() -> date:
    return datetime.now().astimezone().date()


def _now() -> datetime:
    return datetime.now(UTC)


class Session:
    """Calls, whole calls and directory of one account, over one worker."""

    def __init__(
        self,
        worker: Worker,
        account: Account,
        connection: Connection | None = None,
        *,
        read_only: bool = False,
        demo: bool = False,
        storage: OutboxPlace | None = None,
        player: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = _now,
        today: Callable[[], date] = _today,
    ) -> None:
        self.worker = worker
        self.account = account
        self.connection = connection
        self.read_only = read_only
        self.demo = demo
        self.is_certain = True
        """Whether it was looked up that this connection and account are there; what is remembered may be gone."""
        self.online = True
        """Whether the gateway answered last."""
        self.health_error: CallrailTuiError | None = None
        """What kept it from answering."""
        self._listeners: list[Listener] = []
        self._today = today
        self._opened_on = today()
        self._is_busy = False
        self._budget: tuple[int, int, float | None] | None = None
        self.window = CallWindow(worker, account.id, self._report, now=now)
        self.details = Details(worker, account.id, self._report)
        self.directory = Directory(worker, account.id, self._report)
        self._storage = storage
        self._player = player
        self._clock = clock
        self._sleep = sleep
        self._watch = ArrivalsWatch(worker, account.id, self.window, self._report, clock=clock, sleep=sleep)
        self._countdown = Countdown(worker.budget, lambda: self._report(BudgetChanged()), sleep)
        worker.on_change = self._worker_changed
        worker.on_outcome = self._request_ended

    @property
    def budget(self) -> Budget:
        """What is left of the hour and the day."""
        return self.worker.budget

    @cached_property
    def edits(self) -> Edits:
        """What the person decides: journalled, shown at once, sent after its hold."""
        from callrail_tui.session.editing import make_edits  # late: nothing is decided before the first page

        return make_edits(
            self.worker, self.account.id, self.window, self._report, self._storage,
            read_only=self.read_only, clock=self._clock, sleep=self._sleep,
        )  # fmt: skip

    @property
    def begun_edits(self) -> Edits | None:
        """The same once somebody has asked for it: until then nothing is decided, and nothing left over is known."""
        return self.__dict__.get("edits")

    @cached_property
    def tag_book(self) -> TagBook:
        """Where tags are made, changed and deleted."""
        from callrail_tui.session.tag_book import TagBook  # late: most runs change no tag

        return TagBook(self.worker, self.account.id, self.directory, read_only=self.read_only)

    @cached_property
    def asides(self) -> Asides:
        """What can be asked about one call beside the call itself."""
        from callrail_tui.session.asides import Asides  # late: the first page asks nothing of the kind

        return Asides(self.worker, lambda: self.account, self._player)

    @cached_property
    def insights(self) -> Insights:
        """Sums over calls."""
        from callrail_tui.session.insights import Insights  # late: not before somebody looks at them

        return Insights(self.worker, self.account.id, self._report)

    @cached_property
    def administration(self) -> Administration:
        """Users, integrations, notifications, accounts; a company or a tracker by itself."""
        from callrail_tui.session.administration import Administration  # late: not before somebody looks at them

        return Administration(self.worker, self.account.id)

    @cached_property
    def exports(self) -> Exports:
        """What is written to files of the person's."""
        from callrail_tui.session.exports import Exports  # late: most runs export nothing

        return Exports(self.worker, self.account.id, self._report, sleep=self._sleep)

    @property
    def begun_exports(self) -> Exports | None:
        """The same once somebody has asked for it."""
        return self.__dict__.get("exports")

    @property
    def arrived(self) -> int:
        """Calls that are known to be newer than the list."""
        return self._watch.arrived

    @property
    def scope_zone(self) -> str | None:
        """The zone of the company in scope, or of all companies when they share one; None: the machine's own."""
        scope = self.directory.company(self.window.query.company_id or "")
        if scope is not None:
            return scope.time_zone
        zones = {company.time_zone for company in self.directory.companies}
        return zones.pop() if len(zones) == 1 else None

    def identify(self, account: Account, connection: Connection) -> None:
        """The remembered account and connection are confirmed: now with their names."""
        self.account = account
        self.connection = connection
        self.settled()

    def settled(self) -> None:
        """The remembered place was looked up, whatever came of it: what waited for that is asked for."""
        if self.is_certain:
            return
        self.is_certain = True
        if self.window.total is None and self.window.failure(0) is not None:
            self.want_surroundings()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called with every fact, on the event loop; the answer unsubscribes it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def facts_so_far(self) -> list[Fact]:
        """What somebody has missed who listens only now: how the question on the wire was answered, if it was."""
        window = self.window
        if window.total is None:
            error = window.failure(0)
            return [] if error is None else [RowsFailed(window.generation, 0, 0, error)]
        last = max(0, min(window.total, window.query.per_page) - 1)
        return [TotalKnown(window.generation, window.total), RowsLoaded(window.generation, 0, last)]

    def open(self, query: CallQuery) -> None:
        """Ask for calls; what they belong to is asked for by `want_surroundings`."""
        self._opened_on = self._today()
        self.note_activity()
        if self.begun_edits is not None:
            self.begun_edits.settle_marks()
        self.window.open(query)

    def want_surroundings(self) -> None:
        """Ask for companies and counts where they are not known: once the calls are on the screen, or have failed."""
        if self.window.total is None and not self.is_certain:
            return  # The place may be gone: `settled` tells.
        if self.budget.parked_until is not None:
            return  # While a limit lasts one request may probe it, and that is the calls' own.
        if not self.directory.is_refused(COMPANIES):
            self.directory.want_companies()
        if self.window.total is not None and not self.directory.is_refused(COUNTS):
            self.directory.want_counts(self.window.query)

    async def first_answer(self) -> None:
        """Wait until the first page of calls came or failed."""
        if self.window.total is not None or self.window.failure(0) is not None:
            return
        answered = asyncio.get_running_loop().create_future()

        def hear(fact: Fact) -> None:
            if isinstance(fact, (TotalKnown, RowsFailed)) and not answered.done():
                answered.set_result(None)

        unsubscribe = self.subscribe(hear)
        try:
            await answered
        finally:
            unsubscribe()

    def refresh(self) -> None:
        """Read all that is shown anew, with the dates of a view moved forward to today."""
        query = moved_forward(self.window.query, self._opened_on, self._today())
        self.details.forget()
        self.directory.forget()
        self.open(query)

    def note_activity(self) -> None:
        """A key was pressed: the watch for arrivals runs only while somebody is there."""
        self._watch.note_activity()

    async def close(self, grace: float = 2.0) -> None:
        """Stop watching and sending, and close the worker, all in `grace` seconds; nothing is reported any more."""
        now = asyncio.get_running_loop().time
        until = now() + grace
        self._listeners.clear()
        await self._watch.close()
        await self._countdown.close()
        if self.begun_exports is not None:
            await self.begun_exports.close(min(grace, _EXPORT_GRACE))
        if "asides" in self.__dict__:
            await self.asides.close()
        if self.begun_edits is not None:
            await self.begun_edits.close(grace)
        await self.worker.close(max(0.0, until - now()))

    def _report(self, fact: Fact) -> None:
        """Tell every listener; what one raises goes to the loop's exception handler, and the others hear it as well."""
        if isinstance(fact, TotalKnown):
            self._watch.list_was_read()
        for listener in list(self._listeners):
            try:
                listener(fact)
            except Exception as fault:
                context = {"message": f"A listener failed at {type(fact).__name__}.", "exception": fault}
                asyncio.get_running_loop().call_exception_handler(context)

    def _worker_changed(self) -> None:
        budget = (self.budget.left_hour, self.budget.left_day, self.budget.parked_until)
        if budget != self._budget:
            self._budget = budget
            self._report(BudgetChanged())
            self._countdown.follow()
        if self.worker.busy and not self._is_busy:
            self._is_busy = True
            self._report(BusyChanged(True))
        elif not self.worker.busy and self._is_busy:
            # An answer is delivered after its request ended, and may ask for more: idle is what is left then.
            asyncio.get_running_loop().call_soon(self._tell_idle)
        if self.budget.parked_until is not None and not self.budget.parked_seconds:
            self._resume()

    def _tell_idle(self) -> None:
        if self._is_busy and not self.worker.busy:
            self._is_busy = False
            self._report(BusyChanged(False))

    def _resume(self) -> None:
        """A wait is over: what it kept from the view is asked for again; in an outage while somebody is there."""
        resting = self.budget.is_resting and self._watch.is_attended
        if self.window.has_failed_by(_OUTAGE if resting else RateLimited):
            self.window.retry()

    def _request_ended(self, error: CallrailTuiError | None) -> None:
        if error is None and self.begun_edits is not None:
            self.begun_edits.unpark()
        is_away = isinstance(error, (Unreachable, TimedOut))
        is_here = error is None or (isinstance(error, GatewayError) and not is_away)
        if (is_away and self.online) or (is_here and not self.online):
            self.online = is_here
            self.health_error = error if is_away else None
            self._report(HealthChanged(self.online, self.health_error, self.window.as_of))
