"""What stays readable where there is little room: the keys of a long dialog, the line in force, a long chip."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from callrail_tui.screens.dialogs.columns import ColumnsDialog
from callrail_tui.screens.dialogs.finding import DatesDialog
from callrail_tui.screens.dialogs.picking import PickingDialog
from callrail_tui.widgets.pick_list import PickList
from callrail_tui.widgets.picker import Picker
from callrail_tui.widgets.prompt import Prompt
from tests.screens.running import choosing, program

_LONG = "a caller who said very much " * 40


async def test_the_longest_dialog_says_its_keys_on_a_small_screen(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        await run.press("c")
        assert isinstance(run.app.screen, ColumnsDialog)
        assert "enter on an empty field" in run.screen_text()
        assert "apply · esc leave" in run.screen_text()


@pytest.mark.parametrize("size", [(80, 24), (80, 18), (60, 12), (40, 9), (20, 5)])
async def test_the_line_in_force_is_seen_on_every_height(tmp_path: Path, size: tuple[int, int]) -> None:
    async with program(tmp_path, size=size) as run:
        await run.press("s")
        assert isinstance(run.app.screen, PickingDialog)
        await run.press(*["down"] * 40)
        lines = run.app.screen.query_one(PickList)
        frame = run.app.screen.query_one(".dialog").region
        field = run.app.screen.query_one(Input).region
        assert lines.highlighted == lines.count - 1
        assert lines.top + lines.size.height == lines.count
        assert frame.contains_region(lines.region)
        assert frame.contains_region(field)


async def test_a_chip_that_is_too_long_is_shortened(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        await run.press("slash")
        await run.until(lambda: run.app.screen.focused in run.app.screen.query(Input))
        run.app.screen.query_one(Prompt).query_one(Input).value = _LONG
        await run.press("enter")
        await run.until(lambda: "search a caller who said" in run.screen_text().splitlines()[0])
        assert run.screen_text().splitlines()[0].endswith("… x")


async def test_a_line_that_is_too_long_takes_one_row(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        await run.press("slash")
        await run.until(lambda: run.app.screen.focused in run.app.screen.query(Input))
        run.app.screen.query_one(Prompt).query_one(Input).value = _LONG
        await run.press("enter", "X")
        await run.until(lambda: isinstance(run.app.screen, PickingDialog))
        await run.pilot.pause()
        lines = run.app.screen.query_one(PickList)
        assert lines.count == 2
        assert lines.size.height == 2


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 12)])
async def test_a_toast_covers_neither_the_lines_at_the_bottom_nor_the_prompt(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with program(tmp_path, size=size, toasts=True) as run:
        before = run.screen_text().splitlines()[-2:]
        await run.press("X")
        await run.until(lambda: "No filter is set." in run.screen_text())
        assert run.screen_text().splitlines()[-2:] == before
        await run.press("slash", "s")
        for number in range(9):
            run.app.notify(f"Toast {number}.", markup=False)
        await run.until(lambda: "Toast 8." in run.screen_text())
        *_, prompt, hints, status = run.screen_text().splitlines()
        assert [hints, status] == before
        assert prompt.split() == ["/", "s"]


async def test_paging_where_no_line_has_room_moves_nothing(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        await run.press("N")
        await run.until(lambda: choosing(run))
        await run.press("enter")
        await run.until(lambda: run.app.screen.query(OptionList))
        await run.pilot.resize_terminal(30, 3)
        await run.press("pagedown", "pageup", "down", "up", "end", "home")
        lines = run.app.screen.query_one(OptionList)
        assert lines.highlighted == 0
        await run.pilot.resize_terminal(80, 24)
        await run.press("pagedown")
        assert lines.highlighted == lines.option_count - 1


async def test_a_dialog_whose_list_empties_while_its_words_wrap_has_no_hole(tmp_path: Path) -> None:
    async with program(tmp_path, size=(44, 24)) as run:
        await run.press("d")
        await run.until(lambda: isinstance(run.app.screen, DatesDialog))
        await run.press("2")
        picker = run.app.screen.query_one(Picker)
        assert picker.query_one(".picker--trouble").size.height == 2
        assert picker.size.height == 3


@pytest.mark.parametrize("pane", ["h", "l"])
async def test_a_question_asked_where_the_list_is_not_seen_shows_the_list(tmp_path: Path, pane: str) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        await run.press(pane, "d")
        await run.until(lambda: isinstance(run.app.screen, DatesDialog))
        await run.type("7d")
        await run.press("enter")
        await run.until(lambda: run.app.focused is run.list)
        assert not run.list.has_class("-away")


async def test_the_words_of_the_help_hang_below_one_another(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        await run.press("question_mark", *["pagedown"] * 2)
        await run.until(lambda: "(calls)" in run.screen_text())
        text = [line.split("│")[1] for line in run.screen_text().splitlines() if line.count("│") >= 2]
        assert any(line.startswith(" " * 18 + "(calls)") for line in text)
        assert not any(line.startswith(" (calls)") for line in text)
