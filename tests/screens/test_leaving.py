"""A screen that asks leaves once, whatever is still under way to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from tests.screens.running import choosing, program


@pytest.mark.parametrize("key", ["N", "y"])
async def test_a_choice_clicked_again_before_its_screen_has_left_is_taken_once(tmp_path: Path, key: str) -> None:
    async with program(tmp_path) as run:
        await run.press(key)
        if key == "N":
            await run.until(lambda: choosing(run))
            await run.press("enter")
        await run.until(lambda: run.app.screen.query(OptionList))
        screen = run.app.screen
        lines = screen.query_one(OptionList)
        for _ in range(3):
            lines.post_message(OptionList.OptionSelected(lines, lines.options[0], 0))
        await run.until(lambda: run.app.screen is not screen)
        await run.press("j")
        assert run.app.return_code is None
