"""The calls as a function of their index: when they were, how to find them again, what they cost."""

from __future__ import annotations

import itertools
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.demo.ids import Mint
from callrail_tui.demo.pattern import GROUP, Pattern
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.demo.timeline import Timeline
from tests.demo.wire import NOW, Clock, wire

MOMENTS = [
    NOW,
    datetime(2026, 3, 1, 6, 0, 1, tzinfo=UTC),  # midnight of a Sunday where the offices are
    datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 11, 2, 5, 59, tzinfo=UTC),
]


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize("count", [1, 2, 19, 20, 500, 3_000])
def test_start_times_rise_strictly_and_end_before_now(count: int, now: datetime) -> None:
    timeline = Timeline(count, now, salt=5)
    starts = [timeline.start_ms(index) for index in range(count)]
    assert all(earlier < later for earlier, later in itertools.pairwise(starts))
    assert starts[-1] < now.timestamp() * 1000
    assert starts[0] >= (now - timedelta(days=758)).timestamp() * 1000
    assert [timeline.index_at(start) for start in starts] == list(range(count))
    assert timeline.index_at(starts[-1] + 1) == count


def test_a_million_calls_rise_strictly_where_they_are_densest() -> None:
    timeline = Timeline(1_000_000, NOW, salt=5)
    assert len(timeline) == 1_000_000
    for first in (0, 333_333, 650_000, 999_000):
        starts = [timeline.start_ms(index) for index in range(first, first + 1_000)]
        assert all(earlier < later for earlier, later in itertools.pairwise(starts))
    assert timeline.start_ms(0) >= (NOW - timedelta(days=758)).timestamp() * 1000


def test_calls_keep_office_hours() -> None:
    timeline = Timeline(5_000, NOW, salt=5)
    when = [datetime.fromtimestamp(timeline.start_ms(i) / 1000, UTC) - timedelta(hours=6) for i in range(5_000)]
    assert sum(8 <= moment.hour < 18 for moment in when) > 4_000
    assert sum(moment.weekday() == 6 for moment in when) < 200


@given(st.integers(0, 1_000_000), st.integers(0, 1 << 63))
def test_an_id_holds_its_index_and_nobody_elses(index: int, salt: int) -> None:
    mint = Mint(salt)
    made = mint.make("CAL", index)
    assert mint.read("CAL", made) == index
    assert mint.read("COM", made) is None
    assert Mint(salt + 1).read("CAL", made) is None
    assert mint.read("CAL", made[:-1]) is None
    assert mint.read("CAL", made.upper()) is None


def test_a_callers_calls_are_read_alike_from_either_end() -> None:
    pattern: Pattern = wire().app.accounts[0].population.pattern
    for place in range(pattern.period):
        row = pattern.row(place)
        assert pattern.calls_of(row.root)[row.prior] == place
    assert pattern.period % GROUP == 0


async def _peak(calls: int) -> int:
    """Peak memory of twelve default pages spread over all calls."""
    demo = wire(calls=calls)
    tracemalloc.start()
    try:
        last = -(-calls // 50)
        for step in range(12):
            page = await demo.get("calls.json", start_date="2024-02-19", per_page=50, page=1 + step * (last - 1) // 11)
            assert len(page["calls"]) == 50
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def test_a_million_calls_cost_no_more_memory_than_a_thousand() -> None:
    await _peak(1_000)  # modules and zones are loaded
    assert await _peak(1_000_000) - await _peak(1_000) < 1_000_000


async def test_the_last_page_of_a_million_is_the_oldest_calls() -> None:
    demo = wire(calls=1_000_000)
    whole = {"start_date": "2024-02-19", "per_page": 250}
    page = await demo.get("calls.json", **whole, page=4_000)
    assert (page["total_records"], len(page["calls"])) == (1_000_000, 250)
    starts = [datetime.fromisoformat(call["start_time"]) for call in page["calls"]]
    assert starts == sorted(starts, reverse=True)
    oldest = await demo.get("calls.json", **whole, sort="start_time", order="asc")
    assert oldest["calls"] == page["calls"][::-1]
    scored = await demo.get("calls.json", **whole, lead_status="good_lead", page=300, fields="lead_status")
    assert {call["lead_status"] for call in scored["calls"]} == {"good_lead"}


def test_equal_settings_are_equal_whatever_their_hook() -> None:
    async def intercept(method: str, path: str) -> int | None:
        return None

    clock = Clock()
    assert DemoSettings(now=clock) == DemoSettings(now=clock, intercept=intercept)


async def test_hostile_text_is_carried_whole() -> None:
    demo = wire(hostile=True)
    calls = await demo.calls(fields="note,tags")
    names = "".join(call["customer_name"] or "" for call in calls)
    notes = "".join(call["note"] or "" for call in calls)
    tags = "".join(name for call in calls for name in call["tags"])
    for text in ("\x1b[2J", "[/b]", "\u202e", "\x00", "\ud800"):
        assert text in names
        assert text in notes
    assert "[@click=app.quit]" in tags
    assert "[red]Acme" in (await demo.get("companies.json"))["companies"][1]["name"]
