"""What the person decides about calls: journalled first, shown at once, sent later (design, promises 7 to 14)."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from callrail_tui.errors import CallrailTuiError, EditRefused
from callrail_tui.model.call import Call
from callrail_tui.model.edit import (
    PENDING,
    SPAM,
    UNSENT,
    Change,
    Edit,
    State,
    shown,
)
from callrail_tui.session.bases import Source, source_of
from callrail_tui.session.deciding import checked
from callrail_tui.session.facts import EditsTold, Fact
from callrail_tui.session.holds import Holds
from callrail_tui.session.journal import Journal
from callrail_tui.session.resolving import Resolving
from callrail_tui.session.sender import Sender
from callrail_tui.session.undoing import Entry


class Counts(NamedTuple):
    """How many edits stand where, for the status line and the outbox."""

    pending: int = 0
    """Calls with edits that are still to be sent or confirmed."""
    failed: int = 0
    conflicts: int = 0
    paused: int = 0


class Sign(NamedTuple):
    """What a row shows of its call's edits."""

    state: State | None = None
    """The most pressing of them: conflict, failed, then what is on its way; DONE when all are confirmed."""
    spam_seconds: int | None = None
    """Seconds in which a report of spam can still be taken back."""


class Undone(NamedTuple):
    """What `undo` or `redo` did."""

    words: str
    """In a sentence, uncleaned."""
    call_id: str | None
    """Where it was, so that the person can be taken back to it."""
    calls: int
    call_ids: tuple[str, ...] = ()
    """Every call of it."""


