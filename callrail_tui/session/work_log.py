"""What became of each card, kept over restarts: ids by pile and the question, no call data (design, promise 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from typing import Any, NamedTuple

from callrail_tui.model.query import CallQuery, DatePreset
from callrail_tui.model.read import mapping, text
from callrail_tui.model.work import SETTLED, Order, Pile
from callrail_tui.session.edits import Edits

NAME = "work"
CHUNK = 100
"""Steps that are stored anew with each one; what fills up is put aside, so that a step costs the same for ever."""

_BACK = "back"
_LISTS = ("fields", "tags")


class Kept(NamedTuple):
    """Work that was begun earlier."""

    query: CallQuery
    order: Order
    is_checked: bool
    """Whether calls with a tag or a note are left out here."""
    at: str | None
    """The call whose card was shown."""
    total: int | None
    piles: dict[str, Pile]
    """By call, in the order in which they came there."""
    chunks: int
    steps: tuple[tuple[str, str], ...]
    """Those since the last full chunk."""

    @property
    def done(self) -> int:
        """Cards that nobody works again."""
        return sum(pile in SETTLED for pile in self.piles.values())


class WorkLog:
    """Steps go into chunks of a hundred and the last few beside the position, in one store for each step."""

    def __init__(self, edits: Edits, query: CallQuery, order: Order, *, is_checked: bool) -> None:
        self.query = query
        self.order = order
        self.is_checked = is_checked
        self.piles: dict[str, Pile] = {}
        self._edits = edits
        self._is_stored = False
        self._chunks = 0
        self._steps: list[tuple[str, str]] = []

    @classmethod
    def resumed(cls, edits: Edits, kept: Kept) -> WorkLog:
        """Go on where it was left."""
        log = cls(edits, kept.query, kept.order, is_checked=kept.is_checked)
        log.piles = dict(kept.piles)
        log._is_stored = True
        log._chunks = kept.chunks
        log._steps = list(kept.steps)
        return log

    def put(self, call_id: str, pile: Pile) -> None:
        """A card goes into a pile, out of any other."""
        self._note(call_id, pile.value)

    def take_back(self, call_id: str) -> None:
        """A card goes out of its pile."""
        if call_id in self.piles:
            self._note(call_id, _BACK)

    def _note(self, call_id: str, word: str) -> None:
        if len(self._steps) >= CHUNK:
            self._edits.store(f"{NAME}.{self._chunks}", self._steps)
            self._chunks += 1
            self._steps = []
        self._steps.append((call_id, word))
        _apply(self.piles, call_id, word)

    def of(self, pile: Pile) -> list[str]:
        """The calls of a pile, the first to come there first."""
        return [call_id for call_id, where in self.piles.items() if where is pile]

    def size(self, pile: Pile) -> int:
        """How many cards a pile has."""
        return sum(where is pile for where in self.piles.values())

    @property
    def done(self) -> int:
        """Cards that nobody works again."""
        return sum(pile in SETTLED for pile in self.piles.values())

    def keep(self, at: str | None, total: int | None) -> None:
        """Store the position with the latest steps; to be called after each."""
        self._is_stored = True
        value = {
            "query": _written(self.query), "order": self.order.value, "checked": self.is_checked, "at": at,
            "total": total, "chunks": self._chunks, "steps": self._steps,
        }  # fmt: skip
        self._edits.store(NAME, value)

    def drop(self) -> None:
        """There is nothing to resume: nothing is done yet, or all."""
        if self._is_stored:
            self._is_stored = False
            self._edits.store(NAME, None)


def kept_work(edits: Edits) -> Kept | None:
    """What was begun earlier and can be gone on with; None as well where what was stored cannot be read."""
    value = mapping(edits.recall(NAME))
    if value is None:
        return None
    query = _read(value.get("query"))
    order = next((one for one in Order if one.value == value.get("order")), None)
    chunks, total = value.get("chunks"), value.get("total")
    if query is None or order is None or not isinstance(chunks, int):
        return None
    piles: dict[str, Pile] = {}
    for chunk in range(chunks):
        for call_id, word in _steps(edits.recall(f"{NAME}.{chunk}")):
            _apply(piles, call_id, word)
    steps = tuple(_steps(value.get("steps")))
    for call_id, word in steps:
        _apply(piles, call_id, word)
    return Kept(query, order, value.get("checked") is True, text(value.get("at")),
                total if isinstance(total, int) else None, piles, chunks, steps)  # fmt: skip


def _apply(piles: dict[str, Pile], call_id: str, word: str) -> None:
    piles.pop(call_id, None)
    pile = next((one for one in Pile if one.value == word), None)
    if pile is not None:
        piles[call_id] = pile


def _steps(value: object) -> Iterator[tuple[str, str]]:
    for step in value if isinstance(value, list) else ():
        if isinstance(step, (list, tuple)) and len(step) == 2 and all(isinstance(part, str) for part in step):
            yield step[0], step[1]


def _written(query: CallQuery) -> dict[str, Any]:
    found = ((field.name, getattr(query, field.name)) for field in fields(query))
    plain = ((name, value.value if isinstance(value, Enum) else value) for name, value in found)
    return {name: list(value) if name in _LISTS else value for name, value in plain if value is not None}


def _read(value: object) -> CallQuery | None:
    found = mapping(value)
    if found is None:
        return None
    try:
        parts = {field.name: found[field.name] for field in fields(CallQuery) if field.name in found}
        parts |= {name: tuple(str(one) for one in parts[name]) for name in _LISTS if name in parts}
        if "date_range" in parts:
            parts["date_range"] = DatePreset(parts["date_range"])
        return CallQuery(**parts)
    except (TypeError, ValueError, AttributeError):
        return None
