"""The layer in real terminals: `python -m bench.equivalence.terminals [--program]`, with what is installed of them.

The same keys go to the sample (or, with `--program`, to the program's demo) drawn by the layer and drawn by Textual
alone, and what the terminal then shows is compared: in tmux the pane with its styles (`capture-pane -e`), in GNU screen
its own copy of the text (`hardcopy`) and what it draws on the terminal that it runs in, cell by cell, in xterm under
Xvfb (with xdotool and ImageMagick) the pixels of a screenshot. That wants the fonts of xfonts-base: a line for which
there is no glyph xterm draws itself, one pixel into the cell below, which stays until that cell is drawn again.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol

from bench.equivalence.emulator import Terminal, adding
from bench.ptys import PtyProgram

WIDTH, HEIGHT = 120, 40
_PATIENCE, _QUIET = 20.0, 0.6

_START = (
    "import sys; from datetime import datetime; from callrail_tui.app import CallrailApp as A;"
    "from callrail_tui.cli import main; A.__init__.__kwdefaults__['now'] = lambda: datetime(2026, 1, 15).astimezone();"
    "{} sys.argv[1:] = ['--demo']; sys.exit(main())"
)
"""The demo at one moment, since its calls and their ages go by the clock."""
_ALONE = "A.draws_cells = property(lambda _: False, lambda *_: None);"
SAMPLE = ((sys.executable, "-m", "bench.sample_list", "cells"), (sys.executable, "-m", "bench.sample_list", "stock"))
PROGRAM = ((sys.executable, "-c", _START.format("")), (sys.executable, "-c", _START.format(_ALONE)))

SAMPLE_KEYS = (
    ["Down"] * 3 + ["Down"] * 30 + ["Down", "Next", "Up", "Prior", "m", "m", "n", "s", "Down", "Next", "s", "p"]
)
PROGRAM_KEYS = ["Down"] * 28 + [
    "Next",
    "Next",
    "Prior",
    "Up",
    "question",
    "Escape",
    "f",
    "Escape",
    "colon",
    "Escape",
    "End",
    "Home",
]


def cells(shown: Terminal) -> list[list[Any]]:
    """All cells; of a blank only what shows."""
    return [[shown.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]


class RealTerminal(Protocol):
    """A terminal that a program runs in."""

    def type(self, key: str) -> None:
        """Press a key, by its name in X."""

    def picture(self) -> Any:
        """What it shows."""

    def close(self) -> None:
        """End it."""


class Tmux:
    """A server of its own."""

    KEYS: ClassVar[dict[str, str]] = {"Next": "NPage", "Prior": "PPage", "question": "?", "colon": ":"}

    def __init__(self, command: Sequence[str]) -> None:
        self._socket = f"equivalence-{os.getpid()}-{time.monotonic_ns()}"
        size = ("-x", str(WIDTH), "-y", str(HEIGHT))
        self._tmux("-f", os.devnull, "new-session", "-d", *size, "sleep 3600")
        self._tmux("set", "-g", "status", "off")
        self._tmux("set", "-g", "default-terminal", "tmux-256color")
        self._tmux("respawn-pane", "-k", shlex.join(("env", "COLORTERM=truecolor", *command)))

    def _tmux(self, *words: str) -> bytes:
        return subprocess.run(("tmux", "-L", self._socket, *words), check=True, capture_output=True).stdout

    def type(self, key: str) -> None:
        self._tmux("send-keys", self.KEYS.get(key, key))

    def picture(self) -> list[Any]:
        shown = Terminal(WIDTH, HEIGHT, adding)
        for y, line in enumerate(self._tmux("capture-pane", "-e", "-p", "-N").decode().split("\n")[:HEIGHT]):
            shown.feed(f"\x1b[{y + 1}H{line}")
        return cells(shown)

    def close(self) -> None:
        self._tmux("kill-server")


class GnuScreen:
    """A session of its own, on a pseudo-terminal."""

    KEYS: ClassVar[dict[str, str]] = {
        "Down": "\x1b[B",
        "Up": "\x1b[A",
        "Next": "\x1b[6~",
        "Prior": "\x1b[5~",
        "Home": "\x1b[1~",
        "End": "\x1b[4~",
        "Escape": "\x1b",
        "question": "?",
        "colon": ":",
    }

    def __init__(self, command: Sequence[str]) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._name = f"equivalence-{os.getpid()}-{time.monotonic_ns()}"
        rc = self._folder / "screenrc"
        rc.write_text("startup_message off\nhardcopy_append off\nterm screen-256color\ndefbce off\n")
        inside = ("env", "-u", "COLORTERM", *command)
        argv = ("screen", "-U", "-c", str(rc), "-S", self._name, *inside)
        self._pty = PtyProgram(argv, (WIDTH, HEIGHT))
        self._shown, self._fed = Terminal(WIDTH, HEIGHT, adding), 0
        self._decode = getincrementaldecoder("utf-8")().decode

    def type(self, key: str) -> None:
        self._pty.type(self.KEYS.get(key, key).encode())

    def picture(self) -> Any:
        self._pty.run_for(0.1)
        for _, data in self._pty.trace.chunks[self._fed :]:
            self._shown.feed(self._decode(data))
        self._fed = len(self._pty.trace.chunks)
        copy = self._folder / "copy"
        subprocess.run(("screen", "-S", self._name, "-X", "hardcopy", str(copy)), check=True, capture_output=True)
        self._pty.run_for(0.2)
        lines = copy.read_bytes().split(b"\n") if copy.exists() else []
        return [[lines[y] if y < len(lines) else b"", *row] for y, row in enumerate(cells(self._shown))]

    def close(self) -> None:
        subprocess.run(("screen", "-S", self._name, "-X", "quit"), check=False, capture_output=True)
        self._pty.close()
        shutil.rmtree(self._folder)


class Xterm:
    """A window on a virtual screen; a picture is the pixels of it."""

    def __init__(self, command: Sequence[str]) -> None:
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ("Xvfb", "-displayfd", str(write), "-screen", "0", "1100x800x24"),
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        # The whole line: the server writes its end by itself, and dies if nobody is there to read that.
        with open(read, encoding="ascii") as line:
            number = line.readline().strip()
        self._environment = {**os.environ, "DISPLAY": f":{number}"}
        look = ("-geometry", f"{WIDTH}x{HEIGHT}+0+0", "-u8", "-fn", "fixed", "-xrm", "*allowSendEvents: true")
        # Said inside, since xterm takes it out of the environment that it was started in.
        inside = ("env", "COLORTERM=truecolor", *command)
        self._window = subprocess.Popen(("xterm", *look, "-e", *inside), env=self._environment)

    def type(self, key: str) -> None:
        self._run("xdotool", "search", "--class", "xterm", "key", "--window", "%1", key)

    def picture(self) -> bytes:
        # Without its own server it may have shown the other one's screen, which is like itself.
        assert self._server.poll() is None, "Xvfb has ended"
        assert self._window.poll() is None, "xterm has ended"
        return self._run("import", "-window", "root", "rgb:-")

    def _run(self, *words: str) -> bytes:
        return subprocess.run(words, env=self._environment, check=True, stdout=subprocess.PIPE).stdout

    def close(self) -> None:
        for process in (self._window, self._server):
            process.terminate()
            process.wait()


TERMINALS: dict[str, tuple[Callable[[Sequence[str]], RealTerminal], tuple[str, ...]]] = {
    "tmux": (Tmux, ("tmux",)),
    "screen": (GnuScreen, ("screen",)),
    "xterm": (Xterm, ("xterm", "Xvfb", "xdotool", "import")),
}


def at_rest(terminal: RealTerminal) -> Any:
    """The picture that does not change any more."""
    end, since, last = time.monotonic() + _PATIENCE, time.monotonic(), terminal.picture()
    while time.monotonic() - since < _QUIET and time.monotonic() < end:
        time.sleep(0.1)
        if (now := terminal.picture()) != last:
            since, last = time.monotonic(), now
    return last


def differing(ours: Any, alone: Any) -> str:
    """How much of two pictures differs."""
    if isinstance(ours, bytes):
        count = sum(a != b for a, b in zip(ours, alone, strict=True)) if len(ours) == len(alone) else -1
        return f"{count} of {len(ours)} bytes of pixels" if count else ""
    for y, (row, other) in enumerate(zip(ours, alone, strict=True)):
        if row != other:
            different = [(x, *pair) for x, pair in enumerate(zip(row, other, strict=True)) if pair[0] != pair[1]]
            return f"row {y}, {len(different)} cells: {different}"[:700]
    return ""


def compare(name: str, commands: tuple[Sequence[str], Sequence[str]], keys: Sequence[str], ready: float) -> bool:
    """Press the keys in both, and say where the pictures differ."""
    make, _ = TERMINALS[name]
    pair: list[RealTerminal] = []
    differences = 0
    seen: set[int] = set()
    try:
        for command in commands:
            pair.append(make(command))
        time.sleep(ready)
        for number, key in enumerate(["", *keys]):
            for terminal in pair if key else ():
                terminal.type(key)
            ours, alone = (at_rest(terminal) for terminal in pair)
            seen.add(hash(repr(ours)))
            if found := differing(ours, alone):
                differences += 1
                print(f"{name}: after key {number} ({key or 'none'}): {found}")
    finally:
        for terminal in pair:
            terminal.close()
    assert len(seen) > len(keys) / 2, "the keys did nothing"
    print(f"{name}: {len(keys) + 1} pictures, {len(seen)} of them new, {differences} not alike")
    return not differences


def main() -> None:
    """Compare in whatever is installed."""
    parser = argparse.ArgumentParser(prog="python -m bench.equivalence.terminals", description=__doc__)
    parser.add_argument("--program", action="store_true", help="the program's demo instead of the sample")
    parser.add_argument("names", nargs="*", default=[*TERMINALS], help="which terminals")
    options = parser.parse_args()
    commands, keys = (PROGRAM, PROGRAM_KEYS) if options.program else (SAMPLE, SAMPLE_KEYS)
    alike = True
    for name in options.names:
        if missing := [tool for tool in TERMINALS[name][1] if shutil.which(tool) is None]:
            print(f"{name}: not tried, without {', '.join(missing)}")
        else:
            alike &= compare(name, commands, keys, ready=6.0 if options.program else 3.0)
    sys.exit(not alike)


if __name__ == "__main__":
    main()
