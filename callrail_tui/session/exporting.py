"""One export: page after page in relative mode, each written and journalled before the next is asked for (wire 3.2).

The number of requests is the number of pages. A call that comes again, since others arrived above it, is known by its
id, of which eight bytes are kept for each call; the ids stand in the journal too, so that this holds across a kill,
whatever the order of the list and however long the break.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from callrail_tui.errors import (
    BadReply,
    BudgetSpent,
    CallrailTuiError,
    NotFound,
    RateLimited,
    TimedOut,
    Unavailable,
    Unreachable,
    Withdrawn,
)
from callrail_tui.model.call import Call
from callrail_tui.model.export_formats import closing, lines, opening
from callrail_tui.model.export_plan import ExportState, Plan, Progress, Source
from callrail_tui.model.read import Json
from callrail_tui.model.seen_ids import SeenIds, digest, packed, unpacked
from callrail_tui.session.facts import ExportChanged, ExportEnded, Fact
from callrail_tui.session.ticket import Ticket
from callrail_tui.session.urgency import Urgency
from callrail_tui.session.worker import Worker
from callrail_tui.storage.export_file import ExportFile, Note, NotWritten

if TYPE_CHECKING:
    from pathlib import Path

    from callrail_tui.gateway.client import Gateway

_PASSING: Final = (Unreachable, TimedOut, Unavailable)
"""What may be over in a while."""
_TRIES: Final = 6
_LONGEST_WAIT: Final = 300.0
_FIRST_WAIT: Final = 10.0
_BUDGET_WAIT: Final = 15.0
"""Seconds between two looks at the budget, which cost nothing."""
_SAME_PAGES: Final = 8
"""Pages in a row without a new call: more than any drift, so the server does not turn the page."""

_serial = itertools.count()


class Repeats(BadReply):
    """The server gives the same calls again and again."""

    title = "CallRail sends only calls that are in the file already."
    hint = "Export fewer days at once (d); what is written stays."


class StrangeHost(BadReply):
    """The next page would lie elsewhere (wire 3.3)."""

    title = "CallRail names a strange host for the next page, so the export stopped there."
    hint = "Check the gateway's address; going on asks the gateway for the page, never that host."


class Step(NamedTuple):
    """What one request brought."""

    calls: tuple[Json, ...]
    more: bool
    refused: frozenset[str] = frozenset()
    gone: int = 0
    stranger: str | None = None


class Export:
    """Reads and writes on its own until it is done, paused or stopped; what is on the wire is always written."""

    def __init__(
        self,
        worker: Worker,
        account_id: str,
        plan: Plan,
        file: ExportFile,
        report: Callable[[Fact], None],
        *,
        loaded: Iterable[Json] = (),
        replace: bool = False,
        notes: Iterable[Note] = (),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.plan = plan
        self._worker = worker
        self._account_id = account_id
        self._file = file
        self._report = report
        self._loaded = tuple(loaded)
        self._replace = replace
        self._sleep = sleep
        self._seen = SeenIds()
        self._sheet = plan.sheet
        self._wanted = frozenset(plan.ids) if plan.source is Source.PAGES else frozenset[str]()
        self._offset = self._count = self._gone = self._same = self._failures = 0
        self._more = True
        self._has_begun = self._is_woken = False
        self._path = file.target
        self._state = ExportState.PAUSED
        self._error: CallrailTuiError | None = None
        self._task: asyncio.Task[None] | None = None
        self._ticket: Ticket[Step] | None = None
        self._nap: asyncio.Future[None] | None = None
        self._recall(notes)

    @property
    def progress(self) -> Progress:
        """How far it is."""
        known = self.plan.requests
        steps = None if known is None else max(known, self._offset + self._more)
        return Progress(
            self._state,
            self._path,
            self._offset,
            steps if self._more else self._offset,
            self._count,
            self.plan.expected,
            self._error,
            self._gone,
            tuple(name for name in self.plan.sheet.fields if name not in self._sheet.fields),
        )

    @property
    def _is_paused(self) -> bool:
        return self._state is ExportState.PAUSED

    # The person -------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Begin, or go on where it was paused or stopped."""
        if self.progress.is_over:
            return
        self._failures = self._same = 0
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
        self._file.close()

    async def discard(self) -> None:
        """Stop and delete what is written."""
        await self.close()
        if not self.progress.is_over:
            self._file.discard()

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

    async def _next(self) -> Step | None:
        """The next step; None where there was something to wait for, or it was paused."""
        if self.plan.source is Source.LOADED:
            return Step(self._loaded, more=False)
        self._ticket = self._worker.submit(("export", next(_serial)), self._ask(), Urgency.REFRESH)
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

    def _ask(self) -> Callable[[Gateway], Awaitable[Step]]:
        account_id, query, offset = self._account_id, self.plan.query, self._offset
        wanted, call_ids, fields = self._wanted, self.plan.ids, self.plan.query.fields

        async def page(gateway: Gateway) -> Step:
            answer = await gateway.calls.relative_page(account_id, query, offset)
            found = tuple(call.raw for call in answer.items if not wanted or call.id in wanted)
            more = answer.has_next or answer.stopped_by is not None
            return Step(found, more, gateway.calls.refused_in_relative, stranger=answer.stopped_by)

        async def single(gateway: Gateway) -> Step:
            more = offset + 1 < len(call_ids)
            try:
                call: Call = await gateway.calls.get(account_id, call_ids[offset], fields)
            except NotFound:
                return Step((), more, gone=1)
            return Step((call.raw,), more, gateway.calls.refused_fields)

        return single if self.plan.source is Source.SINGLES else page

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

    def _check(self, step: Step) -> None:
        if step.stranger is not None:
            raise StrangeHost(detail=step.stranger)
        if self._same >= _SAME_PAGES and self._more:
            raise Repeats

    # The file, in a thread of its own -----------------------------------------------------------------------------

    def _write(self, step: Step) -> None:
        """Put a step on disk; whatever fails, nothing here has changed."""
        sheet = self._sheet
        if not self._has_begun:
            sheet = sheet._replace(fields=tuple(name for name in sheet.fields if name not in step.refused))
        calls, digests = self._new_of(step.calls)
        data = b"" if self._has_begun else opening(sheet)
        data += lines(sheet, calls, is_first=self._count == 0)
        count, gone = self._count + len(calls), self._gone + step.gone
        more = step.more and not (self._wanted and count >= len(self._wanted))
        note: Note = {
            "offset": self._offset + 1, "count": count, "gone": gone, "more": more, "ids": packed(digests),
        }  # fmt: skip
        if not self._has_begun:
            note["fields"] = list(sheet.fields)
        self._file.append(data, note)
        self._sheet, self._has_begun = sheet, True
        self._seen.add(digests)
        self._same = 0 if calls or self._wanted else self._same + 1
        self._offset, self._count, self._gone, self._more = self._offset + 1, count, gone, more

    def _new_of(self, calls: Iterable[Json]) -> tuple[list[Json], list[int]]:
        """Those that were not written yet; a call without an id cannot be told from others, so it is."""
        fresh: dict[int, None] = {}
        kept: list[Json] = []
        for raw in calls:
            call_id = raw.get("id")
            if isinstance(call_id, str) and call_id:
                one = digest(call_id)
                if one in fresh or one in self._seen:
                    continue
                fresh[one] = None
            kept.append(raw)
        return kept, list(fresh)

    def _finish(self) -> Path:
        if self._wanted:
            self._gone = len(self._wanted) - self._count
        return self._file.finish(closing(self._sheet), replace=self._replace)

    def _recall(self, notes: Iterable[Note]) -> None:
        """Know again what was written before; NotWritten where the journal makes no sense."""
        try:
            for note in notes:
                if "fields" in note:
                    self._sheet = self._sheet._replace(fields=tuple(map(str, note["fields"])))
                self._seen.add(unpacked(note["ids"]))
                self._offset, self._count, self._gone = int(note["offset"]), int(note["count"]), int(note["gone"])
                self._more, self._has_begun = note["more"] is True, True
        except (KeyError, TypeError, ValueError) as error:
            raise NotWritten("What is left of this export cannot be read.", "Delete it, and begin anew.") from error
