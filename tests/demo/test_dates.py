"""Date ranges: presets, explicit ends, zones, retention (wire 4, 5.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callrail_tui.demo.dates import Span, months_before, read_span
from callrail_tui.demo.replies import ApiError
from callrail_tui.demo.request import Query
from tests.demo.wire import NOW, WHOLE, wire

CREATED = NOW - timedelta(days=400)


def span(query: str, now: datetime = NOW, created: datetime = CREATED) -> Span:
    """The range that a query string means."""
    return read_span(Query(query.encode()), now, created)


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("", "2026-03-12", "2026-03-18"),
        ("nonsense", "2026-03-12", "2026-03-18"),
        ("recent", "2026-03-12", "2026-03-18"),
        ("today", "2026-03-18", "2026-03-18"),
        ("yesterday", "2026-03-17", "2026-03-17"),
        ("last_7_days", "2026-03-11", "2026-03-17"),
        ("last_30_days", "2026-02-16", "2026-03-17"),
        ("this_month", "2026-03-01", "2026-03-18"),
        ("last_month", "2026-02-01", "2026-02-28"),
        ("this_year", "2026-01-01", "2026-03-18"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("all_time", "2025-02-11", "2026-03-18"),
    ],
)
def test_presets(preset: str, first: str, last: str) -> None:
    found = span(f"date_range={preset}")
    assert (found.start.date().isoformat(), found.end.date().isoformat()) == (first, last)
    assert found.start.time().isoformat() == "00:00:00"
    assert found.end.time().isoformat() == "23:59:59"


def test_days_begin_in_the_zone_asked_for() -> None:
    late = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
    assert span("date_range=today", late).start == datetime(2026, 3, 17, tzinfo=ZoneInfo("America/New_York"))
    assert span("date_range=today&time_zone=Asia/Tokyo", late).start.date() == date(2026, 3, 18)
    assert span("date_range=today&time_zone=user", late) == span("date_range=today", late)


def test_both_ends_are_inclusive() -> None:
    day = span("start_date=2026-03-01&end_date=2026-03-01")
    assert (day.stop_ms - day.start_ms) == 24 * 3_600_000
    moment = span("start_date=2026-03-01T10:00&end_date=2026-03-01T11:00")
    assert (moment.stop_ms - moment.start_ms) == 3_600_000 + 1


def test_offsets_are_obeyed_and_local_times_follow_the_zone() -> None:
    explicit = span("start_date=2026-02-01T00:00:00-08:00").start
    assert explicit.timestamp() == datetime(2026, 2, 1, 8, tzinfo=UTC).timestamp()
    local = span("start_date=2026-02-01T00:00&time_zone=America/Denver").start
    assert local.timestamp() == datetime(2026, 2, 1, 7, tzinfo=UTC).timestamp()


def test_an_end_before_its_start_gives_an_unrelated_range() -> None:
    assert span("start_date=2026-03-10&end_date=2026-03-01") == span("date_range=recent")


@pytest.mark.parametrize(
    "query",
    [
        "start_date=yesterday",
        "start_date=2026-02-30",
        "end_date=2026-01-01T00:00:00 00:00",
        "start_date=2026-01-01T00:00:00+00:00",
        "time_zone=Mars/Base",
        "time_zone=../../etc/passwd",
        "time_zone=America",
        "start_date=2024-02-18",
        "start_date=1901-01-01",
        "date_range=all_time&old=1",
    ],
)
def test_what_cannot_be_read_or_is_not_retained_is_400(query: str) -> None:
    created = NOW - timedelta(days=2_000) if "old" in query else CREATED
    with pytest.raises(ApiError) as refusal:
        span(query, created=created)
    assert refusal.value.status == 400


def test_retention_is_twenty_five_months_to_the_moment() -> None:
    assert months_before(datetime(2026, 3, 31, tzinfo=UTC), 25) == datetime(2024, 2, 29, tzinfo=UTC)
    assert span("start_date=2024-02-19").start.date() == date(2024, 2, 19)
    assert span("end_date=2024-03-01").start.date() == date(2024, 2, 19)


async def test_ranges_cut_the_list_and_adjacent_days_share_nothing() -> None:
    demo = wire(calls=1_000)
    whole = await demo.calls()
    by_day = [
        call
        for back in range(60, -2, -1)
        for call in reversed(await demo.calls(**_one_day(NOW.date() - timedelta(days=back))))
    ]
    assert by_day == whole[::-1]
    week = await demo.get("calls.json")
    assert 0 < week["total_records"] < len(whole)
    assert (await demo.refused("GET", "calls.json", params={"date_range": "all_time"}))[0] == 400
    demo.account = "1"
    assert (await demo.get("calls.json", date_range="all_time"))["total_records"] == 200


def _one_day(day: date) -> dict[str, str]:
    return {"start_date": day.isoformat(), "end_date": day.isoformat()}


@pytest.mark.parametrize("path", ["calls.json", "calls/summary.json", "calls/timeseries.json"])
async def test_every_ranged_list_refuses_what_is_not_retained(path: str) -> None:
    old = {**WHOLE, "start_date": "2024-02-18"}
    status, words = await wire().refused("GET", path, params=old)
    assert (status, "narrow" in words) == (400, True)


@pytest.mark.parametrize(
    "query",
    [
        "start_date=0001-01-01T00:00:00%2B05:00",
        "end_date=9999-12-31T23:59:59.9999",
        "start_date=9900-01-01&end_date=9999-12-30&interval=year",
        "start_date=0001-01-01",
    ],
)
async def test_days_near_the_ends_of_the_calendar_are_refused(query: str) -> None:
    assert (await wire().refused("GET", f"calls/timeseries.json?{query}"))[0] == 400
