"""The PUT of a call and its traps (wire 8.5, 8.6, 17)."""

from __future__ import annotations

from typing import Any

import pytest

from callrail_tui.demo.fields import DEFAULTS
from tests.demo.wire import Wire, wire


async def _tag_names(demo: Wire, **query: Any) -> set[str]:
    return {tag["name"] for tag in (await demo.get("tags.json", per_page=250, **query))["tags"]}


async def test_the_answer_holds_the_default_fields_only() -> None:
    demo = wire()
    call = await demo.one()
    answer = await demo.put(f"calls/{call['id']}.json", {"note": "seen", "lead_status": "good_lead"})
    assert set(answer) == set(DEFAULTS)
    assert not {"note", "tags", "lead_status", "value", "recording_player"} & set(answer)
    read = await demo.call(call["id"])
    assert (read["note"], read["lead_status"]) == ("seen", "good_lead")


async def test_only_what_the_body_names_changes_and_empty_clears() -> None:
    demo = wire()
    call = await demo.one(lead_status="good_lead", fields="value,tags,note,lead_status", tags="Follow up")
    path = f"calls/{call['id']}.json"
    await demo.put(path, {"note": "first", "value": 80, "odd": True})
    read = await demo.call(call["id"])
    assert [read[name] for name in ("note", "value", "tags", "lead_status")] == ["first", 80, call["tags"], "good_lead"]
    await demo.put(path, {"note": None, "value": "", "lead_status": "", "tags": None, "spam": False})
    read = await demo.call(call["id"])
    assert [read[name] for name in ("note", "value", "tags", "lead_status")] == [None, None, [], None]


@pytest.mark.parametrize(
    "body",
    [
        {"lead_status": "previously_marked_good_lead"},
        {"lead_status": "maybe"},
        {"lead_status": 1},
        {"note": 5},
        {"customer_name": ["x"]},
        {"value": "lots"},
        {"value": True},
        {"value": -5},
        {"tags": [""]},
        {"tags": ["ok", 5]},
        {"tags": "Booked"},
        {"tag_list": [" "]},
    ],
)
async def test_bad_values_are_400_and_nothing_is_applied(body: dict[str, object]) -> None:
    demo = wire()
    call = await demo.one()
    before = await demo.call(call["id"])
    assert (await demo.refused("PUT", f"calls/{call['id']}.json", json={"note": "x", **body}))[0] == 400
    assert await demo.call(call["id"]) == before


async def test_good_lead_is_refused_on_a_previously_marked_one() -> None:
    demo = wire(calls=900)
    calls = await demo.calls(fields="lead_status")
    call = next(call for call in calls if call["lead_status"] == "previously_marked_good_lead")
    path = f"calls/{call['id']}.json"
    assert (await demo.refused("PUT", path, json={"lead_status": "good_lead"}))[0] == 400
    await demo.put(path, {"lead_status": "not_a_lead"})
    assert (await demo.call(call["id"]))["lead_status"] == "not_a_lead"
    await demo.put(path, {"lead_status": None})
    assert (await demo.call(call["id"]))["lead_status"] == "previously_marked_good_lead"


async def test_tags_replace_unless_appended() -> None:
    demo = wire()
    call = await demo.one(tags="Follow up")
    path = f"calls/{call['id']}.json"
    await demo.put(path, {"tags": ["Vendor", "booked"]})
    assert (await demo.call(call["id"]))["tags"] == ["Vendor", "Booked"]
    await demo.put(path, {"tags": ["Price shopper", "Vendor"], "append_tags": True})
    assert (await demo.call(call["id"]))["tags"] == ["Vendor", "Booked", "Price shopper"]
    await demo.put(path, {"tags": ["Vendor"], "append_tags": False})
    assert (await demo.call(call["id"]))["tags"] == ["Vendor"]
    await demo.put(path, {"tags": []})
    assert (await demo.call(call["id"]))["tags"] == []


async def test_an_unknown_tag_name_becomes_a_tag_of_the_company() -> None:
    demo = wire()
    call = await demo.one(fields="company_id")
    await demo.put(f"calls/{call['id']}.json", {"tags": ["Folow up", "folow UP"]})
    assert (await demo.call(call["id"]))["tags"] == ["Folow up"]
    made = [tag for tag in (await demo.get("tags.json", per_page=250))["tags"] if tag["name"] == "Folow up"]
    assert [(tag["tag_level"], tag["company_id"]) for tag in made] == [("company", call["company_id"])]
    assert [entry["id"] for entry in await demo.calls(tags="Folow up")] == [call["id"]]


async def test_a_disabled_tag_is_refused_anew_and_kept_where_it_is() -> None:
    demo = wire(calls=900)
    holder = (await demo.calls(tags="Winter promo", fields="tags"))[0]
    other = next(call for call in await demo.calls(fields="tags") if "Winter promo" not in call["tags"])
    kept = [*holder["tags"], "Vendor"]
    await demo.put(f"calls/{holder['id']}.json", {"tags": kept})
    assert (await demo.call(holder["id"]))["tags"] == list(dict.fromkeys(kept))
    body = {"tags": ["Winter promo", "Brand new"]}
    assert (await demo.refused("PUT", f"calls/{other['id']}.json", json=body))[0] == 400
    assert "Brand new" not in await _tag_names(demo)


