"""Edits in memory, as the outbox screen sees them: crafted ones in every state, and a note of what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.edit import PENDING, UNSENT, Edit, State
from callrail_tui.session.edits import Counts, Edits, Sign, Undone


class StandIn(Edits):
    """Holds the edits given to it; what takes them back takes them away."""

    def __init__(self, edits: Iterable[Edit] = (), words: dict[int, str] | None = None) -> None:
        self.edits = list(edits)
        self.words = words or {}
        self.asked: list[tuple[object, ...]] = []
        self.seconds: dict[int, int] = {}
        self.undoable: frozenset[int] = frozenset()
        self.refusal: CallrailTuiError | None = None
        self.parked_by: CallrailTuiError | None = None
        self.sends_elsewhere = False

    def begin(self) -> None:
        """There is no file."""

    def settle_marks(self) -> None:
        """No row is marked."""

    def unpark(self) -> None:
        """Nothing is parked by itself."""

    async def close(self, grace: float = 2.0) -> None:
        """There is nothing to close."""

    has_spam_held = False
    unsent = 0
    undo_calls = 0
    redo_calls = 0

    @property
    def counts(self) -> Counts:
        def calls(states: Iterable[State]) -> int:
            return len({edit.call_id for edit in self.edits if edit.state in states})

        return Counts(calls(PENDING), calls([State.FAILED]), calls([State.CONFLICT]), calls([State.PAUSED]))

    @property
    def elsewhere(self) -> bool:
        return self.sends_elsewhere

    @property
    def parked(self) -> CallrailTuiError | None:
        return self.parked_by

    @property
    def undoes(self) -> frozenset[int]:
        return self.undoable

    def shown(self, call: Call) -> Call:
        return call

    def sign(self, call_id: str) -> Sign | None:
        return None

    def of_call(self, call_id: str) -> Sequence[Edit]:
        return [edit for edit in self.edits if edit.call_id == call_id]

    def entries(self) -> Sequence[Edit]:
        return list(self.edits)

    def words_of(self, act: int) -> str:
        return self.words.get(act, "")

    def seconds_left(self, seq: int) -> int | None:
        return self.seconds.get(seq)

    def undo(self, act: int | None = None) -> Undone | None:
        self._ask("undo")
        return Undone("Quote was taken back.", None, 1)

    def retry(self, seqs: Iterable[int]) -> int:
        self._ask("retry", *seqs)
        return 1

    def withdraw(self, seqs: Iterable[int]) -> int:
        wanted = set(seqs)
        self._ask("withdraw", *sorted(wanted))
        gone = [edit for edit in self.edits if edit.seq in wanted and edit.state in UNSENT | {State.FAILED}]
        self.edits = [edit for edit in self.edits if edit not in gone]
        return len(gone)

    def keep_mine(self, seq: int) -> None:
        self._ask("mine", seq)

    def take_theirs(self, seq: int) -> None:
        self._ask("theirs", seq)

    def merge(self, seq: int) -> None:
        self._ask("merge", seq)

    def pause(self) -> int:
        self._ask("pause")
        self._turn(UNSENT, State.PAUSED)
        return 1

    def resume(self) -> int:
        self._ask("resume")
        self._turn({State.PAUSED}, State.QUEUED)
        return 1

    def _turn(self, states: Iterable[State], into: State) -> None:
        acts = [edit.act for edit in self.edits]
        self.edits = [
            edit._replace(state=into) if edit.state in states and acts.count(edit.act) > 1 else edit
            for edit in self.edits
        ]

    def _ask(self, *what: object) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.asked.append(what)
