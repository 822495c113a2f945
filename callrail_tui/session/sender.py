"""When which call's edits are sent: holds, order, one sender among several windows, waits after trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from callrail_tui.errors import CallrailTuiError, NotJournalled, TimedOut, Unavailable, Unreachable
from callrail_tui.model.call import Call
from callrail_tui.model.edit import PENDING, SPAM, TOGETHER, UNSENT, Edit, State
from callrail_tui.session.bases import Bases, source_of
from callrail_tui.session.delivery import SENDABLE, Delivery
from callrail_tui.session.facts import EditsChanged, EditsTold, Fact
from callrail_tui.session.holds import Holds
from callrail_tui.session.journal import Journal
from callrail_tui.session.refusals import Outcome
from callrail_tui.storage.sender_lock import SenderLock

AT_ONCE: Final = 3
"""Calls that are being sent at a time: one lane is kept free for what the person is looking at."""
LOOK_EVERY: Final = 1.0
"""How often other windows are looked for."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0


class Sender:
    """Sends what is due, a few calls at a time, while it holds the lock of its account."""

    def __init__(
        self,
        delivery: Delivery,
        bases: Bases,
        journal: Journal,
        lock: SenderLock | None,
        holds: Holds,
        report: Callable[[Fact], None],
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.parked: CallrailTuiError | None = None
        """What keeps everything from being sent until somebody sees to it."""
        self.elsewhere = False
        """Whether another window sends."""
        self._delivery = delivery
        self._bases = bases
        self._journal = journal
        self._lock = lock
        self._holds = holds
        self._report = report
        self._clock = clock
        self._sleep = sleep
        self._is_sender = False
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._reading: dict[int, asyncio.Lock] = {}
        self._tries: dict[str, int] = {}
        self._retry_at: dict[str, float] = {}
        self._faults = 0
        self._rest_until = 0.0

    def start(self) -> None:
        """Begin to send: the list shows."""
        if self._loop is None:
            self._loop = asyncio.create_task(self._run(), name="outbox sender")

    def wake(self) -> None:
        """Something was decided, or may go on."""
        self._wake.set()

    def unpark(self) -> None:
        """The key or the connection may be good again."""
        if self.parked is not None and not isinstance(self.parked, NotJournalled):
            self.parked = None
            self.wake()

    def hasten(self, call_ids: Iterable[str]) -> None:
        """These need not wait any more, whatever failed before."""
        for call_id in call_ids:
            self._retry_at.pop(call_id, None)
            self._tries.pop(call_id, None)
        self._rest_until = 0.0
        self.wake()

    @property
    def left(self) -> int:
        """Calls that a quit waits for: not for spam in its grace, what is paused, or what another window sends."""
        if self.parked is not None or self.elsewhere:
            return 0
        return sum(
            any(edit.state in PENDING and edit.state is not State.PAUSED and edit.field != SPAM for edit in edits)
            for edits in map(self._journal.of_call, self._journal.waiting)
        )

    async def drain(self, on_left: Callable[[int], None], seconds: float) -> int:
        """End the holds and send for so long; how many calls are left."""
        self._holds.release(self._journal.waiting)
        self.hasten(list(self._journal.waiting))
        until = self._clock() + seconds
        told = -1
        while (left := self.left) and self._clock() < until:
            if left != told:
                told = left
                on_left(left)
            await self._sleep(0.05)
        return self.left

    async def close(self, grace: float) -> None:
        """Stop; what is on the wire has `grace` seconds to be answered, and is unsure at the next start otherwise."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        running = list(self._running.values())
        if running:
            await asyncio.wait(running, timeout=grace)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        if self._lock is not None:
            self._lock.release()

    # One turn after the other -----------------------------------------------------------------------------------

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                wait = self._turn()
            except NotJournalled as problem:
                self._park(problem)
                wait = LOOK_EVERY
            timer = asyncio.ensure_future(self._sleep(wait))
            waker = asyncio.ensure_future(self._wake.wait())
            try:
                await asyncio.wait({timer, waker}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                timer.cancel()
                waker.cancel()

    def _turn(self) -> float:
        """Send what is due; seconds until something may be due again."""
        if not self._has_lock():
            self._journal.follow()
            return LOOK_EVERY
        for edit in self._journal.follow():
            if edit.state in UNSENT:
                self._holds.begin(edit.call_id, edit.field)
        now = self._clock()
        if self.parked is not None or now < self._rest_until:
            return LOOK_EVERY
        soonest = LOOK_EVERY
        for call_id in self._journal.waiting:
            if len(self._running) >= AT_ONCE:
                break
            if call_id in self._running:
                continue
            edits, wait = self._due(call_id)
            wait = max(wait, self._retry_at.get(call_id, 0.0) - now)
            if edits and wait <= 0:
                self._running[call_id] = asyncio.create_task(self._send(call_id, edits), name=f"sending {call_id}")
            elif edits:
                soonest = min(soonest, wait)
        return max(0.01, soonest)

    def _has_lock(self) -> bool:
        if self._is_sender:
            return True
        try:
            taken = self._lock is None or self._lock.take()
        except OSError as error:
            raise NotJournalled(
                f"The state folder knows no locks, so two windows might send one edit: {error.strerror}.",
                "Set XDG_STATE_HOME to a folder on a local disk.",
            ) from error
        if taken:
            self._is_sender, self.elsewhere = True, False
            self._take_over()
        elif not self.elsewhere:
            self.elsewhere = True
            self._report(EditsChanged(frozenset()))
        return taken

    def _take_over(self) -> None:
        """Holds start anew; what was on the wire when the last sender ended is read before anything else."""
        self._journal.restart()
        left_over = 0
        for call_id in self._journal.waiting:
            edits = [edit for edit in self._journal.of_call(call_id) if edit.state in PENDING]
            left_over += any(not self._journal.is_own(edit) for edit in edits)
            for edit in edits:
                if edit.state in UNSENT:
                    self._holds.begin(call_id, edit.field)
        if left_over:
            were = "call decided last time is" if left_over == 1 else "calls decided last time are"
            self._report(EditsTold(f"{left_over:,} {were} being sent now; O shows what."))

    def _due(self, call_id: str) -> tuple[list[Edit], float]:
        """What would be sent next of a call, and in how many seconds; nothing where it all waits for something else."""
        edits = self._journal.of_call(call_id)
        others = [edit for edit in edits if edit.field != SPAM and edit.state in PENDING]
        ready = [edit for edit in others if edit.state in SENDABLE]
        together = [edit for edit in ready if edit.field in TOGETHER]
        if ready:
            return together or ready, self._holds.left(call_id, is_spam=False)
        # A paused or unsettled field would be lost behind the report of spam, after which the call is hidden.
        if others or any(edit.state is State.CONFLICT and edit.field != SPAM for edit in edits):
            return [], 0.0
        spam = [edit for edit in edits if edit.field == SPAM and edit.state in SENDABLE]
        return spam, self._holds.left(call_id, is_spam=True)

    async def _send(self, call_id: str, edits: list[Edit]) -> None:
        try:
            if edits[0].field == SPAM:
                outcome = await self._delivery.send_spam(call_id, edits)
            else:
                outcome = await self._delivery.send_fields(call_id, edits, await self._base_of(call_id, edits))
            self._after(call_id, outcome)
        except NotJournalled as problem:
            self._park(problem)
        finally:
            self._bases.note_sent(call_id)
            del self._running[call_id]
            self.wake()

    async def _base_of(self, call_id: str, edits: list[Edit]) -> Call | None:
        """What a bulk decision's pages tell of the call; the first call of it has them read."""
        act = max(edit.act for edit in edits)  # Pages that were read for an earlier decision are older than this one.
        source = source_of(self._journal.acts[act].query) if act in self._journal.acts else None
        if source is None or any(edit.state is State.UNSURE for edit in edits):
            return None
        async with self._reading.setdefault(act, asyncio.Lock()):
            if not self._bases.is_read(act):
                await self._bases.read(act, source)
        return self._bases.take(act, call_id)

    def _after(self, call_id: str, outcome: Outcome) -> None:
        problem, now = self._delivery.problem, self._clock()
        if outcome is Outcome.OVER:
            self._tries.pop(call_id, None)
            self._retry_at.pop(call_id, None)
            self._faults = 0
        elif outcome is Outcome.PARKED and problem is not None:
            self._park(problem)
        elif outcome is Outcome.LATER or isinstance(problem, (Unreachable, TimedOut, Unavailable)):
            self._faults += 1
            self._rest_until = now + _wait(self._faults)
        else:
            tries = self._tries[call_id] = self._tries.get(call_id, 0) + 1
            self._retry_at[call_id] = now + _wait(tries)

    def _park(self, problem: CallrailTuiError) -> None:
        if self.parked is None:
            self.parked = problem
            self._report(EditsTold(f"What was decided waits in the outbox (O). {problem.title}", is_warning=True))


def _wait(tries: int) -> float:
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(tries - 1, 10))
