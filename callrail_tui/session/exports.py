"""The exports of one session: at most one at a time, and those that an earlier run left over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.export_plan import Plan, Source, plan_of, resumable
from callrail_tui.model.read import Json
from callrail_tui.session.export_facts import ExportChanged, ExportFact
from callrail_tui.session.exporting import Export
from callrail_tui.session.urgency import Urgency
from callrail_tui.session.worker import Worker
from callrail_tui.storage import export_file
from callrail_tui.storage.export_file import ExportFile, LeftOver, NotWritten

if TYPE_CHECKING:
    from callrail_tui.session.reporting import ReportRun, ReportWish


class Exports:
    """Begins them, goes on with them, and knows the current one."""

    def __init__(
        self,
        worker: Worker,
        account_id: str,
        report: Callable[[ExportFact], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._worker = worker
        self._account_id = account_id
        self._report = report
        self._sleep = sleep
        self.current: Export | ReportRun | None = None
        """The one that runs, waits, is paused or stopped, or was the last to end."""

    @property
    def left(self) -> tuple[int, int]:
        """How many requests exports may still send, this hour and today: the rest is for what the person does."""
        return self._worker.budget.left_for(Urgency.REFRESH)

    @property
    def is_busy(self) -> bool:
        """Whether one is not done yet."""
        return self.current is not None and not self.current.progress.is_over

    def refusal(self, target: Path) -> CallrailTuiError | None:
        """Why this file cannot be written, as far as can be told before."""
        found = export_file.left_over_at(target)
        if found is not None and not found.head.get("report") and found.head.get("account") != self._account_id:
            words = "An export of another account has this name, and is not finished."
            return NotWritten(words, "Name another file, or go on with that one from its account.")
        return export_file.refusal(target)

    def begin(self, plan: Plan, target: Path, *, loaded: Iterable[Json] = (), replace: bool = False) -> Export:
        """Begin an export; raises NotWritten or InUse, and then nothing has begun."""
        self._check_free()
        if target.exists() and not replace:
            raise NotWritten("There is such a file already.", "Name another one, or agree to replace it.")
        file = ExportFile.begin(target, {"account": self._account_id, "plan": plan.as_json()})
        return self._start(plan, file, loaded=loaded, replace=replace)

    def begin_report(
        self, wish: ReportWish, target: Path, today: Callable[[], date], *, replace: bool = False
    ) -> ReportRun:
        """Begin a client report; raises NotWritten or InUse, and then nothing has begun."""
        from callrail_tui.session.reporting import ReportRun  # late: most exports are lists

        self._check_free()
        if target.exists() and not replace:
            raise NotWritten("There is such a file already.", "Name another one, or agree to replace it.")
        file = ExportFile.begin(target, {"account": self._account_id, "report": True})
        run = ReportRun(
            self._worker, self._account_id, wish, file, self._report, today, replace=replace, sleep=self._sleep
        )
        self.current = run
        run.go_on()
        return run

    def go_on(self, left_over: LeftOver, today: date) -> Export:
        """Go on with what an earlier run left over; raises NotWritten or InUse."""
        self._check_free()
        file, found, notes = ExportFile.go_on(left_over.target)
        plan = plan_of(found.head.get("plan"))
        try:
            if plan is None or found.head.get("account") != self._account_id:
                raise NotWritten("What is left of this export cannot be read.", "Delete it, and begin anew.")
            if plan.source is Source.LOADED and found.last is None:
                plan = plan._replace(source=Source.SINGLES)  # What was loaded then went with that run.
            return self._start(resumable(plan, today), file, notes=notes)
        except NotWritten:
            file.close()
            raise

    def left_over(self, folder: Path) -> list[LeftOver]:
        """What was not finished in a folder, of this account, but the current one."""
        return [one for one in export_file.left_overs_in(folder) if self.is_ours(one)]

    def left_over_at(self, target: Path) -> LeftOver | None:
        """What was not finished under this name; None where there is nothing of this account."""
        found = export_file.left_over_at(target)
        return found if found is not None and self.is_ours(found) else None

    def is_ours(self, left_over: LeftOver) -> bool:
        """Whether it is of this account, and nobody here is at it."""
        is_current = self.is_busy and self.current is not None and self.current.progress.target == left_over.target
        is_read = plan_of(left_over.head.get("plan")) is not None
        return left_over.head.get("account") == self._account_id and is_read and not is_current

    def forget(self, left_over: LeftOver) -> None:
        """Delete what was left over; raises NotWritten or InUse."""
        export_file.forget(left_over.target)

    async def put_aside(self, *, delete: bool) -> None:
        """The current one ends: what is written of it is deleted, or kept to be gone on with."""
        current, self.current = self.current, None
        if current is not None:
            await (current.discard() if delete else current.close())
        self._report(ExportChanged())

    async def close(self, grace: float = 2.0) -> None:
        """The session ends: what is written can be gone on with."""
        if self.current is not None:
            await self.current.close(grace)

    def _check_free(self) -> None:
        if self.is_busy:
            raise CallrailTuiError("Another export is not finished.", "Go on with it, or end it: x shows it.")

    def _start(
        self,
        plan: Plan,
        file: ExportFile,
        *,
        loaded: Iterable[Json] = (),
        replace: bool = False,
        notes: Iterable[export_file.Note] = (),
    ) -> Export:
        export = Export(
            self._worker, self._account_id, plan, file, self._report,
            loaded=loaded, replace=replace, notes=notes, sleep=self._sleep,
        )  # fmt: skip
        self.current = export
        export.go_on()
        return export
