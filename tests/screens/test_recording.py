"""`o` in the whole program: the link while the dialog is open, and why there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from callrail_tui.demo import create_app
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
        await run.until(lambda: run.app.place and run.app.place.looked_at())
        await run.press("o")
        await run.until(lambda: isinstance(run.app.screen, RecordingDialog))
        await run.press("escape")
        assert run.app.place is run.app.screen


PLAYER = Path(__file__).parent.parent / "session" / "recording_player.py"


def playing(folder: Path, ending: str = "0") -> tuple[str, ...]:
    folder.mkdir(exist_ok=True)
    return (sys.executable, str(PLAYER), str(folder), ending)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_p_plays_and_p_stops(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = tmp_path / "player"
    async with program(tmp_path, size=size, player=playing(folder, "hang")) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        await run.press("p")
        await run.until((folder / "done").exists)
        await run.pilot.pause()
        assert "Playing:" in run.screen_text()
        assert "47/47 KB · p stops" in run.screen_text()
        await run.press("s")
        assert "playing already" in run.screen_text()
        await run.press("p")
        await run.until(lambda: dialog.listening.outcome)
        await run.pilot.pause()
        assert "Stopped." in run.screen_text()
        assert (folder / "heard").read_bytes()[:4] == b"RIFF"


async def test_leaving_ends_the_player(tmp_path: Path) -> None:
    folder = tmp_path / "player"
    async with program(tmp_path, player=playing(folder, "hang")) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        await run.press("p")
        await run.until((folder / "done").exists)
        await run.press("escape")
        await run.until(lambda: dialog.listening.progress is None)
        pid = int((folder / "pid").read_text(encoding="utf-8"))
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_a_player_that_is_not_found_names_the_cure(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24), player=("/nowhere/player",)) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        await run.press("p")
        await run.until(lambda: dialog.listening.error)
        await run.pilot.pause()
        assert "is not found" in run.screen_text()
        assert "config.toml" in run.screen_text()


async def test_s_asks_where_to_and_replaces_only_when_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with program(tmp_path, size=(80, 24)) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        await run.until(lambda: dialog.listening.saving_refusal == "")
        await run.press("s")
        assert "~/CAL" in run.screen_text()
        await run.press("escape")
        assert run.app.screen is dialog
        await run.press("s", "enter")
        await run.until(lambda: dialog.listening.outcome)
        await run.pilot.pause()
        assert "Saved as" in run.screen_text()
        saved = tmp_path / f"{dialog.listening.call.id}.mp3"
        assert saved.stat().st_mode & 0o777 == 0o600
        saved.write_bytes(b"theirs")
        await run.press("s", "enter")
        await run.until(lambda: "enter again replaces it" in run.screen_text())
        assert saved.read_bytes() == b"theirs"
        await run.press("enter")
        await run.until(lambda: dialog.listening.outcome)
        assert saved.read_bytes()[:4] == b"RIFF"


async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        await run.until(lambda: dialog.listening.saving_refusal == "")
        await run.press("s", "ctrl+u")
        await run.type("/nowhere/a.mp3")
        await run.press("enter")
        await run.until(lambda: dialog.listening.error)
        await run.pilot.pause()
        assert "could not be saved" in run.screen_text()


async def test_under_hipaa_nothing_is_saved_and_the_link_is_said_to_expire(tmp_path: Path) -> None:
    gateway = create_app(DemoSettings(now=now))
    hipaa = next(account.id for account in gateway.accounts if account.hipaa)
    async with program(tmp_path, size=(80, 24), gateway=gateway, account=hipaa) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        await run.press("s")
        await run.pilot.pause()
        text = run.screen_text()
        assert "24 hours" in text
        assert "HIPAA: recordings are not saved" in text
        assert "amazonaws.com" in text
        assert run.app.screen is dialog


async def test_keys_typed_at_once_reach_the_dialog(tmp_path: Path) -> None:
    folder = tmp_path / "player"
    async with program(tmp_path, player=playing(folder)) as run:
        while not (run.list.call and run.list.call.recording):
            await run.press("down")
        await run.pilot.press("o", "p")
        await run.until(lambda: isinstance(run.app.screen, RecordingDialog))
        await run.pilot.pause()
        assert run.app.screen is not run.explorer


async def test_over_ssh_no_browser_is_opened_and_it_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    async with program(tmp_path, size=(80, 24)) as run:
        dialog = await open_on(run, recorded=True)
        await run.until(lambda: dialog.recording)
        told: list[str] = []
        monkeypatch.setattr(run.app, "notify", lambda message, **_: told.append(message))
        await run.press("b")
        await run.until(lambda: told)
        assert "Over SSH" in told[0]
        assert "access_key" not in told[0]
