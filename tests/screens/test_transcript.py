"""`R` in the whole program: the call is read once, words are found, and nothing is written to disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.messages import CopyAsked
from callrail_tui.screens.dialogs.transcript import TranscriptDialog
from tests.screens.running import Program, now, program


def files_with(folder: Path, words: bytes) -> list[Path]:
    """The files below a folder that hold these words."""
    return [path for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


async def opened(run: Program) -> TranscriptDialog:
    await run.press("down", "down", "R")
    await run.until(lambda: isinstance(run.app.screen, TranscriptDialog))
    dialog = run.app.screen
    assert isinstance(dialog, TranscriptDialog)
    return dialog


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_conversation_is_read_once_and_searched(tmp_path: Path, size: tuple[int, int]) -> None:
    async with program(tmp_path, size=size) as run:
        dialog = await opened(run)
        await run.until(lambda: "Agent" in dialog.pane.text)
        await run.pilot.pause()
        assert "Summary" in run.screen_text()
        assert "esc leave" in run.screen_text()
        assert run.list.call is not None
        assert len(run.requests(f"/calls/{run.list.call.id}.json")) == 1
        await run.press("slash", *"the")
        await run.until(lambda: dialog.pane.hits[1] > 1)
        count = dialog.pane.hits[1]
        await run.press("enter")
        assert f"1/{count}" in run.screen_text()
        await run.press("n")
        assert f"2/{count}" in run.screen_text()
        await run.press("N", "N")
        assert f"{count}/{count}" in run.screen_text()
        await run.press("escape")
        assert dialog.pane.hits == (0, 0)
        assert run.app.screen is dialog
        await run.press("escape")
        assert run.app.screen is run.explorer
        await run.press("R")
        await run.until(lambda: run.app.screen is not run.explorer)
        assert len(run.requests(f"/calls/{run.list.call.id}.json")) == 1


async def test_words_that_are_not_there_and_a_key_too_early_are_told(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        dialog = await opened(run)
        await run.until(lambda: "Agent" in dialog.pane.text)
        await run.press("n")
        assert "/ finds words" in run.screen_text()
        await run.press("slash", *"zzz", "enter")
        assert "not found" in run.screen_text()


async def test_the_turns_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(tmp_path) as run:
        dialog = await opened(run)
        await run.until(lambda: "Agent" in dialog.pane.text)
        asked: list[str] = []
        post = dialog.post_message

        def note(message: object) -> bool:
            if isinstance(message, CopyAsked):
                asked.append(message.what.text)
                return True
            return post(message)  # type: ignore[arg-type]

        monkeypatch.setattr(dialog, "post_message", note)
        await run.press("y")
        assert "Agent  " in asked[0]
        assert "Summary" not in asked[0]


async def test_moving_goes_from_end_to_end(tmp_path: Path) -> None:
    async with program(tmp_path, size=(60, 15)) as run:
        dialog = await opened(run)
        await run.until(lambda: "Agent" in dialog.pane.text)
        pane = dialog.pane
        await run.press("G")
        assert pane.scroll_offset.y == pane.max_scroll_y > 0
        await run.press("k", "pageup", "ctrl+u")
        assert pane.scroll_offset.y < pane.max_scroll_y
        await run.press("g", "j", "space", "ctrl+d", "home")
        assert pane.scroll_offset.y == 0


async def test_a_call_that_cannot_be_read_is_asked_for_again(tmp_path: Path) -> None:
    refusing = [True]

    async def intercept(method: str, path: str) -> int | None:
        return 403 if "/calls/CAL" in path and refusing[0] else None

    async with program(tmp_path, DemoSettings(now=now, intercept=intercept)) as run:
        dialog = await opened(run)
        await run.until(lambda: "could not be read" in dialog.pane.text)
        refusing[0] = False
        await run.press("r")
        await run.until(lambda: "Agent" in dialog.pane.text)


async def test_nothing_that_was_said_is_written_to_disk(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        dialog = await opened(run)
        await run.until(lambda: "Agent" in dialog.pane.text)
        said = dialog.copyable().text.splitlines()[0].split("  ")[-1].encode()
        await run.press("escape", "plus")
        await run.until(lambda: run.app.opener.session and run.app.opener.session.edits.unsent)
    assert files_with(tmp_path, said) == []
