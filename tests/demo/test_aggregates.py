"""Summary and timeseries, checked against the list (wire 9)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.demo.wire import WHOLE, Wire, wire

FIELDS = "total_calls,missed_calls,answered_calls,first_time_callers,average_duration,formatted_average_duration,leads"
RICH = "company_id,company_name,tracker_id,source_name,source,medium,campaign,keywords,landing_page_url,referrer_domain"


async def _demo(**settings: Any) -> Wire:
    """A demo in which a few calls were edited and one was hidden."""
    demo = wire(calls=800, **settings)
    calls = await demo.calls()
    await demo.put(f"calls/{calls[4]['id']}.json", {"lead_status": "good_lead"})
    await demo.put(f"calls/{calls[9]['id']}.json", {"lead_status": None, "tags": ["Fresh"]})
    await demo.put(f"calls/{calls[14]['id']}.json", {"spam": True})
    return demo


def _sums(calls: list[dict[str, Any]]) -> dict[str, Any]:
    """What a summary of these calls must say."""
    durations = [call["duration"] for call in calls if call["duration"] is not None]
    return {
        "total_calls": len(calls),
        "missed_calls": sum(call["call_type"] in ("missed", "abandoned") for call in calls),
        "answered_calls": sum(call["answered"] is True for call in calls),
        "first_time_callers": sum(call["first_call"] for call in calls),
        "average_duration": round(sum(durations) / len(durations)) if durations else 0,
        "leads": sum(call["lead_status"] == "good_lead" for call in calls),
    }


async def _listed(demo: Wire, **query: Any) -> list[dict[str, Any]]:
    return await demo.calls(fields=f"{RICH},lead_status,first_call,call_type,agent_email,tags", **query)


async def test_the_default_counts_calls_of_seven_days() -> None:
    answer = await wire(calls=800).get("calls/summary.json")
    assert answer["start_date"] == "2026-03-12T00:00:00-0400"
    assert answer["end_date"] == "2026-03-18T23:59:59-0400"
    assert answer["time_zone"] == "Eastern Time (US & Canada)"
    assert set(answer["total_results"]) == {"total_calls"}
    assert "grouped_results" not in answer


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"answer_status": "missed"},
        {"direction": "outbound"},
        {"device": "mobile"},
        {"device": "all", "direction": "all", "answer_status": "all"},
        {"lead_status": "not_scored"},
        {"lead_status": "good_lead", "direction": "inbound"},
    ],
)
async def test_totals_are_those_of_the_list(query: dict[str, str]) -> None:
    demo = await _demo()
    answer = await demo.get("calls/summary.json", **WHOLE, fields=FIELDS, **query)
    wanted = _sums(await _listed(demo, **query))
    assert {name: answer["total_results"][name] for name in wanted} == wanted
    assert answer["total_results"]["formatted_average_duration"].endswith("s")


@pytest.mark.parametrize(
    ("group_by", "field"),
    [
        ("company_id", "company_id"),
        ("company", "company_name"),
        ("tracker", "source_name"),
        ("source", "source"),
        ("medium", "medium"),
        ("campaign", "campaign"),
        ("keywords", "keywords"),
        ("landing_page", "landing_page_url"),
        ("referrer", "referrer_domain"),
    ],
)
async def test_groups_are_those_of_the_list(group_by: str, field: str) -> None:
    demo = await _demo()
    query = {"lead_status": "not_scored"}
    answer = await demo.get("calls/summary.json", **WHOLE, group_by=group_by, fields="leads,total_calls", **query)
    groups = answer["grouped_results"]
    assert answer["grouped_by"] == group_by
    counted = Counter(call[field] for call in await _listed(demo, **query))
    assert {group["key"]: group["total_calls"] for group in groups} == counted
    assert [set(group) for group in groups] == [{"key", "total_calls", "leads"}] * len(groups)
    totals = [group["total_calls"] for group in groups]
    assert totals == sorted(totals, reverse=True)


async def test_filters_of_the_aggregates_only() -> None:
    demo = await _demo()
    calls = await _listed(demo)
    users = (await demo.get("users.json"))["users"]
    trackers = sorted({call["tracker_id"] for call in calls})[:2]

    async def total(**query: Any) -> int:
        return int((await demo.get("calls/summary.json", **WHOLE, **query))["total_results"]["total_calls"])

    assert await total(**{"tracker_ids[]": trackers}) == sum(call["tracker_id"] in trackers for call in calls)
    assert await total(min_duration=60) == sum((call["duration"] or 0) >= 60 for call in calls)
    assert await total(min_duration=20, max_duration=90) == sum(20 <= (call["duration"] or 0) <= 90 for call in calls)
    assert await total(first_time_callers="true") == sum(call["first_call"] for call in calls)
    for user in users[:3]:
        assert await total(agent=user["id"]) == sum(call["agent_email"] == user["email"] for call in calls)
    assert await total(agent="USR0") == 0
    either = sum(bool({"Fresh", "Booked"} & set(call["tags"])) for call in calls)
    assert await total(tags="Fresh,Booked") == await total(**{"tags[]": ["Fresh", "Booked"]}) == either
    assert await total(search="goog") == sum("Goog" in call["source"] for call in calls)
    company = calls[0]["company_id"]
    assert await total(company_id=company) == sum(call["company_id"] == company for call in calls)


async def test_bad_aggregates_are_400() -> None:
    demo = wire()
    company = (await demo.get("companies.json"))["companies"][0]["id"]
    for path, query in (
        ("summary", {"group_by": "colour"}),
        ("summary", {"fields": "total_calls,tags"}),
        ("summary", {"group_by": "company_id", "company_id": company}),
        ("timeseries", {"interval": "minute"}),
        ("timeseries", {"fields": "nonsense"}),
    ):
        assert (await demo.refused("GET", f"calls/{path}.json", params=query))[0] == 400
    assert (await demo.refused("GET", "calls/summary.json", params={"tracker_ids[]": "TRK0"}))[0] == 404


async def test_a_timeseries_has_a_row_for_every_day_quiet_ones_too() -> None:
    demo = await _demo()
    query = {"start_date": "2026-02-01", "end_date": "2026-03-25"}
    answer = await demo.get("calls/timeseries.json", fields=FIELDS, **query)
    rows = answer["data"]
    assert [rows[0]["date"], rows[-1]["key"], len(rows)] == ["2026-02-01", "2026-03-25", 53]
    listed = await demo.calls(**query, time_zone="America/New_York")
    assert sum(row["total_calls"] for row in rows) == answer["total_results"]["total_calls"] == len(listed)
    assert rows[-1] == {
        "key": "2026-03-25", "date": "2026-03-25", "total_calls": 0, "missed_calls": 0, "answered_calls": 0,
        "first_time_callers": 0, "average_duration": 0, "formatted_average_duration": "0s", "leads": 0,
    }  # fmt: skip
    day = await demo.get("calls/summary.json", start_date="2026-03-10", end_date="2026-03-10", fields=FIELDS)
    assert next(row for row in rows if row["date"] == "2026-03-10").items() >= day["total_results"].items()


@pytest.mark.parametrize(
    ("interval", "count", "first"),
    [
        ("hour", 7 * 24 - 1, "2026-03-05T00:00:00-0500"),
        ("week", 2, "2026-03-02"),
        ("month", 1, "2026-03-01"),
        ("year", 1, "2026-01-01"),
    ],
)
async def test_intervals_follow_the_calendar_and_the_clocks(interval: str, count: int, first: str) -> None:
    demo = await _demo()
    query = {"start_date": "2026-03-05", "end_date": "2026-03-11"}
    answer = await demo.get("calls/timeseries.json", interval=interval, **query)
    assert (len(answer["data"]), answer["data"][0]["date"]) == (count, first)
    assert sum(row["total_calls"] for row in answer["data"]) == len(await demo.calls(**query))


async def test_at_most_two_hundred_points() -> None:
    demo = wire()
    assert (await demo.refused("GET", "calls/timeseries.json", params=WHOLE))[0] == 400
    for start, end, status in (("2025-09-01", "2026-03-19", 200), ("2025-08-31", "2026-03-19", 400)):
        answer = await demo.send("GET", "calls/timeseries.json", params={"start_date": start, "end_date": end})
        assert answer.status_code == status
    assert len((await demo.get("calls/timeseries.json", **WHOLE, interval="month"))["data"]) == 26
