"""Filters, search and order of the calls list, each against the whole list (wire 8.1, 8.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.demo.wire import wire

Call = dict[str, Any]
RICH = "company_id,tracker_id,source_name,lead_status,tags,first_call,call_type,agent_email,source,device_type,note"


def _missed(call: Call) -> bool:
    return call["call_type"] in ("missed", "abandoned")


def _voicemail(call: Call) -> bool:
    return bool(call["voicemail"])


FILTERS: list[tuple[dict[str, str], Callable[[Call], bool]]] = [
    ({"answer_status": "answered"}, lambda call: call["answered"] is True),
    ({"answer_status": "missed"}, _missed),
    ({"answer_status": "voicemail"}, _voicemail),
    ({"call_type": "first_call"}, lambda call: call["first_call"]),
    ({"call_type": "missed"}, _missed),
    ({"call_type": "voicemails"}, _voicemail),
    ({"call_type": "outbound"}, lambda call: call["direction"] == "outbound"),
    ({"direction": "inbound"}, lambda call: call["direction"] == "inbound"),
    ({"device": "mobile"}, lambda call: call["device_type"] == "mobile"),
    ({"lead_status": "not_scored"}, lambda call: call["lead_status"] is None),
    ({"lead_status": "good_lead"}, lambda call: call["lead_status"] == "good_lead"),
    ({"tags": "Follow up"}, lambda call: "Follow up" in call["tags"]),
    ({"tags[]": ["Booked", "Vendor"]}, lambda call: bool({"Booked", "Vendor"} & set(call["tags"]))),  # type: ignore[dict-item]
    ({"direction": "inbound", "lead_status": "not_a_lead"},
     lambda call: call["direction"] == "inbound" and call["lead_status"] == "not_a_lead"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "fits"), FILTERS, ids=lambda value: str(value) if isinstance(value, dict) else "")
async def test_filters_give_exactly_what_fits(query: dict[str, str], fits: Callable[[Call], bool]) -> None:
    demo = wire(calls=900)
    wanted = [call for call in await demo.calls(fields=RICH) if fits(call)]
    assert wanted
    assert await demo.calls(fields=RICH, **query) == wanted


async def test_scope_by_company_and_tracker() -> None:
    demo = wire()
    calls = await demo.calls(fields=RICH)
    for name in ("company_id", "tracker_id"):
        value = calls[3][name]
        assert await demo.calls(fields=RICH, **{name: value}) == [call for call in calls if call[name] == value]
        assert (await demo.refused("GET", "calls.json", params={name: "COM0"}))[0] == 404


@pytest.mark.parametrize("query", [{"direction": "up"}, {"lead_status": "maybe"}, {"answered": "false"}, {"odd": "1"}])
async def test_unknown_filter_words_are_silently_ignored(query: dict[str, str]) -> None:
    assert len(await wire().calls(**query)) == 400


async def test_search_looks_at_caller_numbers_note_and_source_only() -> None:
    demo = wire(calls=1_200)
    calls = await demo.calls(fields=f"{RICH},transcription")

    def held(call: Call, term: str) -> bool:
        return any(term in str(call[name] or "").casefold() for name in ("customer_name", "note", "source"))

    for term in ("garcia", "QUOTE by", "facebook"):
        wanted = [call["id"] for call in calls if held(call, term.casefold())]
        assert wanted
        assert [call["id"] for call in await demo.calls(search=term)] == wanted
    number = next(call["customer_phone_number"] for call in calls if call["customer_city"] == "Denver")
    for digits in (number, number[2:], f"{number[2:5]}-{number[5:8]}-{number[8:]}"):
        assert number in {call["customer_phone_number"] for call in await demo.calls(search=digits)}
    tracking = calls[0]["tracking_phone_number"]
    assert calls[0]["id"] in {call["id"] for call in await demo.calls(search=tracking)}
    assert await demo.calls(search="thank you for calling") == []


SORTS: dict[str, Callable[[Call], Any]] = {
    "customer_name": lambda call: call["customer_name"] or "",
    "customer_phone_number": lambda call: call["customer_phone_number"] or "",
    "duration": lambda call: -1 if call["duration"] is None else call["duration"],
    "source": lambda call: call["source"],
    "customer_city": lambda call: call["customer_city"] or "",
    "customer_country": lambda call: call["customer_country"] or "",
    "landing_page_url": lambda call: call["landing_page_url"] or "",
    "device_type": lambda call: call["device_type"] or "",
    "answered": lambda call: bool(call["answered"]),
    "first_call": lambda call: call["first_call"],
    "source_name": lambda call: call["source_name"],
    "lead_status": lambda call: call["lead_status"] or "",
    "tags": lambda call: ", ".join(call["tags"]),
}


@pytest.mark.parametrize("sort", SORTS)
async def test_sorts_both_ways_newest_first_among_equals(sort: str) -> None:
    demo = wire(calls=300)
    fields = f"{RICH},landing_page_url"
    newest_first = await demo.calls(fields=fields)
    for order, backwards in (("asc", False), ("desc", True), (None, False)):
        query = {"sort": sort} | ({"order": order} if order else {})
        found = [call["id"] for call in await demo.calls(fields=fields, **query)]
        wanted = sorted(newest_first, key=SORTS[sort], reverse=backwards)
        assert found == [call["id"] for call in wanted]


async def test_order_counts_only_together_with_sort() -> None:
    demo = wire()
    newest_first = await demo.calls()
    assert await demo.calls(order="asc") == newest_first
    assert await demo.calls(sort="start_time", order="asc") == newest_first[::-1]
    assert await demo.calls(sort="unheard_of") == newest_first
    found = await demo.calls(sort="start_time", order="asc", search="google")
    assert found == [call for call in newest_first[::-1] if call["id"] in {entry["id"] for entry in found}]
    assert found


async def test_search_and_sort_go_together() -> None:
    demo = wire()
    found = await demo.calls(search="google", sort="duration", order="desc")
    assert [call["duration"] or -1 for call in found] == sorted(
        (call["duration"] or -1 for call in found), reverse=True
    )
    assert {call["id"] for call in found} == {call["id"] for call in await demo.calls(search="google")}
