"""One question's pages in sequence: none of its calls skipped, although calls leave it as they are decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from callrail_tui.errors import CallrailTuiError, Withdrawn
from callrail_tui.model.call import Call
from callrail_tui.model.page import Page
from callrail_tui.model.query import CallQuery
from callrail_tui.session.worker import Ticket, Urgency, Worker


class WorkPages:
    """Asks for the page that would hold the next call had none left; where a gap may lie before it, for those before.

    A page joins what was read when it repeats a call of it, or when the list is as long as it was: then nothing moved.
    Pages read on the way back are new as well, so that all in all no page is read for nothing.
    """

    def __init__(
        self,
        worker: Worker,
        account_id: str,
        query: CallQuery,
        take: Callable[[Sequence[Call]], None],
        answered: Callable[[], None],
    ) -> None:
        self.seen: set[str] = set()
        """Every call that was read."""
        self.total: int | None = None
        """How many calls the question has, as the last answer told."""
        self.unread: int | None = None
        """How many stood behind the last page; None until one came."""
        self.error: CallrailTuiError | None = None
        self._failed_at = Urgency.VIEW
        """What failed ahead is asked for again when it is looked at."""
        self._worker = worker
        self._account_id = account_id
        self._query = query
        self._take = take
        self._answered = answered
        self._per_page = query.per_page
        self._held: list[tuple[Call, ...]] = []
        self._unread_then = 0
        self._ticket: Ticket[Page[Call]] | None = None
        self._number = 0
        self._is_closed = False

    @property
    def is_complete(self) -> bool:
        """Whether every call was read."""
        return self.unread == 0

    @property
    def is_reading(self) -> bool:
        """Whether a page is on its way."""
        return self._ticket is not None

    def ask(self, urgency: Urgency) -> None:
        """Ask for what comes next."""
        if self.is_complete or (self.error is not None and urgency >= self._failed_at):
            return
        self.error = None
        if self._ticket is not None:
            if urgency < self._ticket.urgency:
                self._submit(urgency).abandon()  # the same request, now more urgent
            return
        self._request(len(self.seen) // self._per_page + 1, urgency)

    def retry(self) -> None:
        """What failed may be asked for again."""
        self.error = None

    def close(self) -> None:
        """Nobody waits any more."""
        self._is_closed = True
        if self._ticket is not None:
            self._ticket.abandon()

    def _request(self, number: int, urgency: Urgency) -> None:
        self._number = number
        ticket = self._ticket = self._submit(urgency)
        ticket.when_done(self._deliver)

    def _submit(self, urgency: Urgency) -> Ticket[Page[Call]]:
        account_id, query, number = self._account_id, self._query, self._number
        key = ("work", account_id, id(self), len(self.seen), number)
        return self._worker.submit(key, lambda gateway: gateway.calls.page(account_id, query, number), urgency)

    def _deliver(self, ticket: Ticket[Page[Call]]) -> None:
        urgency, self._ticket = ticket.urgency, None
        try:
            page = ticket.result()
        except Withdrawn:
            return
        except CallrailTuiError as error:
            if not self._is_closed:
                self._held.clear()
                self.error, self._failed_at = error, urgency
                self._answered()
            return
        if not self._is_closed:
            self._place(page, urgency)

    def _place(self, page: Page[Call], urgency: Urgency) -> None:
        start = (page.number - 1) * page.per_page
        total = page.total_records
        self._per_page = page.per_page
        if not self._held:
            self._unread_then = self._behind(page)
        joins = page.number <= 1 or any(call.id in self.seen for call in page.items)
        if not joins and not (total is not None and total == self.total and start <= len(self.seen)):
            self._held.insert(0, page.items)
            self._request(min(page.number - 1, page.total_pages or page.number), urgency)
            return
        found = [call for items in (page.items, *self._held) for call in items if call.id not in self.seen and call.id]
        self._held.clear()
        self.total = total if total is not None else self.total
        self.unread = self._unread_then
        self.seen.update(call.id for call in found)
        if not found and self.unread:
            self._request(page.number + 1, urgency)  # More of what was read is still in the list than was thought.
            return
        self._take(found)
        self._answered()

    @staticmethod
    def _behind(page: Page[Call]) -> int:
        if page.is_last:
            return 0
        end = (page.number - 1) * page.per_page + len(page.items)
        return max(1, page.total_records - end if page.total_records is not None else page.per_page)
