"""The package as others see it: cheap to import, one app, any ASGI server."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from typing import Any

import httpx
import pytest
import uvicorn

import callrail_tui.demo
from callrail_tui.demo import DemoApp, DemoSettings, create_app
from tests.demo.wire import WHOLE, wire


def test_importing_builds_and_loads_nothing() -> None:
    code = "import sys, callrail_tui.demo; print([m for m in sys.modules if m.startswith('callrail_tui.demo.')])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_the_whole_demo_stands_on_the_standard_library() -> None:
    code = (
        "import sys, callrail_tui.demo as d; d.create_app();"
        "print({m.split('.')[0] for m in sys.modules} - sys.stdlib_module_names)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.strip("'{} \n") for name in shown.stdout.split(",")}
    assert not loaded & {"httpx", "textual", "anyio", "platformdirs", "pydantic"}
    assert "callrail_tui" in loaded


def test_app_is_made_once_and_unknown_names_are_refused() -> None:
    assert isinstance(callrail_tui.demo.app, DemoApp)
    assert callrail_tui.demo.app is callrail_tui.demo.app
    with pytest.raises(AttributeError, match="nonsense"):
        _ = callrail_tui.demo.nonsense


@pytest.mark.parametrize("bad", [{"calls": -1}, {"calls": 1_000_001}, {"companies": 0}, {"accounts": 3}])
def test_settings_that_no_data_can_be_made_for_are_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="demo"):
        DemoSettings(**bad)


async def test_equal_settings_and_clock_give_equal_answers() -> None:
    first, second, other = wire(), wire(), wire(seed=8)
    fields = "tags,note,value,milestones,call_highlights"
    assert await first.calls(fields=fields) == await second.calls(fields=fields)
    assert [call["id"] for call in await first.calls()] != [call["id"] for call in await other.calls()]


async def test_requests_are_counted_and_the_log_is_bounded() -> None:
    demo = wire()
    for _ in range(1_003):
        await demo.client.get("/connections", params={"app": "callrail"})
    assert demo.app.request_count == 1_003
    assert len(demo.app.log) == 1_000
    last = demo.app.log[-1]
    assert (last.method, last.path, last.query, last.status) == ("GET", "/connections", "app=callrail", 200)
    assert "a-key" not in repr(demo.app.log)


async def test_lifespan_starts_and_ends() -> None:
    sent: list[str] = []
    told = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> Any:
        return next(told)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await create_app()({"type": "lifespan"}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    with pytest.raises(ValueError, match="websocket"):
        await create_app()({"type": "websocket"}, receive, send)


async def test_other_clients_reach_it_over_a_socket() -> None:
    demo = wire()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(demo.app, log_level="error", lifespan="on", ws="none"))
        serving = asyncio.create_task(server.serve([listener]))
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=base, headers={"Authorization": "Bearer k"}) as client:
            accounts = (await client.get("/callrail/v3/a.json")).json()["accounts"]
            path = f"/callrail/v3/a/{accounts[0]['id']}/calls"
            page = (await client.get(f"{path}.json", params=WHOLE)).json()
            assert page["total_records"] == 400
            edited = await client.put(f"{path}/{page['calls'][5]['id']}.json", json={"note": "hello"})
            assert edited.status_code == 200
            assert (await client.get("/connections")).status_code == 200
            assert (await client.delete("/connections/unknown")).status_code == 404
        server.should_exit = True
        await serving
