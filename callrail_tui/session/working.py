"""Working through calls card by card: the card that is up, what became of each, how far it is (design 4, keys in W)."""

import time
from collections.abc import Callable
from typing import NamedTuple

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.query import CallQuery
from callrail_tui.model.work import SETTLED, Order, Pile, Tempo, judged_since
from callrail_tui.session.session import Session
from callrail_tui.session.work_log import Kept, WorkLog
from callrail_tui.session.work_queue import WorkQueue


class Progress(NamedTuple):
    """How far it is."""

    done: int = 0
    """Cards that nobody works again."""
    total: int | None = None
    """All cards; None until the first page came."""
    is_exact: bool = True
    """Else there are at most so many."""
    skipped: int = 0
    deferred: int = 0
    reviewed: int = 0
    passed: int = 0
    per_minute: float | None = None

    @property
    def minutes_left(self) -> float | None:
        """How long the rest takes at this rate."""
        if self.total is None or not self.per_minute:
            return None
        return max(0, self.total - self.done) / self.per_minute


class Work:
    """One pass over a question's calls; `changed` is called when pages came or failed, not for the person's steps."""

    def __init__(
        self, session: Session, log: WorkLog, at: str | None, changed: Callable[[], None], clock: Callable[[], float]
    ) -> None:
        self.news: list[Call] = []
        """Calls passed over on the way to this card, since a colleague judged them."""
        self._session = session
        self._log = log
        self._changed = changed
        self._clock = clock
        self._tempo = Tempo()
        self._is_resumed = bool(log.piles)
        self._history: list[str] = []
        self._queue = WorkQueue(session, log, at, self._page_came)
        self._queue.look_ahead()

    @classmethod
    def started(
        cls, session: Session, query: CallQuery, *, is_checked: bool, order: Order = Order.NEWEST,
        changed: Callable[[], None], clock: Callable[[], float] = time.monotonic,
    ) -> "Work":  # fmt: skip
        """Work on what a question finds; `is_checked` leaves out what has a tag or a note."""
        log = WorkLog(session.edits, query, order, is_checked=is_checked)
        return cls(session, log, None, changed, clock)

    @classmethod
    def resumed(
        cls, session: Session, kept: Kept, *, changed: Callable[[], None], clock: Callable[[], float] = time.monotonic
    ) -> "Work":
        """Go on with what was begun earlier, at the card that was up."""
        at = None if kept.piles.get(kept.at or "") in SETTLED else kept.at
        return cls(session, WorkLog.resumed(session.edits, kept), at, changed, clock)

    def _page_came(self) -> None:
        if self.current_id is None:
            self._advance()
        else:
            self._queue.look_ahead()
        self._changed()

    def retry(self) -> None:
        """Ask again for what did not come."""
        self._queue.retry()

    def close(self) -> None:
        """Nobody works here any more; what was done is stored already, step by step."""
        self._queue.close()

    # The card ---------------------------------------------------------------------------------------------------

    @property
    def query(self) -> CallQuery:
        """What is being worked."""
        return self._log.query

    @property
    def is_checked(self) -> bool:
        """Whether it is the untouched calls."""
        return self._log.is_checked

    @property
    def order(self) -> Order:
        """In what order."""
        return self._log.order

    @property
    def error(self) -> CallrailTuiError | None:
        """Why no more cards come."""
        return self._queue.error

    @property
    def current_id(self) -> str | None:
        """The call of the card that is up."""
        return self._queue.current

    @property
    def current(self) -> Call | None:
        """That call as it was read, whole where that is here; None while neither is."""
        call_id = self.current_id
        return None if call_id is None else self._session.details.get(call_id) or self._queue.rows.get(call_id)

    @property
    def pile(self) -> Pile | None:
        """Where the card is already, when the person came back to it."""
        return self._log.piles.get(self.current_id or "")

    @property
    def judged(self) -> tuple[str, ...]:
        """The fields of the card that a colleague filled meanwhile."""
        return self._judged(self.current_id) if self.current_id is not None else ()

    @property
    def is_over(self) -> bool:
        """Whether every card has been up."""
        return self.current_id is None and self._queue.is_over

    def next_ids(self, most: int) -> list[str]:
        """The calls of the next cards."""
        return self._queue.next_ids(most)

    def _judged(self, call_id: str) -> tuple[str, ...]:
        whole, row = self._session.details.get(call_id), self._queue.rows.get(call_id)
        if whole is None or self._log.piles.get(call_id) in SETTLED or (row is None and not self.is_checked):
            return ()
        return judged_since(row, whole, {edit.field for edit in self._session.edits.of_call(call_id)})

    # The person's steps -----------------------------------------------------------------------------------------

    def decided(self, call_id: str) -> None:
        """The call was decided: on to the next card where it is the one that is up."""
        self._put(call_id, Pile.DECIDED)

    def reviewed(self) -> None:
        """The card was looked at, and needs nothing."""
        self._put(self.current_id, Pile.REVIEWED)

    def defer(self) -> None:
        """Put the card aside until its pile is asked for."""
        self._put(self.current_id, Pile.DEFERRED)

    def skip(self) -> None:
        """Leave the card for the end of this pass; one that is settled stays where it is."""
        if self.pile in SETTLED:
            self._advance()
        else:
            self._put(self.current_id, Pile.PASSED if self.judged else Pile.SKIPPED)

    def _put(self, call_id: str | None, pile: Pile) -> None:
        if call_id is None:
            return
        is_new = self._log.piles.get(call_id) not in SETTLED
        self._log.put(call_id, pile)
        self._tempo.step(self._clock(), settles=is_new and pile in SETTLED)
        if call_id == self.current_id:
            self._advance()
        else:
            self._keep()

    def _advance(self) -> None:
        """Bring up the next card that nobody has judged; what a colleague has is passed over."""
        queue, details = self._queue, self._session.details
        if queue.current is not None:
            details.unwant(queue.current)
            self._history.append(queue.current)
            queue.bring_up(None)
        self.news.clear()
        while (call_id := queue.pop()) is not None:
            whole = details.get(call_id)
            if whole is None or not self._judged(call_id):
                queue.bring_up(call_id)
                self._tempo.step(self._clock(), settles=False)
                break
            self._log.put(call_id, Pile.PASSED)
            queue.rows.pop(call_id, None)
            self.news.append(whole)
        queue.look_ahead()
        self._keep()

    def _keep(self) -> None:
        """Store where it stands; what is not begun, or done with, is nothing to resume."""
        sizes = self._log.size(Pile.SKIPPED) + self._log.size(Pile.DEFERRED)
        if not self._log.piles or (self.is_over and not sizes):
            self._log.drop()
        else:
            self._log.keep(self.current_id, self.progress.total)

    def previous(self) -> bool:
        """Back to the card before; False where there is none."""
        if not self._history:
            return False
        self._show(self._history.pop())
        return True

    def went_back(self, call_id: str) -> bool:
        """A decision of this call was taken back: its card again, out of its pile; False where it is none of ours."""
        if call_id != self.current_id and call_id not in self._log.piles:
            return False
        self._log.take_back(call_id)
        if call_id != self.current_id:
            if call_id in self._history:
                self._history.remove(call_id)
            self._show(call_id)
        self._keep()
        return True

    def _show(self, call_id: str) -> None:
        self.news.clear()
        if self.current_id is not None:
            self._queue.put_front(self.current_id)
        self._queue.bring_up(call_id)
        self._queue.look_ahead()
        self._keep()

    def again(self, pile: Pile) -> int:
        """Work a pile once more, now; how many cards that are."""
        cards = self._queue.put_back(self._log.of(pile))
        if self.current_id is None:
            self._advance()
        return cards

    def order_by(self, order: Order) -> None:
        """Read the cards anew in another order, from its first card on."""
        self._log.order = order
        if self.current_id is not None:
            self._queue.put_front(self.current_id)
            self._queue.bring_up(None)
        self._history.clear()
        self._queue.read_anew()
        self._queue.look_ahead()
        self._keep()

    # How far it is ----------------------------------------------------------------------------------------------

    @property
    def progress(self) -> Progress:
        """How far it is."""
        log, left = self._log, self._queue.left_to_come()
        skipped, deferred = log.size(Pile.SKIPPED), log.size(Pile.DEFERRED)
        return Progress(
            log.done,
            None if left is None else log.done + skipped + deferred + left,
            self._queue.is_read or not (log.is_checked or self._is_resumed),
            skipped,
            deferred,
            log.size(Pile.REVIEWED),
            log.size(Pile.PASSED),
            self._tempo.per_minute,
        )
