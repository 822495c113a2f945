"""The connections of the key: read, made and deleted over whatever worker is at hand (wire 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from callrail_tui.errors import CallrailTuiError, EditRefused, NotFound, Withdrawn
from callrail_tui.model.directory import Connection, active_oldest_first
from callrail_tui.session.ticket import Ticket
from callrail_tui.session.urgency import Urgency
from callrail_tui.session.worker import Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

STATUSES = ("ACTIVE", "PENDING", "FAILED")
READ_ONLY = EditRefused("This run is read-only: connections stay as they are.", "Start without --read-only.")


def _nobody() -> None:
    """Nobody listens yet."""


class ConnectionBook:
    """What there is, by the last answer; `on_change` is called when that, or what stands in its way, changed."""

    def __init__(self, worker: Worker, *, read_only: bool = False) -> None:
        self.worker = worker
        self.read_only = read_only
        self.on_change: Callable[[], None] = _nobody
        self.status: str | None = None
        """Only those of this status were asked for; None: all."""
        self.connections: tuple[Connection, ...] | None = None
        """None until they are read."""
        self.error: CallrailTuiError | None = None
        self._reading: Ticket[tuple[Connection, ...]] | None = None
        self._default_id = ""

    @property
    def is_reading(self) -> bool:
        """Whether an answer is on its way."""
        return self._reading is not None

    @property
    def default_id(self) -> str:
        """The one that the gateway takes when none is named: the oldest ACTIVE one; "" where there is none."""
        return self._default_id

    def want(self, status: str | None = None) -> None:
        """Read them, or those of one status; an answer to an older wish is dropped."""
        if self._reading is not None:
            self._reading.abandon()
        self.status = status
        self.error = None
        key = ("connections", "shown", status)
        self._reading = ticket = self.worker.submit(
            key, lambda gateway: gateway.connections.list(status=status), Urgency.VIEW
        )
        ticket.when_done(lambda done: self._take(done, status))
        self.on_change()

    def _take(self, done: Ticket[tuple[Connection, ...]], status: str | None) -> None:
        if done is not self._reading:
            return
        self._reading = None
        try:
            found = done.result()
        except Withdrawn:
            return
        except CallrailTuiError as error:
            self.error = error
        else:
            # A server may not know the filter.
            self.connections = tuple(one for one in found if status is None or one.status == status)
            if status in (None, "ACTIVE"):
                active = active_oldest_first(found)
                self._default_id = active[0].id if active else ""
        self.on_change()

    async def create(self) -> Connection:
        """A new connection, PENDING; one request, never repeated. Raises what stands in the way."""
        if self.read_only:
            raise READ_ONLY

        async def run(gateway: Gateway) -> Connection:
            return await gateway.connections.create()

        made = await self.worker.submit(("connection", "new", object()), run, Urgency.EDIT)
        self.connections = (*(self.connections or ()), made)
        self.on_change()
        return made

    async def delete(self, connection_id: str) -> None:
        """Delete one; one that is gone already is as good. Raises what stands in the way."""
        if self.read_only:
            raise READ_ONLY

        async def run(gateway: Gateway) -> None:
            await gateway.connections.delete(connection_id)

        with suppress(NotFound):  # Somebody else was faster.
            await self.worker.submit(("connection", "delete", connection_id), run, Urgency.EDIT)
        kept = tuple(one for one in self.connections or () if one.id != connection_id)
        self.connections = kept
        active = active_oldest_first(kept)
        if connection_id == self._default_id:
            self._default_id = active[0].id if active else ""
        self.on_change()

    def note(self, now: Connection) -> None:
        """One connection is like this now."""
        self.connections = tuple(now if one.id == now.id else one for one in self.connections or ())
        active = active_oldest_first(self.connections)
        if self.status is None:
            self._default_id = active[0].id if active else ""
        self.on_change()
