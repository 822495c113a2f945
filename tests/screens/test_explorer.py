"""The calls on the screen, end to end: what each key does, what it costs, what is shown when something fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.screens.dialogs.finding import FilterDialog
from callrail_tui.screens.dialogs.help import HelpDialog
from callrail_tui.screens.dialogs.palette import PaletteDialog
from callrail_tui.screens.dialogs.reading import ReadingDialog
from callrail_tui.screens.dialogs.recording import RecordingDialog
from callrail_tui.screens.panes import Pane
from callrail_tui.widgets.prompt import Prompt
from tests.screens.running import Program, now, program


async def test_opening_costs_five_requests_and_moving_none(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.until(lambda: run.explorer.session and run.explorer.session.directory.untouched is not None)
        paths = [one.path for one in run.gateway.log]
        assert len(paths) == 5, paths
        await run.press("down", "down", "pagedown", "ctrl+d", "up", "j", "k")
        await run.until(lambda: run.explorer.detail_pane.facts and run.explorer.detail_pane.facts.call == run.list.call)
        assert len(run.gateway.log) == 5


async def test_enter_reads_the_whole_call_once(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("down", "enter")
        await run.until(lambda: run.explorer.detail_pane.facts and run.explorer.detail_pane.facts.whole)
        assert run.explorer.arrangement.at is Pane.DETAIL
        call = run.list.call
        assert call is not None
        await run.press("escape", "enter")
        assert len([path for path in run.requests() if call.id in path]) == 1
        assert "Why" in run.screen_text() or run.explorer.detail_pane.max_scroll_y > 0


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_end_of_a_million_calls_is_one_page_request(tmp_path: Path, size: tuple[int, int]) -> None:
    async with program(tmp_path, DemoSettings(calls=1_000_000, now=now), size=size) as run:
        before = len(run.requests("/calls.json"))
        await run.press("end")
        await run.until(lambda: run.list.call is not None)
        assert run.list.cursor == 999_999
        assert len(run.requests("/calls.json")) - before == 1
        assert "1,000,000 of 1,000,000" in run.screen_text()
        await run.press("home")
        assert run.list.cursor == 0


async def test_a_row_is_gone_to_by_number(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("number_sign")
        await run.type("1,234")
        await run.press("enter")
        await run.until(lambda: run.list.cursor == 1233 and run.list.call is not None)
        assert not run.explorer.query_one(Prompt).is_open
        assert run.app.focused is run.list


@pytest.mark.parametrize(("typed", "words"), [("9999", "rows 1 to 2,000"), ("abc", "whole number"), ("0", "rows 1 to")])
async def test_a_row_that_is_not_there_keeps_the_text_and_says_why(tmp_path: Path, typed: str, words: str) -> None:
    async with program(tmp_path) as run:
        await run.press("number_sign")
        await run.type(typed)
        await run.press("enter")
        assert words in run.screen_text()
        assert run.explorer.query_one(Prompt).field.value == typed
        await run.press("escape")
        assert run.app.focused is run.list


async def test_search_asks_on_enter_only_and_is_a_chip(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        before = len(run.gateway.log)
        await run.press("slash")
        await run.type("smith")
        assert len(run.gateway.log) == before
        await run.press("enter")
        await run.until(lambda: 0 < run.list.row_count < 2000)
        assert "search=smith" in run.requests("/calls.json")[-1]
        assert "search smith" in run.screen_text().splitlines()[0]


async def test_a_search_without_a_result_says_which_filter_to_loosen(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("slash")
        await run.type("zzzzzz")
        await run.press("enter")
        await run.until(lambda: "Try without search zzzzzz" in run.screen_text())
        assert "0 of 0" in run.screen_text()
        await run.press("X", "enter")
        await run.until(lambda: run.list.row_count == 2000)


async def filter_by(run: Program, typed: str) -> None:
    await run.press("f")
    await run.type(typed)
    await run.press("enter", "enter")
    await run.until(lambda: 0 < run.list.row_count < 2000)


@pytest.mark.parametrize(
    ("typed", "parameter"),
    [
        ("untouched", "lead_status=not_scored"),
        ("Missed", "answer_status=missed"),
        ("First-time", "call_type=first_call"),
        ("outbound calls", "call_type=outbound"),
        ("voicemail", "call_type=voicemails"),
        ("Direction outbound", "direction=outbound"),
        ("mobile", "device=mobile"),
        ("good lead", "lead_status=good_lead"),
    ],
)
async def test_filters_go_to_the_server(tmp_path: Path, typed: str, parameter: str) -> None:
    async with program(tmp_path) as run:
        await filter_by(run, typed)
        assert parameter in run.requests("/calls.json")[-1]
        assert run.explorer.inquiry.chips(lambda _: None) != []


async def test_tags_are_read_when_first_needed_and_filtered_by(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        assert run.requests("/tags.json") == []
        await run.press("f")
        await run.until(lambda: isinstance(run.app.screen, FilterDialog) and "on their way" not in run.screen_text())
        await run.until(lambda: run.explorer.tag_names())
        await run.type("Follow up")
        await run.press("enter", "enter")
        await run.until(lambda: 0 < run.list.row_count < 2000)
        assert "tags%5B%5D=Follow" in run.requests("/calls.json")[-1]
        assert len(run.requests("/tags.json")) == 1


async def test_dates_by_preset_and_by_typing(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("d")
        await run.type("yesterday")
        await run.press("enter")
        await run.until(lambda: "date_range=yesterday" in run.requests("/calls.json")[-1])
        await run.press("d")
        await run.type("2026-11-01 2026-11-10")
        await run.press("enter")
        await run.until(lambda: "start_date=2026-11-01&end_date=2026-11-10" in run.requests("/calls.json")[-1])
        assert "2026-11-01 to 2026-11-10" in run.screen_text()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("2026-11-10 2026-11-01", "before it starts"), ("2020-01-01", "25 months"), ("soonish", "Not dates")],
)
async def test_dates_that_cannot_be_asked_for_say_why_in_place(tmp_path: Path, typed: str, words: str) -> None:
    async with program(tmp_path) as run:
        before = len(run.requests("/calls.json"))
        await run.press("d")
        await run.type(typed)
        await run.press("enter")
        assert words in run.screen_text()
        await run.press("escape")
        assert len(run.requests("/calls.json")) == before


async def test_sort_is_asked_of_the_server(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("s")
        await run.type("longest")
        await run.press("enter")
        await run.until(lambda: "sort=duration&order=desc" in run.requests("/calls.json")[-1])


async def test_a_column_beyond_the_standing_set_is_fetched_and_shown(tmp_path: Path) -> None:
    async with program(tmp_path, size=(200, 50)) as run:
        assert "utm_source" not in run.requests("/calls.json")[-1]
        await run.press("c")
        await run.type("UTM campaign")
        await run.press("enter", "enter")
        await run.until(lambda: "utm_campaign" in run.requests("/calls.json")[-1])
        await run.until(lambda: "UTM campaign" in run.screen_text())


async def test_the_tree_scopes_the_list(tmp_path: Path) -> None:
    async with program(tmp_path, size=(200, 50)) as run:
        await run.until(lambda: run.explorer.session and run.explorer.session.directory.untouched is not None)
        assert run.requests("/trackers.json") == []
        await run.press("h", "down", "l")
        await run.until(lambda: len(run.requests("/trackers.json")) == 1)
        await run.press("enter")
        await run.until(lambda: 0 < run.list.row_count < 2000)
        assert "company_id=COM" in run.requests("/calls.json")[-1]
        assert run.app.focused is run.list
        assert "company " in run.screen_text().splitlines()[0]


async def test_the_tree_narrows_by_name_while_typing(tmp_path: Path) -> None:
    async with program(tmp_path, size=(200, 50)) as run:
        await run.until(lambda: "Lakeside Plumbing" in run.screen_text())
        await run.press("h", "slash")
        await run.type("lakes")
        tree = run.explorer.tree_pane
        await run.until(lambda: len(tree.root.children) == 1)
        await run.press("enter", "escape")
        await run.until(lambda: len(tree.root.children) > 1)


async def test_zoom_and_escape_peel_one_layer_each(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("tab")
        assert run.explorer.arrangement.at is Pane.DETAIL
        await run.press("z")
        assert run.explorer.arrangement.visible == {Pane.DETAIL}
        await run.press("escape")
        assert run.explorer.arrangement.visible == {Pane.LIST, Pane.DETAIL}
        await run.press("escape")
        assert run.explorer.arrangement.at is Pane.LIST


async def test_a_page_that_fails_says_where_and_r_reads_it(tmp_path: Path) -> None:
    failing = True

    async def intercept(method: str, path: str) -> int | None:
        return 403 if failing and path.endswith("/calls.json") and len(paths) > 0 else None

    paths: list[str] = []
    async with program(tmp_path, DemoSettings(now=now, intercept=intercept)) as run:
        paths.append("armed")
        await run.press("end")
        await run.until(lambda: "could not be read" in run.screen_text())
        assert "CallRail does not allow this" in run.screen_text()
        assert "2,000 of 2,000" in run.screen_text()
        failing = False
        await run.press("r")
        await run.until(lambda: run.list.call is not None and run.list.cursor == 1999)


async def test_keys_answer_while_a_page_is_on_its_way(tmp_path: Path) -> None:
    import asyncio

    gate = asyncio.Event()
    gate.set()

    async def intercept(method: str, path: str) -> int | None:
        await gate.wait()
        return None

    async with program(tmp_path, DemoSettings(now=now, intercept=intercept)) as run:
        gate.clear()
        await run.press("end")
        assert run.list.cursor == 1999
        await run.press("up", "up")
        assert run.list.cursor == 1997
        assert "1,998 of 2,000" in run.screen_text()
        gate.set()
        await run.until(lambda: run.list.call is not None)


async def test_offline_is_said_and_what_is_here_stays(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        first = run.screen_text().splitlines()[2]
        assert run.explorer.session is not None
        from callrail_tui.errors import Unreachable

        run.explorer.session.worker.on_outcome(Unreachable())
        await run.until(lambda: "offline" in run.screen_text().splitlines()[-1])
        assert run.screen_text().splitlines()[2] == first


async def test_refresh_keeps_the_place_and_moves_the_numbers(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("down", "down", "down")
        call = run.list.call
        await run.press("r")
        await run.until(lambda: len(run.requests("/calls.json")) == 2 and run.list.call is not None)
        assert run.list.call is not None
        assert call is not None
        assert run.list.call.id == call.id


async def test_every_action_is_in_the_palette_and_runs_from_it(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.press("colon")
        assert isinstance(run.app.screen, PaletteDialog)
        await run.type("end")
        await run.press("enter")
        await run.until(lambda: run.list.cursor == 1999)
        await run.press("ctrl+p")
        await run.type("help")
        await run.press("enter")
        await run.until(lambda: isinstance(run.app.screen, HelpDialog))


@pytest.mark.parametrize("part", ["p", "n", "i", "a", "t", "j", "u"])
async def test_each_copy_answers(tmp_path: Path, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    async with program(tmp_path) as run:
        await run.press("down", "down", "enter")
        await run.until(lambda: run.explorer.detail_pane.facts and run.explorer.detail_pane.facts.whole)
        told: list[str] = []
        monkeypatch.setattr(run.app, "notify", lambda message, **_: told.append(message))
        await run.press("y", part)
        await run.until(lambda: told or isinstance(run.app.screen, ReadingDialog))


async def test_links_are_shown_and_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(tmp_path) as run:
        opened: list[str] = []
        monkeypatch.setattr(run.app, "open_url", opened.append)
        await run.press("down", "down", "enter")
        await run.until(lambda: run.explorer.detail_pane.facts and run.explorer.detail_pane.facts.whole)
        await run.press("o")
        assert isinstance(run.app.screen, RecordingDialog)
        assert "https://" in run.screen_text()
        assert opened == []


async def test_resizing_keeps_the_place(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        for _ in range(30):
            await run.press("down")
        call = run.list.call
        for width, height in ((80, 24), (200, 50), (110, 30), (40, 10), (120, 36)):
            await run.pilot.resize_terminal(width, height)
            await run.pilot.pause()
            assert run.list.call == call
            top, last = run.list.view
            assert top <= run.list.cursor <= last


async def test_read_only_and_demo_are_said(tmp_path: Path) -> None:
    async with program(tmp_path, read_only=True, size=(80, 24)) as run:
        assert "read-only" in run.screen_text().splitlines()[-1]
