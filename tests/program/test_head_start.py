"""The head start over a real socket: calls are asked for, and shown, while the program is still being loaded."""

from __future__ import annotations

import asyncio
import errno
import io
import signal
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyte
import pytest

from callrail_tui.app import make_app
from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.first_frame import FirstFrame
from callrail_tui.head_start import HeadStart
from callrail_tui.session.facts import RowsFailed, RowsLoaded, TotalKnown
from callrail_tui.storage.paths import ui_state_file
from callrail_tui.storage.secret import Secret
from callrail_tui.storage.settings import Settings
from callrail_tui.storage.ui_state import NotRemembered, UiState, UiStateFile
from callrail_tui.terminal.ending import Ending
from tests.program.served import Message, served
from tests.terminal.screens import ErasingScreen

LONG = 20.0
KEY = "sk-test-0123456789abcdef0123"


def gateway() -> DemoSettings:
    """A gateway of 40 calls."""
    return DemoSettings(calls=40, now=lambda: datetime.now(UTC))


def frame_of(settings: Settings) -> FirstFrame:
    """The first frame on a screen of 120 by 40 with true colours."""
    environ = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return FirstFrame(settings, environ, (120, 40), date.today())


def remember(settings: Settings, connection_id: str, account_id: str, columns: tuple[str, ...] | None = None) -> None:
    """What a last run left."""

    def fail(trouble: NotRemembered) -> None:
        raise trouble

    state = (
        UiState(columns=columns).with_connection(connection_id, "one").with_account(connection_id, account_id, "one")
    )
    UiStateFile(ui_state_file(settings.state_dir), fail).save(state)


def test_calls_are_asked_for_and_shown_while_the_program_is_loaded(tmp_path: Path) -> None:
    app = create_app(gateway())
    connection_id, account_id, _ = app.home()
    drawn = threading.Event()
    parts: list[str] = []
    with served(app) as server:
        settings = Settings(tmp_path, gateway_url=server.url, control_url=server.url, key=Secret(KEY))
        remember(settings, connection_id, account_id, ("when", "who", "utm_campaign"))
        frame = frame_of(settings)
        frame.picture.take_text()

        def draw() -> None:
            parts.append(frame.picture.take_text())
            drawn.set()

        async def run() -> HeadStart:
            ahead = HeadStart(settings, frame, draw)
            await ahead.beside(lambda: assert_set(drawn))
            assert ahead.session is not None
            facts = ahead.session.facts_so_far()
            assert [type(fact) for fact in facts] == [TotalKnown, RowsLoaded]
            await end(ahead)
            return ahead

        asyncio.run(run())
    assert " 1 of 40" in parts[0]
    (only,) = server.paths
    assert only.startswith(f"/callrail/v3/a/{account_id}/calls.json?")
    assert "utm_campaign" in only, "what the chosen columns show is asked for at once, or it would be asked for again"


async def end(ahead: HeadStart) -> None:
    """As the program does at its end; the count of requests has a thread of its own."""
    if ahead.session is not None:
        await ahead.session.close()
    await ahead.worker.close()
    ahead.worker.budget.close()


def assert_set(event: threading.Event) -> None:
    """What is loaded takes as long as the calls."""
    assert event.wait(LONG)


def test_an_answer_that_is_none_is_left_to_the_program(tmp_path: Path) -> None:
    """Nothing is drawn, and the program is told once it listens."""
    app = create_app(gateway())
    connection_id, _, _ = app.home()
    with served(app) as server:
        settings = Settings(tmp_path, gateway_url=server.url, control_url=server.url, key=Secret(KEY))
        remember(settings, connection_id, "ACCNOSUCHACCOUNT")
        frame = frame_of(settings)

        async def run() -> None:
            ahead = HeadStart(settings, frame, lambda: pytest.fail("there is nothing to show"))
            await ahead.beside(lambda: None)
            assert ahead.session is not None
            await ahead.session.first_answer()
            (fact,) = ahead.session.facts_so_far()
            assert isinstance(fact, RowsFailed)
            await end(ahead)

        asyncio.run(run())


@pytest.mark.parametrize("connection_id", [None, "not an id"])
def test_where_nothing_is_known_nothing_is_asked(tmp_path: Path, connection_id: str | None) -> None:
    """A first run, and an id that cannot be sent, which the program tells of."""
    with served(create_app(gateway())) as server:
        settings = Settings(tmp_path, gateway_url=server.url, control_url=server.url, key=Secret(KEY))
        if connection_id is not None:
            remember(settings, connection_id, "ACC0123")
        loaded: list[bool] = []

        async def run() -> None:
            ahead = HeadStart(settings, frame_of(settings), lambda: pytest.fail("there is nothing to show"))
            await ahead.beside(lambda: loaded.append(True))
            assert ahead.session is None
            await end(ahead)

        asyncio.run(run())
    assert loaded == [True]
    assert server.seen == []


