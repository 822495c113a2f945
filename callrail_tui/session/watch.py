"""The watch for arrivals: one small request every two minutes, while somebody is there (design 5, promise 2)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from callrail_tui.errors import CallrailTuiError, Withdrawn
from callrail_tui.model.call import Call
from callrail_tui.model.page import Page
from callrail_tui.session.budget import WATCH_SHARE
from callrail_tui.session.call_window import CallWindow
from callrail_tui.session.facts import Arrived, Fact
from callrail_tui.session.worker import Ticket, Urgency, Worker

EVERY = 120.0
IDLE_AFTER = 600.0
LOOKS_AT = 25
"""Calls that one look asks for: so many arrivals are counted exactly, more by the total."""


class ArrivalsWatch:
    """Looks at the top of the list now and then, and says how many calls are newer; it never changes a row."""

    def __init__(
        self,
        worker: Worker,
        account_id: str,
        window: CallWindow,
        report: Callable[[Fact], None],
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.arrived = 0
        """How many were announced."""
        self._worker = worker
        self._account_id = account_id
        self._window = window
        self._report = report
        self._clock = clock
        self._sleep = sleep
        self._active_at = clock()
        self._looked_at = clock()
        self._task: asyncio.Task[None] | None = None

    def note_activity(self) -> None:
        """Somebody is there: a key was pressed."""
        self._active_at = self._clock()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._keep_looking(), name="arrivals watch")

    @property
    def is_attended(self) -> bool:
        """Whether somebody was there within the last ten minutes."""
        return self._clock() - self._active_at < IDLE_AFTER

    def list_was_read(self) -> None:
        """The list is as new as can be: what was announced is in it."""
        self._looked_at = self._clock()
        self._announce(0)

    async def close(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _keep_looking(self) -> None:
        while True:
            wait = self._looked_at + EVERY - self._clock()
            if wait > 0:
                await self._sleep(wait)
                continue
            if not self.is_attended:
                return
            self._looked_at = self._clock()
            if self._window.total is not None and self._worker.budget.share_used < WATCH_SHARE:
                self._look()

    def _look(self) -> None:
        query = self._window.query.changed(per_page=LOOKS_AT, fields=())
        generation = self._window.generation
        ticket = self._worker.submit(
            ("watch", self._account_id, generation, query),
            lambda gateway: gateway.calls.page(self._account_id, query, 1),
            Urgency.REFRESH,
        )
        ticket.when_done(lambda done: self._deliver(done, generation))

    def _deliver(self, ticket: Ticket[Page[Call]], generation: int) -> None:
        try:
            page = ticket.result()
        except Withdrawn:
            return
        except CallrailTuiError:
            return  # the session's health says so already, and the next look comes by itself
        total = self._window.total
        if generation != self._window.generation or total is None:
            return
        grown = max(0, page.total_records - total) if page.total_records is not None else 0
        if page.total_records is not None:
            self._window.note_total(page.total_records)
        self._announce(self._count_new(page, grown) if self._window.query.is_newest_first else grown)

    def _count_new(self, page: Page[Call], grown: int) -> int:
        """Calls above the first one that the list has; by the total where none of these is in it."""
        for place, call in enumerate(page.items):
            if self._window.index_of(call.id) is not None:
                return place
        return max(grown, len(page.items))

    def _announce(self, count: int) -> None:
        if count != self.arrived:
            self.arrived = count
            self._report(Arrived(count))
