"""What is remembered of the last run leads back to the calls; what cannot be meant any more is told."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.screens.opening import ChoiceScreen
from tests.hostile import PAYLOADS
from tests.screens.running import now, program

ONE_OF_EACH = DemoSettings(now=now, connections=("ACTIVE",), accounts=1, calls=3)
SHARED = DemoSettings(now=now, connections=("ACTIVE", "ACTIVE"), accounts=1, calls=3)
"""Two connections with the same account."""
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
        await run.until(lambda: isinstance(run.app.screen, ChoiceScreen) and run.app.screen.is_current)
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


async def remembered_of_two(state: Path) -> str:
    """Open the first of two connections that share an account, which is then remembered; its id."""
    async with program(state, SHARED, ready=False, as_demo=False) as run:
        await run.until(lambda: isinstance(run.app.screen, ChoiceScreen) and run.app.screen.is_current)
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 3)
        return run.app.state.connection_id or ""


async def test_a_connection_chosen_before_the_remembered_one_is_confirmed_is_the_one_that_is_read(
    tmp_path: Path,
) -> None:
    first = await remembered_of_two(tmp_path)
    async with program(tmp_path, SHARED, ready=False, as_demo=False) as run:
        await run.pilot.press("N")
        await run.until(lambda: isinstance(run.app.screen, ChoiceScreen) and run.app.screen.is_current)
        await run.press("end", "enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == 3)
        session = run.app.opener.session
        assert session is not None
        assert session.connection is not None
        assert session.connection.id != first
        assert session.worker.gateway.connection_id == session.connection.id


async def test_a_place_is_confirmed_after_a_question_that_changed_nothing(tmp_path: Path) -> None:
    first = await remembered_of_two(tmp_path)
    answers = asyncio.Event()

    async def held(method: str, path: str) -> None:
        if path.endswith("/calls.json"):
            await answers.wait()

    async with program(tmp_path, replace(SHARED, intercept=held), ready=False, as_demo=False) as run:
        await run.pilot.press("N")
        await run.until(lambda: isinstance(run.app.screen, ChoiceScreen) and run.app.screen.is_current)
        answers.set()
        await run.press("escape")
        await run.until(lambda: f"conn {first[:8]}" in run.screen_text())


async def test_where_the_remembered_connection_expired_the_calls_are_read_over_another(tmp_path: Path) -> None:
    first = await remembered_of_two(tmp_path)
    gateway = create_app(replace(SHARED, connections=("EXPIRED", "ACTIVE")))
    async with program(tmp_path, gateway=gateway, ready=False, as_demo=False) as run:
        await run.until(lambda: run.list.row_count == 3)
        assert run.app.state.connection_id != first
