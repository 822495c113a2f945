"""Calls in the order asked for (wire 8.2): arithmetic where the pattern decides the order, a scan where it cannot.

Both give the same thing, an ``Ordered``: a few parts, one after the other, of which any stretch can be had.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from callrail_tui.demo.callview import landing_url
from callrail_tui.demo.directory import Directory
from callrail_tui.demo.fields import DEVICE_WORDS, LEAD_WORDS
from callrail_tui.demo.pattern import Row
from callrail_tui.demo.pulse import Pulse
from callrail_tui.demo.selection import ANSWERED, Selection
from callrail_tui.demo.sources import ORIGINS
from callrail_tui.demo.tagbook import TagBook
from callrail_tui.demo.words import PLACES

SortKey = str | int
RowKey = Callable[[Row], SortKey]

CALLER_SORTS: Final = frozenset({"customer_name", "customer_phone_number"})
"""Sorts that depend on the caller and not on the row: these look at every call."""


class Part(Protocol):
    """Some calls in order."""

    def __len__(self) -> int:
        """How many."""

    def take(self, start: int, stop: int) -> list[int]:
        """The indexes from one rank up to another."""


class Stretch:
    """A selection between two indexes, newest or oldest first."""

    def __init__(self, selection: Selection, first: int, last: int, *, newest_first: bool) -> None:
        """Counts at once; finds later."""
        self._selection = selection
        self._first, self._last = first, last
        self._newest_first = newest_first
        self._count = selection.below(last) - selection.below(first)

    def __len__(self) -> int:
        """How many calls."""
        return self._count

    def take(self, start: int, stop: int) -> list[int]:
        """Calls by rank."""
        stop = min(stop, self._count)
        if not self._newest_first:
            return self._selection.between(self._first, self._last, start, stop)
        found = self._selection.between(self._first, self._last, self._count - stop, self._count - start)
        found.reverse()
        return found


class Listed:
    """Calls that were found one by one, four bytes each."""

    def __init__(self, indexes: Sequence[int]) -> None:
        """Already in order."""
        self._indexes = indexes

    def __len__(self) -> int:
        """How many calls."""
        return len(self._indexes)

    def take(self, start: int, stop: int) -> list[int]:
        """Calls by rank."""
        return list(self._indexes[start:stop])


class Ordered:
    """Parts in a row, seen as one list."""

    def __init__(self, parts: Sequence[Part], ends: Sequence[int]) -> None:
        """The parts in the order wanted, and where each ends."""
        self._parts = parts
        self._ends = ends

    @property
    def total(self) -> int:
        """How many calls in all."""
        return self._ends[-1] if self._ends else 0

    def take(self, start: int, count: int) -> list[int]:
        """The calls from rank ``start`` on, at most ``count``."""
        found: list[int] = []
        stop = min(start + count, self.total)
        place = bisect_right(self._ends, start)
        while start < stop:
            offset = self._ends[place] - len(self._parts[place])
            found += self._parts[place].take(start - offset, stop - offset)
            start, place = self._ends[place], place + 1
        return found


async def gathered(parts: Iterable[Part], pulse: Pulse) -> Ordered:
    """The parts as one list; there may be thousands, so they are counted in slices."""
    kept: list[Part] = []
    ends: list[int] = []
    total = 0
    for part in parts:
        total += len(part)
        kept.append(part)
        ends.append(total)
        if pulse.due():
            await pulse.rest()
    return Ordered(kept, ends)


def row_sorts(directory: Directory, tags: TagBook) -> dict[str, RowKey]:
    """The sorts that a row of the pattern decides; what is unknown sorts as empty."""

    def place(row: Row, column: int) -> str:
        return (PLACES[row.place][column] or "") if row.place >= 0 else ""

    return {
        "duration": lambda row: -1 if row.duration is None else row.duration,
        "source": lambda row: ORIGINS[row.origin].source,
        "customer_city": lambda row: place(row, 1),
        "customer_country": lambda row: place(row, 3),
        "landing_page_url": lambda row: landing_url(directory.company(row.company), row) or "",
        "device_type": lambda row: DEVICE_WORDS[row.device] or "",
        "answered": lambda row: int(row.outcome in ANSWERED),
        "first_call": lambda row: int(row.prior == 0),
        "source_name": lambda row: directory.tracker(row.tracker).name,
        "lead_status": lambda row: LEAD_WORDS[row.lead] or "",
        "tags": lambda row: ", ".join(tags.names(row.tags)),
    }
