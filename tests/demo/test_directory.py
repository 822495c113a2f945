"""Accounts, companies, trackers, users, integrations and notifications (wire 6, 7, 11, 13, 14, 15)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.demo.wire import Wire, wire


async def _ids(demo: Wire, key: str, **query: Any) -> list[Any]:
    answer = await demo.get(f"{key}.json", **query)
    assert len(answer[key]) == min(answer["total_records"], answer["per_page"])
    return [record["id"] for record in answer[key]]


async def test_two_accounts_one_of_them_under_hipaa() -> None:
    demo = wire()
    answer = await demo.get("/callrail/v3/a.json")
    first, second = answer.pop("accounts")
    assert answer == {"page": 1, "per_page": 100, "total_pages": 1, "total_records": 2}
    assert (first["hipaa_account"], second["hipaa_account"]) == (False, True)
    assert re.fullmatch(r"ACC019[0-9a-f]{29}", first["id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d -0\d00", first["created_at"])
    assert (await demo.get("/callrail/v3/a.json", hipaa_account="true"))["accounts"] == [second]
    by_name = await demo.get("/callrail/v3/a.json", sort="name", order="desc")
    assert by_name["accounts"] == [second, first]
    assert await demo.get(f"/callrail/v3/a/{first['id']}.json") == first
    assert await demo.get(f"/callrail/v3/a/{first['numeric_id']}.json") == first


async def test_the_second_account_has_calls_of_its_own() -> None:
    demo = wire()
    mine = {call["id"] for call in await demo.calls()}
    demo.account = "1"
    theirs = {call["id"] for call in await demo.calls()}
    assert (len(mine), len(theirs), mine & theirs) == (400, 200, set())
    assert (await demo.refused("GET", f"calls/{mine.pop()}.json"))[0] == 404


async def test_there_may_be_no_account() -> None:
    answer = await wire(accounts=0).get("/callrail/v3/a.json")
    assert (answer["accounts"], answer["total_records"]) == ([], 0)


async def test_companies_stand_in_several_zones_and_the_disabled_stay_listed() -> None:
    demo = wire()
    companies = (await demo.get("companies.json"))["companies"]
    assert len({company["time_zone"] for company in companies}) >= 4
    assert [company["status"] for company in companies].count("disabled") == 1
    assert companies[-1]["disabled_at"].endswith("Z")
    assert companies[0]["disabled_at"] is None
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", companies[0]["created_at"])
    assert len(await _ids(demo, "companies", status="active")) == 5
    assert await _ids(demo, "companies", status="disabled") == [companies[-1]["id"]]
    assert await _ids(demo, "companies", search="PLUMB") == [companies[1]["id"]]
    names = [c["name"] for c in (await demo.get("companies.json", sort="name"))["companies"]]
    assert names == sorted(names, key=str.casefold)
    one = await demo.get("companies.json", fields="verified_caller_ids", page=2, per_page=1)
    assert (one["total_pages"], one["companies"][0]["id"]) == (6, companies[1]["id"])
    assert one["companies"][0]["verified_caller_ids"][0]["phone_number"].startswith("+1")
    assert await demo.get(f"companies/{companies[2]['id']}.json") == companies[2]


async def test_a_company_is_made_changed_and_disabled() -> None:
    demo = wire(companies=1)
    made = await demo.send("POST", "companies.json", json={"name": " New ", "time_zone": "America/Denver"})
    assert made.status_code == 201
    company = made.json()
    assert (company["name"], company["time_zone"], company["status"]) == ("New", "America/Denver", "active")
    path = f"companies/{company['id']}.json"
    changes = {"name": "Newer", "time_zone": "America/Phoenix", "callscore_enabled": True, "callscribe_enabled": False}
    changed = await demo.put(path, changes | {"external_form_capture": False, "swap_cookie_duration": 3, "odd": 1})
    assert {name: changed[name] for name in changes} == changes
    assert (changed["form_capture"], changed["swap_cookie_duration"], "odd" in changed) == (False, 3, False)
    assert await demo.get(path) == changed
    assert (await demo.get("trackers.json", company_id=company["id"]))["trackers"] == []
    for body in ({}, {"name": " "}, {"name": "x", "time_zone": "Mars/Base"}):
        assert (await demo.refused("POST", "companies.json", json=body))[0] == 422
    gone = await demo.send("DELETE", path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await demo.get(path))["status"] == "disabled"
    only = (await _ids(demo, "companies", status="active"))[0]
    words = "You must have at least one active company."
    assert await demo.refused("DELETE", f"companies/{only}.json") == (400, words)


async def test_disabling_a_company_disables_its_trackers() -> None:
    demo = wire()
    company = (await _ids(demo, "companies"))[1]
    assert len(await _ids(demo, "trackers", company_id=company, status="active")) == 5
    await demo.send("DELETE", f"companies/{company}.json")
    assert await _ids(demo, "trackers", company_id=company, status="active") == []
    assert len(await _ids(demo, "trackers", company_id=company)) == 5


async def test_trackers_come_without_total_pages() -> None:
    demo = wire()
    answer = await demo.get("trackers.json")
    trackers = answer.pop("trackers")
    assert answer == {"page": 1, "per_page": 100, "total_records": 30}
    assert {tracker["type"] for tracker in trackers} == {"source", "session"}
    pool = trackers[0]
    assert 4 <= len(pool["tracking_numbers"]) <= 50
    assert pool["company"]["id"] == (await _ids(demo, "companies"))[0]
    assert "company_id" not in pool
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", pool["created_at"])
    assert any(tracker["call_flow"]["type"] == "advanced" for tracker in trackers)
    assert any("type" not in tracker["source"] for tracker in trackers)
    assert await demo.get(f"trackers/{pool['id']}.json") == pool


async def test_trackers_are_filtered_and_their_fields_checked() -> None:
    demo = wire()
    company = (await _ids(demo, "companies"))[0]
    own = await demo.get("trackers.json", company_id=company)
    assert {tracker["company"]["id"] for tracker in own["trackers"]} == {company}
    assert [t["type"] for t in own["trackers"]].count("session") == 1
    assert len(await _ids(demo, "trackers", company_id=company, type="source")) == 4
    disabled = await demo.get("trackers.json", company_id=company, status="disabled")
    assert [t["status"] for t in disabled["trackers"]] == ["disabled"]
    assert disabled["trackers"][0]["disabled_at"].endswith("Z")
    assert len(await _ids(demo, "trackers", search="mailer")) == 6
    names = [t["name"] for t in (await demo.get("trackers.json", sort="name"))["trackers"]]
    assert names == sorted(names, key=str.casefold)
    richer = await demo.get("trackers.json", fields="campaign_name,swap_targets")
    assert all({"campaign_name", "swap_targets"} <= set(tracker) for tracker in richer["trackers"])
    assert (await demo.refused("GET", "trackers.json", params={"fields": "company_id"}))[0] == 400
    assert (await demo.refused("GET", "trackers.json", params={"company_id": "COM0"}))[0] == 404
    for method, path in (("POST", "trackers.json"), ("DELETE", "trackers/TRK0.json")):
        assert (await demo.refused(method, path, json={}))[0] == 403


async def test_six_hundred_companies_and_three_thousand_trackers() -> None:
    demo = wire(companies=600, trackers_per_company=5, calls=20_000)
    assert (await demo.get("companies.json"))["total_records"] == 600
    assert (await demo.get("trackers.json"))["total_records"] == 3_000
    last = await demo.get("trackers.json", page=12, per_page=250)
    assert len(last["trackers"]) == 250
    assert (await demo.get("trackers.json", page=13, per_page=250))["trackers"] == []
    start = {"start_date": "2024-02-19"}
    groups = (await demo.get("calls/summary.json", group_by="company_id", **start))["grouped_results"]
    assert len(groups) == 599
    assert sum(group["total_calls"] for group in groups) == 20_000


async def test_users_come_without_total_pages_and_one_without_accepted() -> None:
    demo = wire()
    answer = await demo.get("users.json")
    users = answer.pop("users")
    assert answer == {"page": 1, "per_page": 100, "total_records": len(users)}
    assert {user["role"] for user in users} >= {"admin", "manager", "reporting"}
    assert [user["accepted"] for user in users].count(False) == 1
    one = await demo.get(f"users/{users[0]['id']}.json")
    assert one == {name: value for name, value in users[0].items() if name != "accepted"}
    assert all(user["email"].endswith("@example.com") for user in users)
    emails = [user["email"] for user in (await demo.get("users.json", sort="email"))["users"]]
    assert emails == sorted(emails)
    assert len(await _ids(demo, "users", search="dana")) == 1
    company = (await _ids(demo, "companies"))[0]
    seen = (await demo.get("users.json", company_id=company))["users"]
    assert all(company in {c["id"] for c in user["companies"]} for user in seen)
    assert 0 < len(seen) < len(users)
    assert (await demo.refused("GET", "users.json", params={"company_id": "COM0"}))[0] == 404
    assert (await demo.refused("POST", "users.json", json={}))[0] == 403


async def test_integrations_need_a_company() -> None:
    demo = wire()
    for path in ("integrations.json", "integration_triggers.json"):
        assert await demo.refused("GET", path) == (400, "company_id is required")
        assert (await demo.refused("GET", path, params={"company_id": "COM0"}))[0] == 404
        assert (await demo.refused("POST", path, json={}))[0] == 403
    company = (await _ids(demo, "companies"))[3]
    answer = await demo.get("integrations.json", company_id=company)
    found = answer["integrations"]
    assert [entry["type"] for entry in found] == ["GoogleAnalytics", "Slack", "Webhooks", "Custom"]
    assert "api_key" in found[0]["config"]
    assert "signing_key" not in json.dumps(found)
    assert await demo.get(f"integrations/{found[1]['id']}.json") == found[1]
    triggers = await demo.get("integration_triggers.json", company_id=company)
    own, default = triggers["integration_criteria"]
    assert (own["integration_id"], default["integration_id"]) == (found[0]["id"], None)
    assert len(own["tracker_ids"]) == 2


async def test_notifications_are_listed_made_changed_and_deleted() -> None:
    demo = wire()
    rules = (await demo.get("notifications.json"))["notifications"]
    assert len(rules) == 3
    assert len(await _ids(demo, "notifications", notification_type="send_email")) == 1
    assert await _ids(demo, "notifications", email="night@example.com") == [rules[2]["id"]]
    assert len(await _ids(demo, "notifications", user_id=rules[0]["user_id"])) == 2
    company = (await _ids(demo, "companies"))[0]
    body = {"alert_type": "first_call", "call_enabled": True, "company_id": company, "send_push": True}
    made = await demo.send("POST", "notifications.json", json=body)
    assert made.status_code == 201
    rule = made.json()
    assert {name: rule[name] for name in body} == body
    assert rule["company_name"] == (await demo.get(f"companies/{company}.json"))["name"]
    assert "name" not in rule
    path = f"notifications/{rule['id']}.json"
    assert (await demo.put(path, {"alert_type": "vm_only"}))["alert_type"] == "vm_only"
    assert (await demo.send("DELETE", path)).status_code == 204
    assert (await demo.refused("DELETE", path))[0] == 404
    assert (await demo.refused("PUT", f"notifications/{rules[2]['id']}.json", json={}))[0] == 403
    by_email = await demo.send("POST", "notifications.json", json={"email": "else@example.com"})
    assert (by_email.json()["user_id"], by_email.json()["email"]) == (None, "else@example.com")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"call_enabled": True}, 422),
        ({"alert_type": "odd"}, 400),
        ({"alert_type": ["all"]}, 400),
        ({"company_id": "COM0"}, 404),
    ],
)
async def test_bad_notifications_are_refused(body: dict[str, object], status: int) -> None:
    assert (await wire().refused("POST", "notifications.json", json=body))[0] == status