def test_rows_that_terminals_disagree_about_are_left_to_the_program(tmp_path: Path) -> None:
    """An emoji may take one cell or two; after it nobody knows what stands where."""
    settings = Settings(tmp_path, demo=True, demo_calls=40)
    frame = frame_of(settings)
    frame.picture.take_text()

    async def run() -> str:
        ahead = HeadStart(settings, frame, lambda: None)
        session = ahead.session
        assert session is not None
        await ahead.beside(lambda: None)
        assert "\x1b[5;1H" in frame.picture.take_text()
        third = session.window.row(2)
        assert third is not None
        calls = ahead.worker.gateway.calls
        await calls.update(
            session.account.id, third.id, {"customer_name": "Zoë \N{HEAVY CHECK MARK}\N{VARIATION SELECTOR-16} Ltd"}
        )
        session.refresh()
        await session.first_answer()
        frame.show_calls(session)
        await end(ahead)
        return frame.picture.take_text()

    doubtful = asyncio.run(run())
    screen = ErasingScreen(120, 40)
    pyte.Stream(screen).feed(doubtful)
    assert screen.display[3].strip()
    assert not screen.display[4].strip()
    assert screen.display[5].strip()


@pytest.mark.parametrize("calls", [0, 3])
def test_a_short_list_leaves_no_row_waiting(tmp_path: Path, calls: int) -> None:
    settings = Settings(tmp_path, key=Secret(KEY))
    app = create_app(DemoSettings(calls=calls, now=lambda: datetime.now(UTC)))
    connection_id, account_id, _ = app.home()
    with served(app) as server:
        settings = settings._replace(gateway_url=server.url, control_url=server.url)
        remember(settings, connection_id, account_id)
        frame = frame_of(settings)
        drawn = threading.Event()

        async def run() -> None:
            ahead = HeadStart(settings, frame, drawn.set)
            await ahead.beside(lambda: assert_set(drawn))
            assert ahead.session is not None
            await end(ahead)

        asyncio.run(run())
    screen = ErasingScreen(120, 40)
    pyte.Stream(screen).feed(frame.picture.take_text())
    assert [bool(line.strip()) for line in screen.display[2:19]] == [number < calls for number in range(17)]
    assert f"{min(calls, 1)} of {calls}" in screen.display[-1]


def test_a_terminal_that_is_lost_meanwhile_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch over the terminal ends the program, and not what could not be drawn."""

    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.EIO, "Input/output error")

    frame = frame_of(Settings(tmp_path, demo=True))
    ending = Ending()
    ending._has_taken_screen = True
    monkeypatch.setattr(sys, "__stderr__", Gone())
    ending.draw(frame.picture)
    frame.picture.put(3, 0, "more", "")
    assert frame.picture.take_text() == ""


async def test_what_was_changed_about_the_question_is_told_once(tmp_path: Path) -> None:
    """The answer is here before the program; it is told as if it came then."""
    app = create_app(gateway())
    connection_id, account_id, _ = app.home()
    refused: list[str] = []

    async def kept_for_so_long(scope: Message, receive: Any, send: Any) -> None:
        query = scope["query_string"].decode()
        started = query.partition("start_date=")[2].partition("&")[0]
        if scope["path"].endswith("calls.json") and started and started in (*refused[:1], *[started][len(refused) :]):
            refused.append(started)
            await send({"type": "http.response.start", "status": 400, "headers": []})
            await send({"type": "http.response.body", "body": b'{"error": "start_date is more than 25 months ago"}'})
        else:
            await app(scope, receive, send)

    with served(kept_for_so_long) as server:
        settings = Settings(tmp_path, gateway_url=server.url, control_url=server.url, key=Secret(KEY))
        remember(settings, connection_id, account_id)
        ahead = HeadStart(settings, frame_of(settings), lambda: None)
        session = ahead.session
        assert session is not None
        await ahead.beside(lambda: None)
        await session.first_answer()
        assert refused
        program = make_app(settings, ahead)
        told: list[str] = []
        program.notify = lambda message, **_: told.append(message)  # type: ignore[method-assign, assignment]
        async with program.run_test(size=(120, 40)) as pilot:
            while program.explorer.list_pane.row_count == 0 or session.directory.untouched is None:
                await pilot.pause(0.02)
            assert len([one for one in told if "are kept" in one]) == 1, told
            assert program.opener.session is session
            assert len([path for path in server.paths if "calls.json" in path]) == len(refused) + 1


def test_a_signal_before_there_is_an_app_ends_the_loop_and_not_what_is_being_done() -> None:
    """Raised where it arrives, it could leave an import's lock taken, for which other threads would wait for ever."""
    ending = Ending()
    came_through: list[bool] = []

    async def load() -> None:
        ending._on_signal(signal.SIGTERM, None)  # type: ignore[arg-type]
        came_through.append(True)
        await asyncio.sleep(LONG)

    with pytest.raises(SystemExit, match=str(128 + signal.SIGTERM)):
        asyncio.run(load())
    assert came_through
