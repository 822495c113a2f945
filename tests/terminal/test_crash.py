"""A crash anywhere ends with the terminal restored, one line, and a private report; the key is in none of it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from callrail_tui.storage.secret import Redactor, Secret
from callrail_tui.terminal.last_words import LastWords
from tests.terminal.crash_app import POINTS
from tests.terminal_process import TerminalProcess

ROOT = Path(__file__).parents[2]
CANARY = "sk-LEAKCANARY-0123456789abcdef"
AT_START = {"make", "compose", "mount", "load", "css"}


@dataclass
class Ended:
    """What a crash left behind."""

    code: int
    raw: bytes
    modes_left: set[str]
    cooked: bool
    state: Path

    @property
    def report(self) -> Path:
        (report,) = self.state.glob("crash-*.txt")
        return report

    @property
    def last_line(self) -> str:
        after = self.raw.rpartition(b"\x1b[?25h")[2]
        return re.sub(r"\x1b\[[\d;?]*[a-z]|\x1b\]22;\w+\x07", "", after.decode()).strip()


def crash(point: str, state: Path) -> Ended:
    command = [sys.executable, "-m", "tests.terminal.crash_app", point, state]
    with TerminalProcess(command, cwd=ROOT, size=(200, 24), env={"MATON_API_KEY": CANARY}) as app:
        if point not in AT_START:
            app.wait_text("ready")
            app.send("x")
            if point == "driver":
                app.listen(0.2)
                app.send("y")
        code = app.wait_exit()
        return Ended(code, app.raw, app.modes_left, app.cooked, state)


@pytest.fixture(scope="module")
def crashes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    """All crash points, a few at a time."""
    folder = tmp_path_factory.mktemp("crashes")
    with ThreadPoolExecutor(4) as pool:
        ends = pool.map(lambda point: crash(point, folder / point), POINTS)
        return dict(zip(POINTS, ends, strict=True))


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_at(point: str, crashes: dict[str, Ended]) -> None:
    ended = crashes[point]
    assert ended.code == 1
    assert ended.modes_left == set()
    assert ended.cooked
    report = ended.report.read_text()
    assert CANARY.encode() not in ended.raw
    assert CANARY not in report
    assert "555-0142" not in report
    assert "\x1b" not in report
    assert "headers" not in report.replace("the headers", "")
    assert str(ROOT) not in report
    assert ended.last_line.startswith("callrail-tui stopped: ")
    assert ended.last_line.endswith(f"Report: {ended.report}")
    assert "\n" not in ended.last_line
    assert stat.S_IMODE(ended.report.stat().st_mode) == 0o600
    assert stat.S_IMODE(ended.state.stat().st_mode) == 0o700


def test_the_report_says_where(crashes: dict[str, Ended]) -> None:
    report = crashes["cause"].report.read_text()
    assert "tests/terminal/crash_app.py" in report
    assert "KeyError" in report
    assert "ValueError: the outer one" in report
    assert "textual 8." in report


def test_no_child_inherits_the_key(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.terminal.crash_app", "none", tmp_path]
    with TerminalProcess(command, cwd=ROOT, env={"MATON_API_KEY": CANARY}) as app:
        app.wait_text("ready")
        app.send("e")
        app.wait_raw(b"child done")
        assert CANARY not in (tmp_path / "child.txt").read_text()
        assert CANARY not in Path(f"/proc/{app.pid}/cmdline").read_text()
        app.send("\x11")
        assert app.wait_exit() == 0
        assert CANARY.encode() not in app.raw


def test_an_error_outside_the_app_says_the_same_words(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from callrail_tui.terminal.last_words import LastWords\n"
        "assert 'textual' not in sys.modules\n"
        "sys.excepthook = LastWords(Path(sys.argv[1]) / 'state').hook\n"
        "raise ImportError('Bearer ' + 'abc')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("callrail-tui stopped: ImportError: Bearer [redacted]. Report: ")
    assert done.stderr.count("\n") == 1


def test_only_the_first_error_is_told(tmp_path: Path) -> None:
    words = LastWords(tmp_path / "state", Redactor([Secret(CANARY)]))
    words.record(ValueError("the first"))
    words.record(ValueError("the second"))
    assert words.line is not None
    assert "the first" in words.line
    assert len(list((tmp_path / "state").iterdir())) == 1


def test_a_report_that_cannot_be_written_is_said_to_be_absent(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    words = LastWords(tmp_path / "state", Redactor())
    words.record(ValueError(CANARY[:3] + "\x1b[31m"))
    assert words.line is not None
    assert "Report: none (" in words.line
    assert "\x1b" not in words.line


def test_the_report_has_the_log_s_end(tmp_path: Path) -> None:
    (tmp_path / "callrail-tui.log").write_text("".join(f"line {n}\n" for n in range(200)) + f"{CANARY}\n")
    os.chmod(tmp_path, 0o700)
    words = LastWords(tmp_path, Redactor([Secret(CANARY)]))
    words.record(ValueError())
    (report,) = tmp_path.glob("crash-*.txt")
    text = report.read_text()
    assert "line 199" in text
    assert "line 99" not in text
    assert CANARY not in text
