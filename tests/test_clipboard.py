"""Copying with real programs: clipboard tools that work, fail, hang and are missing, and a tmux."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from callrail_tui import clipboard
from callrail_tui.clipboard import OSC52_LIMIT, CopyOutcome, Route, Routes, clipboard_text, copy, osc52, routes

KEY = "canary-key-0123456789"
TEXT = "Dana Whitfield · (555) 555-0142"


class Desk:
    """A folder of programs that is the whole PATH, and the environment that goes with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent: list[str] = []

    def program(self, name: str, script: str) -> None:
        """Put a program on the PATH; `$DESK` is the folder."""
        file = self.folder / name
        file.write_text(f"#!/bin/sh\nDESK={self.folder}\n/usr/bin/env > $DESK/{name}.env\n{script}\n")
        file.chmod(0o755)

    def read(self, name: str) -> str:
        """What a program left in the folder."""
        return (self.folder / name).read_text()

    async def copy(self, text: str = TEXT, **env: str) -> CopyOutcome:
        """Copy with this PATH and these variables, and the key set."""
        return await copy(
            text,
            write_osc52=self.sent.append,
            env={"PATH": str(self.folder), "MATON_API_KEY": KEY, "TERM": "xterm", **env},
        )

    def sent_text(self) -> str:
        """What the one sequence that went to the terminal says."""
        (sequence,) = self.sent
        head, tail = "\x1b]52;c;", "\x07"
        assert sequence.startswith(head)
        assert sequence.endswith(tail)
        return base64.b64decode(sequence[len(head) : -len(tail)]).decode()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take its time: only the tests about hanging say how long is too long."""
    monkeypatch.setattr(clipboard, "PATIENCE", 30.0)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty PATH."""
    return Desk(tmp_path)


def open_routes(platform: str = "linux", **env: str) -> Routes:
    """The routes of an environment that holds nothing else."""
    return routes(env, platform)


def test_over_ssh_or_without_a_display_this_computers_clipboard_is_not_used() -> None:
    assert open_routes(DISPLAY=":0").local
    assert open_routes(WAYLAND_DISPLAY="wayland-0").local
    assert open_routes("darwin").local
    assert not open_routes().local
    assert not open_routes(DISPLAY="localhost:10.0", SSH_CONNECTION="192.0.2.1 5 192.0.2.2 22").local
    assert not open_routes("darwin", SSH_TTY="/dev/pts/1").local


def test_the_terminal_is_asked_unless_it_is_known_to_be_deaf() -> None:
    assert open_routes(TERM="xterm-256color").osc52
    assert not open_routes(TERM_PROGRAM="Apple_Terminal").osc52
    assert not open_routes(TERM="linux").osc52


def test_screen_is_told_from_tmux() -> None:
    assert open_routes(STY="1.pts").in_screen
    assert open_routes(TMUX="/tmp/tmux,1,0", STY="1.pts") == Routes(local=False, tmux=True, osc52=True, in_screen=False)


def test_screen_gets_the_sequence_in_wrapped_pieces() -> None:
    wrapped = osc52("x" * 500, in_screen=True)
    assert wrapped is not None
    pieces = wrapped.split("\x1b\\")
    assert pieces.pop() == ""
    assert len(pieces) == 3
    assert all(piece.startswith("\x1bP") and len(piece) <= 242 for piece in pieces)
    assert "".join(piece.removeprefix("\x1bP") for piece in pieces) == osc52("x" * 500)


def test_no_more_is_sent_than_terminals_take() -> None:
    most = OSC52_LIMIT // 4 * 3
    assert osc52("x" * most) is not None
    assert osc52("x" * (most + 1)) is None


async def test_over_ssh_the_terminal_gets_it_and_no_receipt_is_claimed(desk: Desk) -> None:
    desk.program("xclip", "exit 0")
    outcome = await desk.copy(SSH_CONNECTION="192.0.2.1 5 192.0.2.2 22", DISPLAY="localhost:10.0")
    assert outcome == CopyOutcome(
        Route.OSC52, False, "sent to the terminal's clipboard (OSC 52), which sends no receipt"
    )
    assert outcome.show_text
    assert desk.sent_text() == TEXT
    assert not (desk.folder / "xclip.env").exists()


async def test_a_tool_that_works_has_copied(desk: Desk) -> None:
    desk.program("xclip", "/bin/cat > $DESK/held")
    outcome = await desk.copy(DISPLAY=":0")
    assert outcome == CopyOutcome(Route.LOCAL, True, "copied to this computer's clipboard")
    assert not outcome.show_text
    assert desk.read("held") == TEXT
    assert desk.sent_text() == TEXT


async def test_a_tool_that_serves_the_selection_from_the_background_has_copied(desk: Desk) -> None:
    desk.program("xclip", "/bin/cat > $DESK/held\n(exec /bin/sleep 5) & echo $! > $DESK/server\nexit 0")
    outcome = await desk.copy(DISPLAY=":0")
    server = int(desk.read("server"))
    os.kill(server, 9)
    assert outcome.route is Route.LOCAL


async def test_a_tool_that_fails_is_not_believed(desk: Desk) -> None:
    desk.program("xclip", 'echo "Error: Can\'t open display" >&2\nexit 1')
    outcome = await desk.copy(DISPLAY=":0")
    assert (outcome.route, outcome.sure) == (Route.OSC52, False)
    assert "the clipboard tool failed" in outcome.message


