"""What the person decides about calls: journalled first, shown at once, sent later (design, promises 7 to 14)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.edit import Change, Edit, State


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


class Draft(NamedTuple):
    """Text that somebody was writing, and has neither accepted nor left."""

    place: str
    """`note`, `value`, `form` …: what to open again."""
    call_id: str
    text: str
    """As the place wrote it; a form's is JSON."""


class Edits:
    """The contract between the screens and the outbox; see `Session.edits`."""

    @property
    def counts(self) -> Counts:
        """How many edits stand where."""

    @property
    def elsewhere(self) -> bool:
        """Whether another window is the one that sends."""

    @property
    def parked(self) -> CallrailTuiError | None:
        """What keeps every edit from being sent: read-only, a refused key, a journal that cannot be used."""

    def shown(self, call: Call) -> Call:
        """The call as it will be once its edits are sent; the same object where it has none."""

    def sign(self, call_id: str) -> Sign | None:
        """What the row of a call shows; None where it has no edits of this session."""

    def of_call(self, call_id: str) -> Sequence[Edit]:
        """The edits of a call that are not cancelled, oldest first."""

    def entries(self) -> Sequence[Edit]:
        """Every edit of the journal, newest first: open ones, and those done in this session."""

    def decide(self, changes: Iterable[Change], *, words: str) -> int:
        """Journal what one key decided, and have it sent after its hold; the number of the act.

        `words` name it for the outbox and for undo: `good lead`. Raises EditRefused or NotJournalled: nothing is
        decided then.
        """

    def words_of(self, act: int) -> str:
        """The words under which an act was decided, uncleaned; empty where nobody knows the act."""

    def seconds_left(self, seq: int) -> int | None:
        """Whole seconds, rounded up, until the hold of an edit ends; None where none runs for it."""

    @property
    def undoes(self) -> frozenset[int]:
        """The acts that `undo` would take back now: one, or those that were joined; empty where there is none."""

    def undo(self) -> Undone | None:
        """Take back the latest act that is not taken back yet; None where there is none. Raises EditRefused."""

    def redo(self) -> Undone | None:
        """Decide again what was last taken back; None where there is nothing."""

    def join(self, acts: Sequence[int]) -> None:
        """Have these acts taken back as one: what a held key decided."""

    def retry(self, seqs: Iterable[int]) -> None:
        """Send failed edits again; what is held goes at once."""

    def withdraw(self, seqs: Iterable[int]) -> int:
        """Take back what is not sent yet, and put aside what failed; how many could be."""

    def keep_mine(self, seq: int) -> None:
        """In a conflict: write mine over what is there now."""

    def take_theirs(self, seq: int) -> None:
        """In a conflict: leave what is there."""

    def merge(self, seq: int) -> None:
        """In a conflict of notes: both, theirs first."""

    def pause(self) -> None:
        """Keep what is not sent yet of bulk decisions from being sent, until `resume`."""

    def resume(self) -> None:
        """Go on."""

    # Kept beside the edits, in the same file: what a crash must not cost. --------------------------------------

    def draft(self, place: str, call_id: str) -> str | None:
        """The text that was being written there when the program ended, or the field was left without an answer."""

    def drafts(self) -> Sequence[Draft]:
        """Every draft, the latest first."""

    def keep_draft(self, place: str, call_id: str, text: str) -> None:
        """Keep unfinished text; to be called every 2 s while it changes and when the focus leaves. Never raises."""

    def drop_draft(self, place: str, call_id: str) -> None:
        """It was accepted or given up."""

    def recall(self, name: str) -> object:
        """A JSON value that was stored under this name for this account; None where there is none."""

    def store(self, name: str, value: object) -> None:
        """Keep a JSON value (ids and counts, no call data) for this account over restarts. Never raises."""