@pytest.mark.parametrize(("key", "other"), [("tags", "tag_list"), ("tag_list", "tags")])
async def test_an_account_may_know_only_one_of_the_two_tag_keys(key: str, other: str) -> None:
    ignoring = wire(tag_key=key)
    call = await ignoring.one(tags="Follow up", fields="tags")
    path = f"calls/{call['id']}.json"
    await ignoring.put(path, {other: ["Vendor"]})
    assert (await ignoring.call(call["id"]))["tags"] == call["tags"]
    await ignoring.put(path, {key: ["Vendor"]})
    assert (await ignoring.call(call["id"]))["tags"] == ["Vendor"]
    refusing = wire(tag_key=key, other_tag_key="refused")
    assert (await refusing.refused("PUT", path, json={other: ["Vendor"]}))[0] == 400


@pytest.mark.parametrize(
    ("sent", "read"), [(12, 12), (12.5, "12.50"), ("$600", 600), ("600.00", 600), ("1,250.75", "1250.75"), (None, None)]
)
async def test_value_is_taken_with_or_without_the_dollar(sent: object, read: object) -> None:
    demo = wire()
    call = await demo.one()
    await demo.put(f"calls/{call['id']}.json", {"value": sent})
    found = await demo.call(call["id"], "value,formatted_value")
    assert found["value"] == read
    assert found["formatted_value"].startswith("$" if read else "--")


async def test_value_may_answer_500_and_take_the_whole_edit_with_it() -> None:
    demo = wire(value_fails=True)
    call = await demo.one()
    before = await demo.call(call["id"])
    path = f"calls/{call['id']}.json"
    assert (await demo.refused("PUT", path, json={"value": "5.00", "note": "lost"}))[0] == 500
    assert await demo.call(call["id"]) == before
    await demo.put(path, {"note": "kept"})


async def test_spam_hides_the_call_everywhere_and_is_404_after() -> None:
    demo = wire()
    before = await demo.calls()
    call = before[7]
    path = f"calls/{call['id']}.json"
    counted = (await demo.get("calls/summary.json", start_date="2024-02-19"))["total_results"]["total_calls"]
    answer = await demo.put(path, {"spam": True, "note": "robot"})
    assert answer["id"] == call["id"]
    assert [entry["id"] for entry in await demo.calls()] == [e["id"] for e in before if e is not call]
    assert call["id"] not in {entry["id"] for entry in await demo.calls(sort="customer_name")}
    left = (await demo.get("calls/summary.json", start_date="2024-02-19"))["total_results"]["total_calls"]
    assert (counted, left) == (400, 399)
    for method, ending in (("GET", ""), ("GET", "/recording"), ("GET", "/page_views")):
        assert (await demo.refused(method, f"calls/{call['id']}{ending}.json"))[0] == 404
    assert (await demo.refused("PUT", path, json={"spam": False}))[0] == 404


async def test_a_name_belongs_to_the_person_not_to_the_call() -> None:
    demo = wire(calls=900)
    calls = await demo.calls(fields="person_id,total_calls")
    call = next(call for call in calls if call["total_calls"] > 2)
    answer = await demo.put(f"calls/{call['id']}.json", {"customer_name": "Quentin Zed"})
    assert answer["customer_name"] == "Quentin Zed"
    renamed = await demo.calls(search="quentin zed", fields="person_id")
    assert len(renamed) == call["total_calls"]
    assert {entry["person_id"] for entry in renamed} == {call["person_id"]}
    last = await demo.calls(sort="customer_name", order="desc")
    assert [entry["customer_name"] for entry in last].count("Quentin Zed") == call["total_calls"]


async def test_edits_move_calls_between_filters() -> None:
    demo = wire()
    call = await demo.one(lead_status="not_scored", call_type="missed")
    await demo.put(f"calls/{call['id']}.json", {"lead_status": "not_a_lead", "note": "zebra", "tags": ["Vendor"]})
    assert call["id"] not in {entry["id"] for entry in await demo.calls(lead_status="not_scored")}
    for query in ({"lead_status": "not_a_lead"}, {"search": "zebra"}, {"tags": "vendor", "call_type": "missed"}):
        assert call["id"] in {entry["id"] for entry in await demo.calls(**query)}
    assert (await demo.calls(sort="lead_status", order="desc"))[0]["id"] != call["id"]


async def test_a_body_nested_beyond_reading_is_refused() -> None:
    demo = wire()
    path = f"calls/{(await demo.one())['id']}.json"
    nested, kind = b"[" * 100_000 + b"]" * 100_000, {"content-type": "application/json"}
    assert (await demo.refused("PUT", path, content=nested, headers=kind))[0] == 406
