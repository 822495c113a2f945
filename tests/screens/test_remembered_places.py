"""What is remembered of the last run leads back to the calls; what cannot be meant any more is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import WrongApp
from tests.hostile import PAYLOADS
from tests.screens.running import Program, choosing, now, program

ONE_OF_EACH = DemoSettings(now=now, connections=("ACTIVE",), accounts=1, calls=3)
ODD = ["osc 52 st", "lone surrogates"]


@pytest.mark.parametrize("name", ODD)
async def test_a_connection_that_cannot_be_named_on_the_wire_is_told_and_another_can_be_chosen(
    tmp_path: Path, name: str
) -> None:
    odd = PAYLOADS[name]
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 1, "connection_id": odd, "accounts": {odd: {"id": "ACC1", "name": odd}}}))
    async with program(tmp_path, ONE_OF_EACH, ready=False, as_demo=False) as run:
        await run.until(lambda: "The connection id holds characters that no such id has." in run.screen_text())
        await run.press("N")
        await run.until(lambda: choosing(run))
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 3)
    assert json.loads(state.read_text())["connection_id"] != odd


@pytest.mark.parametrize("name", ["lone surrogates", "200,000 characters"])
async def test_an_account_of_any_name_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("callrail_tui.demo.account._NAMES", (PAYLOADS[name], ""))
    gateway = create_app(ONE_OF_EACH)
    for opening in range(2):
        gateway.log.clear()
        async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
            await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 3)
            await run.until(lambda: run.app.opener.session and not run.app.opener.session.worker.busy)
        assert len(gateway.log) <= 5, opening
    assert len(json.loads((tmp_path / "state.json").read_text())["connection_label"]) <= 200


def remembered(state: Path, connection: str, account: str) -> None:
    """Write what a run on this account would have left."""
    places = {connection: {"id": account, "name": "As it was"}}
    state.write_text(json.dumps({"version": 1, "connection_id": connection, "accounts": places}))


async def test_an_account_is_read_anew_over_another_connection_when_the_remembered_one_is_gone(
    tmp_path: Path,
) -> None:
    gateway = create_app(ONE_OF_EACH)
    remembered(tmp_path / "state.json", "11111111-0000-4000-8000-000000000000", gateway.accounts[0].id)
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 3)
        assert "no active CallRail connection" not in run.screen_text()


def calls_held_until(here: asyncio.Event) -> Callable[[str, str], Awaitable[int | None]]:
    """What holds back every page of calls of an embedded gateway until then."""

    async def hold(method: str, path: str) -> int | None:
        if path.endswith("/calls.json"):
            await here.wait()
        return None

    return hold


async def test_another_connection_chosen_before_the_first_page_is_the_one_that_is_read(tmp_path: Path) -> None:
    here = asyncio.Event()
    gateway = create_app(DemoSettings(now=now, accounts=1, calls=3, intercept=calls_held_until(here)))
    first, second = gateway.connections._connections
    remembered(tmp_path / "state.json", first, gateway.accounts[0].id)
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        await run.press("N")
        await run.until(lambda: choosing(run))
        await run.press("down", "enter")
        await run.until(lambda: run.app.screen is run.explorer and "conn" in run.screen_text())
        here.set()
        await run.until(lambda: run.list.row_count == 3)
        assert f"conn {second[:8]}" in run.screen_text()
        assert [one.connection for one in gateway.log if one.path.endswith("/calls.json")][-1] == second


async def counted(run: Program, path_end: str, count: int) -> None:
    """Wait until so many requests of this kind were made, and nothing is on its way."""
    session = run.app.opener.session
    await run.until(lambda: len(run.requests(path_end)) >= count and session and not session.worker.busy)


@pytest.mark.parametrize("gone", ["connection", "account"])
async def test_what_is_gone_costs_one_request_more_than_another_opening(tmp_path: Path, gone: str) -> None:
    gateway = create_app(ONE_OF_EACH)
    connection, account, _ = gateway.home()
    if gone == "connection":
        connection = "11111111-0000-4000-8000-000000000000"
    else:
        account = "ACC0000000000000000000000000000dead"
    remembered(tmp_path / "state.json", connection, account)
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 3)
        await counted(run, "/summary.json", 1)
        assert len(gateway.log) == 6


async def test_a_later_run_that_finds_no_such_app_says_so_and_r_confirms_the_place_again(tmp_path: Path) -> None:
    refused = [404]

    async def refuse(method: str, path: str) -> int | None:
        return refused[0] if refused and path.startswith("/callrail/") else None

    gateway = create_app(DemoSettings(now=now, connections=("ACTIVE",), accounts=1, calls=3, intercept=refuse))
    remembered(tmp_path / "state.json", *gateway.home()[:2])
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        for count in (1, 2):
            await run.until(lambda: WrongApp.title in run.screen_text())
            await counted(run, "/companies.json", count)
            await run.press("r")
            await counted(run, "/calls.json", count + 1)
        refused.clear()
        await run.press("r")
        await run.until(lambda: run.list.row_count == 3 and "conn" in run.screen_text())


async def test_a_choice_that_was_left_leads_back_to_a_place_that_is_confirmed(tmp_path: Path) -> None:
    here = asyncio.Event()
    gateway = create_app(DemoSettings(now=now, calls=3, intercept=calls_held_until(here)))
    remembered(tmp_path / "state.json", *gateway.home()[:2])
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        await run.press("N")
        await run.until(lambda: choosing(run))
        await run.press("escape")
        here.set()
        await run.until(lambda: run.list.row_count == 3 and "conn" in run.screen_text())


async def test_calls_are_read_over_no_connection_that_was_looked_at_and_left(tmp_path: Path) -> None:
    gateway, gone = create_app(DemoSettings(now=now, calls=3)), "11111111-0000-4000-8000-000000000000"
    remembered(tmp_path / "state.json", gone, "ACC0000000000000000000000000000dead")
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        await run.until(lambda: "Which connection?" in run.screen_text())
        await run.press("enter")
        await run.until(lambda: "Which account?" in run.screen_text())
        await run.press("escape")
        await run.until(lambda: run.app.screen is run.explorer and len(run.requests("/companies.json")) == 1)
        assert {one.connection for one in gateway.log if not one.path.endswith(("/connections", "/a.json"))} == {gone}
