"""Waiting for a person to authorise a new connection: looked at every 2 seconds, for 5 minutes (wire 1.4)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import TYPE_CHECKING

from callrail_tui.errors import CallrailTuiError, NotFound
from callrail_tui.model.directory import Connection
from callrail_tui.session.urgency import Urgency
from callrail_tui.session.worker import Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

EVERY = 2.0
FOR = 300.0
_SECOND = 1.0


class Step(Enum):
    """How far it came."""

    WAITING = "waiting"
    ACTIVE = "active"
    FAILED = "failed"
    GONE = "gone"
    TIMED_OUT = "timed out"
    STOPPED = "stopped"


class Connecting:
    """Looks at one PENDING connection until it is settled; `on_change` is called each second, and at each step."""

    def __init__(
        self,
        worker: Worker,
        connection: Connection,
        on_change: Callable[[], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.connection = connection
        """As it was seen last."""
        self.step = Step.WAITING
        self.error: CallrailTuiError | None = None
        """What stood in the way of the last look; the next one comes by itself."""
        self._worker = worker
        self._on_change = on_change
        self._clock = clock
        self._sleep = sleep
        self._until = clock() + FOR
        self._task: asyncio.Task[None] | None = None

    @property
    def left(self) -> float:
        """Seconds that are still waited."""
        return max(0.0, self._until - self._clock())

    def begin(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._look_on(), name="connecting")

    async def stop(self) -> None:
        """Look no longer; a connection that is still PENDING stays behind."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self.step is Step.WAITING:
            self._settle(Step.STOPPED)

    async def _look_on(self) -> None:
        looks_at = self._clock() + EVERY
        while self.step is Step.WAITING:
            await self._sleep(_SECOND)
            if self._clock() >= looks_at:
                await self._look()
                looks_at = self._clock() + EVERY
            if self.step is Step.WAITING and not self.left:
                self._settle(Step.TIMED_OUT)
            elif self.step is Step.WAITING:
                self._on_change()

    async def _look(self) -> None:
        connection_id = self.connection.id

        async def run(gateway: Gateway) -> Connection:
            return await gateway.connections.get(connection_id)

        try:
            self.connection = await self._worker.submit(("connection", connection_id), run, Urgency.VIEW)
            self.error = None
        except NotFound:
            self._settle(Step.GONE)
            return
        except CallrailTuiError as error:
            self.error = error
            return
        if self.connection.is_active:
            self._settle(Step.ACTIVE)
        elif self.connection.status == "FAILED":
            self._settle(Step.FAILED)

    def _settle(self, step: Step) -> None:
        self.step = step
        self._on_change()
