"""Connections: listed, made, polled until ACTIVE, deleted (wire 1.3, 1.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.demo.wire import Wire, wire


async def _made(demo: Wire) -> dict[str, Any]:
    answer = await demo.send("POST", "/connections", json={"app": "callrail"})
    assert answer.status_code == 200
    return dict(answer.json()["connection"])


async def _polled(demo: Wire, connection_id: str) -> str:
    return str((await demo.get(f"/connections/{connection_id}"))["connection"]["status"])


async def test_a_connection_has_the_fields_of_the_wire() -> None:
    first, second = (await wire().get("/connections", app="callrail"))["connections"]
    assert str(UUID(first["connection_id"])) == first["connection_id"]
    assert set(first) >= {"status", "creation_time", "last_updated_time", "url", "app", "metadata", "method"}
    assert first["creation_time"].endswith("Z")
    assert datetime.fromisoformat(first["creation_time"]) < datetime.fromisoformat(second["creation_time"])
    assert first["url"].startswith("https://connect.maton.ai/?session_token=")


async def test_the_list_can_be_narrowed() -> None:
    demo = wire(connections=("ACTIVE", "PENDING", "FAILED"))
    for query, count in (({"status": "PENDING"}, 1), ({"app": "slack"}, 0), ({"limit": 2}, 2), ({}, 3)):
        assert len((await demo.get("/connections", **query))["connections"]) == count


async def test_a_new_connection_becomes_active_after_some_polls() -> None:
    demo = wire(connections=(), activation_polls=3)
    made = await _made(demo)
    assert made["status"] == "PENDING"
    assert [await _polled(demo, made["connection_id"]) for _ in range(3)] == ["PENDING", "PENDING", "ACTIVE"]
    assert (await demo.send("GET", "/callrail/v3/a.json")).status_code == 200


async def test_a_new_connection_becomes_active_after_some_seconds() -> None:
    demo = wire(connections=(), activation_polls=99, activation_seconds=8)
    made = await _made(demo)
    assert (await demo.refused("GET", "/callrail/v3/a.json"))[0] == 400
    demo.clock.forward(seconds=8)
    assert (await demo.send("GET", "/callrail/v3/a.json")).status_code == 200
    shown = (await demo.get(f"/connections/{made['connection_id']}"))["connection"]
    assert shown["last_updated_time"] > shown["creation_time"]


@pytest.mark.parametrize("outcome", ["FAILED", "PENDING"])
async def test_authorising_may_fail_or_never_end(outcome: str) -> None:
    demo = wire(connections=(), activation_polls=1, activation_outcome=outcome)
    made = await _made(demo)
    assert await _polled(demo, made["connection_id"]) == outcome


async def test_only_callrail_can_be_connected() -> None:
    status, words = await wire().refused("POST", "/connections", json={"app": "slack"})
    assert (status, words) == (400, "Invalid app name")


async def test_deleting_moves_the_default_and_ends_with_none() -> None:
    demo = wire()
    for entry in (await demo.get("/connections"))["connections"]:
        assert (await demo.send("GET", "/callrail/v3/a.json")).status_code == 200
        gone = await demo.send("DELETE", f"/connections/{entry['connection_id']}")
        assert gone.is_success
        assert (await demo.refused("GET", f"/connections/{entry['connection_id']}"))[0] == 404
    assert (await demo.refused("GET", "/callrail/v3/a.json"))[0] == 400
