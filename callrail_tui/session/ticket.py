"""A claim on the answer of a request that the worker will make, is making, or has made for somebody else as well."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Generator, Hashable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from callrail_tui.errors import Withdrawn
from callrail_tui.session.urgency import Urgency

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

T = TypeVar("T")


class Job:
    """One request: queued, or on the wire; every ticket for the same key shares it."""

    __slots__ = ("context", "granted_at", "is_started", "key", "run", "tickets", "urgency")

    def __init__(self, key: Hashable, run: Callable[[Gateway], Awaitable[Any]], urgency: Urgency) -> None:
        self.key = key
        self.run = run
        self.urgency = urgency
        self.tickets: list[Ticket[Any]] = []
        self.is_started = False
        self.granted_at: float | None = None
        self.context = contextvars.copy_context()
        """Of whoever asked first: a request may have to wait for another's end, and is not its child."""


class Ticket(Generic[T]):
    """Await it for the answer; it raises Withdrawn, or the CallrailTuiError that stood in the way."""

    __slots__ = ("_drop", "_future", "_job")

    def __init__(self, job: Job, drop: Callable[[Job], None]) -> None:
        self._job = job
        self._drop = drop
        self._future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        job.tickets.append(self)

    @property
    def key(self) -> Hashable:
        """What identifies the request."""
        return self._job.key

    @property
    def urgency(self) -> Urgency:
        """How urgent the request is by now: a more urgent ticket for the same key raises it."""
        return self._job.urgency

    @property
    def is_done(self) -> bool:
        """Whether the answer, an error or the withdrawal is settled."""
        return self._future.done()

    @property
    def is_started(self) -> bool:
        """Whether the request is on the wire, or was."""
        return self._job.is_started

    def withdraw(self) -> bool:
        """Take it back. True when the request was still queued and nobody else waits for it: then it is never sent.

        A request on the wire goes on: its answer still comes to this ticket.
        """
        if self._job.is_started or self._future.done():
            return False
        self._job.tickets.remove(self)
        self.fail(Withdrawn())
        self._future.exception()  # whoever withdraws need not await
        if self._job.tickets:
            return False
        self._drop(self._job)
        return True

    def abandon(self) -> None:
        """Nobody waits on this ticket any more: take it back if it is queued, else let its outcome rest."""
        if not self.withdraw():
            self._future.add_done_callback(lambda future: future.cancelled() or future.exception())

    def when_done(self, deliver: Callable[[Ticket[T]], None]) -> None:
        """Have `deliver(self)` called from the event loop once it is done; `result()` does not wait then."""
        self._future.add_done_callback(lambda _: deliver(self))

    def result(self) -> T:
        """The answer of a ticket that is done; raises what stood in its way."""
        return self._future.result()

    def settle(self, answer: T) -> None:
        """The worker's side: the answer is here."""
        if not self._future.done():
            self._future.set_result(answer)

    def fail(self, error: Exception) -> None:
        """The worker's side: there will be no answer."""
        if not self._future.done():
            self._future.set_exception(error)

    def __await__(self) -> Generator[Any, None, T]:
        try:
            return (yield from self._future.__await__())
        except asyncio.CancelledError:
            if not self._job.is_started and self in self._job.tickets:
                self._job.tickets.remove(self)
                if not self._job.tickets:
                    self._drop(self._job)
            raise
