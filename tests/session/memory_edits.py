"""Edits kept in memory and never sent: what screens and the work-through need of them in tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.edit import SPAM, Change, Edit, State, shown
from callrail_tui.session.edits import Counts, Sign, Undone
from callrail_tui.session.facts import EditsChanged, Fact
from callrail_tui.session.keepsakes import Draft


class MemoryEdits:
    """Every edit stays held; what is stored goes through JSON, as on disk."""

    elsewhere = False
    parked: CallrailTuiError | None = None

    def __init__(self, report: Callable[[Fact], None] = lambda fact: None, refuse: CallrailTuiError | None = None):
        self.edits: list[Edit] = []
        self.stored: dict[str, str] = {}
        self.stores: list[str] = []
        self.texts: dict[tuple[str, str], str] = {}
        self.refuse = refuse
        self._report = report
        self._acts: list[tuple[int, str]] = []

    has_spam_held = False
    unsent = 0
    undo_calls = 0
    redo_calls = 0

    def begin(self) -> None:
        """There is no file."""

    def settle_marks(self) -> None:
        """No row is marked."""

    def unpark(self) -> None:
        """Nothing is parked."""

    async def close(self, grace: float = 2.0) -> None:
        """There is nothing to close."""

    def join(self, acts: Sequence[int]) -> None:
        """Nothing is taken back as one."""

    @property
    def counts(self) -> Counts:
        return Counts(pending=len({edit.call_id for edit in self.edits}))

    def shown(self, call: Call) -> Call:
        return shown(call, self.of_call(call.id))

    def sign(self, call_id: str) -> Sign | None:
        found = self.of_call(call_id)
        if not found:
            return None
        return Sign(found[-1].state, 10 if any(edit.field == SPAM for edit in found) else None)

    def of_call(self, call_id: str) -> Sequence[Edit]:
        return [edit for edit in self.edits if edit.call_id == call_id]

    def entries(self) -> Sequence[Edit]:
        return self.edits[::-1]

    def decide(self, changes: Iterable[Change], *, words: str, **_: object) -> int:
        if self.refuse is not None:
            raise self.refuse
        act = len(self._acts) + 1
        self._acts.append((act, words))
        decided = list(changes)
        for change in decided:
            seq = len(self.edits) + 1
            self.edits.append(
                Edit(seq, act, "ACC1", change.call_id, change.field, change.base, change.want, State.HELD)
            )
        self._report(EditsChanged(frozenset(change.call_id for change in decided)))
        return act

    def undo(self) -> Undone | None:
        if not self._acts:
            return None
        act, words = self._acts.pop()
        gone = [edit for edit in self.edits if edit.act == act]
        self.edits = [edit for edit in self.edits if edit.act != act]
        self._report(EditsChanged(frozenset(edit.call_id for edit in gone)))
        return Undone(f"Taken back: {words}.", gone[0].call_id if len(gone) == 1 else None, len(gone))

    def redo(self) -> Undone | None:
        return None

    def draft(self, place: str, call_id: str) -> str | None:
        return self.texts.get((place, call_id))

    def drafts(self) -> Sequence[Draft]:
        return [Draft(place, call_id, text) for (place, call_id), text in self.texts.items()]

    def keep_draft(self, place: str, call_id: str, text: str) -> None:
        self.texts[place, call_id] = text

    def drop_draft(self, place: str, call_id: str) -> None:
        self.texts.pop((place, call_id), None)

    def recall(self, name: str) -> Any:
        return json.loads(self.stored.get(name, "null"))

    def store(self, name: str, value: object) -> None:
        self.stores.append(name)
        self.stored[name] = json.dumps(value)
