"""The client report: a few sums and the missed calls, then one file (wire 9)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from callrail_tui.model.call import Call
from callrail_tui.model.export_plan import Progress
from callrail_tui.model.figures import Figures
from callrail_tui.model.page import Page
from callrail_tui.model.query import CallQuery
from callrail_tui.model.report import (
    FIXED_REQUESTS,
    LIST_PAGES,
    Period,
    Report,
    made_query,
    period_of,
    points_query,
    reached_later,
    report_text,
    sources_query,
    totals_query,
)
from callrail_tui.session.background_run import BackgroundRun
from callrail_tui.session.export_facts import ExportFact
from callrail_tui.session.worker import Worker
from callrail_tui.storage.export_file import ExportFile

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

_MISSED_FIELDS = ("source_name", "company_name")


class ReportWish(NamedTuple):
    """What is reported on, and what is known of it already."""

    query: CallQuery
    account: str
    company: str | None
    filters: str
    known: tuple[Call, ...] = ()
    """Calls that are here, to tell who was reached later."""


class ReportRun(BackgroundRun[Figures | Page[Call]]):
    """Reads the sums one after the other; the file comes in one piece at the end."""

    def __init__(
        self,
        worker: Worker,
        account_id: str,
        wish: ReportWish,
        file: ExportFile,
        report: Callable[[ExportFact], None],
        today: Callable[[], date],
        *,
        replace: bool = False,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(worker, file.target, report, sleep=sleep)
        self._account_id = account_id
        self._wish = wish
        self._file = file
        self._today = today
        self._replace = replace
        self._figures: list[Figures] = []
        self._missed: list[Page[Call]] = []
        self._made: list[Page[Call]] = []

    @property
    def progress(self) -> Progress:
        """How far it is; how many pages of missed calls there are is known once the first is here."""
        done = len(self._figures) + len(self._missed) + len(self._made)
        steps = done if not self._more else max(self._sums + 2, done + 1)
        return Progress(self._state, self._path, done, steps, error=self._error, is_report=True)

    @property
    def _period(self) -> Period | None:
        return period_of(self._figures[0], self._wish.query, self._today()) if self._figures else None

    @property
    def _before(self) -> Period | None:
        return self._period.before(self._today()) if self._period is not None else None

    @property
    def _interval(self) -> str:
        return self._period.interval if self._period is not None else "month"

    @property
    def _sums(self) -> int:
        """Requests for sums: without anything to compare with, one fewer."""
        return FIXED_REQUESTS - (bool(self._figures) and self._before is None)

    def _ask(self) -> Callable[[Gateway], Awaitable[Figures | Page[Call]]]:
        account, query, before = self._account_id, self._wish.query, self._before
        wanted = [totals_query(query), sources_query(query), points_query(query, self._interval)]
        if before is not None:
            wanted.append(totals_query(query, before))
        place = len(self._figures)
        missed = query.changed(answer_status="missed", fields=_MISSED_FIELDS, sort=None)
        if not _is_read(self._missed):
            listed, number = missed, len(self._missed) + 1
        else:
            listed, number = made_query(query, self._today()), len(self._made) + 1

        async def sums(gateway: Gateway) -> Figures | Page[Call]:
            ask = gateway.calls.timeseries if wanted[place].interval else gateway.calls.summary
            return await ask(account, wanted[place])

        async def page(gateway: Gateway) -> Figures | Page[Call]:
            return await gateway.calls.page(account, listed, number)

        return sums if place < self._sums else page

    def _write(self, step: Figures | Page[Call]) -> None:
        if isinstance(step, Figures):
            self._figures.append(step)
        elif not _is_read(self._missed):
            self._missed.append(step)
        else:
            self._made.append(step)
        self._more = not (_is_read(self._missed) and _is_read(self._made))

    def _finish(self) -> Path:
        text = report_text(self._report_made())
        return self._file.finish(text.encode("utf-8", "replace"), replace=self._replace)

    def _report_made(self) -> Report:
        wish, totals = self._wish, self._figures[0]
        missed = {call.id: call for page in self._missed for call in page.items}
        sums = self._figures[3].totals if len(self._figures) > FIXED_REQUESTS - 1 else None
        return Report(
            account=wish.account,
            company=wish.company,
            filters=wish.filters,
            period=self._period,
            zone=totals.time_zone,
            totals=totals.totals,
            before=sums,
            before_period=self._before,
            sources=self._figures[1].rows,
            interval=self._interval,
            points=self._figures[2].rows,
            missed=tuple(missed.values()),
            is_cut=not self._missed[-1].is_last,
            reached=reached_later(missed.values(), self._known(missed.values())),
            knows_all=self._made[-1].is_last and wish.query.date_range is None,
            made=self._today(),
        )

    def _known(self, missed: Iterable[Call]) -> Iterable[Call]:
        numbers = {call.customer_number for call in missed}
        made = (call for page in self._made for call in page.items)
        return (call for call in (*made, *self._wish.known) if call.customer_number in numbers)

    def _release(self) -> None:
        if self.progress.is_over:
            self._file.close()
        else:
            self._file.discard()  # There is nothing in it that could be gone on with.

    def _delete(self) -> None:
        self._file.discard()


def _is_read(pages: list[Page[Call]]) -> bool:
    """Whether a list is read to its end, or as far as anybody would."""
    return bool(pages) and (pages[-1].is_last or len(pages) >= LIST_PAGES)
