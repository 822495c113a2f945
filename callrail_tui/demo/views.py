"""Opens what a calls query asks for, by arithmetic or by a scan in slices, and keeps the last scans (wire 8.1, 8.2)."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from callrail_tui.demo.edits import Book
from callrail_tui.demo.ordering import CALLER_SORTS, Listed, Ordered, RowKey, SortKey, Stretch, gathered, row_sorts
from callrail_tui.demo.pulse import Pulse
from callrail_tui.demo.search import Searcher
from callrail_tui.demo.selection import CallFilter, Selection, Selector
from callrail_tui.demo.tagbook import TagBook

_SCAN_STEP: Final = 500
_SCANS_KEPT: Final = 2


class CallQuery(NamedTuple):
    """A list query, resolved: a range of indexes, a filter, a search, an order."""

    first: int
    last: int
    filter: CallFilter
    search: str = ""
    sort: str = "start_time"
    descending: bool = True


class Views:
    """The ways to look at one account's calls."""

    def __init__(self, tags: TagBook) -> None:
        """Nothing was looked at yet."""
        self._tags = tags
        self._selector = Selector()
        self._scans: dict[object, Ordered] = {}

    async def select(self, wanted: CallFilter, book: Book) -> Selection:
        """The calls that match a filter, whenever they were."""
        return await self._selector.select(wanted, book, Pulse())

    async def open(self, query: CallQuery, book: Book) -> Ordered:
        """The calls of a query, in order."""
        pulse = Pulse()
        selection = await self._selector.select(query.filter, book, pulse)
        if query.search or query.sort in CALLER_SORTS:
            return await self._scanned(query, book, selection, pulse)
        if query.sort == "start_time":
            return await gathered([Stretch(selection, query.first, query.last, newest_first=query.descending)], pulse)
        key = row_sorts(book.population.directory, self._tags)[query.sort]
        strata = await _strata(selection, key, book, pulse)
        ordered = sorted(strata, reverse=query.descending)
        stretches = (Stretch(strata[name], query.first, query.last, newest_first=True) for name in ordered)
        return await gathered(stretches, pulse)

    async def _scanned(self, query: CallQuery, book: Book, selection: Selection, pulse: Pulse) -> Ordered:
        stamp = (query, book.stamp, self._tags.version)
        found = self._scans.get(stamp)
        if found is None:
            found = await _scan(query, book, selection, self._key(query, book), pulse)
            while len(self._scans) >= _SCANS_KEPT:
                del self._scans[next(iter(self._scans))]
            self._scans[stamp] = found
        return found

    def _key(self, query: CallQuery, book: Book) -> Callable[[int], SortKey]:
        """The sort key of the call at an index; a constant where time decides."""
        if query.sort == "start_time":
            return lambda index: 0
        if query.sort in CALLER_SORTS:
            by_name = query.sort == "customer_name"

            def caller_key(index: int) -> SortKey:
                caller = book.population.caller(index, book.population.row(index))
                return (book.name(caller) if by_name else caller.number) or ""

            return caller_key
        row_key = row_sorts(book.population.directory, self._tags)[query.sort]
        return lambda index: row_key(book.row(index) or book.unedited(index))


async def _scan(
    query: CallQuery, book: Book, selection: Selection, key: Callable[[int], SortKey], pulse: Pulse
) -> Ordered:
    """Look at each call that matches, newest first; gather by sort key."""
    searcher = Searcher(query.search, book)
    stretch = Stretch(selection, query.first, query.last, newest_first=query.descending or query.sort != "start_time")
    parts: dict[SortKey, array[int]] = {}
    names: list[SortKey] = []
    for start in range(0, len(stretch), _SCAN_STEP):
        for index in stretch.take(start, start + _SCAN_STEP):
            if searcher.finds(index):
                name = key(index)
                if name not in parts:  # kept in order as they come: sorting at the end would hold the loop
                    parts[name] = array("I")
                    insort(names, name)
                parts[name].append(index)
            if pulse.due():
                await pulse.rest()
    ordered = reversed(names) if query.descending else names
    return await gathered((Listed(parts[name]) for name in ordered), pulse)


async def _strata(selection: Selection, key: RowKey, book: Book, pulse: Pulse) -> dict[SortKey, Selection]:
    """The selection cut into one selection for each value of the sort key."""
    rows: dict[SortKey, list[int]] = {}
    places = range(min(selection.period, len(book.population)))
    listed = selection.rows if isinstance(selection.rows, list) else places
    for place in listed:
        rows.setdefault(key(book.population.row(place)), []).append(place)
        if pulse.due():
            await pulse.rest()
    removed: dict[SortKey, list[int]] = {}
    added: dict[SortKey, list[int]] = {}
    for index in book.touched:
        before, after = book.population.row(index), book.row(index)
        was_in, is_in = _holds(selection.rows, index % selection.period), _now_in(selection, index)
        old, new = key(before), key(after) if after is not None else ""
        if was_in and (not is_in or new != old):
            removed.setdefault(old, []).append(index)
        if is_in and (not was_in or new != old):
            added.setdefault(new, []).append(index)
            rows.setdefault(new, [])
        if pulse.due():
            await pulse.rest()
    return {
        name: Selection(selection.period, found, removed.get(name, ()), added.get(name, ()))
        for name, found in rows.items()
    }


def _holds(ordered: Sequence[int], value: int) -> bool:
    place = bisect_left(ordered, value)
    return place < len(ordered) and ordered[place] == value


def _now_in(selection: Selection, index: int) -> bool:
    return selection.below(index + 1) > selection.below(index)
