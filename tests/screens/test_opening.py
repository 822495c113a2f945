"""From a key to the calls: what is asked, what is remembered, what each kind of trouble says, and the way out of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from callrail_tui.demo import create_app
from callrail_tui.demo.asgi import DemoApp
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import (
    BadKey,
    CallrailTuiError,
    ConnectionRefused,
    GatewayFault,
    HtmlPage,
    NoConnection,
    NotJson,
    RateLimited,
    Redirected,
    TimedOut,
    Unavailable,
    Unprocessable,
    Unreachable,
    WrongApp,
)
from callrail_tui.present import opening as present
from callrail_tui.screens.opening import NoticeScreen
from tests.hostile import PAYLOADS
from tests.screens.running import Program, choosing, now, program


def notice(run: Program) -> bool:
    return isinstance(run.app.screen, NoticeScreen)


async def calls_are_here(run: Program) -> None:
    await run.until(lambda: run.app.screen is run.explorer and run.list.row_count > 0)


async def idle(run: Program) -> None:
    await run.until(lambda: run.app.opener.session and not run.app.opener.session.worker.busy)


def pins(gateway: DemoApp) -> set[str]:
    """The connections that requests for call data were pinned to."""
    return {one.connection for one in gateway.log if one.path.startswith("/callrail/")}


async def test_without_a_key_one_screen_tells_the_cure_and_nothing_is_asked(tmp_path: Path) -> None:
    async with program(tmp_path, ready=False, key=None, as_demo=False) as run:
        await run.until(lambda: notice(run) and "MATON_API_KEY" in run.screen_text())
        assert "--demo" in run.screen_text()
        await run.press("r", "N", "escape", "C")
        await run.until(lambda: notice(run))
        assert len(run.gateway.log) == 0
        await run.press("q")
        await run.until(lambda: not run.app.is_running or run.app.return_code is not None)


async def test_the_first_run_asks_and_pins_and_the_next_goes_straight_to_the_calls(tmp_path: Path) -> None:
    gateway = create_app(DemoSettings(now=now))
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        await run.until(lambda: choosing(run) and "Which connection?" in run.screen_text())
        lines = [line for line in run.screen_text().splitlines() if "since" in line]
        assert len(lines) == 2
        assert ["default" in line for line in lines] == [True, False]
        await run.press("down", "enter")
        await run.until(lambda: choosing(run) and "Which account?" in run.screen_text())
        assert "HIPAA" in run.screen_text()
        await run.press("enter")
        await calls_are_here(run)
        await idle(run)
        chosen = pins(gateway)
        assert len(chosen) == 1
        assert "" not in chosen
    gateway.log.clear()
    async with program(tmp_path, gateway=gateway, as_demo=False) as run:
        session = run.explorer.session
        await run.until(lambda: session and session.connection and session.directory.untouched is not None)
        assert run.app.screen is run.explorer
        assert len(gateway.log) == 5
        assert pins(gateway) == chosen


async def test_a_remembered_account_that_is_gone_leads_to_the_choice(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    gateway = create_app(DemoSettings(now=now, connections=("ACTIVE",)))
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        await run.until(lambda: choosing(run))
        await run.press("enter")
        await calls_are_here(run)
        account = run.explorer.session.account.id if run.explorer.session else ""
    state.write_text(state.read_text().replace(account, "ACCgone"))
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        await run.until(lambda: choosing(run) and "Which account?" in run.screen_text())
        await run.press("enter")
        await calls_are_here(run)
        await idle(run)
        assert run.explorer.session
        assert run.explorer.session.account.id == account


@pytest.mark.parametrize(
    ("demo", "words"),
    [
        ({"connections": ()}, "no active CallRail connection"),
        ({"connections": ("PENDING", "FAILED"), "activation_outcome": "PENDING"}, "FAILED"),
        ({"connections": ("ACTIVE",), "accounts": 0}, "No CallRail account is visible"),
    ],
)
async def test_nothing_to_open_says_so_and_what_to_do(tmp_path: Path, demo: dict[str, object], words: str) -> None:
    settings = DemoSettings(now=now, **demo)  # type: ignore[arg-type]
    async with program(tmp_path, settings, ready=False, as_demo=False) as run:
        await run.until(lambda: notice(run) and words in run.screen_text())
        assert "press r" in run.screen_text()
        before = len(run.gateway.log)
        await run.press("r")
        await run.until(lambda: len(run.gateway.log) > before and notice(run))


async def test_r_goes_on_to_the_calls_once_the_trouble_is_over(tmp_path: Path) -> None:
    trouble = [403]

    async def intercept(method: str, path: str) -> int | None:
        return trouble[0] if trouble and path.endswith("/a.json") else None

    settings = DemoSettings(now=now, connections=("ACTIVE",), accounts=1, intercept=intercept)
    async with program(tmp_path, settings, ready=False, as_demo=False) as run:
        await run.until(lambda: notice(run) and "does not allow this" in run.screen_text())
        trouble.clear()
        await run.press("r")
        await calls_are_here(run)


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"account": "ACCnowhere"}, "sees no account ACCnowhere"),
        ({"connection": "no-such-connection"}, "no active connection no-such-connection"),
    ],
)
async def test_an_unknown_place_names_what_there_is(tmp_path: Path, named: dict[str, object], words: str) -> None:
    settings = DemoSettings(now=now, connections=("ACTIVE",))
    async with program(tmp_path, settings, ready=False, as_demo=False, **named) as run:
        await run.until(lambda: choosing(run) and words in run.screen_text())
        await run.press("enter")
        await run.until(lambda: run.list.row_count or "Which account?" in run.screen_text())
        if choosing(run):
            await run.press("enter")
        await calls_are_here(run)


async def test_an_unknown_company_says_so_in_place_and_the_whole_account_is_a_key_away(tmp_path: Path) -> None:
    async with program(tmp_path, ready=False, companies=("COMnowhere",)) as run:
        await run.until(lambda: "This account has no company COMnowhere" in run.screen_text())
        assert run.app.screen is run.explorer
        await run.press("X")
        await run.press("enter")
        await run.until(lambda: run.list.row_count == 2000)
        assert "COMnowhere" not in run.screen_text()


async def test_a_refused_key_is_told_from_a_refused_connection(tmp_path: Path) -> None:
    async with program(tmp_path, DemoSettings(now=now, api_key="another"), ready=False, as_demo=False) as run:
        await run.until(lambda: notice(run))
        assert BadKey.title in run.screen_text()
        assert "r try again" in run.screen_text()


async def failing(status: int, where: str) -> Callable[[str, str], Awaitable[int | None]]:
    async def intercept(method: str, path: str) -> int | None:
        return status if where in path else None

    return intercept


@pytest.mark.parametrize(
    ("status", "where", "words"),
    [
        (401, "/a.json", ConnectionRefused.title),
        (403, "/a.json", "does not allow this"),
        (404, "/a.json", "does not know this app name"),
        (429, "/connections", RateLimited.title),
    ],
)
async def test_what_fails_before_the_calls_says_what_and_r_tries_again(
    tmp_path: Path, status: int, where: str, words: str
) -> None:
    settings = DemoSettings(now=now, intercept=await failing(status, where), connections=("ACTIVE",))
    async with program(tmp_path, settings, ready=False, as_demo=False) as run:
        await run.until(lambda: notice(run) and words in run.screen_text())
        assert "r try again" in run.screen_text()


async def test_choosing_again_shows_nothing_of_the_account_before(tmp_path: Path) -> None:
    async with program(tmp_path, size=(200, 50)) as run:
        await run.until(lambda: run.explorer.session and run.explorer.session.directory.untouched is not None)
        old = run.explorer.session
        assert old is not None
        await run.press("N")
        await run.until(lambda: choosing(run))
        assert "in use" in run.screen_text()
        await run.press("escape")
        await run.until(lambda: run.app.screen is run.explorer)
        assert run.explorer.session is old
        await run.press("N")
        await run.until(lambda: choosing(run))
        await run.press("enter")
        await run.until(lambda: choosing(run) and "Which account?" in run.screen_text())
        await run.press("down", "enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 200)
        session = run.explorer.session
        assert session is not None
        assert session is not old
        assert session.worker is not old.worker
        await run.until(lambda: session.directory.has_companies)
        await run.pilot.pause()
        gone = {one.name or "?" for one in old.directory.companies} - {one.name for one in session.directory.companies}
        assert gone
        assert not any(name in run.screen_text() for name in gone)
        assert old.account.name is not None
        assert old.account.name not in run.screen_text()


async def test_the_session_keeps_its_connection_while_another_is_looked_at(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        before = pins(run.gateway)
        assert len(before) == 1
        await run.press("N")
        await run.until(lambda: choosing(run))
        await run.press("down", "enter")
        await run.until(lambda: choosing(run) and "Which account?" in run.screen_text())
        session = run.explorer.session
        assert session is not None
        assert session.worker.gateway.connection_id in before
        await run.press("escape", "r")
        await idle(run)
        assert run.explorer.session is session


async def test_a_choice_stays_while_r_is_pressed_over_it(tmp_path: Path) -> None:
    async with program(tmp_path, ready=False, as_demo=False) as run:
        await run.until(lambda: choosing(run))
        screen = run.app.screen
        await run.press("r", "C", "N", "escape")
        assert run.app.screen is screen


async def test_a_line_that_cannot_be_chosen_says_why(tmp_path: Path) -> None:
    settings = DemoSettings(
        now=now, connections=("ACTIVE", "PENDING"), activation_outcome="PENDING", activation_polls=99, accounts=1
    )
    async with program(tmp_path, settings, ready=False, as_demo=False, connection="elsewhere") as run:
        await run.until(lambda: choosing(run))
        await run.press("end", "enter")
        assert "not ACTIVE" in run.screen_text()


@pytest.mark.parametrize(
    "error",
    [
        Unreachable, TimedOut, BadKey, ConnectionRefused, NoConnection, WrongApp, Unprocessable,
        RateLimited, Unavailable, GatewayFault, HtmlPage, NotJson, Redirected,
    ],
)  # fmt: skip
@pytest.mark.parametrize("payload", list(PAYLOADS.values())[::7])
def test_every_notice_names_the_matter_and_the_cure_and_obeys_nothing(
    error: type[CallrailTuiError], payload: str
) -> None:
    trouble = error()
    trouble.detail = payload  # type: ignore[attr-defined]
    told = present.failed(trouble)
    text = "\n".join([told.title.plain, *(line.plain for line in told.lines)])
    assert trouble.title in text
    assert told.lines
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert "\x1b" not in text
