"""The background worker: the only caller of the gateway (robustness 2.3: what is on the wire is never cancelled)."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar

from callrail_tui.errors import (
    BudgetSpent,
    CallrailTuiError,
    GatewayFault,
    RateLimited,
    TimedOut,
    Unavailable,
    Unreachable,
    Withdrawn,
)
from callrail_tui.session.budget import Budget
from callrail_tui.session.pace import MARGIN, Pace
from callrail_tui.session.ticket import Job, Ticket
from callrail_tui.session.urgency import Urgency

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

__all__ = ["LANES", "STARTS_PER_SECOND", "Ticket", "Urgency", "Worker"]

T = TypeVar("T")

LANES = 4
STARTS_PER_SECOND = 8
FAULTS_IN_A_ROW = 5
"""So many requests that failed one after the other stop the queue: then one looks again every 15 s."""
_BACKGROUND: Final = (Urgency.PREFETCH, Urgency.REFRESH)

_UNTIL_ONE_ENDS: Final = float("inf")

_current: ContextVar[Job | None] = ContextVar("current_job", default=None)


def _ignore_change() -> None:
    """Nobody listens yet."""


def _ignore_outcome(error: CallrailTuiError | None) -> None:
    """Nobody listens yet; the tickets tell."""


class Worker:
    """Takes tickets in order of urgency and runs them in few lanes, at a bounded pace, within the budget."""

    def __init__(
        self,
        connect: Callable[[Worker], Gateway],
        budget: Budget,
        *,
        lanes: int = LANES,
        starts_per_second: int = STARTS_PER_SECOND,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.budget = budget
        budget.follow(self._budget_changed)
        self.on_change: Callable[[], None] = _ignore_change
        """Called when the budget, its parking or the number of requests on the wire changed."""
        self.on_outcome: Callable[[CallrailTuiError | None], None] = _ignore_outcome
        """Called with what stood in a request's way, or None when its answer came."""
        self.gateway = connect(self)
        self._lanes = max(2, lanes)
        self._pace = Pace(starts_per_second)
        self._clock = clock
        self._sleep = sleep
        self._jobs: dict[Hashable, Job] = {}
        self._queues: dict[Urgency, OrderedDict[Hashable, Job]] = {urgency: OrderedDict() for urgency in Urgency}
        self._running: dict[Job, asyncio.Task[None]] = {}
        self._wake: asyncio.Task[None] | None = None
        self._wake_at = 0.0
        self._has_probed = False
        self._faults = 0
        self._is_closed = False

    @property
    def busy(self) -> int:
        """Requests on the wire."""
        return len(self._running)

    @property
    def queued(self) -> int:
        """Requests that wait for their turn."""
        return sum(len(queue) for queue in self._queues.values())

    def submit(self, key: Hashable, run: Callable[[Gateway], Awaitable[T]], urgency: Urgency) -> Ticket[T]:
        """Ask for `run(gateway)`; a request with the same key that is queued or on the wire is joined instead."""
        job = self._jobs.get(key)
        if job is None:
            job = Job(key, run, urgency)
            if not self._is_closed:
                self._jobs[key] = job
                self._queues[urgency][key] = job
        elif urgency < job.urgency:
            if not job.is_started:
                del self._queues[job.urgency][key]
                self._queues[urgency][key] = job
            job.urgency = urgency
        ticket: Ticket[T] = Ticket(job, self._drop)
        if self._is_closed:
            ticket.withdraw()
        self._pump()
        return ticket

    async def admit(self) -> None:
        """Let one attempt on the wire: wait for its turn, then count it. Raises BudgetSpent."""
        job = _current.get()
        if not self.budget.allows(job.urgency if job is not None else Urgency.EDIT):
            raise BudgetSpent
        granted_at = job.granted_at if job is not None else None
        if job is not None:
            job.granted_at = None
        if granted_at is None or self._clock() - granted_at > MARGIN / 2:
            while delay := self._pace.delay(self._clock()):
                await self._sleep(delay)
            self._pace.note(self._clock())
        self.budget.note_attempt(self._clock())
        self.on_change()

    async def close(self, grace: float = 2.0) -> None:
        """Withdraw what is queued, give what is on the wire `grace` seconds, then close the client."""
        self._is_closed = True
        self.budget.unfollow(self._budget_changed)
        if self._wake is not None:
            self._wake.cancel()
        for job in [job for job in self._jobs.values() if not job.is_started]:
            for ticket in list(job.tickets):
                ticket.withdraw()
        if self._running:
            await asyncio.wait(self._running.values(), timeout=grace)
        left = list(self._running.values())
        await self.gateway.aclose()
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _budget_changed(self) -> None:
        self.on_change()

    def _drop(self, job: Job) -> None:
        self._queues[job.urgency].pop(job.key, None)
        if self._jobs.get(job.key) is job:
            del self._jobs[job.key]

    def _pump(self) -> None:
        while not self._is_closed and (urgency := self._next_urgency()) is not None:
            now = self._clock()
            if delay := self._hold(urgency, now):
                if delay != _UNTIL_ONE_ENDS:
                    self._wake_in(delay)
                return
            key, job = self._queues[urgency].popitem(last=False)
            if self.budget.allows(urgency):
                self._start(job, now)
            else:
                del self._jobs[key]
                self._deliver(job, BudgetSpent())

    def _next_urgency(self) -> Urgency | None:
        """The most urgent kind that waits and has a lane; one lane is always kept free for VIEW."""
        for urgency in Urgency:
            if self._queues[urgency]:
                free = self._lanes - len(self._running)
                background = sum(job.urgency in _BACKGROUND for job in self._running)
                if free > (urgency is not Urgency.VIEW) and not (urgency in _BACKGROUND and background):
                    return urgency
        return None

    def _hold(self, urgency: Urgency, now: float) -> float:
        """Seconds that the next start has to wait: for the pace, or for a 429 to pass with single probes."""
        if self.budget.parked_until is not None and not _is_control(next(iter(self._queues[urgency].values()))):
            if self._running:
                return _UNTIL_ONE_ENDS
            parked = self.budget.parked_seconds
            if parked and (urgency is not Urgency.VIEW or self._has_probed):
                return parked
        return self._pace.delay(now)

    def _start(self, job: Job, now: float) -> None:
        if self.budget.parked_seconds > 0 and not _is_control(job):
            self._has_probed = True
        self._pace.note(now)
        job.granted_at = now
        job.is_started = True
        self._running[job] = asyncio.create_task(self._carry(job), name=f"request {job.key!r}", context=job.context)
        self.on_change()

    async def _carry(self, job: Job) -> None:
        """Run one job to its end: whatever happens in it is delivered, and the worker goes on."""
        _current.set(job)
        outcome: Any
        try:
            outcome = await job.run(self.gateway)
            error = None
        except CallrailTuiError as problem:
            outcome = error = problem
        except Exception as fault:
            outcome = error = CallrailTuiError("This request failed by a fault of the program.", "Please report it.")
            error.__cause__ = fault
            asyncio.get_running_loop().call_exception_handler({"message": "A request failed.", "exception": fault})
        except asyncio.CancelledError:
            self._finish(job, Withdrawn())
            raise
        self._settle_parking(error, job)
        self._finish(job, outcome)
        self.on_outcome(error)

    def _settle_parking(self, error: CallrailTuiError | None, job: Job) -> None:
        """A 429 parks the queue, faults one after the other let it rest; any other answer shows that it is over."""
        if isinstance(error, RateLimited):
            self._faults = 0
            self.budget.park(error.retry_after)
            self._wake_in(self.budget.parked_seconds)
        elif _is_outage(error, job.urgency):
            self._faults += 1
            if self._faults >= FAULTS_IN_A_ROW:
                self._has_probed = False
                self.budget.rest()
                self._wake_in(self.budget.parked_seconds)
        elif not isinstance(error, BudgetSpent):
            self._faults = 0
            if self.budget.parked_until is not None and not _is_control(job):
                self._has_probed = False
                self.budget.release()

    def _finish(self, job: Job, outcome: Any) -> None:
        del self._running[job]
        del self._jobs[job.key]
        self._deliver(job, outcome)
        self.on_change()
        self._pump()

    def _deliver(self, job: Job, outcome: Any) -> None:
        # Each ticket knows its job: told, the job lets go of them, or a page would stay until cycles are looked for.
        tickets, job.tickets = job.tickets, []
        for ticket in tickets:
            if isinstance(outcome, Exception):
                ticket.fail(outcome)
            else:
                ticket.settle(outcome)

    def _wake_in(self, delay: float) -> None:
        due = self._clock() + delay
        if self._wake is not None and not self._wake.done():
            if self._wake_at <= due:
                return
            self._wake.cancel()
        self._wake_at = due
        self._wake = asyncio.create_task(self._pump_later(delay), name="worker wakes")

    async def _pump_later(self, delay: float) -> None:
        await self._sleep(max(delay, 0.0))
        self._wake = None
        if parked := self.budget.parked_seconds:
            self._wake_in(parked)
        self.on_change()
        self._pump()


def _is_outage(error: CallrailTuiError | None, urgency: Urgency) -> bool:
    """Whether it says that the service fails; a 500 to a PUT is as often about what it holds (wire 8.5, value)."""
    if isinstance(error, GatewayFault):
        return urgency is not Urgency.EDIT
    return isinstance(error, (Unavailable, Unreachable, TimedOut))


def _is_control(job: Job) -> bool:
    """Whether it goes to the control host, where CallRail's limit neither holds nor shows (wire 1.1)."""
    return isinstance(job.key, tuple) and bool(job.key) and job.key[0] in ("connections", "connection")
