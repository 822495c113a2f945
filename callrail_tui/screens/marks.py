"""The calls that the person has marked, and the range that is being drawn (floor 6; design 4)."""

from __future__ import annotations

from collections.abc import Iterable

from callrail_tui.model.call import Call
from callrail_tui.session.bases import Source


class Marks:
    """Marked calls by id in the order of marking; a range marks rows until it is ended."""

    def __init__(self) -> None:
        self.calls: dict[str, Call] = {}
        self.source: Source | None = None
        """Where the calls stand, where more were marked than the list holds."""
        self._anchor: int | None = None
        self._end = 0

    def __len__(self) -> int:
        return len(self.calls)

    @property
    def has_range(self) -> bool:
        """Whether a range is being drawn."""
        return self._anchor is not None

    @property
    def range_rows(self) -> range:
        """The rows of the range; none where there is no range."""
        if self._anchor is None:
            return range(0)
        return range(min(self._anchor, self._end), max(self._anchor, self._end) + 1)

    def is_marked(self, call_id: str, row: int) -> bool:
        """Whether a row is shown as marked."""
        return call_id in self.calls or row in self.range_rows

    def toggle(self, call: Call) -> None:
        """Mark a call, or take its mark away."""
        if self.calls.pop(call.id, None) is None:
            self.calls[call.id] = call

    def add(self, calls: Iterable[Call]) -> None:
        """Mark these as well."""
        self.calls.update((call.id, call) for call in calls if call.id)

    def begin_range(self, row: int) -> None:
        """A range begins at a row."""
        self._anchor = self._end = row

    def stretch(self, row: int) -> range:
        """The range goes to this row now; the rows that look different for it."""
        before = self.range_rows
        self._end = row
        after = self.range_rows
        return range(min(before.start, after.start), max(before.stop, after.stop))

    def end_range(self) -> range:
        """The range is over: its rows."""
        rows = self.range_rows
        self._anchor = None
        return rows

    def clear(self) -> None:
        """No call is marked."""
        self.calls.clear()
        self.source = None
        self._anchor = None
