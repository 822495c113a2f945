"""The cards that come: read page by page, those in front that were put back, and the whole calls of the next two."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.edit import LEAD, SPAM
from callrail_tui.model.work import GROUPS, SETTLED, Pile, is_untouched, questions, rank
from callrail_tui.session.session import Session
from callrail_tui.session.work_log import WorkLog
from callrail_tui.session.work_pages import WorkPages
from callrail_tui.session.worker import Urgency

FEW = 20
"""Cards ahead below which the next page is asked for."""
FETCHED_AHEAD = 2
"""Cards ahead whose whole calls are read before they come up."""


class WorkQueue:
    """What no pile holds yet, in the log's order; `answered` is called when a page came or failed to come."""

    def __init__(self, session: Session, log: WorkLog, current: str | None, answered: Callable[[], None]) -> None:
        self.current = current
        """The card that is up: it is not in the queue."""
        self.rows: dict[str, Call] = {}
        """What the pages told of each card; of a settled one too, since undo brings it back before it is read again."""
        self._session = session
        self._log = log
        self._answered = answered
        self._front: deque[str] = deque()
        self._loose: list[str] = []
        self._wanted: set[str] = set()
        self._readers: list[WorkPages] = []
        self.read_anew()

    # Reading ----------------------------------------------------------------------------------------------------

    def read_anew(self) -> None:
        """Read from the first page on, in the order there is now; what was in front comes where it stands in it."""
        self.close()
        self._loose, self._front = [*self._loose, *self._front], deque()
        self._known: set[str] = set()
        self._groups: tuple[deque[str], ...] = tuple(deque() for _ in range(GROUPS))
        worker, account_id = self._session.worker, self._session.account.id
        self._readers = [
            WorkPages(worker, account_id, question, self._take, self._page_came)
            for question in questions(self._log.query, self._log.order)
        ]

    def _take(self, calls: Sequence[Call]) -> None:
        for call in calls:
            if call.id in self._known:
                continue
            self._known.add(call.id)
            pile = self._log.piles.get(call.id)
            if pile in SETTLED:
                continue
            is_placed = pile is not None or call.id == self.current or call.id in self._front
            is_wanted = call.id in self._loose or not self._log.is_checked
            if is_placed or is_wanted or is_untouched(self._session.edits.shown(call)):
                self.rows[call.id] = call
                if not is_placed:
                    self._groups[rank(call, self._log.order)].append(call.id)

    def _page_came(self) -> None:
        if self.is_read:
            left = [one for one in self._loose if one not in self._known and one not in self._log.piles]
            self._groups[-1].extend(one for one in left if one != self.current)
            self._loose.clear()
        self._answered()

    def look_ahead(self) -> None:
        """Have what comes next on its way, while the budget lets it: pages, and the whole calls of the next cards."""
        allowed = self._session.budget.allows(Urgency.PREFETCH)
        urgency = Urgency.VIEW if self.current is None else Urgency.PREFETCH
        reader = next((one for one in self._readers if not one.is_complete), None)
        if reader is not None and self._ready < FEW and (allowed or urgency is Urgency.VIEW):
            reader.ask(urgency)
        if self._readers[-1].unread is None and allowed:
            self._readers[-1].ask(Urgency.PREFETCH)  # It tells how many there are in all.
        if self.current is not None:
            self._want([self.current], Urgency.VIEW)
        if allowed:
            self._want(self.next_ids(FETCHED_AHEAD), Urgency.PREFETCH)

    def _want(self, call_ids: Iterable[str], urgency: Urgency) -> None:
        details = self._session.details
        for call_id in call_ids:
            is_lost = urgency is Urgency.VIEW and details.get(call_id) is None and details.error(call_id) is None
            if call_id not in self._wanted or is_lost:
                self._wanted.add(call_id)
                details.want(call_id, urgency)

    @property
    def error(self) -> CallrailTuiError | None:
        """Why no more cards come."""
        return next((reader.error for reader in self._readers if reader.error is not None), None)

    @property
    def is_read(self) -> bool:
        """Whether every page was read."""
        return all(reader.is_complete for reader in self._readers)

    def retry(self) -> None:
        """Ask again for what did not come."""
        for reader in self._readers:
            reader.retry()
        self._wanted.clear()
        self.look_ahead()

    def close(self) -> None:
        """Nobody waits any more."""
        for reader in self._readers:
            reader.close()

    # What comes -------------------------------------------------------------------------------------------------

    def _open_groups(self) -> Iterator[deque[str]]:
        """The groups whose cards may come now: those before them are read to their end."""
        for number, group in enumerate(self._groups):
            yield group
            if number < len(self._readers) - 1 and not self._readers[number].is_complete:
                return

    @property
    def _ready(self) -> int:
        return len(self._front) + sum(len(group) for group in self._open_groups())

    @property
    def is_over(self) -> bool:
        """Whether no card comes any more."""
        return self.is_read and not self._ready

    def next_ids(self, most: int) -> list[str]:
        """The calls of the next cards."""
        return list(islice(chain(self._front, *self._open_groups()), most))

    def pop(self) -> str | None:
        """Take the next card; what was decided beside its card, as spam of one number is, needs none any more."""
        if self._front:
            return self._front.popleft()
        for group in self._open_groups():
            while group:
                call_id = group.popleft()
                if not self._is_decided(call_id):
                    return call_id
                self._log.put(call_id, Pile.DECIDED)
                self.rows.pop(call_id, None)
        return None

    def _is_decided(self, call_id: str) -> bool:
        """Whether we judged it, and did not take that back."""
        edits, row = self._session.edits, self.rows.get(call_id)
        if row is None or not any(edit.field in (LEAD, SPAM) for edit in edits.of_call(call_id)):
            return False
        shown = edits.shown(row)
        return shown.lead_status is not None or bool(shown.spam)

    def put_front(self, call_id: str) -> None:
        """This card comes next."""
        self._front.appendleft(call_id)

    def put_back(self, call_ids: Iterable[str]) -> int:
        """These cards come again, after what is in front; how many were not coming already."""
        back = [call_id for call_id in call_ids if call_id != self.current and call_id not in self._front]
        self._front.extend(back)
        return len(back)

    def bring_up(self, call_id: str | None) -> None:
        """This card is up now: its whole call is read, even where that failed ahead of it."""
        self.current = call_id
        if call_id is not None:
            self._wanted.discard(call_id)
            if call_id in self._front:
                self._front.remove(call_id)

    def left_to_come(self) -> int | None:
        """How many cards no pile holds, with the one that is up; at most so many until every page was read."""
        last = self._readers[-1]
        if last.unread is None:
            return None
        placed = {*self._front, *([self.current] if self.current else [])} - self._log.piles.keys()
        unread = max(0, last.unread - len(self._known - last.seen))
        return len(placed) + sum(len(group) for group in self._groups) + unread
