"""A recording in the session: played through a pipe by a real program, saved once it is whole, refused under HIPAA."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.demo.sound import tone
from callrail_tui.model.call import Call
from callrail_tui.model.directory import Account
from callrail_tui.model.query import CallQuery
from callrail_tui.session.player import PlayerFailed, player_command
from callrail_tui.session.recordings import Listening
from callrail_tui.session.session import Session
from callrail_tui.session.worker import Urgency
from tests.screens.running import now
from tests.session.connected import connect

PLAYER = Path(__file__).parent / "recording_player.py"
CANARY = "sk-LEAKCANARY0123456789"


@dataclass
class Heard:
    """A session over the demo with one recorded call."""

    session: Session
    call: Call
    listening: Listening
    bits: int = 0
    changes: list[object] = field(default_factory=list)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(8):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0)

    async def linked(self) -> None:
        self.listening.begin()
        await self.until(lambda: self.listening.recording)


@asynccontextmanager
async def heard(folder: Path, ending: str = "0", *, account: int = 0, player: object = None) -> AsyncIterator[Heard]:
    app = create_app(DemoSettings(now=now))
    worker = connect(app)
    accounts = (await worker.submit("accounts", lambda gateway: gateway.accounts.page(1), Urgency.VIEW)).items
    given = (sys.executable, str(PLAYER), str(folder), ending) if player is None else player
    session = Session(worker, accounts[account], player=given)  # type: ignore[arg-type]
    query = CallQuery(start_date="2024-11-01", end_date="2026-11-24")
    account_id = session.account.id
    page = await worker.submit("calls", lambda gateway: gateway.calls.page(account_id, query), Urgency.VIEW)
    call = next(one for one in page.items if one.recording)
    changes: list[object] = []
    listening = session.asides.listening(call, lambda: changes.append(listening.progress))
    try:
        yield Heard(session, call, listening, 0, changes)
    finally:
        await session.close()


def sound_of(link: str) -> bytes:
    """The tone behind a demo's link."""
    return tone(int(link.rsplit("=", 1)[1], 16))


async def test_the_player_gets_the_sound_and_neither_link_nor_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATON_API_KEY", CANARY)
    async with heard(tmp_path) as here:
        await here.linked()
        assert here.listening.recording is not None
        link = here.listening.recording.link
        here.listening.play()
        await here.until(lambda: here.listening.outcome)
        assert here.listening.outcome == "Played."
        assert (tmp_path / "heard").read_bytes() == sound_of(link)
        facts = (tmp_path / "facts.json").read_text(encoding="utf-8")
        assert CANARY not in facts
        assert link not in facts
        assert "access_key" not in facts
        told = json.loads(facts)
        assert told["tty"] is False
        assert told["sid"] != os.getsid(0)
        assert any(getattr(one, "received", 0) for one in here.changes)
        assert sorted(os.listdir(tmp_path)) == ["done", "facts.json", "heard", "pid"]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("way", ["stop", "dialog", "session"])
async def test_the_player_is_ended_with_what_it_was_started_from(tmp_path: Path, way: str) -> None:
    async with heard(tmp_path, "hang") as here:
        await here.linked()
        here.listening.play()
        await here.until((tmp_path / "done").exists)
        pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
        assert is_running(pid)
        if way == "stop":
            here.listening.stop()
            await here.until(lambda: here.listening.outcome)
            assert here.listening.outcome == "Stopped."
        elif way == "dialog":
            here.session.asides.heard(here.listening)
            await here.until(lambda: here.listening.progress is None)
            assert here.listening.recording is None
        else:
            await here.session.close()
        assert not is_running(pid)


async def test_a_player_that_fails_says_its_code(tmp_path: Path) -> None:
    async with heard(tmp_path, "3") as here:
        await here.linked()
        here.listening.play()
        await here.until(lambda: here.listening.error)
        assert here.listening.error is not None
        assert "ended with code 3" in here.listening.error.title
        assert "config.toml" in here.listening.error.hint


async def test_a_player_that_the_person_closes_is_no_failure(tmp_path: Path) -> None:
    async with heard(tmp_path, "deaf") as here:
        await here.linked()
        here.listening.play()
        await here.until(lambda: here.listening.outcome)
        assert here.listening.error is None


@pytest.mark.parametrize("player", [("/nowhere/player",), (str(PLAYER.parent),), ("a\0b",)])
async def test_a_player_that_cannot_be_started_names_the_cure(tmp_path: Path, player: tuple[str, ...]) -> None:
    async with heard(tmp_path, player=player) as here:
        await here.linked()
        here.listening.play()
        await here.until(lambda: here.listening.error)
        assert isinstance(here.listening.error, PlayerFailed)
        assert "config.toml" in here.listening.error.hint


def test_without_a_setting_an_installed_player_is_taken(tmp_path: Path) -> None:
    assert player_command(("vlc", "-"), None) == ("vlc", "-")
    with pytest.raises(PlayerFailed, match="neither mpv nor ffplay"):
        player_command((), str(tmp_path))
    (tmp_path / "ffplay").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "ffplay").chmod(0o700)
    assert player_command((), str(tmp_path))[0] == "ffplay"


async def test_a_recording_is_saved_whole(tmp_path: Path) -> None:
    async with heard(tmp_path) as here:
        await here.linked()
        assert here.listening.recording is not None
        link = here.listening.recording.link
        here.listening.save(tmp_path / "a.mp3")
        await here.until(lambda: here.listening.outcome)
        assert (tmp_path / "a.mp3").read_bytes() == sound_of(link)
        assert str(tmp_path / "a.mp3") in here.listening.outcome
        here.listening.save(tmp_path / "a.mp3")
        await here.until(lambda: here.listening.error)
        assert here.listening.error is not None
        assert "There is a file" in here.listening.error.title
        here.listening.save(tmp_path / "a.mp3", replaces=True)
        await here.until(lambda: here.listening.outcome)


async def test_a_recording_under_hipaa_is_played_and_not_saved(tmp_path: Path) -> None:
    async with heard(tmp_path, account=1) as here:
        assert here.session.account.hipaa is True
        await here.linked()
        assert here.listening.recording is not None
        assert here.listening.recording.is_stored_by_link
        assert "HIPAA" in here.listening.saving_refusal
        here.listening.save(tmp_path / "a.mp3")
        assert here.listening.progress is None
        here.listening.play()
        await here.until(lambda: here.listening.outcome)
        assert not (tmp_path / "a.mp3").exists()
        assert (tmp_path / "heard").read_bytes()


async def test_an_account_that_is_not_confirmed_saves_nothing(tmp_path: Path) -> None:
    async with heard(tmp_path) as here:
        await here.linked()
        unsure: Account = here.session.account._replace(hipaa=None)
        here.session.account = unsure
        assert "not known yet" in here.listening.saving_refusal
        here.listening.save(tmp_path / "a.mp3")
        assert here.listening.progress is None


async def test_a_second_wish_waits_for_the_first(tmp_path: Path) -> None:
    async with heard(tmp_path, "hang") as here:
        assert "still being read" in here.listening.refusal
        await here.linked()
        assert here.listening.refusal == ""
        here.listening.play()
        assert "playing already" in here.listening.refusal
        assert "playing already" in here.listening.saving_refusal
        here.listening.stop()
        await here.until(lambda: here.listening.progress is None)


async def test_a_late_link_is_dropped_with_its_dialog(tmp_path: Path) -> None:
    async with heard(tmp_path) as here:
        here.listening.begin()
        here.session.asides.heard(here.listening)
        await here.until(lambda: not here.session.worker.busy)
        assert here.listening.lookup.answer is None
