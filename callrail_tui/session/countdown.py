"""A tick each second while requests wait, so that what is left of the wait can be shown (wire 5.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from callrail_tui.session.budget import Budget

SECOND = 1.0


class Countdown:
    """Calls `tick` every second as long as the budget is parked; at rest otherwise."""

    def __init__(self, budget: Budget, tick: Callable[[], None], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._budget = budget
        self._tick = tick
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None

    def follow(self) -> None:
        """The budget may have been parked: begin, unless it is being counted already."""
        if self._budget.parked_seconds and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._count(), name="countdown")

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _count(self) -> None:
        while self._budget.parked_seconds:
            await self._sleep(min(SECOND, self._budget.parked_seconds))
            self._tick()
