"""One call's edits on their way: read, compared, sent, and judged by what came back (robustness 3.3; wire 8.5)."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from callrail_tui.errors import (
    BadRequest,
    CallrailTuiError,
    GatewayError,
    GatewayFault,
    NotAllowed,
    NotFound,
    Unprocessable,
)
from callrail_tui.model.call import Call
from callrail_tui.model.edit import (
    LEAD,
    NAME,
    PREVIOUSLY,
    SPAM,
    TAGS,
    VALUE,
    Edit,
    Failure,
    Known,
    State,
    TagDelta,
    applied,
    known,
    same,
)
from callrail_tui.model.weighing import Pile, Verdict, piled, roots_of, weigh
from callrail_tui.session.facts import EditsTold, Fact
from callrail_tui.session.journal import Journal
from callrail_tui.session.refusals import (
    GONE,
    NO_EFFECT,
    SPAM_STAYS,
    UNREADABLE,
    VALUE_FAULT,
    Outcome,
    standstill,
    words_of,
)
from callrail_tui.session.tag_key import TagKey, other_key, tag_body
from callrail_tui.session.worker import Urgency, Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

T = TypeVar("T")

SENDABLE = frozenset({State.HELD, State.QUEUED, State.UNSURE})


class Delivery:
    """Sends what is ready of one call; every step is journalled before and after."""

    def __init__(
        self, worker: Worker, account_id: str, journal: Journal, tag_key: TagKey, report: Callable[[Fact], None]
    ) -> None:
        self._worker = worker
        self._account_id = account_id
        self._journal = journal
        self._tag_key = tag_key
        self._report = report
        self._serial = itertools.count()
        self.problem: CallrailTuiError | None = None
        """What the last AGAIN, LATER or PARKED was about."""

    # The three kinds of sending ---------------------------------------------------------------------------------

    async def send_fields(self, call_id: str, edits: Sequence[Edit], base: Call | None = None) -> Outcome:
        """Lead status, tags, note and name in one read and one PUT; `base` is what a list page just told."""
        fields = list(dict.fromkeys(edit.field for edit in edits))
        if base is None or any(known(base, field) is None for field in fields):
            try:
                base = await self._read(call_id, fields)
            except CallrailTuiError as error:
                return self._could_not_read(edits, error)
        now = {field: known(base, field) for field in fields}
        piles = [self._rooted(pile) for pile in piled(self._settle_arrived(edits, now))]
        ready = [pile for pile in piles if self._is_sent_now(pile, now[pile.field])]
        claimed = [pile for pile in ready if self._claim(pile, now[pile.field])]
        if not claimed:
            return Outcome.OVER
        return await self._put(call_id, claimed, {field: one for field, one in now.items() if one is not None})

    async def send_spam(self, call_id: str, edits: Sequence[Edit]) -> Outcome:
        """The report of spam, which hides the call: a 404 afterwards says that it arrived."""
        pile = piled(edits)[0]
        if pile.is_unsure:
            try:
                await self._read(call_id, [])
            except NotFound:
                return self._settle(pile, State.DONE)
            except CallrailTuiError as error:
                return self._could_not_read(edits, error)
        if not self._claim(pile, None):
            return Outcome.OVER
        try:
            await self._ask(lambda gateway: gateway.calls.update(self._account_id, call_id, {SPAM: pile.want}))
        except NotFound:
            return self._settle(pile, State.DONE if pile.want else State.FAILED, None if pile.want else SPAM_STAYS)
        except CallrailTuiError as error:
            return self._judge([pile], error)
        return self._settle(pile, State.DONE) if pile.want else await self._verify(call_id, pile, SPAM_STAYS)

    # The parts of it --------------------------------------------------------------------------------------------

    async def _ask(self, run: Callable[[Gateway], Awaitable[T]]) -> T:
        # No two are the same request: an answer that was on its way before the decision must not be taken for new.
        return await self._worker.submit(("edit", self._account_id, next(self._serial)), run, Urgency.EDIT)

    async def _read(self, call_id: str, fields: Sequence[str]) -> Call:
        wanted = tuple(field for field in fields if field != NAME)  # A default field: it comes unasked (wire 8.4).
        return await self._ask(lambda gateway: gateway.calls.get(self._account_id, call_id, wanted))

    def _settle_arrived(self, edits: Sequence[Edit], now: dict[str, Known | None]) -> list[Edit]:
        """Settle what an unclear sending did after all; the rest was decided behind it, and is compared with that."""
        arrived: set[int] = set()
        for pile in piled([edit for edit in edits if edit.state is State.UNSURE]):
            is_there = weigh(pile, now[pile.field]) is Verdict.ALREADY
            if is_there and self._journal.move(pile.seqs, State.DONE, expecting=(State.UNSURE,)):
                arrived |= set(pile.seqs)
        return [edit for edit in edits if edit.seq not in arrived]

    def _rooted(self, pile: Pile) -> Pile:
        """What was seen may rest on an edit that was taken back or failed since: what was before it counts as well."""
        return pile._replace(roots=roots_of(pile.base, self._journal.before(pile.seqs[0])))

    def _is_sent_now(self, pile: Pile, now: Known | None) -> bool:
        """Settle what needs no sending; True for the rest."""
        verdict = weigh(pile, now)
        if verdict is Verdict.SEND:
            return True
        if verdict is Verdict.CONFLICT:
            self._journal.move(pile.seqs, State.CONFLICT, expecting=SENDABLE, seen=now)
        elif verdict is Verdict.UNREADABLE:
            self._journal.move(pile.seqs, State.FAILED, expecting=SENDABLE, failure=UNREADABLE)
        else:
            self._journal.move(pile.seqs, State.DONE, expecting=SENDABLE)
        return False

    def _claim(self, pile: Pile, now: Known | None) -> bool:
        """Journal that it goes on the wire; False where the person took it back meanwhile."""
        return self._journal.move(pile.seqs, State.INFLIGHT, expecting=SENDABLE, seen=now, base=now, is_attempt=True)

    async def _put(self, call_id: str, piles: list[Pile], now: dict[str, Known]) -> Outcome:
        key = self._tag_key.name
        try:
            answer = await self._update(call_id, piles, now, key)
        except (BadRequest, Unprocessable) as error:
            return await self._after_refusal(call_id, piles, now, error)
        except CallrailTuiError as error:
            return self._judge(piles, error)
        return await self._arrived(call_id, piles, now, answer, key)

    async def _update(self, call_id: str, piles: Sequence[Pile], now: dict[str, Known], key: str) -> Any:
        body: dict[str, object] = {}
        for pile in piles:
            before = now[pile.field]
            if isinstance(pile.want, TagDelta):
                body |= tag_body(key, before, pile.want)
            else:
                body[pile.field] = applied(pile.field, before.value, pile.want) or None
        return await self._ask(lambda gateway: gateway.calls.update(self._account_id, call_id, body))

    async def _after_refusal(
        self, call_id: str, piles: list[Pile], now: dict[str, Known], error: GatewayError
    ) -> Outcome:
        """Nothing of it was applied: the tags may have the wrong key, or one field keeps the others from passing."""
        tags = [pile for pile in piles if pile.field == TAGS]
        if tags and not self._tag_key.is_settled:
            other = other_key(self._tag_key.name)
            try:
                answer = await self._update(call_id, piles, now, other)
            except (BadRequest, Unprocessable) as again:
                error = again
            except CallrailTuiError as again:
                return self._judge(piles, again)
            else:
                return await self._arrived(call_id, piles, now, answer, other)
        if len(piles) == 1:
            return self._settle(piles[0], State.FAILED, words_of(error))
        worst = Outcome.OVER
        for pile in piles:
            try:
                answer = await self._update(call_id, [pile], now, self._tag_key.name)
            except CallrailTuiError as alone:
                outcome = self._judge([pile], alone)
            else:
                outcome = await self._arrived(call_id, [pile], now, answer, self._tag_key.name)
            worst = outcome if outcome is not Outcome.OVER else worst
        return worst

    async def _arrived(
        self, call_id: str, piles: Sequence[Pile], now: dict[str, Known], answer: Any, key: str
    ) -> Outcome:
        """A 2xx: confirmed, except where CallRail is known to answer well and do nothing."""
        outcomes = [Outcome.OVER]
        for pile in piles:
            if pile.field == TAGS and not self._tag_key.is_settled:
                outcomes.append(await self._learn_key(call_id, pile, now, key))
            elif pile.field == LEAD and pile.want in (None, "", PREVIOUSLY):
                outcomes.append(await self._verify(call_id, pile, NO_EFFECT))
            else:
                self._settle(pile, State.DONE)
                self._tell_changed(pile, answer)
        return next((one for one in outcomes if one is not Outcome.OVER), Outcome.OVER)

    async def _learn_key(self, call_id: str, pile: Pile, now: dict[str, Known], key: str) -> Outcome:
        """The account's first tag write: see whether it took effect, else try the other key, once."""
        for name in (key, other_key(key)):
            try:
                if name != key:
                    await self._update(call_id, [pile], now, name)
                found = known(await self._read(call_id, [TAGS]), TAGS)
            except (BadRequest, Unprocessable) as error:
                return self._settle(pile, State.FAILED, words_of(error))
            except CallrailTuiError as error:
                return self._nobody_knows(pile, error)
            if found is not None and weigh(pile, found) is Verdict.ALREADY:
                self._tag_key.settle(name)
                return self._settle(pile, State.DONE)
        return self._settle(pile, State.FAILED, NO_EFFECT)

    async def _verify(self, call_id: str, pile: Pile, failure: Failure) -> Outcome:
        """Look again whether it took effect; a status that CallRail computes anew counts, and is told."""
        try:
            found = known(await self._read(call_id, [pile.field]), pile.field)
        except NotFound:
            return self._settle(pile, State.FAILED, failure)
        except CallrailTuiError as error:
            return self._nobody_knows(pile, error)
        if found is not None and same(pile.field, found.value, pile.want or None):
            return self._settle(pile, State.DONE)
        if pile.field == LEAD and pile.want in (None, "") and found is not None and found.value == PREVIOUSLY:
            self._report(
                EditsTold("Cleared; CallRail itself shows it as previously marked good lead. r reads it again.")
            )
            return self._settle(pile, State.DONE)
        edit = self._journal.get(pile.seqs[-1])
        was = edit.seen if edit is not None else None
        if found is not None and was is not None and not same(pile.field, found.value, was.value):
            return self._settle(pile, State.DONE)  # It took effect, and somebody else changed it since.
        return self._settle(pile, State.FAILED, failure)

    # Judging ----------------------------------------------------------------------------------------------------

    def _settle(self, pile: Pile, state: State, failure: Failure | None = None) -> Outcome:
        self._journal.move(pile.seqs, state, expecting=(*SENDABLE, State.INFLIGHT), failure=failure)
        return Outcome.OVER

    def _could_not_read(self, edits: Sequence[Edit], error: CallrailTuiError) -> Outcome:
        """Nothing was sent: what waits goes on waiting, unless there is no call to send it for."""
        seqs = [edit.seq for edit in edits]
        if isinstance(error, NotFound):
            self._journal.move(seqs, State.FAILED, expecting=SENDABLE, failure=GONE)
            return Outcome.OVER
        if isinstance(error, (NotAllowed, BadRequest, Unprocessable)):
            self._journal.move(seqs, State.FAILED, expecting=SENDABLE, failure=words_of(error))
            return Outcome.OVER
        self.problem = error
        return standstill(error) or Outcome.AGAIN

    def _judge(self, piles: Sequence[Pile], error: CallrailTuiError) -> Outcome:
        """What a failed PUT means for what it carried."""
        outcome = standstill(error)
        state, failure = State.UNSURE, None
        if outcome is not None:
            state = State.QUEUED  # It was refused at the door, or never left.
        elif isinstance(error, (BadRequest, Unprocessable, NotAllowed)):
            state, failure = State.FAILED, words_of(error)
        elif isinstance(error, NotFound):
            state, failure = State.FAILED, GONE
        elif isinstance(error, GatewayFault) and any(pile.field == VALUE for pile in piles):
            state, failure = State.FAILED, VALUE_FAULT
        for pile in piles:
            kept = State.UNSURE if state is State.QUEUED and pile.is_unsure else state
            self._journal.move(pile.seqs, kept, expecting=(*SENDABLE, State.INFLIGHT), failure=failure)
        self.problem = error
        return outcome or (Outcome.OVER if state is State.FAILED else Outcome.AGAIN)

    def _nobody_knows(self, pile: Pile, error: CallrailTuiError) -> Outcome:
        """It was taken, but whether it took effect could not be read: to be read again."""
        self._journal.move(pile.seqs, State.UNSURE, expecting=(State.INFLIGHT,))
        self.problem = error
        return standstill(error) or Outcome.AGAIN

    def _tell_changed(self, pile: Pile, answer: Any) -> None:
        """A name that CallRail keeps otherwise than it was sent (wire 8.5: the answer has the default fields)."""
        kept = answer.get(NAME) if pile.field == NAME and isinstance(answer, dict) else None
        if isinstance(kept, str) and not same(NAME, kept, pile.want):
            self._report(EditsTold(f"CallRail keeps the name as {kept}.", is_warning=True))
