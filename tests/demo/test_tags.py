"""Tags: list, create, change, delete, and what that does to calls (wire 12)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.demo.wire import Wire, wire

Tag = dict[str, Any]


async def _tags(demo: Wire, **query: Any) -> list[Tag]:
    return list((await demo.get("tags.json", per_page=250, **query))["tags"])


async def _named(demo: Wire, name: str) -> Tag:
    return next(tag for tag in await _tags(demo) if tag["name"] == name)


async def test_tags_come_without_total_pages_and_some_without_background() -> None:
    demo = wire()
    answer = await demo.get("tags.json", per_page=10)
    tags = answer.pop("tags")
    assert answer == {"page": 1, "per_page": 10, "total_records": 30}
    account, company = tags[0], tags[6]
    assert (account["tag_level"], account["company_id"]) == ("account", None)
    assert (account["color"], account["background_color"]) == ("orange3", "gray1")
    assert company["tag_level"] == "company"
    assert company["company_id"].startswith("COM")
    assert "background_color" not in company
    assert isinstance(account["id"], int)
    assert await demo.get(f"tags/{company['id']}.json") == company


async def test_the_list_is_narrowed_by_company_level_and_status() -> None:
    demo = wire()
    company = (await demo.get("companies.json"))["companies"][1]["id"]
    usable = await _tags(demo, company_id=company)
    assert {tag["company_id"] for tag in usable} == {None, company}
    assert {tag["tag_level"] for tag in await _tags(demo, tag_level="account")} == {"account"}
    own = await _tags(demo, tag_level="company", company_id=company)
    assert {tag["company_id"] for tag in own} == {company}
    assert [tag["name"] for tag in await _tags(demo, status="disabled", company_id=company)] == ["Winter promo"]
    assert {tag["status"] for tag in await _tags(demo, status="enabled")} == {"enabled"}
    names = [tag["name"] for tag in await _tags(demo, sort="name")]
    assert names == sorted(names, key=str.casefold)
    both = {"tag_level": "account", "company_id": company}
    assert (await demo.refused("GET", "tags.json", params=both))[0] == 400
    assert (await demo.refused("GET", "tags.json", params={"company_id": "COM0"}))[0] == 404


async def test_a_tag_is_made_for_a_company_or_the_account() -> None:
    demo = wire()
    company = (await demo.get("companies.json"))["companies"][1]["id"]
    made = await demo.send("POST", "tags.json", json={"name": "Booked twice", "company_id": company})
    assert made.status_code == 201
    assert made.json().items() >= {"color": "gray1", "tag_level": "company", "company_id": company}.items()
    body = {"name": "Whole", "tag_level": "account", "color": "purple2"}
    account = (await demo.send("POST", "tags.json", json=body)).json()
    assert account.items() >= {"tag_level": "account", "company_id": None, "color": "purple2"}.items()
    assert len(await _tags(demo)) == 32


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"name": "x"}, 400, "company_id is required"),
        ({"name": "x", "company_id": "COM0"}, 404, "Company not found"),
        ({"name": " ", "tag_level": "account"}, 422, "Name can't be blank"),
        ({"tag_level": "account"}, 422, "Name can't be blank"),
        ({"name": "vendor", "tag_level": "account"}, 422, "Name has already been taken"),
        ({"name": "x", "tag_level": "account", "color": "mauve"}, 400, "Color is not included in the list"),
    ],
)
async def test_bad_tags_are_refused(body: dict[str, str], status: int, words: str) -> None:
    demo = wire()
    assert await demo.refused("POST", "tags.json", json=body) == (status, words)
    assert len(await _tags(demo)) == 30


async def test_account_tags_may_need_an_administrator() -> None:
    demo = wire(account_tags_forbidden=True)
    vendor = await _named(demo, "Vendor")
    words = "You do not have permission to perform the requested action"
    path = f"tags/{vendor['id']}.json"
    assert await demo.refused("PUT", path, json={"name": "x"}) == (403, words)
    assert await demo.refused("DELETE", path) == (403, words)
    assert (await demo.refused("POST", "tags.json", json={"name": "x", "tag_level": "account"}))[0] == 403
    own = await _named(demo, "Booked")
    assert (await demo.put(f"tags/{own['id']}.json", {"color": "red1"}))["color"] == "red1"


async def test_a_rename_reaches_every_call() -> None:
    demo = wire()
    vendor = await _named(demo, "Vendor")
    held = [call["id"] for call in await demo.calls(tags="Vendor")]
    changed = await demo.put(f"tags/{vendor['id']}.json", {"name": "Supplier", "color": "blue2"})
    assert (changed["name"], changed["color"], changed["id"]) == ("Supplier", "blue2", vendor["id"])
    assert held
    assert [call["id"] for call in await demo.calls(tags="Supplier")] == held
    assert await demo.calls(tags="Vendor") == []
    assert "Supplier" in (await demo.call(held[0]))["tags"]
    assert (await demo.refused("PUT", f"tags/{vendor['id']}.json", json={"name": "Follow up"}))[0] == 422


async def test_disabling_hides_from_new_use_only() -> None:
    demo = wire()
    vendor = await _named(demo, "Vendor")
    held = await demo.calls(tags="Vendor")
    other = next(call for call in await demo.calls(fields="tags") if not call["tags"])
    path = f"tags/{vendor['id']}.json"
    assert (await demo.put(path, {"disabled": True}))["status"] == "disabled"
    assert await demo.calls(tags="Vendor") == held
    assert (await demo.refused("PUT", f"calls/{other['id']}.json", json={"tags": ["Vendor"]}))[0] == 400
    assert (await demo.put(path, {"disabled": False}))["status"] == "enabled"
    await demo.put(f"calls/{other['id']}.json", {"tags": ["Vendor"]})


async def test_deleting_strips_the_tag_from_every_call() -> None:
    demo = wire()
    vendor = await _named(demo, "Vendor")
    held = await demo.calls(tags="Vendor")
    await demo.put(f"calls/{held[0]['id']}.json", {"tags": ["Vendor", "Follow up"]})
    gone = await demo.send("DELETE", f"tags/{vendor['id']}.json")
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await demo.call(held[0]["id"]))["tags"] == ["Follow up"]
    assert await demo.calls(tags="Vendor") == []
    assert "Vendor" not in {name for call in await demo.calls(fields="tags") for name in call["tags"]}
    assert (await demo.refused("GET", f"tags/{vendor['id']}.json"))[0] == 404
