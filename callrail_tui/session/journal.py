"""The outbox as this session sees it: every edit of the account in memory, each move of one on disk first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from callrail_tui.errors import NotJournalled
from callrail_tui.model.edit import PENDING, Act, Change, Edit, Failure, Known, State
from callrail_tui.session.facts import EditsChanged, EditsTold, Fact

if TYPE_CHECKING:
    from callrail_tui.storage.outbox import Outbox

_CLOSED = NotJournalled("The outbox is not open.", "Start the program anew.")


class Journal:
    """Reads the outbox once, follows what other windows write to it, and reports which calls changed."""

    def __init__(self, open_outbox: Callable[[], Outbox], report: Callable[[Fact], None]) -> None:
        self._open_outbox = open_outbox
        self._report = report
        self._outbox: Outbox | None = None
        self._version = 0
        self._edits: dict[int, Edit] = {}
        self._by_call: dict[str, list[int]] = {}
        self.waiting: dict[str, None] = {}
        """The calls that have something to be sent or confirmed, by when the first of it was decided."""
        self.tally: Counter[State] = Counter()
        """How many edits are in each state."""
        self._own: set[int] = set()
        """What this window decided: it is erased with the session once it is confirmed."""
        self.acts: dict[int, Act] = {}
        self.problem: NotJournalled | None = None
        """Why nothing can be decided."""
        self.revision = 0
        """Grows with every change, for those who keep what they made of the edits."""

    @property
    def is_open(self) -> bool:
        """Whether the outbox was opened, well or not."""
        return self._outbox is not None or self.problem is not None

    @property
    def is_usable(self) -> bool:
        """Whether it is open and can be written."""
        return self._outbox is not None

    @property
    def outbox(self) -> Outbox:
        """The file; raises NotJournalled where it cannot be used."""
        self.open()
        if self._outbox is None:
            raise self.problem or _CLOSED
        return self._outbox

    def open(self) -> None:
        """Open the file, unless that was done; what there is to tell of it is reported."""
        if self.is_open:
            return
        try:
            self._outbox = self._open_outbox()
        except NotJournalled as problem:
            self.problem = problem
            self._report(EditsTold(f"{problem.title} {problem.hint}", is_warning=True))
            return
        for words in self._outbox.told:
            self._report(EditsTold(words, is_warning=True))
        self._version = self._outbox.version
        self.reload()

    def close(self) -> None:
        """Erase what this window decided and saw confirmed, and close the file."""
        if self._outbox is not None:
            with suppress(NotJournalled):  # A full disk: what is confirmed is erased at the next start.
                self._outbox.forget(self._own)
            self._outbox.close()
            self._outbox = None
            self.problem = _CLOSED

    # Reading ----------------------------------------------------------------------------------------------------

    def all(self) -> Sequence[Edit]:
        """Every edit, in the order they were decided."""
        return [self._edits[seq] for seq in sorted(self._edits)]

    def get(self, seq: int) -> Edit | None:
        """One edit."""
        return self._edits.get(seq)

    def of_call(self, call_id: str) -> Sequence[Edit]:
        """A call's edits that are not taken back, in their order."""
        seqs = self._by_call.get(call_id, ())
        return [edit for seq in seqs if (edit := self._edits[seq]).state is not State.CANCELLED]

    def before(self, seq: int) -> Sequence[Edit]:
        """The earlier edits of the same field of the same call, latest first, those taken back among them."""
        edit = self._edits[seq]
        seqs = self._by_call.get(edit.call_id, ())
        return [self._edits[one] for one in reversed(seqs) if one < seq and self._edits[one].key == edit.key]

    def has(self, call_id: str) -> bool:
        """Whether there is any edit of this call."""
        return call_id in self._by_call

    def is_own(self, edit: Edit) -> bool:
        """Whether this window decided it."""
        return edit.seq in self._own

    def of_acts(self, acts: Collection[int]) -> Sequence[Edit]:
        """Everything that these acts decided."""
        return [edit for edit in self.all() if edit.act in acts]

    def reload(self) -> list[Edit]:
        """Read the file anew; what was not known before."""
        found = {edit.seq: edit for edit in self.outbox.edits()}
        changed = {edit.call_id for edit in found.values() if self._edits.get(edit.seq) != edit}
        changed |= {edit.call_id for seq, edit in self._edits.items() if seq not in found}
        # What another window erased because its session ended was confirmed: this one goes on showing it.
        kept = {seq: edit for seq, edit in self._edits.items() if seq not in found and edit.state is State.DONE}
        fresh = [edit for seq, edit in found.items() if seq not in self._edits]
        self._edits = {**kept, **found}
        self._by_call, self.waiting = {}, {}
        self.tally = Counter(edit.state for edit in self._edits.values())
        for seq in sorted(self._edits):
            edit = self._edits[seq]
            self._by_call.setdefault(edit.call_id, []).append(seq)
            if edit.state in PENDING:
                self.waiting[edit.call_id] = None
        self.acts = {**self.acts, **self.outbox.acts()}
        self._tell(changed)
        return fresh

    def follow(self) -> list[Edit]:
        """Read anew if another window has written; what it decided since."""
        version = self.outbox.version
        if version == self._version:
            return []
        self._version = version
        return self.reload()

    # Writing ----------------------------------------------------------------------------------------------------

    def add(self, changes: Sequence[Change], words: str, *, query: Any = None) -> list[Edit]:
        """Journal what one key decided. Raises NotJournalled: then nothing is decided."""
        added = self.outbox.add(changes, words, query=query)
        for edit in added:
            self._edits[edit.seq] = edit
            self._by_call.setdefault(edit.call_id, []).append(edit.seq)
            self._own.add(edit.seq)
            self.waiting[edit.call_id] = None
            self.tally[edit.state] += 1
        self.acts[added[0].act] = Act(added[0].act, words, query)
        self._tell({edit.call_id for edit in added})
        return added

    def move(
        self,
        seqs: Collection[int],
        state: State,
        *,
        expecting: Collection[State],
        seen: Known | None = None,
        base: Known | None = None,
        failure: Failure | None = None,
        is_attempt: bool = False,
    ) -> bool:
        """Bring edits into another state, on disk and then here; False where one is no longer in a state expected."""
        moved = self.outbox.move(
            seqs, state, expecting=expecting, seen=seen, base=base, failure=failure, is_attempt=is_attempt
        )
        if not moved:
            self.reload()
            return False
        for seq in seqs:
            edit = self._edits[seq]
            self.tally[edit.state] -= 1
            self.tally[state] += 1
            self._edits[seq] = edit._replace(
                state=state,
                seen=seen or edit.seen,
                base=edit.base or base,
                failure=failure,
                attempts=edit.attempts + is_attempt,
            )
        touched = {self._edits[seq].call_id for seq in seqs}
        for call_id in touched:
            if any(self._edits[seq].state in PENDING for seq in self._by_call[call_id]):
                self.waiting.setdefault(call_id)
            else:
                self.waiting.pop(call_id, None)
        self._tell(touched)
        return True

    def move_those(self, edits: Sequence[Edit], state: State, *, expecting: Collection[State]) -> set[int]:
        """Bring those of the edits that can be into another state; which ones. All at once, unless some cannot."""
        seqs = [edit.seq for edit in edits]
        if not seqs or self.move(seqs, state, expecting=expecting):
            return set(seqs)
        return {seq for seq in seqs if self.move([seq], state, expecting=expecting)}

    def restart(self) -> None:
        """This window became the sender: what was on the wire when the last one ended is unsure."""
        self.outbox.restart()
        self.reload()

    def _tell(self, call_ids: Iterable[str]) -> None:
        changed = frozenset(call_ids)
        if changed:
            self.revision += 1
            self._report(EditsChanged(changed))
