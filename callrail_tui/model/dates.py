"""Dates as people type them, read into the explicit range of a query (wire 4.2)."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from callrail_tui.model.views import retained_since

_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_RANGE = re.compile(rf"({_DAY})?\s*(?:\.\.|…|to|until|-|–|\s)\s*({_DAY})?", re.IGNORECASE)
_BACK = re.compile(r"-?(\d{1,4})\s*([dwm])(?:ays?|eeks?|onths?)?", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 30}


class UnreadableDates(ValueError):
    """The text is no range of days that can be asked for; its message says what is wrong and how to write it."""


class DayRange(NamedTuple):
    """Two days, both inside the range."""

    first: date
    last: date


def read_range(text: str, today: date) -> DayRange:
    """Read `2026-02-01`, `2026-01-01 2026-02-01`, `2026-01-01..`, `..2026-02-01`, `7d`, `4w` or `3m`.

    Raises:
        UnreadableDates: when it cannot be read, ends before it starts, or lies beyond the 25 months that are kept.
    """
    words = text.strip()
    if not words:
        raise UnreadableDates("Type a day as 2026-02-01, two days, or how far back: 7d, 4w, 3m.")
    if back := _BACK.fullmatch(words):
        days = int(back[1]) * _DAYS[back[2].lower()]
        return _checked(today - timedelta(days=max(0, days - 1)), today, today)
    if re.fullmatch(_DAY, words):
        day = _day(words)
        return _checked(day, day, today)
    found = _RANGE.fullmatch(words)
    if found is None or not (found[1] or found[2]):
        raise UnreadableDates("Not dates yet: write 2026-01-01 2026-02-01, or 7d, 4w, 3m.")
    first = _day(found[1]) if found[1] else retained_since(today)
    last = _day(found[2]) if found[2] else today
    return _checked(first, last, today)


def _day(words: str) -> date:
    year, month, day = (int(part) for part in words.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDates(f"There is no day {words}.") from None


def _checked(first: date, last: date, today: date) -> DayRange:
    if last < first:
        raise UnreadableDates(f"The range ends ({last}) before it starts ({first}).")
    kept_from = retained_since(today)
    if last < kept_from or first < kept_from:
        raise UnreadableDates(f"CallRail keeps calls for 25 months: the first day is {kept_from}.")
    if first > today + timedelta(days=1):
        raise UnreadableDates(f"The range starts in the future ({first}).")
    return DayRange(first, last)