async def test_a_tool_that_writes_to_the_screen_does_not_reach_it(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    desk.program("xclip", "echo out; echo err >&2; exit 1")
    await desk.copy(DISPLAY=":0")
    assert capfd.readouterr() == ("", "")


async def test_a_tool_that_hangs_is_given_up_and_killed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "PATIENCE", 0.5)
    os.mkfifo(desk.folder / "alive")
    # The reading end sees the end of file only when every process that holds the writing end is gone.
    reader = os.open(desk.folder / "alive", os.O_RDONLY | os.O_NONBLOCK)
    desk.program("xclip", "exec 3> $DESK/alive\nexec /bin/sleep 60")
    outcome = await desk.copy(DISPLAY=":0")
    assert (outcome.route, outcome.sure) == (Route.OSC52, False)
    assert "did not answer" in outcome.message
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b""
    os.close(reader)


async def test_without_a_tool_it_says_what_to_install(desk: Desk) -> None:
    outcome = await desk.copy(DISPLAY=":0")
    assert (outcome.route, outcome.sure) == (Route.OSC52, False)
    assert "no clipboard tool is installed (xclip, xsel or wl-clipboard)" in outcome.message


async def test_with_no_route_at_all_it_says_so(desk: Desk) -> None:
    outcome = await desk.copy(TERM="linux")
    assert outcome == CopyOutcome(Route.NONE, False, "not copied: this terminal takes no text for its clipboard")
    assert desk.sent == []


async def test_a_text_that_is_too_large_is_not_sent(desk: Desk) -> None:
    outcome = await desk.copy("x" * OSC52_LIMIT)
    assert outcome.route is Route.NONE
    assert outcome.message == "not copied: too large for the terminal's clipboard (74,994 bytes encoded)"
    assert desk.sent == []


async def test_inside_tmux_its_buffer_is_loaded(desk: Desk) -> None:
    desk.program("tmux", 'echo "$@" > $DESK/arguments\n/bin/cat > $DESK/held')
    outcome = await desk.copy(TMUX="/tmp/tmux-0/default,1,0", SSH_TTY="/dev/pts/3")
    assert (outcome.route, outcome.sure) == (Route.TMUX, True)
    assert "tmux's buffer" in outcome.message
    assert desk.read("arguments") == "load-buffer -w -\n"
    assert desk.read("held") == TEXT
    assert desk.sent_text() == TEXT


@pytest.mark.parametrize("script", ["exit 1", None])
async def test_a_tmux_that_refuses_or_is_missing_leaves_the_terminal(desk: Desk, script: str | None) -> None:
    if script:
        desk.program("tmux", script)
    outcome = await desk.copy(TMUX="/tmp/tmux-0/default,1,0")
    assert (outcome.route, outcome.sure) == (Route.OSC52, False)
    assert "tmux did not take it" in outcome.message


async def test_no_program_gets_the_key(desk: Desk) -> None:
    for name in ("xclip", "tmux"):
        desk.program(name, f"/bin/cat > $DESK/{name}.held")
    await desk.copy(DISPLAY=":0", TMUX="/tmp/tmux-0/default,1,0")
    for name in ("xclip", "tmux"):
        seen = desk.read(f"{name}.env")
        assert "PATH=" in seen
        assert "MATON_API_KEY" not in seen
        assert KEY not in seen


@pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux here; a scripted one stands in above")
async def test_a_real_tmux_holds_the_text(desk: Desk, tmp_path: Path) -> None:
    tmux = shutil.which("tmux")
    assert tmux
    (desk.folder / "tmux").symlink_to(tmux)
    socket = tmp_path / "socket"
    plain: Mapping[str, str] = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm"}

    def run(*arguments: str) -> str:
        command = [tmux, "-f", "/dev/null", "-S", str(socket), *arguments]
        return subprocess.run(command, env=plain, check=True, capture_output=True, encoding="utf-8", timeout=10).stdout

    run("new-session", "-d", "-x", "80", "-y", "24", "/bin/cat")
    try:
        outcome = await desk.copy(f"{TEXT}\nsecond", TMUX=f"{socket},1,0", LC_ALL="C.UTF-8")
        assert (outcome.route, outcome.sure) == (Route.TMUX, True)
        assert run("show-buffer") == f"{TEXT}\nsecond"
    finally:
        run("kill-server")


def test_a_hanging_tool_does_not_keep_the_program_from_ending(desk: Desk) -> None:
    # A thread that cannot be ended, as with a tool that the system itself cannot kill.
    program = (
        "import asyncio\n"
        "from callrail_tui import clipboard\n"
        "clipboard.PATIENCE = 0.2\n"
        "clipboard._run = lambda *_: __import__('time').sleep(3600)\n"
        f"env = {{'PATH': {str(desk.folder)!r}, 'DISPLAY': ':0'}}\n"
        "print(asyncio.run(clipboard.copy('x', write_osc52=lambda _: None, env=env)).route.value)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=20
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "osc52\n", "")


def test_pyperclip_is_loaded_by_no_import() -> None:
    program = "import sys, callrail_tui.clipboard; print('pyperclip' in sys.modules)"
    root = Path(__file__).parent.parent
    ended = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"


def test_what_is_pasted_cannot_run_by_itself() -> None:
    assert clipboard_text("name\nrm -rf ~\n\x1b[31m") == "name␊rm -rf ~␊␛[31m"
    assert clipboard_text("a\r\nb\x03", multiline=True) == "a\nb␃"
    assert len(clipboard_text("x" * 200_000)) == 200_000


async def test_a_lone_surrogate_is_no_crash(desk: Desk) -> None:
    await desk.copy("a\ud800b")
    assert desk.sent_text() == "a?b"
