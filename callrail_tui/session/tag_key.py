"""Which key carries tags on a call's PUT: learned once for each account, never both at a time (wire 8.5, 18)."""

from __future__ import annotations

from typing import Final

from callrail_tui.model.edit import Known, TagDelta, applied, canonical
from callrail_tui.session.journal import Journal

KEYS: Final = ("tag_list", "tags")
"""The brief's key first."""
_MEMORY: Final = "tag key"


class TagKey:
    """The key in use, and whether it is known to work; what is learned is kept in the journal's file."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._known: str | None = None
        self._tried = KEYS[0]

    @property
    def is_settled(self) -> bool:
        """Whether it was seen to work in this account."""
        if self._known is None:
            stored = self._journal.outbox.recall(_MEMORY)
            self._known = stored if stored in KEYS else None
        return self._known is not None

    @property
    def name(self) -> str:
        """The key to send tags under."""
        return self._known if self.is_settled and self._known is not None else self._tried

    def settle(self, name: str) -> None:
        """This one works."""
        self._known = self._tried = name
        self._journal.outbox.store(_MEMORY, name)


def other_key(name: str) -> str:
    """The one to try when this one does nothing."""
    return KEYS[1] if name == KEYS[0] else KEYS[0]


def tag_body(key: str, now: Known, want: TagDelta) -> dict[str, object]:
    """The part of a PUT that makes this change to the tags that are there now: added alone, or the whole set anew."""
    held = canonical("tags", now.value)
    gone = [name for name in want.remove if name.strip().casefold() in held]
    if gone:
        return {key: list(applied("tags", now.value, want))}
    return {key: [name for name in want.add if name.strip().casefold() not in held], "append_tags": True}