class Edits(Resolving):
    """Journals, shows, takes back and resolves; sending is the sender's."""

    def __init__(
        self,
        journal: Journal,
        sender: Sender,
        holds: Holds,
        report: Callable[[Fact], None],
        *,
        locate: Callable[[Iterable[str]], Source | None],
        read_only: bool,
    ) -> None:
        super().__init__(journal, sender, holds, report)
        self._locate = locate
        self._read_only = read_only
        self._settled = 0
        """The number of the latest edit that was confirmed before the list was read anew."""
        self._shown: dict[str, tuple[int, Call, Call]] = {}

    # Beginning and ending ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The list shows: see what is left from last time, and begin to send."""
        if self._journal.is_open:
            return
        self._journal.open()
        if self._journal.problem is not None:
            return
        self._undoing.adopt()
        self._tell_what_waits()
        if not self._read_only:
            self._sender.start()

    def _tell_what_waits(self) -> None:
        outbox, waiting = self._journal.outbox, len(self._journal.waiting)
        if waiting and self._read_only:
            self._report(EditsTold(f"{waiting:,} decided calls wait: this window is read-only.", is_warning=True))
        if elsewhere := sum(outbox.elsewhere().values()):
            self._report(EditsTold(f"{elsewhere:,} decisions of another account wait until it is opened (N)."))
        if strange := outbox.under_other_keys():
            words = f"{strange:,} decisions wait that were made under another key; they are sent once it is used again."
            self._report(EditsTold(words, is_warning=True))

    def settle_marks(self) -> None:
        """The list is read anew: what is confirmed is no longer shown as just done."""
        self._settled = max((edit.seq for edit in self._journal.all() if edit.state is State.DONE), default=0)

    def unpark(self) -> None:
        """Something was answered well: what waited for the key or the connection goes on."""
        self._sender.unpark()

    async def drain(self, on_left: Callable[[int], None], seconds: float = 10.0) -> int:
        """End the holds and send; tells how many calls are left, and gives what is left after `seconds`."""
        return await self._sender.drain(on_left, seconds) if self._journal.is_usable else 0

    @property
    def unsent(self) -> int:
        """Calls that leaving has to wait for."""
        return self._sender.left if self._journal.is_usable else 0

    async def close(self, grace: float = 2.0) -> None:
        """Stop sending and close the file."""
        await self._sender.close(grace)
        self._journal.close()

    # Looking ----------------------------------------------------------------------------------------------------

    @property
    def counts(self) -> Counts:
        """How many edits stand where."""
        tally = self._journal.tally
        return Counts(len(self._journal.waiting), tally[State.FAILED], tally[State.CONFLICT], tally[State.PAUSED])

    @property
    def elsewhere(self) -> bool:
        """Whether another window is the one that sends."""
        return self._sender.elsewhere

    @property
    def parked(self) -> CallrailTuiError | None:
        """What keeps every edit from being sent: read-only, a refused key, a journal that cannot be used."""
        return self._journal.problem or (_READ_ONLY if self._read_only else self._sender.parked)

    def shown(self, call: Call) -> Call:
        """The call as it will be once its edits are sent; the same object where it has none."""
        if not self._journal.has(call.id):
            return call
        kept = self._shown.get(call.id)
        if kept is not None and kept[0] == self._journal.revision and kept[1] is call:
            return kept[2]
        laid = [one for one in self._journal.of_call(call.id) if one.state in PENDING or one.state is State.DONE]
        after = shown(call, laid)
        if len(self._shown) > _MOST_SHOWN:
            self._shown.clear()
        self._shown[call.id] = (self._journal.revision, call, after)
        return after

    def sign(self, call_id: str) -> Sign | None:
        """What the row of a call shows; None where it has no edits of this session."""
        if not self._journal.has(call_id):
            return None
        edits = [
            edit for edit in self._journal.of_call(call_id) if edit.state is not State.DONE or edit.seq > self._settled
        ]
        if not edits:
            return None
        states = {edit.state for edit in edits}
        spam = any(edit.field == SPAM and edit.state in UNSENT for edit in edits)
        seconds = math.ceil(self._holds.left(call_id, is_spam=True)) if spam else None
        return Sign(next(state for state in _PRESSING if state in states), seconds)

    @property
    def spam_hold(self) -> float:
        """Seconds in which a report of spam can be taken back."""
        return self._holds.spam_seconds

    @property
    def has_spam_held(self) -> bool:
        """Whether some report of spam can still be taken back."""
        return self._holds.has_spam

    def seconds_left(self, seq: int) -> int | None:
        """Whole seconds, rounded up, until the hold of an edit ends; None where none runs for it."""
        edit = self._journal.get(seq)
        if edit is None or edit.state not in UNSENT:
            return None
        left = self._holds.left(edit.call_id, is_spam=edit.field == SPAM)
        return math.ceil(left) if left > 0 else None

    def of_call(self, call_id: str) -> Sequence[Edit]:
        """The edits of a call that are not cancelled, oldest first."""
        return self._journal.of_call(call_id)

    def entries(self) -> Sequence[Edit]:
        """Every edit of the journal, newest first: open ones, and those done in this session."""
        return [edit for edit in reversed(self._journal.all()) if edit.state is not State.CANCELLED]

    # Deciding ---------------------------------------------------------------------------------------------------

    def decide(self, changes: Iterable[Change], *, words: str, source: Source | None = None) -> int:
        """Journal what one key decided, and have it sent after its hold; the number of the act, 0 where all is so.

        `words` name it for the outbox and for undo: `good lead`. `source` tells where the calls of a bulk decision
        stand, where the list's own rows do not. Raises EditRefused or NotJournalled: nothing is decided then.
        """
        if self._read_only:
            raise _READ_ONLY
        self.begin()
        wanted = checked(changes, self._journal.of_call)
        if not wanted:
            return 0
        act = self._add(wanted, words, source)
        self._undoing.note(act, words)
        return act

    def _add(self, changes: Sequence[Change], words: str, source: Source | None = None) -> int:
        calls = dict.fromkeys(change.call_id for change in changes)
        if source is None and len(calls) > 1:
            source = self._locate(calls)
        added = self._journal.add(changes, words, query=source.as_json() if source is not None else None)
        for edit in added:
            self._holds.begin(edit.call_id, edit.field)
        self._sender.wake()
        return added[0].act

    def _source_of(self, entry: Entry, changes: Sequence[Change]) -> Source | None:
        """Where the calls stood when it was decided: the list may have let go of them. None where it saves nothing."""
        told = [source_of(self._journal.acts[act].query) for act in entry.acts if act in self._journal.acts]
        source = next((one for one in told if one is not None), None)
        calls = {change.call_id for change in changes}
        return source if source is not None and len(source.pages) < len(calls) else None

    @property
    def undoes(self) -> frozenset[int]:
        """The acts that `undo` would take back now: one, or those that were joined; empty where there is none."""
        entry = self._undoing.latest
        return frozenset(entry.acts if entry is not None else ())

    @property
    def undo_calls(self) -> int:
        """Calls that were sent already, and that `undo` would change again: each costs a request."""
        return self._undoing.latest_sent

    @property
    def redo_calls(self) -> int:
        """Calls that `redo` would decide about."""
        return self._undoing.latest_back

    def undo(self, act: int | None = None) -> Undone | None:
        """Take back the latest act that is not taken back yet, or this one; None where there is none.

        Raises EditRefused where nothing of it can be.
        """
        if self._read_only:
            raise _READ_ONLY
        self.begin()
        entry = self._undoing.latest if act is None else self._undoing.of_act(act)
        if entry is None:
            return None
        taken = self._undoing.take_back(entry)
        if taken.changes:
            self._add(taken.changes, f"undo: {entry.words}", self._source_of(entry, taken.changes))
        self._sender.wake()
        calls = dict.fromkeys(edit.call_id for edit in taken.edits)
        many = f" on {len(calls):,} calls" if len(calls) > 1 else ""
        words = f"Taken back: {entry.words}{many}. {taken.refused}".strip()
        return Undone(words, next(iter(calls), None), len(calls), tuple(calls))

    def redo(self) -> Undone | None:
        """Decide again what was last taken back; None where there is nothing."""
        again = self._undoing.take_again()
        if again is None:
            return None
        entry, changes = again
        wanted = checked(changes, self._journal.of_call)
        if not wanted:
            return None
        act = self._add(wanted, entry.words, self._source_of(entry, wanted))
        self._undoing.note(act, entry.words, is_new=False)
        calls = dict.fromkeys(change.call_id for change in wanted)
        return Undone(f"Decided again: {entry.words}.", next(iter(calls)), len(calls), tuple(calls))

    def join(self, acts: Sequence[int]) -> None:
        """Have these acts taken back as one: what a held key decided."""
        self._undoing.join(acts)


_READ_ONLY = EditRefused("This window is read-only: nothing is decided.", "Start it without --read-only to decide.")
_MOST_SHOWN = 2_000
_PRESSING = (
    State.CONFLICT, State.FAILED, State.PAUSED, State.UNSURE, State.INFLIGHT, State.HELD, State.QUEUED, State.DONE,
)  # fmt: skip
"""What a row shows of several states, the first that is there."""
