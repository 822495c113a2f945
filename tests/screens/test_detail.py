"""The detail and copying in the whole program: each call read once, and nothing copied in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.messages import CopyAsked
from callrail_tui.present.copying import Copyable
from tests.screens.running import Program, now, program


def listen(run: Program, monkeypatch: pytest.MonkeyPatch) -> list[Copyable]:
    """What is handed to the clipboard from now on."""
    asked: list[Copyable] = []
    post = run.explorer.post_message

    def note(message: object) -> bool:
        if isinstance(message, CopyAsked):
            asked.append(message.what)
            return True
        return post(message)  # type: ignore[arg-type]

    monkeypatch.setattr(run.explorer, "post_message", note)
    return asked


@pytest.mark.parametrize(("key", "word"), [("a", "medium: "), ("t", "gent: "), ("u", "https://")])
async def test_what_the_list_does_not_know_is_read_once_and_copied(
    tmp_path: Path, key: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with program(tmp_path) as run:
        asked = listen(run, monkeypatch)
        await run.press("down", "down", "y", key)
        await run.until(lambda: asked)
        assert word in asked[0].text
        assert run.list.call is not None
        reads = len(run.requests(f"/calls/{run.list.call.id}.json"))
        assert reads == 1
        await run.press("y", key)
        await run.until(lambda: len(asked) == 2)
        assert len(run.requests(f"/calls/{run.list.call.id}.json")) == 1


async def test_a_call_that_cannot_be_read_is_not_copied_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def intercept(method: str, path: str) -> int | None:
        return 403 if "/calls/CAL" in path else None

    async with program(tmp_path, DemoSettings(now=now, intercept=intercept)) as run:
        asked = listen(run, monkeypatch)
        told: list[str] = []
        monkeypatch.setattr(run.explorer, "notify", lambda message, **_: told.append(message))
        await run.press("down", "down", "y", "a")
        await run.until(lambda: len(told) == 2)
        assert told[1].startswith("Nothing was copied: ")
        assert asked == []


async def test_moving_reads_no_call_and_enter_reads_it_once(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        for _ in range(5):
            await run.press("down")
        pane = run.explorer.detail_pane
        await run.until(lambda: pane.facts and run.list.call and pane.facts.call.id == run.list.call.id)
        before = len(run.gateway.log)
        await run.press("enter")
        await run.until(lambda: pane.facts and pane.facts.whole)
        await run.press("escape", "enter")
        assert len(run.gateway.log) == before + 1


async def test_enter_in_the_detail_reads_the_whole_call_as_the_detail_says(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        pane = run.explorer.detail_pane
        await run.press("l")
        await run.until(lambda: pane.facts)
        assert "enter reads the whole call" in run.screen_text()
        await run.press("J")
        assert "enter reads the whole call" in run.screen_text()
        before = len(run.gateway.log)
        await run.press("enter")
        await run.until(lambda: pane.facts and pane.facts.whole)
        assert "enter reads" not in run.screen_text()
        await run.press("J", "enter")
        assert "enter reads" not in run.screen_text()
        assert len(run.gateway.log) == before + 1
