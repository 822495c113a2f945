"""Pages of one list that were asked for and are not here yet."""

from __future__ import annotations

from collections.abc import Callable, Collection

from callrail_tui.errors import CallrailTuiError, Withdrawn
from callrail_tui.model.call import Call
from callrail_tui.model.page import Page
from callrail_tui.model.query import CallQuery
from callrail_tui.session.answers import run_of
from callrail_tui.session.known_rows import Run
from callrail_tui.session.portion import Portion
from callrail_tui.session.worker import Ticket, Urgency, Worker


class PageRequests:
    """Each page is on its way once; what was asked for before the last `restart` is told to nobody."""

    def __init__(
        self,
        worker: Worker,
        account_id: str,
        take: Callable[[Portion, Page[Call], Run], None],
        fail: Callable[[Portion, Urgency, CallrailTuiError], None],
    ) -> None:
        self._worker = worker
        self._account_id = account_id
        self._take = take
        self._fail = fail
        self._tickets: dict[Portion, Ticket[Page[Call]]] = {}
        self._generation = 0
        self._answers = 0

    def __contains__(self, portion: Portion) -> bool:
        return portion in self._tickets

    def restart(self) -> None:
        """Another list is read from now on: queued requests are withdrawn, and later answers dropped."""
        self.withdraw_but(())
        self._tickets.clear()
        self._generation += 1

    def ask(self, query: CallQuery, portion: Portion, urgency: Urgency) -> None:
        """Ask for a page, unless it is on its way as urgently already."""
        waiting = self._tickets.get(portion)
        if waiting is not None and waiting.urgency <= urgency:
            return
        asked, generation = self._answers, self._generation
        sized = query.changed(per_page=portion.size)
        ticket = self._worker.submit(
            ("calls", self._account_id, id(self), generation, sized, portion.number),
            lambda gateway: gateway.calls.page(self._account_id, sized, portion.number),
            urgency,
        )
        if waiting is not None:
            ticket.abandon()  # the same request, now more urgent: the first ticket brings its answer
            return
        self._tickets[portion] = ticket
        ticket.when_done(lambda done: self._deliver(done, portion, asked, generation))

    def withdraw_but(self, wanted: Collection[Portion]) -> None:
        """Withdraw what is still queued, except for these."""
        for portion in [portion for portion in self._tickets if portion not in wanted]:
            if not self._tickets[portion].is_started:
                self._tickets.pop(portion).withdraw()

    def _deliver(self, ticket: Ticket[Page[Call]], portion: Portion, asked: int, generation: int) -> None:
        try:
            answer = ticket.result()
        except Withdrawn:
            return
        except CallrailTuiError as error:
            if generation == self._generation:
                del self._tickets[portion]
                self._fail(portion, ticket.urgency, error)
            return
        if generation == self._generation:
            del self._tickets[portion]
            self._answers += 1
            self._take(portion, answer, run_of(answer, portion.number, asked=asked, answered=self._answers))
