"""Days, clocks, zones and lengths as the list writes them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.present.times import (
    DAY_CELLS,
    SHORT_DAY_CELLS,
    clock,
    day,
    duration,
    in_zone,
    list_zone,
    moment_text,
    short_day,
    zone_heading,
)

TODAY = date(2026, 11, 23)
DENVER = ZoneInfo("America/Denver")


def test_a_day_of_this_year_has_its_weekday_and_of_another_its_year() -> None:
    assert day(TODAY, TODAY) == "Mon 23 Nov"
    assert day(date(2026, 3, 5), TODAY) == "Thu  5 Mar"
    assert day(date(2025, 11, 23), TODAY) == "23 Nov '25"
    assert short_day(TODAY, TODAY) == "23 Nov"
    assert short_day(date(2025, 3, 5), TODAY) == " 5Mar25"


@given(st.dates(), st.dates())
def test_a_day_never_needs_more_cells_than_it_is_given(of: date, today: date) -> None:
    assert len(day(of, today)) <= DAY_CELLS
    assert len(short_day(of, today)) <= SHORT_DAY_CELLS


def test_a_moment_is_shown_on_the_clocks_of_the_zone_on_that_day() -> None:
    winter = datetime(2026, 1, 10, 1, 30, tzinfo=UTC)
    summer = datetime(2026, 7, 10, 1, 30, tzinfo=UTC)
    assert moment_text(winter, DENVER, TODAY) == "Fri  9 Jan 18:30"
    assert moment_text(summer, DENVER, TODAY) == "Thu  9 Jul 19:30"


@pytest.mark.parametrize("moment", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
def test_a_moment_at_the_end_of_time_is_told_apart_not_raised(moment: datetime) -> None:
    assert in_zone(moment, ZoneInfo("Pacific/Kiritimati")) is None or in_zone(moment, DENVER) is None


def test_the_machines_own_zone_stands_in_for_none() -> None:
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    local = in_zone(moment, None)
    assert local is not None
    assert local == moment
    assert clock(local) == moment.astimezone().strftime("%H:%M")


def test_one_known_zone_is_the_lists_and_anything_else_the_machines() -> None:
    assert list_zone(["America/Denver", "America/Denver"]) == DENVER
    assert list_zone(["America/Denver", "America/New_York"]) is None
    assert list_zone(["America/Denver", None]) is None
    assert list_zone([]) is None
    assert list_zone(["Mountain Time (US & Canada)"]) is None
    assert list_zone(["../../etc/passwd"]) is None


def test_the_heading_names_the_zone() -> None:
    assert zone_heading(DENVER, TODAY) == "Denver time"
    assert zone_heading(ZoneInfo("America/New_York"), TODAY) == "New York time"
    assert zone_heading(UTC, TODAY) == "UTC time"
    assert zone_heading(None, TODAY) == f"Local {datetime(2026, 11, 23, 12).astimezone().tzname()}"


@pytest.mark.parametrize(
    ("seconds", "cells", "written"),
    [
        (0, 8, "0:00"),
        (59, 8, "0:59"),
        (187, 8, "3:07"),
        (3599, 5, "59:59"),
        (3753, 8, "1:02:33"),
        (3753, 5, "1h02"),
        (36_000 * 10, 5, "100h"),
        (-5, 5, "-5"),
    ],
)
def test_a_length_is_written_for_the_cells_it_has(seconds: int, cells: int, written: str) -> None:
    assert duration(seconds, cells) == written


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=99)))
def test_a_length_below_a_hundred_hours_fits_five_cells(length: timedelta) -> None:
    assert len(duration(int(length.total_seconds()), 5)) <= 5
