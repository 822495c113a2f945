"""A move of the list's cursor is run and painted as soon as it is typed, and never overtakes a key before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate
from textual.screen import Screen

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.screens.explorer import ExplorerScreen
from tests.screens.running import Program, now, program

SMALL = DemoSettings(calls=600, now=now)
NAMES = {"+": "plus", "-": "minus"}


def write(run: Program, keys: str) -> None:
    """All keys in one go, as one write on a slow line delivers them."""
    for key in keys:
        run.app.post_message(events.Key(NAMES.get(key, key), key))


def statuses(run: Program) -> list[str | None]:
    """What the first rows' calls are shown as."""
    calls = (run.explorer.rows.row(row) for row in range(8))
    return [call.lead_status if call is not None else None for call in calls]


async def test_a_move_is_on_the_screen_before_the_next_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(tmp_path, SMALL) as run:
        painted: list[tuple[int, set[int]]] = []
        display = run.app._display

        def seen(screen: Screen[Any], update: RenderableType | None) -> None:
            if isinstance(update, ChopsUpdate):
                painted.append((run.list.cursor, {y for y, _, _ in update.spans}))
            display(screen, update)

        monkeypatch.setattr(run.app, "_display", seen)
        await run.app.on_event(events.Key("j", "j"))
        assert [cursor for cursor, _ in painted] == [1]
        top = run.list.region.y + 1
        assert {top, top + 1} <= painted[0][1]


async def test_keys_that_wait_are_painted_as_one_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(tmp_path, SMALL) as run:
        settled: list[int] = []
        settle = run.list._settle

        def noted() -> None:
            settled.append(run.list.cursor)
            settle()

        monkeypatch.setattr(run.list, "_settle", noted)
        write(run, "jjjjjjjj")
        await run.until(lambda: run.list.cursor == 8 and settled)
        assert settled == [8]


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        ("j+jj-", {1: "good_lead", 3: "not_a_lead"}),
        ("+j+j-kk", {0: "good_lead", 1: "good_lead", 2: "not_a_lead"}),
        ("jjk+", {1: "good_lead"}),
    ],
)
async def test_a_decision_between_moves_is_of_the_call_it_was_typed_on(
    tmp_path: Path, keys: str, rows: dict[int, str]
) -> None:
    async with program(tmp_path, SMALL) as run:
        before = statuses(run)
        write(run, keys)
        wanted = [rows.get(row, status) for row, status in enumerate(before)]
        assert wanted != before
        await run.until(lambda: statuses(run) == wanted and not run.app.holds_keys)


async def test_in_another_pane_the_keys_are_its_own(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL, size=(170, 45)) as run:
        assert isinstance(run.app.screen, ExplorerScreen)
        write(run, "jhj")
        await run.until(lambda: run.explorer.tree_pane.has_focus and run.explorer.tree_pane.cursor_line > 0)
        assert run.list.cursor == 1
