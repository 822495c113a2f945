"""On a socket: what opening costs, what moving costs, what the wire carries, and where nothing is ever sent."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from callrail_tui.demo import DemoSettings, create_app
from tests.program.driving import CANARY, READY, quit_well, served_arguments, settle, start, state_of
from tests.program.served import Message, served

ONE_OF_EACH = DemoSettings(connections=("ACTIVE",), accounts=1)


def test_the_promise(tmp_path: Path) -> None:
    gateway = create_app(ONE_OF_EACH)
    with served(gateway) as server:
        for opening in range(2):
            del server.seen[:]
            with start(tmp_path, *served_arguments(server.url), MATON_API_KEY=CANARY) as app:
                app.wait_text(READY)
                settle(app, 0.5)
                assert len(server.seen) <= 5, (opening, server.paths)
                opened = len(server.seen)
                app.send("jjjj\x1b[B\x1b[Bkk\x1b[6~\x1b[5~")
                app.wait_text("5 of 2,000")
                settle(app, 0.4)
                assert len(server.seen) == opened
                app.send("G")
                app.wait_text("2,000 of 2,000")
                app.wait(lambda opened=opened: len(server.seen) > opened and not app.listen(0.4))
                assert len(server.seen) == opened + 1
                quit_well(app)
            check_headers(server.seen)
            assert CANARY.encode() not in app.raw
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or CANARY not in file.read_text(errors="replace")
    assert (state_of(tmp_path) / "state.json").exists()


def check_headers(seen: list[tuple[str, str, dict[str, str]]]) -> None:
    """The key in one header, the pinned connection on the gateway's paths only, nothing else of ours."""
    for method, path, headers in seen:
        assert method == "GET"
        assert headers["authorization"] == f"Bearer {CANARY}"
        assert ("maton-connection" in headers) == path.startswith("/callrail/v3/")
        assert [name for name, value in headers.items() if CANARY in value] == ["authorization"]
        assert CANARY not in path
        assert set(headers) <= {
            *("host", "accept", "accept-encoding", "connection", "user-agent", "authorization", "maton-connection"),
            "request-from",
        }


def test_the_end_of_a_million_is_one_page(tmp_path: Path) -> None:
    gateway = create_app(DemoSettings(calls=1_000_000, connections=("ACTIVE",), accounts=1))
    with served(gateway) as server, start(tmp_path, *served_arguments(server.url), MATON_API_KEY=CANARY) as app:
        app.wait_text("1 of 1,000,000")
        settle(app, 0.6)
        before = [path for path in server.paths if "/calls.json" in path]
        app.send("\x1b[F")
        app.wait_text("1,000,000 of 1,000,000")
        settle(app, 0.6)
        after = [path for path in server.paths if "/calls.json" in path]
        assert len(after) - len(before) == 1, after[len(before) :]
        quit_well(app)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(tmp_path: Path, status: int) -> None:
    async def elsewhere_app(scope: Message, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    with served(elsewhere_app) as elsewhere:
        target = elsewhere.url

        async def redirecting(scope: Message, receive: Any, send: Any) -> None:
            location = (target + scope["path"]).encode()
            await send({"type": "http.response.start", "status": status, "headers": [(b"location", location)]})
            await send({"type": "http.response.body", "body": b""})

        with served(redirecting) as server, start(tmp_path, *served_arguments(server.url), MATON_API_KEY=CANARY) as app:
            app.wait(lambda: "r try again" in app.text or "could not" in app.text)
            app.send("q")
            assert app.wait_exit() == 0
            assert CANARY.encode() not in app.raw
            assert server.seen
        assert elsewhere.seen == []


def test_a_next_page_elsewhere_is_not_followed(tmp_path: Path) -> None:
    """Absolute, protocol-relative, with userinfo: in every answer; all pages are read, none from there."""
    with served(create_app(ONE_OF_EACH)) as elsewhere:
        demo = create_app(ONE_OF_EACH)
        links = [f"{elsewhere.url}/callrail/v3/a.json", f"//{elsewhere.url[7:]}/x", f"http://a@{elsewhere.url[7:]}/x"]

        async def luring(scope: Message, receive: Any, send: Any) -> None:
            started: list[Message] = []

            async def rewritten(message: Message) -> None:
                if message["type"] == "http.response.start":
                    started.append(message)
                    return
                body = message["body"]
                value = json.loads(body) if body else {}
                if isinstance(value, dict):
                    value |= {"next_page": links[len(body) % 3], "has_next_page": True}
                body = json.dumps(value).encode()
                headers = [(name, text) for name, text in started[0]["headers"] if name != b"content-length"]
                await send({**started[0], "headers": [*headers, (b"content-length", str(len(body)).encode())]})
                await send({**message, "body": body})

            await demo(scope, receive, rewritten)

        with (
            served(luring) as server,
            start(tmp_path, *served_arguments(server.url), MATON_API_KEY=CANARY, size=(200, 50)) as app,
        ):
            app.wait_text(READY)
            app.send("G")
            app.wait_text("2,000 of 2,000")
            app.send("h")
            app.wait_text("l Unfold")
            app.send("j")
            settle(app, 0.4)
            app.send("l")
            app.wait(lambda: any("/trackers.json" in path for path in server.paths))
            settle(app, 0.4)
            assert re.search(r"Cedar & Pine", app.text)
            quit_well(app)
        assert elsewhere.seen == []
