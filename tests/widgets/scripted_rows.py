"""Rows of calls that need no session: as many as asked for, some of them not here or not to be had."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call, decode_call
from callrail_tui.present.calls import NO_SIGNS, Signs

NEWEST = datetime(2026, 11, 23, 21, 5, tzinfo=UTC)


def call_at(index: int, **changes: Any) -> Call:
    """The call of a row: all of it follows from the row's number."""
    return decode_call(
        {
            "id": f"CAL{index}",
            "start_time": (NEWEST - timedelta(minutes=7 * index)).isoformat(),
            "direction": "outbound" if index % 7 == 3 else "inbound",
            "answered": index % 3 != 1,
            "voicemail": False,
            "duration": index % 4000,
            "customer_name": f"Person {index}",
            "customer_phone_number": f"+1303555{100 + index % 100:04}",
            "company_name": "Acme Plumbing",
            "source_name": "Google Ads",
            "lead_status": None,
            "tags": [],
            "first_call": False,
            **changes,
        }
    )


class ScriptedRows:
    """A row source in memory; the test says what it holds."""

    def __init__(self, total: int | None) -> None:
        self.total = total
        self.shift = 0
        """How many calls arrived above row 0 since the beginning."""
        self.missing: set[int] = set()
        self.failed: dict[int, CallrailTuiError] = {}
        self.changed: dict[int, dict[str, Any]] = {}
        self.looks: list[tuple[int, int]] = []

    def row(self, index: int) -> Call | None:
        """The call of a row that is here."""
        if self.total is None or not 0 <= index < self.total or index in self.missing or index in self.failed:
            return None
        return call_at(index - self.shift, **self.changed.get(index, {}))

    def signs(self, index: int) -> Signs:
        """No row is marked."""
        return NO_SIGNS

    def failure(self, index: int) -> CallrailTuiError | None:
        """Why a row is not here."""
        return self.failed.get(index)

    def index_of(self, call_id: str) -> int | None:
        """The row of a call that is here."""
        index = int(call_id.removeprefix("CAL")) + self.shift
        return index if self.row(index) is not None else None

    def look_at(self, first: int, last: int) -> None:
        """Keep what was looked at, for the test to see."""
        self.looks.append((first, last))
