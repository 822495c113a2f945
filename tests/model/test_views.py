"""The built-in views and their dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.query import DatePreset
from callrail_tui.model.views import VIEWS, default_dates, moved_forward, view_query

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("today", "start"),
    [
        (date(2026, 3, 15), date(2024, 2, 16)),
        (date(2026, 1, 1), date(2023, 12, 2)),
        (date(2026, 3, 31), date(2024, 3, 1)),  # there is no 31 February
        (date(2027, 3, 31), date(2025, 3, 1)),
        (date(2026, 12, 31), date(2024, 12, 1)),
    ],
)
def test_the_default_view_begins_25_months_less_a_day_ago(today: date, start: date) -> None:
    assert default_dates(today) == (start, today + timedelta(days=1))


@given(DAYS)
def test_the_default_view_never_reaches_back_more_than_25_months(today: date) -> None:
    start, end = default_dates(today)
    months = (today.year - start.year) * 12 + today.month - start.month
    assert (months, -start.day) <= (25, -today.day)
    assert 758 <= (end - start).days <= 763


def test_views_are_explicit_questions() -> None:
    today = date(2026, 3, 15)
    questions = {name: view_query(name, today) for name in VIEWS}
    assert set(questions) == {"all", "today", "untouched", "missed"}
    assert all(question.time_zone == "user" for question in questions.values())
    assert all(question.date_range is None for name, question in questions.items() if name != "today")
    assert all(question.start_date and question.end_date for name, question in questions.items() if name != "today")
    # The server's today: its user may live in another day than this machine.
    assert questions["today"].date_range is DatePreset.TODAY
    assert (questions["today"].start_date, questions["today"].end_date) == (None, None)
    assert questions["untouched"].lead_status == "not_scored"
    assert questions["missed"].answer_status == "missed"
    assert all(question.is_newest_first for question in questions.values())


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(KeyError):
        view_query("spam", date(2026, 3, 15))


@given(DAYS, st.integers(0, 400))
def test_a_views_dates_move_with_the_day_and_filters_stay(read_on: date, days: int) -> None:
    today = read_on + timedelta(days=days)
    question = view_query("all", read_on).changed(tags=("Hot",), lead_status="good_lead")
    moved = moved_forward(question, read_on, today)
    assert moved == view_query("all", today).changed(tags=("Hot",), lead_status="good_lead")


def test_a_narrowed_start_stays_narrowed_and_own_dates_stay_as_they_are() -> None:
    read_on, today = date(2026, 3, 15), date(2026, 3, 20)
    narrowed = view_query("all", read_on).changed(start_date="2024-02-17")
    assert moved_forward(narrowed, read_on, today).start_date == "2024-02-22"
    own = view_query("all", read_on).changed(start_date="2025-01-01", end_date="2025-02-01")
    assert moved_forward(own, read_on, today) == own
