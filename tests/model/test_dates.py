"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.dates import DayRange, UnreadableDates, read_range

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-02-01", date(2026, 2, 1), date(2026, 2, 1)),
        ("2026-2-1", date(2026, 2, 1), date(2026, 2, 1)),
        ("2026-01-01 2026-02-01", date(2026, 1, 1), date(2026, 2, 1)),
        ("2026-01-01..2026-02-01", date(2026, 1, 1), date(2026, 2, 1)),
        ("2026-01-01 to 2026-02-01", date(2026, 1, 1), date(2026, 2, 1)),
        ("2026-11-01..", date(2026, 11, 1), TODAY),
        ("..2026-02-01", date(2024, 10, 24), date(2026, 2, 1)),
        ("7d", date(2026, 11, 17), TODAY),
        ("-1w", date(2026, 11, 17), TODAY),
        ("1m", date(2026, 10, 25), TODAY),
    ],
)
def test_ways_to_write_a_range(typed: str, first: date, last: date) -> None:
    assert read_range(typed, TODAY) == DayRange(first, last)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "Type a day"),
        ("soon", "Not dates yet"),
        ("2026-02-30", "no day"),
        ("2026-02-01 2026-01-01", "before it starts"),
        ("2020-01-01", "25 months"),
        ("2020-01-01 2026-01-01", "25 months"),
        ("2027-01-01", "future"),
        ("9999d", "25 months"),
        ("2026-13-01", "no day"),
    ],
)
def test_what_cannot_be_asked_for_says_why(typed: str, word: str) -> None:
    with pytest.raises(UnreadableDates, match=word):
        read_range(typed, TODAY)


@given(st.text(alphabet="0123456789-. dwmto\x1b", max_size=30))
def test_anything_is_read_or_refused(typed: str) -> None:
    days, refusal = None, ""
    try:
        days = read_range(typed, TODAY)
    except UnreadableDates as trouble:
        refusal = str(trouble)
    assert refusal.endswith((".", "?")) if days is None else days.first <= days.last
