"""The real program hands a recording to a player, which gets no terminal, key or link, and never stays."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest

from tests.program.driving import CANARY, READY, quit_well, start
from tests.terminal_process import TerminalProcess

PLAYER = """#!/bin/sh
echo $$ > {folder}/pid
printf '%s\\n' "$@" > {folder}/argv
env > {folder}/env
printf '\\033[31mnoise' ; printf 'noise' >&2
cat > {folder}/heard.part
mv {folder}/heard.part {folder}/heard
exec sleep 600
"""


def player(folder: Path) -> str:
    """A PATH whose `mpv` notes what it gets, and then plays on."""
    script = folder / "mpv"
    script.write_text(PLAYER.format(folder=folder), encoding="utf-8")
    script.chmod(stat.S_IRWXU)
    return f"{folder}:{os.environ['PATH']}"


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def play(app: TerminalProcess, folder: Path) -> int:
    """Play the third call's recording; the player's process."""
    app.wait_text(READY)
    app.send("jjo")
    app.wait_text("Whoever has the link")
    app.send("p")
    app.wait_text("p stops")
    app.wait((folder / "heard").exists, what="the player to have everything")
    return int((folder / "pid").read_text(encoding="utf-8"))


def test_the_player_has_the_sound_and_nothing_else(tmp_path: Path) -> None:
    with start(tmp_path, "--demo", PATH=player(tmp_path), MATON_API_KEY=CANARY) as app:
        pid = play(app, tmp_path)
        assert (tmp_path / "heard").read_bytes()[:4] == b"RIFF"
        assert "access_key" not in (tmp_path / "argv").read_text(encoding="utf-8")
        environment = (tmp_path / "env").read_text(encoding="utf-8", errors="replace")
        assert CANARY not in environment
        assert "access_key" not in environment
        assert b"noise" not in app.raw
        app.send("p")
        app.wait_text("Stopped.")
        assert not is_running(pid)
        app.send("p")
        app.wait_text("p stops")
        app.send("\x1b")
        app.wait_gone("Recording and links")
        quit_well(app)


@pytest.mark.parametrize("way", ["quit", "term", "hangup"])
def test_the_player_does_not_outlive_the_program(tmp_path: Path, way: str) -> None:
    with start(tmp_path, "--demo", PATH=player(tmp_path)) as app:
        pid = play(app, tmp_path)
        assert is_running(pid)
        if way == "quit":
            quit_well(app)
        elif way == "term":
            app.signal(signal.SIGTERM)
            app.wait_exit()
        else:
            app.hang_up()
            app.wait_exit_unread()
        app_is_gone = not is_running(pid)
        assert app_is_gone


def test_words_typed_at_once_are_searched_for_and_run_no_command(tmp_path: Path) -> None:
    with start(tmp_path, "--demo", PATH=player(tmp_path)) as app:
        app.wait_text(READY)
        for _ in range(12):  # Which calls were spoken in depends on the hour.
            app.send("jR")
            app.wait(lambda: any(words in app.text for words in ("Agent ", "There is no transcript", "No recording")))
            if "Agent " in app.text:
                break
            app.send("q")
            app.wait_gone("Conversation with")
        app.send("/e\r")
        app.wait_text("1/")
        app.wait_text("Conversation with")
        app.send("n")
        app.wait_text("2/")
        app.send("\x1b")
        app.wait_gone("2/")
        app.send("q")
        app.wait_gone("Conversation with")
        quit_well(app)
