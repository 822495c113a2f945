"""One question about one call, asked for an open dialog and forgotten with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

from callrail_tui.errors import CallrailTuiError, Withdrawn
from callrail_tui.session.worker import Ticket, Urgency, Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

T = TypeVar("T")


class Lookup(Generic[T]):
    """Holds the answer, or why there is none, from `ask` until `close`; an answer that comes later is dropped."""

    def __init__(
        self,
        worker: Worker,
        key: Hashable,
        run: Callable[[Gateway], Awaitable[T]],
        changed: Callable[[], None],
    ) -> None:
        self.answer: T | None = None
        self.error: CallrailTuiError | None = None
        self._worker = worker
        self._key = key
        self._run = run
        self._changed = changed
        self._ticket: Ticket[T] | None = None

    @property
    def is_pending(self) -> bool:
        """Whether it is asked and not answered."""
        return self._ticket is not None

    def ask(self) -> None:
        """Ask, or ask again; nothing happens while it is on its way."""
        if self._ticket is not None:
            return
        self.answer = self.error = None
        self._ticket = ticket = self._worker.submit(self._key, self._run, Urgency.VIEW)
        ticket.when_done(self._deliver)
        self._changed()

    def close(self) -> None:
        """Nobody looks any more: forget the answer, and take the question back where it is not sent yet."""
        ticket, self._ticket = self._ticket, None
        self.answer = self.error = None
        if ticket is not None:
            ticket.abandon()

    def _deliver(self, ticket: Ticket[T]) -> None:
        if ticket is not self._ticket:
            return
        self._ticket = None
        try:
            self.answer = ticket.result()
        except Withdrawn:
            return
        except CallrailTuiError as error:
            self.error = error
        self._changed()
