"""Views, filters and faults: what is asked, what is remembered, and where each trouble stands."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import RateLimited
from callrail_tui.model.query import DatePreset
from callrail_tui.screens.dialogs.finding import FilterDialog
from callrail_tui.screens.panes import Pane
from callrail_tui.widgets.picker import Picker
from tests.screens.running import Program, now, program


class Faults:
    """Answers scripted by the end of the path; all else is answered as usual."""

    def __init__(self) -> None:
        self.statuses: dict[str, int] = {}

    async def __call__(self, method: str, path: str) -> int | None:
        return next((status for part, status in self.statuses.items() if part in path), None)


def with_faults() -> tuple[Faults, DemoSettings]:
    faults = Faults()
    return faults, DemoSettings(now=now, intercept=faults)


def title(run: Program) -> str:
    return run.screen_text().splitlines()[0]


async def pick(run: Program, key: str, typed: str, *more: str) -> None:
    await run.press(key)
    await run.type(typed)
    await run.press("enter", *more)


# Views ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "view"), [("today", "today"), ("untouched", "untouched"), ("missed", "missed")])
async def test_a_view_is_reached_by_filter_named_and_remembered(tmp_path: Path, typed: str, view: str) -> None:
    settings = DemoSettings(now=now, connections=("ACTIVE",), accounts=1)
    async with program(tmp_path, settings, as_demo=False) as run:
        await pick(run, "f", typed, "enter")
        await run.until(lambda: run.list.row_count < 2000 and f"· {view}" in title(run))
        remembered = json.loads((tmp_path / "state.json").read_text())
        assert remembered["view"] == view
        await run.press("slash")
        await run.type("a")
        await run.press("enter")
        await run.until(lambda: f"· {view}" not in title(run))
    async with program(tmp_path, settings, as_demo=False, ready=False) as run:
        await run.until(lambda: run.list.row_count > 0)
        assert f"· {view}" in title(run), "the view comes back, the search does not"
        await pick(run, "f", "All calls", "enter")
        await run.until(lambda: run.list.row_count == 2000)
        assert json.loads((tmp_path / "state.json").read_text())["view"] == "all"


async def test_a_view_named_on_the_command_line_is_opened(tmp_path: Path) -> None:
    async with program(tmp_path, view="missed") as run:
        assert "· missed" in title(run)
        assert "answer_status=missed" in run.requests("/calls.json")[0]


# Filters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("enters", [1, 2, 5])
async def test_enter_pressed_again_and_again_before_the_tags_are_here_leaves_once(tmp_path: Path, enters: int) -> None:
    answers = asyncio.Event()

    async def held(method: str, path: str) -> None:
        if "tags" in path:
            await answers.wait()

    async with program(tmp_path, DemoSettings(now=now, intercept=held), ready=False) as run:
        await run.until(lambda: run.list.row_count > 0)
        await pick(run, "f", "follow", *["enter"] * (enters - 1))
        dialog = run.app.screen
        assert isinstance(dialog, FilterDialog)
        answers.set()
        await run.until(lambda: dialog._query.tags == ("Follow up",))
        await run.press(*["enter"] * (enters == 1))
        await run.until(lambda: run.app.screen is run.explorer)
        assert run.explorer.inquiry.query.tags == ("Follow up",)


async def test_an_enter_under_way_when_the_dialog_has_left_does_nothing(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("f")
        dialog = run.app.screen
        assert isinstance(dialog, FilterDialog)
        dialog.picker.post_message(Picker.Applied())
        dialog.picker.post_message(Picker.Applied())
        await run.until(lambda: run.app.screen is run.explorer)
        await run.press("j")
        assert run.app.return_code is None


@pytest.mark.parametrize("preset", list(DatePreset))
async def test_every_date_preset_is_asked_for(tmp_path: Path, preset: DatePreset) -> None:
    from callrail_tui.present.chips import PRESET_WORDS

    async with program(tmp_path) as run:
        await pick(run, "d", PRESET_WORDS[preset])
        await run.until(lambda: f"date_range={preset.value}" in run.requests("/calls.json")[-1])


async def test_chips_go_one_by_one_by_key_and_by_click(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await pick(run, "f", "mobile", "enter")
        await pick(run, "f", "not scored", "enter")
        await run.until(lambda: "device=mobile&lead_status=not_scored" in run.requests("/calls.json")[-1])
        await pick(run, "X", "mobile")
        await run.until(lambda: "device=" not in run.requests("/calls.json")[-1])
        at = title(run).index(" x") + 1
        await run.pilot.click("#filters", offset=(at, 0))
        await run.until(lambda: run.list.row_count == 2000)


async def test_several_tags_are_asked_for_together(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("f")
        await run.until(lambda: run.explorer.tag_names())
        first, second = (run.explorer.tag_names() or [])[:2]
        for name in (first, second):
            await run.type(f"Tag {name}")
            await run.press("enter")
        await run.press("enter")
        await run.until(lambda: run.requests("/calls.json")[-1].count("tags%5B%5D=") == 2)


async def test_leaving_a_filter_changes_nothing(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        before = len(run.requests("/calls.json"))
        await pick(run, "f", "mobile", "escape")
        assert run.app.screen is run.explorer
        await pick(run, "f", "zzzzzzz", "escape")
        assert run.explorer.inquiry.chips(lambda _: None) == []
        assert len(run.requests("/calls.json")) == before


async def test_tags_that_cannot_be_read_say_so_in_the_filter(tmp_path: Path) -> None:
    async with program(tmp_path, DemoSettings(now=now, forbidden=frozenset({"tags"}))) as run:
        await run.press("f")
        await run.type("tag")
        await run.until(lambda: "CallRail does not allow this" in run.screen_text())
        assert "on their way" not in run.screen_text()
        assert "esc, then f" in run.screen_text()
        assert isinstance(run.app.screen, FilterDialog)


async def test_the_narrowest_filter_is_the_one_to_loosen(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await pick(run, "f", "mobile", "enter")
        await run.press("slash")
        await run.type("zzzzzz")
        await run.press("enter")
        await run.until(lambda: "Try without search zzzzzz (one of 2 filters)" in run.screen_text())
        assert "0 of 0" in run.screen_text()
        assert run.app.focused is run.list
        await run.press("down", "end", "pagedown", "enter", "y", "escape")
        assert "0 of 0" in run.screen_text()


# Faults ---------------------------------------------------------------------------------------------------------


async def test_a_list_that_fails_says_why_and_r_reads_it(tmp_path: Path) -> None:
    faults, settings = with_faults()
    faults.statuses["/calls.json"] = 403
    async with program(tmp_path, settings, ready=False) as run:
        await run.until(lambda: "CallRail does not allow this" in run.screen_text())
        assert run.app.screen is run.explorer
        assert "ask an administrator" in run.screen_text()
        assert run.screen_text().splitlines()[-1].startswith(" – of –  ")
        await run.press("down", "end", "enter")
        assert run.app.screen is run.explorer
        faults.statuses.clear()
        await run.press("r")
        await run.until(lambda: run.list.row_count == 2000)
        assert "1 of 2,000" in run.screen_text().splitlines()[-1]


async def test_a_grant_revoked_in_the_middle_is_told_and_moves_nothing(tmp_path: Path) -> None:
    faults, settings = with_faults()
    async with program(tmp_path, settings) as run:
        await run.press("down", "down")
        faults.statuses["/calls"] = 401
        await run.press("r")
        await run.until(lambda: "CallRail refuses this connection" in run.screen_text())
        assert run.app.screen is run.explorer
        assert run.app.focused is run.list
        faults.statuses.clear()
        await run.press("r")
        await run.until(lambda: run.list.row_count == 2000)


async def test_a_call_that_is_gone_says_so_in_the_detail(tmp_path: Path) -> None:
    faults, settings = with_faults()
    async with program(tmp_path, settings) as run:
        call = run.list.call
        assert call is not None
        faults.statuses[call.id] = 404
        await run.press("enter")
        await run.until(lambda: "does not have this any more" in run.screen_text())
        assert run.explorer.arrangement.at is Pane.DETAIL
        faults.statuses.clear()
        await run.press("r", "escape", "enter")
        await run.until(lambda: run.explorer.detail_pane.facts and run.explorer.detail_pane.facts.whole)


async def test_a_limit_parks_the_list_and_says_when_it_goes_on(tmp_path: Path) -> None:
    faults, settings = with_faults()
    async with program(tmp_path, settings) as run:
        faults.statuses["/calls.json"] = 429
        await run.press("r")
        await run.until(lambda: RateLimited.title in run.screen_text())
        session = run.explorer.session
        assert session is not None
        assert session.budget.parked_seconds > 0
        await run.until(lambda: "limit: waits 0:" in run.screen_text().splitlines()[-1])
        await run.press("down", "slash", "escape")
        assert run.app.focused is run.list


async def test_hostile_names_are_drawn_and_obeyed_nowhere(tmp_path: Path) -> None:
    async with program(tmp_path, DemoSettings(now=now, hostile=True), size=(200, 50)) as run:
        await run.press("f")
        await run.until(lambda: run.explorer.tag_names())
        await run.press("pagedown", "pagedown", "pagedown", "pagedown")
        text = run.screen_text()
        await run.press("escape", "h", "end", "l")
        await run.until(lambda: run.requests("/trackers.json"))
        text += run.screen_text()
        assert not any(ord(one) < 32 and one != "\n" for one in text)
