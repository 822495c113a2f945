"""Seeing to what waits in the outbox: again, away, mine or theirs, a pause (robustness 3.3)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from callrail_tui.errors import EditRefused
from callrail_tui.model.edit import NOTE, PENDING, UNSENT, Change, Edit, Known, State, note_merged
from callrail_tui.session.bases import Source
from callrail_tui.session.facts import Fact
from callrail_tui.session.holds import Holds
from callrail_tui.session.journal import Journal
from callrail_tui.session.keepsakes import Keepsakes
from callrail_tui.session.sender import Sender
from callrail_tui.session.undoing import Undoing


class Resolving(Keepsakes):
    """What the outbox's own keys do."""

    def __init__(self, journal: Journal, sender: Sender, holds: Holds, report: Callable[[Fact], None]) -> None:
        super().__init__(journal, report)
        self._sender = sender
        self._holds = holds
        self._undoing = Undoing(journal)

    @abstractmethod
    def _add(self, changes: Sequence[Change], words: str, source: Source | None = None) -> int:
        """Journal these and have them sent."""

    def words_of(self, act: int) -> str:
        """What an act was called when it was decided."""
        return self._journal.acts[act].words if act in self._journal.acts else ""

    def retry(self, seqs: Iterable[int]) -> int:
        """Send failed edits again; what is held goes at once. How many there were."""
        edits = [edit for seq in seqs if (edit := self._journal.get(seq)) is not None]
        failed = [edit.seq for edit in edits if edit.state is State.FAILED]
        if failed:
            self._journal.move(failed, State.QUEUED, expecting=(State.FAILED,))
        calls = {edit.call_id for edit in edits if edit.state in PENDING or edit.seq in failed}
        self._holds.release(calls)
        self._sender.unpark()
        self._sender.hasten(calls)
        return len(calls)

    def withdraw(self, seqs: Iterable[int]) -> int:
        """Take back what is not sent yet, and put aside what failed; how many could be."""
        expecting = (*UNSENT, State.FAILED, State.CONFLICT)
        edits = [edit for seq in seqs if (edit := self._journal.get(seq)) is not None and edit.state in expecting]
        taken = self._journal.move_those(edits, State.CANCELLED, expecting=expecting)
        self._sender.wake()
        return len(taken)

    def keep_mine(self, seq: int) -> None:
        """In a conflict: write mine over what is there now."""
        self._resolve(seq, lambda edit, theirs: edit.want)

    def take_theirs(self, seq: int) -> None:
        """In a conflict: leave what is there."""
        self._resolve(seq, None)

    def merge(self, seq: int) -> None:
        """In a conflict of notes: both, theirs first."""
        edit = self._journal.get(seq)
        if edit is not None and edit.field != NOTE:
            raise EditRefused("Only notes can be merged.", "m keeps yours, b keeps theirs.")
        self._resolve(seq, lambda edit, theirs: note_merged(theirs.value, str(edit.want or "")))

    def _resolve(self, seq: int, want: Callable[[Edit, Known], Any] | None) -> None:
        edit = self._journal.get(seq)
        if edit is None or edit.state is not State.CONFLICT or edit.seen is None:
            raise EditRefused("This is no conflict any more.")
        alike = [one for one in self._journal.of_call(edit.call_id) if one.key == edit.key and one.state is edit.state]
        last = alike[-1]
        if not self._journal.move([one.seq for one in alike], State.CANCELLED, expecting=(State.CONFLICT,)):
            raise EditRefused("Another window has seen to this meanwhile.")
        if want is not None:
            words = self.words_of(last.act)
            change = Change(last.call_id, last.field, want(last, edit.seen), edit.seen)
            self._undoing.note(self._add([change], words), words)
        self._sender.wake()

    def pause(self) -> int:
        """Keep what is not sent yet of bulk decisions from being sent, until `resume`; how many edits."""
        bulk = {act.act for act in self._journal.acts.values() if act.query is not None}
        waiting = [edit.seq for edit in self._journal.all() if edit.act in bulk and edit.state in UNSENT]
        return len(waiting) if waiting and self._journal.move(waiting, State.PAUSED, expecting=UNSENT) else 0

    def resume(self) -> int:
        """Go on; how many edits."""
        paused = [edit.seq for edit in self._journal.all() if edit.state is State.PAUSED]
        if paused:
            self._journal.move(paused, State.QUEUED, expecting=(State.PAUSED,))
            self._sender.wake()
        return len(paused)
