"""What runs beside the work, a request at a time, until it is done, paused or stopped: exports and reports."""

from __future__ import annotations

import asyncio
import itertools
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from callrail_tui.errors import (
    BudgetSpent,
    CallrailTuiError,
    RateLimited,
    TimedOut,
    Unavailable,
    Unreachable,
    Withdrawn,
)
from callrail_tui.model.export_plan import ExportState, Progress
from callrail_tui.session.export_facts import ExportChanged, ExportEnded, ExportFact
from callrail_tui.session.ticket import Ticket
from callrail_tui.session.urgency import Urgency
from callrail_tui.session.worker import Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

S = TypeVar("S")

_PASSING: Final = (Unreachable, TimedOut, Unavailable)
"""What may be over in a while."""
_TRIES: Final = 6
_LONGEST_WAIT: Final = 300.0
_FIRST_WAIT: Final = 10.0
_BUDGET_WAIT: Final = 15.0
"""Seconds between two looks at the budget, which cost nothing."""

_serial = itertools.count()


class BackgroundRun(Generic[S]):
    """Asks for one step after the other, at the urgency of what nobody waits for; what came is always written."""

    def __init__(
        self,
        worker: Worker,
        target: Path,
        report: Callable[[ExportFact], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._worker = worker
        self._path = target
        self._report = report
        self._sleep = sleep
        self._failures = 0
        self._more = True
        self._is_woken = False
        self._state = ExportState.PAUSED
        self._error: CallrailTuiError | None = None
        self._task: asyncio.Task[None] | None = None
        self._ticket: Ticket[S] | None = None
        self._nap: asyncio.Future[None] | None = None

    @property
    @abstractmethod
    def progress(self) -> Progress:
        """How far it is."""

    @abstractmethod
    def _ask(self) -> Callable[[Gateway], Awaitable[S]] | S:
        """The next request, or its answer where none is needed."""

    @abstractmethod
    def _write(self, step: S) -> None:
        """Keep what came, in a thread, and set `_more`; whatever fails, nothing has changed."""

    @abstractmethod
    def _finish(self) -> Path:
        """Give the file its name, in a thread."""

    @abstractmethod
    def _release(self) -> None:
        """Let go of the file."""

    @abstractmethod
    def _delete(self) -> None:
        """Delete what is written."""

    def _check(self, step: S) -> None:
        """Raise what keeps it from going on behind a step that is written."""

    @property
    def _is_paused(self) -> bool:
        return self._state is ExportState.PAUSED

    # The person -------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Begin, or go on where it was paused or stopped."""
        if self.progress.is_over:
            return
        self._failures = 0
        self._set(ExportState.RUNNING)
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="export")
            self._task.add_done_callback(self._ended)

    def pause(self) -> None:
        """Ask for nothing more; the page that is on the wire is still written."""
        if self.progress.is_at_work:
            self._set(ExportState.PAUSED)
            self._wake()

    async def close(self, grace: float = 2.0) -> None:
        """Stop and let go of the file: it can be gone on with, in this run or another."""
        self.pause()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=grace)
            if self._task is not None:
                self._task.cancel()
                await asyncio.wait({self._task})
        self._release()

    async def discard(self) -> None:
        """Stop and delete what is written."""
        await self.close()
        if not self.progress.is_over:
            self._delete()

    # Working ----------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        try:
            while self._more and not self._is_paused:
                step = await self._next()
                if step is not None:
                    await asyncio.to_thread(self._write, step)
                    self._set(ExportState.PAUSED if self._is_paused else ExportState.RUNNING)
                    self._check(step)
            if not self._more:
                self._path = await asyncio.to_thread(self._finish)
                self._set(ExportState.DONE)
                self._report(ExportEnded(self.progress))
        except CallrailTuiError as error:
            self._set(ExportState.STOPPED, error)
            self._report(ExportEnded(self.progress))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._set(ExportState.STOPPED, CallrailTuiError("The export failed by a fault of the program."))
            task.get_loop().call_exception_handler({"message": "An export failed.", "exception": fault})
        elif self._state is ExportState.RUNNING:
            self.go_on()  # It was paused and gone on with while the last page was written.

    async def _next(self) -> S | None:
        """The next step; None where there was something to wait for, or it was paused."""
        request = self._ask()
        if not callable(request):
            return request
        self._ticket = self._worker.submit(("export", next(_serial)), request, Urgency.REFRESH)
        try:
            step = await self._ticket
        except Withdrawn:
            if not self._is_woken:
                self._set(ExportState.PAUSED)  # The worker is closing.
            return None
        except CallrailTuiError as error:
            await self._wait_out(error)
            return None
        finally:
            self._ticket, self._is_woken = None, False
        self._failures = 0
        return step

    async def _wait_out(self, error: CallrailTuiError) -> None:
        """Wait where that helps; any other error is raised."""
        if isinstance(error, RateLimited):
            self._set(ExportState.WAITING, error)  # The worker keeps the next request until the limit is over.
        elif isinstance(error, BudgetSpent):
            self._set(ExportState.WAITING, error)
            while self._state is ExportState.WAITING and not self._worker.budget.allows(Urgency.REFRESH):
                await self._rest(_BUDGET_WAIT)
        elif isinstance(error, _PASSING) and self._failures < _TRIES:
            self._failures += 1
            self._set(ExportState.WAITING, error)
            await self._rest(min(_FIRST_WAIT * 2 ** (self._failures - 1), _LONGEST_WAIT))
        elif not self._is_paused:
            raise error

    async def _rest(self, seconds: float) -> None:
        """Wait so long, or until it is paused."""
        if self._state is not ExportState.WAITING:
            return
        self._nap = asyncio.get_running_loop().create_future()
        sleeper = asyncio.ensure_future(self._sleep(seconds))
        try:
            await asyncio.wait({sleeper, self._nap}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeper.cancel()
            self._nap = None

    def _wake(self) -> None:
        if self._ticket is not None:
            self._is_woken = self._ticket.withdraw()
        if self._nap is not None and not self._nap.done():
            self._nap.set_result(None)

    def _set(self, state: ExportState, error: CallrailTuiError | None = None) -> None:
        if self._is_paused and state is ExportState.WAITING:
            return
        self._state, self._error = state, error
        self._report(ExportChanged())
