"""One call: get, recording, page views (wire 8.3, 8.8, 8.9, 10)."""

from __future__ import annotations

import re
from typing import Any

from callrail_tui.demo.fields import ALL, READ_DEFAULTS
from tests.demo.wire import wire


async def test_one_call_is_the_row_of_the_list() -> None:
    demo = wire()
    row = await demo.one()
    assert await demo.get(f"calls/{row['id']}.json") == row
    assert re.fullmatch(r"CAL019[0-9a-f]{29}", row["id"])
    whole = await demo.call(row["id"], ",".join(ALL))
    assert set(whole) == {*READ_DEFAULTS, *ALL}
    assert (await demo.refused("GET", f"calls/{row['id']}.json", params={"fields": "nonsense"}))[0] == 400


async def test_the_summary_is_text_in_the_list_and_an_array_alone() -> None:
    demo = wire()
    row = next(call for call in await demo.calls(fields="call_summary,transcription") if call["call_summary"])
    whole = await demo.call(row["id"], "call_summary,conversational_transcript,keywords_spotted,speaker_percent")
    assert " ".join(whole["call_summary"]) == row["call_summary"]
    lines = [f"{turn['speaker'].title()}: {turn['phrase']}" for turn in whole["conversational_transcript"]]
    assert "\n".join(lines) == row["transcription"]
    assert whole["speaker_percent"]["agent"] + whole["speaker_percent"]["customer"] == 100


async def test_milestones_may_lack_stages_and_dates() -> None:
    stages = [call["milestones"] for call in await wire().calls(fields="milestones")]
    assert {"first_touch", "lead_created"} in map(set, stages)
    assert any("last_touch" in entry for entry in stages)
    assert {entry["first_touch"]["event_date"] is None for entry in stages} == {True, False}


async def test_web_visitors_have_pages_and_the_rest_have_none() -> None:
    demo = wire()
    calls = await demo.calls(fields="landing_page_url,keywords,gclid,session_uuid,device_type,referrer_domain")
    visitor = next(call for call in calls if call["landing_page_url"])
    other = next(call for call in calls if not call["landing_page_url"])
    assert {other[name] for name in ("keywords", "gclid", "session_uuid", "device_type", "referrer_domain")} == {None}
    views = await demo.get(f"calls/{visitor['id']}/page_views.json")
    assert views["total_records"] == len(views["page_views"]) >= 1
    assert set(views["page_views"][0]) == {"referrer_url", "page_url", "created_at"}
    seen = [view["created_at"] for view in views["page_views"]]
    assert seen == sorted(seen, reverse=True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-\d\d:00", seen[0])
    assert max(seen) < visitor["start_time"]
    assert (await demo.get(f"calls/{other['id']}/page_views.json"))["page_views"] == []


async def _recorded(demo: Any) -> dict[str, Any]:
    return next(call for call in await demo.calls() if call["recording"])


async def test_a_recording_is_a_link_that_lasts_or_one_of_a_day() -> None:
    demo = wire()
    call = await _recorded(demo)
    path = call["recording"].removeprefix("https://api.callrail.com")
    ordinary = (await demo.get(f"/callrail{path}"))["url"]
    assert ordinary.startswith(f"https://app.callrail.com/calls/{call['id']}/recording/redirect?access_key=")
    assert call["recording_player"].startswith("https://app.callrail.com/calls/")
    demo.account = "1"
    call = await _recorded(demo)
    url = (await demo.get(f"calls/{call['id']}/recording.json"))["url"]
    assert url.startswith("https://calltrk-production.s3.amazonaws.com/")


async def test_without_a_recording_there_is_no_link() -> None:
    demo = wire()
    silent = next(call for call in await demo.calls() if not call["recording"])
    assert (silent["recording_player"], silent["recording_duration"]) == (None, None)
    assert (await demo.refused("GET", f"calls/{silent['id']}/recording.json"))[0] == 404


async def test_the_demo_rings_nobody_up() -> None:
    body = {"caller_id": "+14045550100", "customer_phone_number": "+14045550101"}
    assert (await wire().refused("POST", "calls.json", json=body))[0] == 403


async def test_the_pages_a_visitor_saw_are_on_the_company_s_own_site() -> None:
    demo = wire()
    caller = next(call for call in await demo.calls(fields="landing_page_url") if call["landing_page_url"])
    site = caller["landing_page_url"].partition(".example.com")[0] + ".example.com/"
    seen = (await demo.get(f"calls/{caller['id']}/page_views.json"))["page_views"]
    last = await demo.call(caller["id"], "last_requested_url")
    assert all(str(url).startswith(site) for url in (*(view["page_url"] for view in seen), last["last_requested_url"]))
