"""`o` in the whole program: the link while the dialog is open, and why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.messages import BrowserAsked, CopyAsked
from callrail_tui.model.recording import Recording, Sound
from callrail_tui.screens.dialogs.recording import RecordingDialog
from tests.screens.running import Program, now, program


async def open_on(run: Program, *, recorded: bool) -> RecordingDialog:
    """Move to the first call that has, or has not, a recording, and open its dialog."""
    await run.until(lambda: run.list.call is not None)
    while bool(run.list.call and run.list.call.recording) is not recorded:
        await run.press("down")
    await run.press("o")
    await run.until(lambda: isinstance(run.app.screen, RecordingDialog))
    dialog = run.app.screen
    assert isinstance(dialog, RecordingDialog)
    return dialog


def listen(run: Program, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the dialog asks of the program from now on."""
    asked: list[object] = []
    post = run.app.screen.post_message

    def note(message: object) -> bool:
        if isinstance(message, (CopyAsked, BrowserAsked)):
            asked.append(message)
            return True
        return post(message)  # type: ignore[arg-type]

    monkeypatch.setattr(run.app.screen, "post_message", note)
    return asked


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_link_is_read_once_shown_and_copied(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with program(tmp_path, size=size) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        await run.pilot.pause()
        text = run.screen_text()
        assert "Whoever has the link can listen" in text
        assert "https://app.callrail.com/calls/CAL" in text
        assert "esc leave" in text
        asked = listen(run, monkeypatch)
        await run.press("y", "b", "enter")
        link = dialog.recording.link if dialog.recording else ""
        assert "access_key=" in link
        copies = [one.what.text for one in asked if isinstance(one, CopyAsked)]
        assert copies == [link, link]
        assert [one.address for one in asked if isinstance(one, BrowserAsked)] == [link]
        assert "access_key" not in repr(asked[1])
        assert len(run.requests("/recording.json")) == 1
        await run.press("escape")
        assert run.app.screen is run.explorer
        assert dialog.recording is None


async def test_a_call_without_recording_costs_no_request_until_asked_again(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        dialog = await open_on(run, recorded=False)
        await run.pilot.pause()
        assert "There is no recording" in run.screen_text()
        assert run.requests("/recording.json") == []
        await run.press("r")
        await run.until(lambda: dialog.recording)
        assert len(run.requests("/recording.json")) == 1
        assert "There is no recording" in run.screen_text()


async def test_other_links_are_listed_and_the_api_address_is_not(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        while not (run.list.call and run.list.call.recording):
            await run.press("down")
        await run.press("enter")
        await run.until(lambda: run.explorer.detail_pane.facts and run.explorer.detail_pane.facts.whole)
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        await run.pilot.pause()
        text = run.screen_text()
        for label in ("Recording", "Player", "Timeline", "Waveform 1", "Waveform 2"):
            assert label in text
        assert "api.callrail.com" not in text


async def test_a_failure_names_its_cure_and_r_asks_again(tmp_path: Path) -> None:
    refusing = [True]

    async def intercept(method: str, path: str) -> int | None:
        return 403 if path.endswith("/recording.json") and refusing[0] else None

    async with program(tmp_path, DemoSettings(now=now, intercept=intercept)) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.listening.lookup.error)
        await run.pilot.pause()
        assert "The link could not be read" in run.screen_text()
        assert "r asks again" in run.screen_text().replace("\n", " ")
        refusing[0] = False
        await run.press("r")
        await run.until(lambda: dialog.recording)


async def test_a_strange_host_is_shown_and_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        dialog.listening.lookup.answer = Recording(Sound.STRANGE, "https://evil.example/[b]\x1b[2J")
        dialog._changed()
        asked = listen(run, monkeypatch)
        await run.press("b")
        assert asked == []
        text = run.screen_text()
        assert "host that is not CallRail's" in text
        assert "strange host" in text
        assert "https://evil.example/[b]␛[2J" in text


async def test_the_card_has_the_same_key(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        await run.press("W")
        await run.until(lambda: "good" in run.screen_text().lower())
        await run.press("o")
        await run.until(lambda: isinstance(run.app.screen, RecordingDialog))
        await run.press("escape")
        assert run.app.place is run.app.screen
