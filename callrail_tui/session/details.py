"""Whole calls, each read once until the list is read anew (wire 8.4)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from callrail_tui.errors import CallrailTuiError, Withdrawn
from callrail_tui.model.call import Call
from callrail_tui.session.facts import CallFailed, CallLoaded, Fact
from callrail_tui.session.worker import Ticket, Urgency, Worker

KEPT = 256
"""Whole calls kept in memory; transcripts make them large."""


class Details:
    """What was read of single calls."""

    def __init__(self, worker: Worker, account_id: str, report: Callable[[Fact], None]) -> None:
        self._worker = worker
        self._account_id = account_id
        self._report = report
        self._calls: OrderedDict[str, Call] = OrderedDict()
        self._errors: dict[str, CallrailTuiError] = {}
        self._pending: dict[str, Ticket[Call]] = {}
        self._generation = 0

    def get(self, call_id: str) -> Call | None:
        """The whole call, or None when it is not here (yet)."""
        return self._calls.get(call_id)

    def error(self, call_id: str) -> CallrailTuiError | None:
        """Why the whole call is not here."""
        return self._errors.get(call_id)

    def is_pending(self, call_id: str) -> bool:
        """Whether it is asked for and on its way."""
        return call_id in self._pending

    def want(self, call_id: str, urgency: Urgency = Urgency.VIEW) -> None:
        """Read the whole call, unless it is here or on its way as urgently; after a failure it is asked for again."""
        if call_id in self._calls:
            self._calls.move_to_end(call_id)
            return
        waiting = self._pending.get(call_id)
        if not call_id or (waiting is not None and waiting.urgency <= urgency):
            return
        self._errors.pop(call_id, None)
        generation = self._generation
        ticket = self._worker.submit(
            ("call", self._account_id, generation, call_id),
            lambda gateway: gateway.calls.get(self._account_id, call_id),
            urgency,
        )
        if waiting is not None:
            ticket.abandon()  # the same request, now more urgent: the first ticket brings its answer
            return
        self._pending[call_id] = ticket
        ticket.when_done(lambda done: self._deliver(call_id, generation, done))

    def read_again(self, call_id: str) -> None:
        """Read one call anew: what is kept of it may have been completed meanwhile."""
        self._calls.pop(call_id, None)
        self.want(call_id)

    def unwant(self, call_id: str) -> None:
        """The person moved on: take the request back if it is still queued."""
        ticket = self._pending.get(call_id)
        if ticket is not None and not ticket.is_started:
            del self._pending[call_id]
            ticket.withdraw()

    def forget(self) -> None:
        """Read everything anew when it is next wanted; replies on their way are dropped."""
        self._generation += 1
        for ticket in self._pending.values():
            ticket.withdraw()
        self._pending.clear()
        self._calls.clear()
        self._errors.clear()

    def _deliver(self, call_id: str, generation: int, ticket: Ticket[Call]) -> None:
        try:
            call = ticket.result()
        except Withdrawn:
            return
        except CallrailTuiError as error:
            if generation == self._generation:
                self._pending.pop(call_id, None)
                self._errors[call_id] = error
                self._report(CallFailed(call_id, error))
            return
        if generation != self._generation:
            return
        self._pending.pop(call_id, None)
        self._calls[call_id] = call
        while len(self._calls) > KEPT:
            self._calls.popitem(last=False)
        self._report(CallLoaded(call_id))
