"""`N`: what is shown of connections, making one, deleting one, and what becomes of the calls (wire 1.3, 1.4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.screens.connections import ConnectionsScreen
from callrail_tui.screens.dialogs.confirming import ConfirmDialog
from callrail_tui.screens.dialogs.connecting import ConnectingDialog
from tests.program.served import served
from tests.screens.running import NOW, Program, choosing, now, program
from tests.screens.test_limits import Refusing, over_loopback

TWO = DemoSettings(now=now, calls=300)


async def open_connections(run: Program) -> ConnectionsScreen:
    await run.press("N")
    await run.until(lambda: isinstance(run.app.screen, ConnectionsScreen) and choosing(run))
    assert isinstance(run.app.screen, ConnectionsScreen)
    return run.app.screen


def asked(run: Program, method: str) -> list[str]:
    return [one.path for one in run.gateway.log if one.method == method and one.path.startswith("/connections")]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_each_line_tells_what_the_connection_is_and_no_secret(tmp_path: Path, size: tuple[int, int]) -> None:
    settings = DemoSettings(now=now, connections=("ACTIVE", "ACTIVE", "PENDING", "FAILED"))
    async with program(tmp_path, settings, size=size) as run:
        await open_connections(run)
        text = run.screen_text()
        assert [line.split()[1] for line in text.splitlines()[2:6]] == ["ACTIVE", "ACTIVE", "PENDING", "FAILED"]
        assert "in use, default" in text.splitlines()[2]
        assert "default" not in text.splitlines()[3]
        assert "https://connect.maton.ai/?session_token=…" in text
        assert "session_token=demo" not in text
        await run.press("down", "down", "enter")
        assert "It is PENDING, not ACTIVE" in run.screen_text()
        assert isinstance(run.app.screen, ConnectionsScreen)


async def test_f_asks_the_server_for_each_status(tmp_path: Path) -> None:
    settings = DemoSettings(now=now, connections=("ACTIVE", "PENDING", "FAILED"))
    async with program(tmp_path, settings) as run:
        screen = await open_connections(run)
        for status in ("ACTIVE", "PENDING", "FAILED"):
            await run.press("f")
            await run.until(lambda status=status: screen.list.row and screen.list.row.connection.status == status)
            assert f"Connections · {status} · 1" in run.screen_text()
        await run.press("f")
        await run.until(lambda: screen.list.row_count == 3)
        queries = [one.query for one in run.gateway.log if one.path == "/connections"]
        assert [query for query in queries if "status" in query] == [
            f"app=callrail&status={status}" for status in ("ACTIVE", "PENDING", "FAILED")
        ]


async def test_a_connection_is_made_once_and_leads_to_its_accounts(tmp_path: Path) -> None:
    async with program(tmp_path, TWO) as run:
        await open_connections(run)
        await run.press("a")
        await run.until(lambda: isinstance(run.app.screen, ConnectingDialog))
        assert "https://connect.maton.ai/?session_token=demo-" in run.screen_text()
        await run.until(lambda: "Waiting until it is authorised" in run.screen_text())
        assert "█" in run.screen_text()
        await run.until(lambda: "Which account?" in run.screen_text())
        assert asked(run, "POST") == ["/connections"]
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 300)
        session = run.explorer.session
        assert session is not None
        assert session.connection is not None
        made = list(run.gateway.connections._connections)[-1]
        assert session.connection.id == made
        assert [one.connection for one in run.gateway.log if one.path.endswith("/calls.json")][-1] == made


async def test_a_code_that_does_not_fit_says_so(tmp_path: Path) -> None:
    async with program(tmp_path, TWO, size=(80, 20)) as run:
        await open_connections(run)
        await run.press("a")
        await run.until(lambda: isinstance(run.app.screen, ConnectingDialog))
        assert "Its QR code needs" in run.screen_text()
        assert "https://connect.maton.ai/?session_token=demo-" in run.screen_text()


async def test_giving_up_leaves_a_pending_one_that_is_offered_for_deletion(tmp_path: Path) -> None:
    settings = DemoSettings(now=now, activation_polls=99, activation_seconds=9_999)
    async with program(tmp_path, settings) as run:
        screen = await open_connections(run)
        await run.press("a")
        await run.until(lambda: isinstance(run.app.screen, ConnectingDialog))
        await run.press("escape")
        await run.until(lambda: "It is PENDING still, and left over" in run.screen_text())
        await run.press("enter")
        await run.until(lambda: run.app.screen is screen)
        await run.until(lambda: "is left over, PENDING: D deletes it" in run.screen_text())
        assert screen.list.row is not None
        assert screen.list.row.connection.status == "PENDING"
        await run.press("D")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        assert "not in use by anything" in run.screen_text()
        await run.press("enter")
        assert asked(run, "DELETE") == []
        await run.press("D")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        await run.press("y")
        await run.until(lambda: screen.list.row_count == 2)
        assert len(asked(run, "DELETE")) == 1


async def test_deleting_the_one_in_use_says_what_stops_and_falls_back(tmp_path: Path) -> None:
    async with program(tmp_path, TWO) as run:
        screen = await open_connections(run)
        first, second = list(run.gateway.connections._connections)
        await run.press("D")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        words = " ".join(line.strip("│ ") for line in run.screen_text().splitlines() if "│" in line)
        assert "reaches CallRail through it no longer" in words
        assert f"The default is then {second[:8]}" in words
        await run.press("y")
        await run.until(lambda: "It was in use here: enter goes on" in run.screen_text())
        assert first not in run.gateway.connections._connections
        assert screen.list.row is not None
        assert screen.list.row.is_default
        await run.press("enter")
        await run.until(lambda: "Which account?" in run.screen_text())
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 300)
        assert [one.connection for one in run.gateway.log if one.path.endswith("/calls.json")][-1] == second


async def test_what_is_still_to_be_sent_over_it_keeps_it(tmp_path: Path) -> None:
    async with program(tmp_path, TWO) as run:
        await run.press("plus")
        screen = await open_connections(run)
        await run.press("D")
        assert run.app.screen is screen
        assert "1 decision still to be sent" in run.screen_text()
        assert asked(run, "DELETE") == []


async def test_read_only_changes_no_connection(tmp_path: Path) -> None:
    async with program(tmp_path, TWO, read_only=True) as run:
        screen = await open_connections(run)
        for key in ("a", "D"):
            await run.press(key)
            assert run.app.screen is screen
            assert "This run is read-only" in run.screen_text()
        assert asked(run, "POST") + asked(run, "DELETE") == []


async def test_without_any_connection_one_is_made_before_there_are_calls(tmp_path: Path) -> None:
    settings = DemoSettings(now=now, calls=300, connections=(), accounts=1)
    async with program(tmp_path, settings, ready=False, as_demo=False) as run:
        await run.until(lambda: "Press N, then a" in run.screen_text())
        await run.press("N")
        await run.until(lambda: "No connection yet" in run.screen_text())
        await run.press("a")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 300)


# Over a loopback server -----------------------------------------------------------------------------------------


class Hand:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


async def test_a_pending_connection_that_turns_active_after_three_seconds(tmp_path: Path) -> None:
    hand = Hand()
    gateway = Refusing(DemoSettings(calls=300, accounts=1, now=hand, activation_polls=99, activation_seconds=3.0))
    with served(gateway) as server:
        async with over_loopback(tmp_path, server) as run:
            await run.until(lambda: choosing(run))
            await run.press("enter")
            await run.until(lambda: run.list.row_count == 300)
            await open_connections(run)
            await run.press("a")
            await run.until(lambda: isinstance(run.app.screen, ConnectingDialog))
            await run.until(lambda: any("/connections/" in path for path in server.paths))
            assert isinstance(run.app.screen, ConnectingDialog)
            hand.now += timedelta(seconds=3)
            await run.until(lambda: run.app.screen is run.explorer)
            session = run.explorer.session
            assert session is not None
            await run.until(lambda: session.connection is not None and run.list.row_count == 300)
    assert not any("session_token" in text for text in _written(tmp_path))


async def test_one_that_fails_says_so(tmp_path: Path) -> None:
    gateway = Refusing(DemoSettings(calls=300, accounts=1, now=now, activation_polls=1, activation_outcome="FAILED"))
    with served(gateway) as server:
        async with over_loopback(tmp_path, server) as run:
            await run.until(lambda: choosing(run))
            await run.press("enter")
            await run.until(lambda: run.list.row_count == 300)
            screen = await open_connections(run)
            await run.press("a")
            await run.until(lambda: "It FAILED: nobody authorised it" in run.screen_text())
            await run.press("enter")
            await run.until(lambda: run.app.screen is screen and screen.list.row and "FAILED" in run.screen_text())
            assert "It was not authorised. a makes a new link" in run.screen_text()


async def test_a_stale_grant_is_recognised_and_the_cure_named(tmp_path: Path) -> None:
    gateway = Refusing()
    with served(gateway) as server:
        async with over_loopback(tmp_path, server) as run:
            await run.until(lambda: run.list.row_count == 300)
            gateway.status = 500
            await run.press("r")
            await run.until(lambda: "its grant may be stale: N, then a" in run.screen_text())
            await open_connections(run)
            assert "in use, default, stale?" in run.screen_text()
            assert "CallRail answered 500 over it, though it is ACTIVE" in run.screen_text()


async def test_one_that_was_deleted_elsewhere_is_told_and_another_can_be_taken(tmp_path: Path) -> None:
    demo = create_app(DemoSettings(calls=300, accounts=1, now=now))
    with served(demo) as server:
        async with over_loopback(tmp_path, server) as run:
            await run.until(lambda: choosing(run))
            await run.press("enter")
            await run.until(lambda: run.list.row_count == 300)
            session = run.explorer.session
            assert session is not None
            await run.until(lambda: session.connection is not None)
            assert session.connection is not None
            del demo.connections._connections[session.connection.id]
            await run.press("r")
            await run.until(lambda: "There is no active CallRail connection" in run.screen_text())
            await open_connections(run)
            await run.press("enter")
            await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 300)


async def test_the_link_of_a_gateway_that_lies_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = create_app(TWO)
    honest = gateway.connections._shown
    evil = "https://connect.maton.ai.evil.example/?session_token=x"
    monkeypatch.setattr(gateway.connections, "_shown", lambda one: honest(one) | {"url": evil})
    async with program(tmp_path, gateway=gateway) as run:
        await open_connections(run)
        await run.press("a")
        await run.until(lambda: isinstance(run.app.screen, ConnectingDialog))
        await run.until(lambda: "The gateway sent no link to connect.maton.ai" in run.screen_text())
        assert "session_token=x" not in run.screen_text()


def _written(folder: Path) -> list[str]:
    return [file.read_text(errors="replace") for file in folder.rglob("*") if file.is_file()]


async def test_the_link_is_copied_and_stands_in_no_toast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    settings = DemoSettings(now=now, activation_polls=99, activation_seconds=9_999)
    async with program(tmp_path, settings, toasts=True) as run:
        written: list[str] = []
        monkeypatch.setattr(run.app, "write_terminal", written.append)
        told: list[str] = []
        monkeypatch.setattr(run.app, "notify", lambda message, **options: told.append(message))
        await open_connections(run)
        await run.press("a")
        await run.until(lambda: isinstance(run.app.screen, ConnectingDialog))
        await run.press("y")
        await run.until(lambda: told)
        assert written
        assert not any("session_token" in words for words in told)
        await run.press("o")
        await run.until(lambda: len(told) == 2)
        assert "Over SSH" in told[1]
