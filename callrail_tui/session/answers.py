"""What a page of the list, or the refusal of one, means for the window."""

from __future__ import annotations

from datetime import date, timedelta

from callrail_tui.errors import BadRequest, CallrailTuiError, RefusedField
from callrail_tui.model.call import Call
from callrail_tui.model.page import Page
from callrail_tui.model.query import CallQuery
from callrail_tui.session.known_rows import Run

_RETENTION_WORDS = ("25 month", "25-month", "retention", "date range", "narrow", "too far", "start_date", "start date")


def narrowed_start(query: CallQuery, error: CallrailTuiError) -> str | None:
    """A start one day later, where the server says that the dates reach beyond what is kept (wire 4.2, 5.4)."""
    if not isinstance(error, BadRequest) or isinstance(error, RefusedField) or query.start_date is None:
        return None
    words = f"{error.title} {error.detail}".lower()
    if not any(word in words for word in _RETENTION_WORDS):
        return None
    try:
        return (date.fromisoformat(query.start_date) + timedelta(days=1)).isoformat()
    except ValueError:
        return None


def kept_since(start: str) -> str:
    """What the person is told about a narrowed start."""
    return f"Calls are kept for 25 months: the list starts on {start}."


def run_of(answer: Page[Call], number: int, *, asked: int, answered: int) -> Run:
    """The answer to page `number` as a run; what it does not count is estimated from what it brought."""
    start = (number - 1) * answer.per_page
    end = start + len(answer.items)
    total = answer.total_records
    if total is None:
        pages = answer.total_pages or 0
        total = pages * answer.per_page if pages > number else end
    return Run(start, answer.items, max(total, end), asked, answered)
