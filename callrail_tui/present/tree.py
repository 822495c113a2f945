"""The lines of the account tree (floor 4)."""

from __future__ import annotations

from rich.text import Text

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.directory import Company, Tracker
from callrail_tui.present.text import display_text


def all_companies(account_name: str | None, untouched: int | None) -> Text:
    """The root: the whole account."""
    return _with_count(display_text(account_name or "All companies", limit=60, style="bold"), untouched)


def company_line(company: Company, untouched: int | None) -> Text:
    """A company with its count of calls not scored."""
    label = display_text(company.name or company.id, limit=80, style="dim" if company.is_disabled else "")
    if company.is_disabled:
        return label.append(" disabled", "dim")
    return _with_count(label, untouched)


def tracker_line(tracker: Tracker) -> Text:
    """A tracker with its kind, and its number when it has just one."""
    label = display_text(tracker.name or tracker.id, limit=80, style="dim" if tracker.is_disabled else "")
    numbers = len(tracker.numbers)
    kind = f" pool of {numbers}" if tracker.type == "session" else ""
    label.append(kind, "dim")
    return label.append(" disabled", "dim") if tracker.is_disabled else label


def reading_line() -> Text:
    """Something is on its way."""
    return display_text("reading …", style="dim")


def nothing_line(words: str) -> Text:
    """There is nothing here."""
    return display_text(words, style="dim italic")


def failure_line(error: CallrailTuiError) -> Text:
    """Something could not be read; where it was to appear, with the cure."""
    return display_text(error.title, style="bold").append(" r tries again", "dim")


def _with_count(label: Text, untouched: int | None) -> Text:
    return label if untouched is None else label.append(f"  {untouched:,}", "dim")
