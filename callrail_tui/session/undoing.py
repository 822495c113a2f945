"""What was decided in which order, and how it is taken back (robustness 3.3; design, promise 11)."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from callrail_tui.errors import EditRefused
from callrail_tui.model.edit import OPEN, SPAM, UNSENT, Change, Edit, Known, State, applied, reversal
from callrail_tui.session.journal import Journal

_LOOSE: Final = UNSENT | {State.CONFLICT, State.FAILED}
"""What is taken back at no request."""


class Entry(NamedTuple):
    """One thing to take back: acts that belong together, and their words."""

    acts: tuple[int, ...]
    words: str


class Taken(NamedTuple):
    """What taking back came to: what is to be decided for it, and what could not be taken back."""

    changes: tuple[Change, ...]
    edits: tuple[Edit, ...]
    refused: str


class Undoing:
    """The acts of this session, latest last; what is left of earlier ones comes before them."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._done: list[Entry] = []
        self._back: list[tuple[Entry, tuple[Change, ...]]] = []

    def adopt(self) -> None:
        """What is still open from last time can be taken back as well."""
        acts = dict.fromkeys(edit.act for edit in self._journal.all() if edit.state in OPEN)
        known = {act for entry in self._done for act in entry.acts}
        self._done[:0] = [Entry((act,), self._words(act)) for act in acts if act not in known]

    def note(self, act: int, words: str, *, is_new: bool = True) -> None:
        """Something was decided; what was taken back before it cannot be redone any more, unless it was just that."""
        self._done.append(Entry((act,), words))
        if is_new:
            self._back.clear()

    def join(self, acts: Sequence[int]) -> None:
        """Have these taken back as one."""
        joined = [entry for entry in self._done if set(entry.acts) & set(acts)]
        if len(joined) > 1:
            self._done = [entry for entry in self._done if entry not in joined]
            words = joined[-1].words
            self._done.append(Entry(tuple(act for entry in joined for act in entry.acts), words))

    @property
    def latest(self) -> Entry | None:
        """What `take_back` would take back."""
        while self._done and not any(edit.state is not State.CANCELLED for edit in self._of(self._done[-1])):
            self._done.pop()
        return self._done[-1] if self._done else None

    @property
    def latest_sent(self) -> int:
        """Calls that `take_back` of the latest would have to change on the server again."""
        entry = self.latest
        edits = self._of(entry) if entry is not None else ()
        return len({edit.call_id for edit in edits if edit.state not in _LOOSE | {State.CANCELLED}})

    @property
    def latest_back(self) -> int:
        """Calls that `take_again` decides about."""
        return len({change.call_id for change in self._back[-1][1]}) if self._back else 0

    def of_act(self, act: int) -> Entry | None:
        """The entry that an act belongs to."""
        return next((entry for entry in reversed(self._done) if act in entry.acts), None)

    def take_back(self, entry: Entry) -> Taken:
        """Cancel what is not sent; the rest is to be decided the other way round. Raises EditRefused, NotJournalled."""
        edits = [edit for edit in self._of(entry) if edit.state is not State.CANCELLED]
        loose = [edit for edit in edits if edit.state in _LOOSE]
        taken = self._journal.move_those(loose, State.CANCELLED, expecting=_LOOSE)
        cancelled = [edit for edit in loose if edit.seq in taken]
        reversals, refused = [], ""
        for edit in reversed([edit for edit in edits if edit not in cancelled]):
            edit = self._journal.get(edit.seq) or edit  # Another window may have sent it a moment ago.
            try:
                after = Known(applied(edit.field, edit.base.value, edit.want)) if edit.base is not None else None
                reversals.append(Change(edit.call_id, edit.field, reversal(edit), after))
            except ValueError as reason:
                refused = str(reason)
        if refused and not cancelled and not reversals:
            raise EditRefused("This cannot be taken back.", refused)
        self._done.remove(entry)
        changes = tuple(
            Change(edit.call_id, edit.field, edit.want, edit.base)
            for edit in edits
            if edit.field != SPAM or edit in cancelled
        )
        self._back.append((entry, changes))
        return Taken(tuple(reversals), tuple(cancelled or edits), refused)

    def take_again(self) -> tuple[Entry, tuple[Change, ...]] | None:
        """What was last taken back, to be decided again; None where there is nothing."""
        return self._back.pop() if self._back else None

    def _of(self, entry: Entry) -> Sequence[Edit]:
        return self._journal.of_acts(entry.acts)

    def _words(self, act: int) -> str:
        return self._journal.acts[act].words if act in self._journal.acts else ""
