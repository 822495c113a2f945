"""The calls list: pages, fields, filters, search, order (wire 8.1, 8.2, 8.4, 8.8, 3)."""

from __future__ import annotations

from typing import Any

import pytest

from callrail_tui.demo.fields import READ_DEFAULTS, SELECTABLE
from tests.demo.wire import NOW, WHOLE, wire

Call = dict[str, Any]
RICH = "company_id,tracker_id,source_name,lead_status,tags,first_call,call_type,agent_email,source,device_type,note"


async def test_every_call_lies_in_the_default_view_newest_first_and_once() -> None:
    for count in (0, 1, 19, 777):
        calls = await wire(calls=count).calls()
        assert len({call["id"] for call in calls}) == count
        starts = [call["start_time"] for call in await wire(calls=count).calls(sort="start_time", order="desc")]
        assert starts == [call["start_time"] for call in calls]


async def test_pages_by_number() -> None:
    demo = wire()
    answer = await demo.get("calls.json", **WHOLE)
    calls = answer.pop("calls")
    assert answer == {"page": 1, "per_page": 100, "total_pages": 4, "total_records": 400}
    second = await demo.get("calls.json", **WHOLE, page=2, per_page=40)
    assert [call["id"] for call in second["calls"]] == [call["id"] for call in calls[40:80]]
    assert (await demo.get("calls.json", **WHOLE, page=5))["calls"] == []
    assert (await demo.get("calls.json", **WHOLE, per_page=9999))["per_page"] == 250
    assert (await demo.get("calls.json", **WHOLE, per_page=0, page="x"))["per_page"] == 1


async def test_relative_pages_name_the_upstream_host_and_no_totals() -> None:
    demo = wire()
    whole = [call["id"] for call in await demo.calls()]
    found: list[str] = []
    offset, more = 0, True
    while more:
        answer = await demo.get("calls.json", **WHOLE, per_page=150, relative_pagination="true", offset=offset)
        found += [call["id"] for call in answer.pop("calls")]
        more = answer["has_next_page"]
        assert set(answer) == {"next_page", "has_next_page"}
        if more:
            assert answer["next_page"].startswith("https://api.callrail.com/v3/a/518664017/calls?action=index")
            assert f"offset={offset + 1}&" in answer["next_page"]
            assert ".json" not in answer["next_page"]
        offset += 1
    assert answer["next_page"] is None
    assert (found, offset) == (whole, 3)


async def test_only_the_lean_fields_come_unasked() -> None:
    demo = wire()
    assert {frozenset(call) for call in await demo.calls()} == {frozenset(READ_DEFAULTS)}
    assert not {"lead_status", "tags", "note", "value", "agent_email", "company_id"} & set(READ_DEFAULTS)


async def test_named_fields_are_added_and_every_one_of_the_catalogue_can_be() -> None:
    demo = wire()
    names = ["id", "tags", *SELECTABLE]
    for call in await demo.calls(fields=",".join(names)):
        assert set(call) == {*READ_DEFAULTS, *SELECTABLE}


@pytest.mark.parametrize(
    "name",
    [
        "tracker",
        "tracking_phone_number_name",
        "integration_data",
        "lead_score_explanation",
        "conversational_transcript",
    ],
)
async def test_an_unknown_field_refuses_the_whole_list(name: str) -> None:
    status, words = await wire().refused("GET", "calls.json", params={"fields": f"tags,{name}"})
    assert (status, name in words) == (400, True)


async def test_further_fields_can_be_refused_on_the_list_only() -> None:
    demo = wire(refused_fields=frozenset({"milestones"}))
    assert (await demo.refused("GET", "calls.json", params={"fields": "milestones"}))[0] == 400
    call = await demo.one()
    assert "milestones" in await demo.call(call["id"], "milestones")


async def test_the_calls_are_of_many_kinds() -> None:
    calls = await wire(calls=2_000).calls(fields=f"{RICH},transcription,call_highlights,utm_source,value,recording")
    kinds = {call["call_type"] for call in calls}
    assert kinds == {
        "answered", "missed", "abandoned", "in_progress", "outbound", "voicemail", "voicemail_transcription"
    }  # fmt: skip
    leads = [call["lead_status"] for call in calls]
    assert set(leads) == {None, "good_lead", "not_a_lead", "previously_marked_good_lead"}
    assert 0.5 < leads.count(None) / len(leads) < 0.7
    names = [call["customer_name"] for call in calls]
    assert None in names
    assert any(name and name.isupper() and "," in name for name in names)
    assert "+266696687" in {call["customer_phone_number"] for call in calls}
    assert {type(call["recording_duration"]) for call in calls} == {int, str, type(None)}
    assert {type(call["value"]) for call in calls} == {int, str, type(None)}
    for name in ("transcription", "call_highlights", "utm_source", "note", "tags", "agent_email", "device_type"):
        filled = sum(1 for call in calls if call[name])
        assert 0 < filled < len(calls), name
    assert all(_is_fictional(call["customer_phone_number"]) for call in calls)


