"""Periods: the one before, at most 200 points, and gaps filled."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.counting import aggregate_filters, by_hour, counted
from callrail_tui.model.figures import INTERVALS, MAX_POINTS, FigureRow
from callrail_tui.model.periods import Period, before, filled, finest, period_of, points_in
from callrail_tui.model.query import CallQuery, DatePreset


def call_of(**fields: object) -> Call:
    return decode_call(fields)


days = st.dates(date(2019, 1, 1), date(2030, 12, 31))
periods = st.builds(lambda first, length: Period(first, first + timedelta(days=length)), days, st.integers(0, 800))


@given(periods)
def test_the_period_before_is_as_long_and_shares_no_day(period: Period) -> None:
    earlier = before(period)
    assert earlier.days == period.days
    assert earlier.last == period.first - timedelta(days=1)


@given(periods, st.sampled_from(INTERVALS))
def test_no_chart_asks_for_more_points_than_an_answer_may_have(period: Period, wanted: str) -> None:
    interval = finest(period, wanted)
    assert points_in(period, interval) <= MAX_POINTS
    assert INTERVALS.index(interval) >= INTERVALS.index(wanted)
    if interval != wanted:
        finer = INTERVALS[INTERVALS.index(interval) - 1]
        assert points_in(period, finer) > MAX_POINTS


@given(periods, st.sampled_from(INTERVALS[1:]))
def test_points_cover_every_day_once(period: Period, interval: str) -> None:
    points = filled([], period, interval)
    covered = [
        date.fromisoformat(point.start) + timedelta(days=offset)
        for point in points
        for offset in range((date.fromisoformat(point.end) - date.fromisoformat(point.start)).days + 1)
    ]
    assert covered == [period.first + timedelta(days=number) for number in range(period.days)]


def test_what_came_stands_in_its_place_and_the_rest_is_nothing() -> None:
    period = Period(date(2026, 2, 1), date(2026, 2, 4))
    rows = [
        FigureRow("2026-02-03", {"total_calls": 5}),
        FigureRow("2026-09-09", {"total_calls": 9}),
        FigureRow(None, {}),
    ]
    assert [point.numbers for point in filled(rows, period, "day")] == [{}, {}, {"total_calls": 5}, {}]
    hours = filled([FigureRow("2026-02-01T06:00:00-0500", {"total_calls": 2})], Period(*[date(2026, 2, 1)] * 2), "hour")
    assert len(hours) == 24
    assert hours[6].numbers == {"total_calls": 2}
    assert (hours[6].start, hours[6].end) == ("2026-02-01T06:00:00", "2026-02-01T06:59:59")


def test_the_hour_that_comes_twice_is_added_up() -> None:
    day = Period(date(2026, 11, 1), date(2026, 11, 1))
    rows = [
        FigureRow("2026-11-01T01:00:00-0400", {"total_calls": 5, "average_duration": 60}),
        FigureRow("2026-11-01T01:00:00-0500", {"total_calls": 15, "average_duration": 100}),
    ]
    assert filled(rows, day, "hour")[1].numbers == {"total_calls": 20, "average_duration": 90}


def test_keys_of_months_and_years_and_of_a_period_s_first_day_are_known() -> None:
    period = Period(date(2025, 11, 10), date(2026, 2, 20))
    rows = [
        FigureRow("2025-11-10", {"leads": 1}),
        FigureRow("2025-12", {"leads": 2}),
        FigureRow("2026-02-01", {"leads": 4}),
    ]
    months = filled(rows, period, "month")
    assert [point.numbers.get("leads", 0) for point in months] == [1, 2, 0, 4]
    assert [point.numbers.get("leads", 0) for point in filled([FigureRow("2025", {"leads": 3})], period, "year")] == [
        3,
        0,
    ]
    weeks = Period(date(2026, 2, 4), date(2026, 2, 17))
    found = filled([FigureRow("2026-02-04", {"leads": 1}), FigureRow("2026-02-09", {"leads": 2})], weeks, "week")
    assert [(point.start, point.numbers.get("leads", 0)) for point in found] == [
        ("2026-02-04", 1), ("2026-02-09", 2), ("2026-02-16", 0),
    ]  # fmt: skip


@given(periods, st.sampled_from(INTERVALS[1:]), st.lists(st.tuples(days, st.integers(1, 9)), max_size=20))
def test_no_call_of_the_period_is_lost(period: Period, interval: str, found: list[tuple[date, int]]) -> None:
    rows = [FigureRow(day.isoformat(), {"total_calls": count}) for day, count in found]
    within = sum(count for day, count in found if period.first <= day <= period.last)
    assert sum(point.numbers.get("total_calls", 0) for point in filled(rows, period, interval)) >= within


def test_weeks_begin_as_the_answer_does() -> None:
    period = Period(date(2026, 2, 4), date(2026, 2, 20))
    sundays = filled([FigureRow("2026-02-08", {"total_calls": 1})], period, "week")
    assert [point.label for point in sundays] == ["2026-02-01", "2026-02-08", "2026-02-15"]
    assert sundays[1].numbers == {"total_calls": 1}
    assert sundays[0].start == "2026-02-04"
    assert sundays[-1].end == "2026-02-20"


def test_dates_in_every_spelling_of_an_answer() -> None:
    assert period_of("2026-02-03T00:00:00-0800", "2026-02-10T23:59:59-0800") == (date(2026, 2, 3), date(2026, 2, 10))
    assert period_of("2026-02-10", "2026-02-03") is None
    assert period_of(None, "soon") is None


def test_the_lists_filters_in_the_aggregates_words() -> None:
    query = CallQuery(
        date_range=DatePreset.TODAY,
        tracker_id="TRK1",
        call_type="missed",
        tags=("B", "A"),
        search="smith",
        device="mobile",
    )
    assert aggregate_filters(query) == (
        ("date_range", "today"), ("device", "mobile"), ("tracker_ids[]", "TRK1"), ("answer_status", "missed"),
        ("tags[]", "A"), ("tags[]", "B"),
    )  # fmt: skip
    both = CallQuery(call_type="inbound", answer_status="answered", start_date="2026-01-01")
    assert aggregate_filters(both) == (
        ("start_date", "2026-01-01"), ("direction", "inbound"), ("answer_status", "answered"),
    )  # fmt: skip


def test_calls_that_are_here_are_counted_as_the_server_would() -> None:
    calls = [
        call_of(id="CAL1", source_name="A", answered=True, duration=10, first_call=True, lead_status="good_lead"),
        call_of(id="CAL2", source_name="A", answered=False, duration=20, direction="inbound", voicemail=False),
        call_of(id="CAL3", source_name=None, answered=True, duration=None),
    ]
    rows = counted(calls, lambda call: call.source_name)
    assert [row.key for row in rows] == ["A", None]
    assert rows[0].numbers == {
        "total_calls": 2, "answered_calls": 1, "missed_calls": 1, "first_time_callers": 1, "average_duration": 15,
        "leads": 1,
    }  # fmt: skip


@given(st.lists(st.datetimes(), max_size=50))
def test_hours_hold_every_call_once(moments: list[object]) -> None:
    calls = [call_of(id=f"CAL{number}", start_time=f"{moment}Z") for number, moment in enumerate(moments)]
    table = by_hour(calls, None)
    assert sum(map(sum, table)) == sum(call.start is not None for call in calls)
    assert (len(table), {len(row) for row in table}) == (7, {24})
