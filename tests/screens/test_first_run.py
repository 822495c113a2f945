"""From a key to an account: what the first run asks, what later runs remember, what is said when one is missing."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from callrail_tui.demo.settings import BAD_KEY, DemoSettings
from callrail_tui.screens.opening import ChoiceScreen, NoticeScreen
from callrail_tui.storage.secret import Secret
from tests.screens.running import Program, now, program


async def until_text(run: Program, words: str) -> None:
    await run.until(lambda: words in run.screen_text())


async def until_calls(run: Program) -> None:
    await run.until(lambda: run.list.row_count > 0 and run.app.screen is run.explorer)


def first_run(
    tmp_path: Path, gateway: DemoSettings | None = None, **settings: object
) -> AbstractAsyncContextManager[Program]:
    """The program as a person with a key starts it."""
    return program(tmp_path, gateway or DemoSettings(now=now), ready=False, as_demo=False, **settings)


async def test_no_key_shows_the_cure_and_the_demo(tmp_path: Path) -> None:
    async with first_run(tmp_path, key=None) as run:
        await until_text(run, "No Maton API key")
        assert "MATON_API_KEY" in run.screen_text()
        assert "--demo" in run.screen_text()
        assert run.gateway.request_count == 0


async def test_the_first_run_asks_for_connection_and_account_in_five_requests(tmp_path: Path) -> None:
    async with first_run(tmp_path) as run:
        await until_text(run, "Which connection?")
        lines = [line for line in run.screen_text().splitlines() if "ACTIVE" in line]
        assert len(lines) == 2
        assert "default" in lines[0]
        assert "default" not in lines[1]
        await run.press("down", "enter")
        await until_text(run, "Which account?")
        await run.press("enter")
        await until_calls(run)
        await run.until(lambda: run.gateway.request_count >= 5)
        assert run.gateway.request_count == 5
        chosen = {one.connection for one in run.gateway.log if one.path.startswith("/callrail")}
        assert len(chosen) == 1
        assert lines[1].split()[0] in chosen


async def test_a_later_run_goes_straight_to_the_calls(tmp_path: Path) -> None:
    async with first_run(tmp_path) as run:
        await until_text(run, "Which connection?")
        await run.press("down", "enter")
        await until_text(run, "Which account?")
        await run.press("down", "enter")
        await until_calls(run)
        total = run.list.row_count
    assert total == 200
    async with first_run(tmp_path) as run:
        await until_calls(run)
        assert run.list.row_count == 200
        await run.until(lambda: run.explorer.session and run.explorer.session.connection)
        await run.until(lambda: run.gateway.request_count >= 5)
        assert run.gateway.request_count == 5
        assert {one.connection for one in run.gateway.log if one.path.startswith("/callrail")} != {""}


async def test_one_connection_and_one_account_need_no_choice(tmp_path: Path) -> None:
    async with first_run(tmp_path, DemoSettings(now=now, connections=("ACTIVE",), accounts=1)) as run:
        await until_calls(run)
        assert all(one.connection for one in run.gateway.log if one.path.endswith("/calls.json"))


@pytest.mark.parametrize("connections", [(), ("PENDING",), ("FAILED", "PENDING")])
async def test_no_active_connection_says_what_to_do(tmp_path: Path, connections: tuple[str, ...]) -> None:
    settings = DemoSettings(now=now, connections=connections, activation_outcome="PENDING")
    async with first_run(tmp_path, settings) as run:
        await until_text(run, "no active CallRail connection")
        assert "Maton account" in run.screen_text()
        for status in connections:
            assert status in run.screen_text()


async def test_no_account_says_what_to_do(tmp_path: Path) -> None:
    async with first_run(tmp_path, DemoSettings(now=now, connections=("ACTIVE",), accounts=0)) as run:
        await until_text(run, "No CallRail account is visible")


async def test_r_tries_again_where_something_was_missing(tmp_path: Path) -> None:
    failing = True

    async def intercept(method: str, path: str) -> int | None:
        return 503 if failing and path == "/connections" else None

    settings = DemoSettings(now=now, connections=("ACTIVE",), accounts=1, intercept=intercept)
    async with first_run(tmp_path, settings) as run:
        await until_text(run, "unavailable")
        failing = False
        await run.press("r")
        await until_calls(run)


async def test_a_bad_key_is_told_from_a_refused_connection(tmp_path: Path) -> None:
    async with first_run(tmp_path, key=Secret(BAD_KEY)) as run:
        await until_text(run, "key is not accepted")
        assert "https://maton.ai/settings" in run.screen_text()
        assert BAD_KEY not in run.screen_text()

    async def intercept(method: str, path: str) -> int | None:
        return 401 if path.startswith("/callrail") else None

    async with first_run(tmp_path / "2", DemoSettings(now=now, connections=("ACTIVE",), intercept=intercept)) as run:
        await until_text(run, "The key is good, but CallRail refuses this connection")


async def test_what_was_named_and_is_not_there_leads_to_a_choice(tmp_path: Path) -> None:
    async with first_run(tmp_path, connection="11111111-2222-3333-4444-555555555555") as run:
        await until_text(run, "There is no active connection 11111111")
        assert isinstance(run.app.screen, ChoiceScreen)
    async with first_run(tmp_path / "2", DemoSettings(now=now, connections=("ACTIVE",)), account="ACC0") as run:
        await until_text(run, "This connection sees no account ACC0")
        await run.press("enter")
        await until_calls(run)


async def test_n_changes_the_account_and_esc_keeps_it(tmp_path: Path) -> None:
    async with first_run(tmp_path, DemoSettings(now=now, connections=("ACTIVE",))) as run:
        await until_text(run, "Which account?")
        await run.press("enter")
        await until_calls(run)
        await run.press("N")
        await until_text(run, "in use, default")
        await run.press("escape")
        await run.until(lambda: run.app.screen is run.explorer)
        assert run.list.row_count == 2000
        await run.press("N")
        await until_text(run, "in use, default")
        await run.press("enter")
        await until_text(run, "Which account?")
        assert "in use" in run.screen_text()
        await run.press("down", "enter")
        await run.until(lambda: run.list.row_count == 200)
        await until_text(run, "Riverbend Clinics")
        assert "Brightwater" not in run.screen_text()


async def test_hostile_words_of_a_server_stay_words(tmp_path: Path) -> None:
    async with first_run(tmp_path, connection="[@click=app.quit]x[/]") as run:
        await run.until(lambda: isinstance(run.app.screen, ChoiceScreen | NoticeScreen))
        assert run.app.is_running
