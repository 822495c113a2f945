"""What the gateway itself answers before any resource is asked (wire 1.1, 1.2, 1.5, 5)."""

from __future__ import annotations

import pytest

from callrail_tui.demo import BAD_KEY
from tests.demo.wire import wire


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer  ", "Token token=k", f"Bearer {BAD_KEY}"])
@pytest.mark.parametrize("path", ["/connections", "/callrail/v3/a.json", "/v3/a.json"])
async def test_a_missing_or_bad_key_is_401_on_both_hosts(path: str, value: str) -> None:
    demo = wire()
    assert await demo.refused("GET", path, headers={"Authorization": value}) == (401, "Invalid API key")


async def test_a_set_key_is_the_only_one() -> None:
    demo = wire(api_key="right")
    assert (await demo.refused("GET", "/connections"))[0] == 401
    right = await demo.send("GET", "/connections", headers={"Authorization": "Bearer right"})
    assert right.status_code == 200


@pytest.mark.parametrize("statuses", [(), ("PENDING", "FAILED")])
async def test_without_an_active_connection_the_gateway_answers_400(statuses: tuple[str, ...]) -> None:
    demo = wire(connections=statuses)
    status, words = await demo.refused("GET", "/callrail/v3/a.json")
    assert (status, "No active connection" in words) == (400, True)
    assert len((await demo.get("/connections"))["connections"]) == len(statuses)


async def test_a_pinned_connection_must_exist_and_be_active() -> None:
    demo = wire(connections=("FAILED", "ACTIVE"))
    failed, active = (entry["connection_id"] for entry in (await demo.get("/connections"))["connections"])

    async def status(pinned: str) -> int:
        return (await demo.send("GET", "/callrail/v3/a.json", headers={"Maton-Connection": pinned})).status_code

    assert [await status(pinned) for pinned in (active, failed, "nobody")] == [200, 400, 404]
    assert demo.app.log[-3].connection == active


@pytest.mark.parametrize("path", ["/v3/a.json", "/", "/slack/v3/a.json", "/callrailx/v3/a.json"])
async def test_a_wrong_first_segment_is_an_invalid_app_name(path: str) -> None:
    status, words = await wire().refused("GET", path)
    assert (status, "Invalid app name" in words) == (400, True)


@pytest.mark.parametrize(
    "path",
    ["/callrail/v3/b.json", "/callrail/v2/a.json", "/callrail/v3/a/ACC0/calls.json", "calls", "text-messages.json",
     "calls/CAL0.json", "companies/COM0.json", "trackers/TRK0.json", "users/USR0.json", "integrations/0.json",
     "tags/0.json", "tags/abc.json", "calls/.json", "form_submissions.json", "leads.json"],
)  # fmt: skip
async def test_what_is_not_there_is_404(path: str) -> None:
    assert (await wire().refused("GET", path))[0] == 404


async def test_methods_that_a_path_does_not_know_are_405() -> None:
    demo = wire()
    assert (await demo.refused("PATCH", "calls.json"))[0] == 405
    assert (await demo.refused("DELETE", "calls.json"))[0] == 405
    assert (await demo.refused("POST", "/callrail/v3/a.json", json={}))[0] == 405
    assert (await demo.refused("PUT", "/connections", json={}))[0] == 405


async def test_a_body_that_is_not_json_is_406() -> None:
    demo = wire()
    for more in (
        {"data": {"name": "form"}},
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
        {"json": ["a list"]},
        {},
    ):
        assert (await demo.refused("POST", "tags.json", **more))[0] == 406


async def test_resources_can_be_forbidden() -> None:
    demo = wire(forbidden=frozenset({"users", "summary"}))
    words = "You do not have permission to perform the requested action"
    assert await demo.refused("GET", "users.json") == (403, words)
    assert await demo.refused("GET", "calls/summary.json") == (403, words)
    assert (await demo.get("tags.json"))["total_records"] > 0


async def test_the_budget_is_reported_and_not_enforced_unless_asked() -> None:
    demo = wire()
    for _ in range(12):
        answer = await demo.send("GET", "companies.json")
    assert answer.status_code == 200
    shown = {name: value for name, value in answer.headers.items() if name.startswith("x-rate-limit")}
    assert shown == {
        "x-rate-limit-hourly-allowed": "1000",
        "x-rate-limit-hourly-used": "12",
        "x-rate-limit-daily-allowed": "10000",
        "x-rate-limit-daily-used": "12",
    }
    missing = await demo.send("GET", "companies/COM0.json")
    assert missing.headers["x-rate-limit-hourly-used"] == "13"
    assert "x-rate-limit-hourly-used" not in (await demo.send("GET", "/connections")).headers


async def test_more_than_ten_a_second_is_429_when_enforced() -> None:
    demo = wire(enforce_limits=True, retry_after=2)
    codes = [(await demo.send("GET", "/connections")).status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]
    assert (await demo.send("GET", "/connections")).headers["retry-after"] == "2"
    demo.clock.forward(seconds=1)
    assert (await demo.send("GET", "/connections")).status_code == 200


async def test_the_hour_runs_out_and_begins_anew() -> None:
    demo = wire(enforce_limits=True)
    for _ in range(1_000):
        demo.clock.forward(seconds=0.11)
        assert (await demo.send("GET", "/callrail/v3/a.json")).status_code == 200
    demo.clock.forward(seconds=5)
    over = await demo.send("GET", "tags.json")
    assert (over.status_code, "retry-after" in over.headers) == (429, False)
    demo.clock.forward(hours=1)
    answer = await demo.send("GET", "tags.json")
    assert answer.headers["x-rate-limit-hourly-used"] == "1"
    assert answer.headers["x-rate-limit-daily-used"] == "1002"


async def test_any_answer_can_be_scripted() -> None:
    asked: list[str] = []

    async def intercept(method: str, path: str) -> int | None:
        asked.append(f"{method} {path}")
        return 503 if path.endswith("tags.json") else None

    demo = wire(intercept=intercept)
    assert (await demo.refused("GET", "tags.json"))[0] == 503
    assert (await demo.send("GET", "users.json")).status_code == 200
    assert len(asked) == 2
