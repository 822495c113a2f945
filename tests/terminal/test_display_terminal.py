"""The display layer in a real pseudo-terminal shows what Textual alone shows, step by step."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from bench.ptys import PtyProgram
from callrail_tui.app import CallrailApp
from callrail_tui.storage.settings import Settings
from tests.terminal.screens import seen, terminal

SAMPLE = (sys.executable, "-m", "bench.sample_list")
SIZE = (80, 24)
PATIENCE = 10.0


class Shown:
    """A program and the emulator that shows it."""

    def __init__(self, *options: str, size: tuple[int, int] = SIZE, answers: bool = True) -> None:
        self.program = PtyProgram((*SAMPLE, *options), size, answers=answers)
        self.screen, _ = terminal(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._fed = 0

    def picture(self) -> list[list[tuple[object, ...]]]:
        """What the screen shows now, cell by cell."""
        self.feed()
        return [[seen(self.screen, x, y) for x in range(self.screen.columns)] for y in range(self.screen.lines)]

    def feed(self) -> None:
        """Give the emulator what has arrived."""
        for _, data in self.program.trace.chunks[self._fed :]:
            self._stream.feed(data.replace(b"\x1b[>25u", b"").replace(b"\x1b[<u", b""))
        self._fed = len(self.program.trace.chunks)

    def status(self) -> str:
        """The bottom line of the screen."""
        self.feed()
        return self.screen.display[-1].strip()

    def text(self) -> str:
        """The whole screen."""
        self.feed()
        return "\n".join(self.screen.display)

    def resize(self, width: int, height: int) -> None:
        """Resize terminal and emulator."""
        self.feed()
        self.screen.resize(height, width)
        self.program.resize(width, height)

    def wait_for(self, text: str) -> None:
        """Carry on until the screen shows a text."""
        assert self.program.run_until(lambda: text in self.text(), PATIENCE), self.text()


@contextlib.contextmanager
def running(*options: str, answers: bool = True) -> Iterator[Shown]:
    """A sample that is ready for keys, and gone afterwards."""
    shown = Shown(*options, answers=answers)
    try:
        shown.wait_for("ready")
        yield shown
    finally:
        shown.program.close()


@pytest.fixture
def cells() -> Iterator[Shown]:
    with running("cells") as shown:
        yield shown


@pytest.fixture
def pair(cells: Shown) -> Iterator[tuple[Shown, Shown]]:
    with running("stock") as stock:
        yield cells, stock


def assert_alike(pair: tuple[Shown, Shown], text: str) -> None:
    """Both screens come to show a text, and then the same in every cell."""
    for shown in pair:
        shown.wait_for(text)
    cells, stock = pair
    # Stock is the measure. On a busy machine it loses a line now and then between a layout and a repaint: once more.
    stock.program.type(b"p")

    def alike() -> bool:
        stock.program.run_for(0.01)
        return cells.picture() == stock.picture()

    if not cells.program.run_until(alike, PATIENCE):
        assert cells.screen.display == stock.screen.display
        assert cells.picture() == stock.picture()


def test_alike_at_every_step(pair: tuple[Shown, Shown]) -> None:
    """Cursor, scrolling, modal screens, toasts, panes, resizing."""
    steps = [
        (b"\x1b[B", "2 of"),
        (b"\x1b[B" * 30, "32 of"),
        (b"\x1b[B", "33 of"),
        (b"\x1b[6~", "53 of"),
        (b"\x1b[A" * 25, "28 of"),
        (b"m", "now?"),
        (b"mn", "Saved"),
        (b"\x1b[B", "29 of"),
        (b"s", "tree"),
        (b"\x1b[5~", "9 of"),
    ]
    for keys, text in steps:
        for shown in pair:
            shown.program.type(keys)
        assert_alike(pair, text)
    for size in ((100, 30), (60, 20)):
        for shown in pair:
            shown.resize(*size)
        assert_alike(pair, "9 of")


def test_back_from_another_program(cells: Shown) -> None:
    cells.program.type(b"\x1b[B")
    cells.wait_for("2 of")
    cells.program.settle()
    before = cells.picture()
    cells.program.type(b"e")
    assert cells.program.run_until(lambda: b"elsewhere" in cells.program.trace.data, PATIENCE)
    assert cells.program.run_until(lambda: cells.picture() == before, PATIENCE), cells.text()


def test_back_from_the_shell(cells: Shown) -> None:
    """SIGTSTP, then SIGCONT: what the shell wrote meanwhile is painted over."""
    cells.program.type(b"\x1b[B")
    cells.wait_for("2 of")
    cells.program.settle()
    before = cells.picture()
    os.kill(cells.program.pid, signal.SIGTSTP)

    def stopped() -> bool:
        return os.waitid(os.P_PID, cells.program.pid, os.WSTOPPED | os.WNOWAIT | os.WNOHANG) is not None

    assert cells.program.run_until(stopped, PATIENCE)
    cells.feed()
    cells.screen.reset()
    os.kill(cells.program.pid, signal.SIGCONT)
    assert cells.program.run_until(lambda: cells.picture() == before, PATIENCE), cells.text()


def test_a_terminal_that_never_answers() -> None:
    """Nothing waits for answers that never came."""
    with running("cells", answers=False) as shown:
        for step in range(2, 30):
            shown.program.type(b"\x1b[B")
            shown.wait_for(f"{step} of")
        assert shown.program.trace.data.count(b"\x1b[6n") == 1


def test_switched_off(tmp_path: Path) -> None:
    """By one setting: then all bytes are Textual's, and it still paints when asked to."""
    assert not CallrailApp(Settings(tmp_path, demo=True, display="textual")).draws_cells
    with running("cells", "off") as shown:
        shown.program.type(b"\x1b[B")
        shown.wait_for("2 of")
        shown.resize(60, 20)
        shown.program.type(b"e")
        assert shown.program.run_until(lambda: b"elsewhere" in shown.program.trace.data, PATIENCE)
        shown.program.type(b"\x1b[B")
        shown.wait_for("3 of")
        assert b"\x1b[6n" not in shown.program.trace.data