def _is_fictional(number: str | None) -> bool:
    """Out of a range that belongs to nobody, or a carrier's word for a withheld one."""
    if number is None or number in ("+266696687", "+7378742833", "+8656696"):
        return True
    return number.startswith("+4420794600") or (number[5:10] == "55501" and len(number) == 12)


async def test_a_live_call_has_no_outcome_yet_and_settles_later() -> None:
    demo = wire()
    live = [call for call in await demo.calls(fields="call_type") if call["call_type"] == "in_progress"]
    assert 1 <= len(live) <= 2
    for call in live:
        assert [call[name] for name in ("answered", "duration", "recording", "business_phone_number")] == [None] * 4
    missed = await demo.calls(answer_status="missed")
    assert not {call["id"] for call in live} & {call["id"] for call in missed}
    demo.clock.forward(minutes=6)
    settled = await demo.call(live[0]["id"], "call_type,lead_status,tags,note,value")
    assert settled["call_type"] != "in_progress"
    assert settled["duration"] is not None
    assert [settled[name] for name in ("lead_status", "tags", "note", "value")] == [None, [], None, None]


async def test_calls_arrive_when_told_to() -> None:
    demo = wire()
    before = await demo.calls()
    demo.clock.forward(minutes=1)
    ids = demo.app.arrive(3)
    after = await demo.calls()
    assert [call["id"] for call in after[:3]] == ids[::-1]
    assert [call["id"] for call in after[3:]] == [call["id"] for call in before]


async def test_nobody_has_judged_what_has_just_arrived() -> None:
    demo = wire()
    ids = set(demo.app.arrive(60))
    for _ in range(2):
        arrived = [
            call for call in await demo.calls(fields="lead_status,tags,note,value,call_type") if call["id"] in ids
        ]
        assert len(arrived) == 60
        for call in arrived:
            assert [call[name] for name in ("lead_status", "tags", "note", "value")] == [None, [], None, None]
        assert ids <= {call["id"] for call in await demo.calls(lead_status="not_scored")}
        demo.clock.forward(minutes=6)
    assert len({call["call_type"] for call in arrived}) > 3


async def test_times_follow_the_company_and_its_daylight_saving() -> None:
    demo = wire(calls=2_000)
    zones = {company["id"]: company["time_zone"] for company in (await demo.get("companies.json"))["companies"]}
    seen = {(zones[call["company_id"]], call["start_time"][-6:]) for call in await demo.calls(fields="company_id")}
    assert {("America/New_York", "-05:00"), ("America/New_York", "-04:00"), ("America/Phoenix", "-07:00")} <= seen
    assert ("America/Phoenix", "-06:00") not in seen
    newest = await demo.one(fields="created_at")
    assert newest["start_time"] < newest["created_at"]
    assert newest["start_time"][10] == "T"
    assert len(newest["start_time"]) == len("2026-02-10T00:45:19.781-08:00")


async def test_tags_can_come_as_objects() -> None:
    demo = wire(tag_objects=True)
    tags = [tag for call in await demo.calls(fields="tags") for tag in call["tags"]]
    assert {frozenset(tag) for tag in tags} == {frozenset({"id", "name", "color"})}


async def test_repeat_callers_are_the_same_person_throughout() -> None:
    calls = await wire(calls=1_500).calls(
        fields="person_id,prior_calls,total_calls,first_call,lead_status,good_lead_call_time,company_id"
    )
    people: dict[str, list[Call]] = {}
    for call in reversed(calls):
        people.setdefault(call["person_id"], []).append(call)
    assert max(len(theirs) for theirs in people.values()) >= 4
    numbers = [theirs[0]["customer_phone_number"] for theirs in people.values() if theirs[0]["customer_city"]]
    assert len(set(numbers)) == len(numbers)
    for theirs in people.values():
        assert [call["prior_calls"] for call in theirs] == list(range(len(theirs)))
        assert [call["first_call"] for call in theirs] == [True] + [False] * (len(theirs) - 1)
        assert {call["total_calls"] for call in theirs} == {len(theirs)}
        assert len({(call["customer_name"], call["customer_phone_number"], call["company_id"]) for call in theirs}) == 1
        for call in theirs:
            marked = call["lead_status"] == "previously_marked_good_lead"
            assert (call["good_lead_call_time"] == theirs[0]["start_time"]) is marked
            assert not marked or theirs[0]["lead_status"] == "good_lead"


async def test_there_are_calls_today() -> None:
    today = await wire(calls=2_000).get("calls.json", date_range="today")
    assert today["total_records"] > 10
    assert all(call["start_time"][:10] == NOW.date().isoformat() for call in today["calls"])
