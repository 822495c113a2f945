"""Every signal in every state, and every way to lose the terminal: gone in time, all restored, the code right.

The app's hindrances last half a minute, so an end within the harness's deadline is an end by our own clock.
"""

from __future__ import annotations

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest

from callrail_tui.terminal.ending import GRACE, LOST_GRACE, RESTORE, SIGNALS
from tests.terminal_process import TerminalProcess

ROOT = Path(__file__).parents[2]
STATES = ("idle", "blocked", "modal", "early", "slow-start", "stopping")
CASES = (*product(STATES, SIGNALS), ("twice", signal.SIGTERM), ("twice", signal.SIGINT))
LOSSES = tuple(product((False, True), ("idle", "flood", "blocked", "modal")))

Ended = tuple[int, set[str], bool]


def start(state: str, folder: Path, *, ignore_hangup: bool = False) -> TerminalProcess:
    """The app, brought into the state."""
    point = {"early": "early", "slow-start": "slow-start", "stopping": "slow-stop"}.get(state, "none")
    command = [sys.executable, "-m", "tests.terminal.crash_app", point, folder]
    app = TerminalProcess(command, cwd=ROOT, ignore_hangup=ignore_hangup)
    if point in ("early", "slow-start"):
        app.wait_raw(b"early" if point == "early" else b"starting")
        return app
    app.wait_text("ready")
    key, shown = {
        "blocked": ("b", b"blocked"),
        "twice": ("b", b"blocked"),
        "modal": ("m", b"a dialog"),
        "stopping": ("s", b"\x1b[?1049l"),
        "flood": ("f", b"flood"),
    }.get(state, ("", b""))
    app.send(key)
    app.wait_raw(shown)
    return app


def end_by(state: str, number: int, folder: Path) -> Ended:
    with start(state, folder) as app:
        app.signal(number)
        if state == "twice":
            app.signal(signal.SIGHUP)
            app.listen(0.4)
            assert app.returncode is None
            app.signal(signal.SIGTERM)
        return app.wait_exit(), app.modes_left, app.cooked


def end_by_loss(ignored: bool, state: str, folder: Path) -> int:
    with start(state, folder, ignore_hangup=ignored) as app:
        app.hang_up()
        return app.wait_exit()


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Ended]:
    """The whole matrix, several at a time: most of it waits."""
    folder = tmp_path_factory.mktemp("ends")
    cases = CASES
    with ThreadPoolExecutor(10) as pool:
        return dict(zip(cases, pool.map(lambda case: end_by(*case, folder), cases), strict=True))


@pytest.fixture(scope="module")
def losses(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[bool, str], int]:
    """All losses at once."""
    folder = tmp_path_factory.mktemp("losses")
    with ThreadPoolExecutor(10) as pool:
        return dict(zip(LOSSES, pool.map(lambda case: end_by_loss(*case, folder), LOSSES), strict=True))


@pytest.mark.parametrize(("state", "number"), CASES)
def test_a_signal_ends_it(ends: dict[tuple[str, int], Ended], state: str, number: int) -> None:
    code, modes_left, cooked = ends[state, number]
    # Of two signals in one breath the kernel may deliver either first.
    assert code in ({128 + number, 128 + signal.SIGHUP} if state == "twice" else {128 + number})
    assert modes_left == set()
    assert cooked


@pytest.mark.parametrize(("ignored", "state"), LOSSES)
def test_a_lost_terminal_ends_it(losses: dict[tuple[bool, str], int], ignored: bool, state: str) -> None:
    assert losses[ignored, state] == 128 + signal.SIGHUP


def test_the_clock_keeps_the_promise_of_three_seconds() -> None:
    assert GRACE < 3
    assert LOST_GRACE + 1.0 < 3


def test_what_is_restored_by_force_is_all_that_is_turned_on() -> None:
    for number in ("2004", "1000", "1003", "1015", "1006", "1004", "2048", "2026", "1016", "1049"):
        assert f"\x1b[?{number}l" in RESTORE
    for number in ("7", "25"):
        assert f"\x1b[?{number}h" in RESTORE


def test_a_full_line_does_not_delay_the_end(tmp_path: Path) -> None:
    with start("flood", tmp_path) as app:
        app.wait(lambda: app.raw.count(b"flood") > 10_000)
        app.signal(signal.SIGTERM)
        assert app.wait_exit() == 128 + signal.SIGTERM
        assert app.modes_left == set()
        assert app.cooked


def test_nobody_reads_what_it_writes(tmp_path: Path) -> None:
    """A stopped terminal: the program is stuck in a write, and still ends with the terminal's modes restored."""
    with start("flood", tmp_path) as app:
        app.signal(signal.SIGTERM)
        app.wait_exit_unread()
        assert app.returncode == 128 + signal.SIGTERM
        app.listen(0.5)
        assert app.cooked


def test_it_is_put_aside_and_taken_up_again(tmp_path: Path) -> None:
    with start("idle", tmp_path) as app:
        for stop in (signal.SIGTSTP, signal.SIGTSTP, signal.SIGSTOP, signal.SIGTSTP):
            app.signal(stop)
            if stop == signal.SIGTSTP:
                app.wait(lambda: app.modes_left == set() and app.cooked, what="a cooked terminal")
            app.wait(lambda: "T" in Path(f"/proc/{app.pid}/stat").read_text().rpartition(")")[2].split()[0])
            app.signal(signal.SIGCONT)
            app.wait(lambda: "alt screen" in app.modes_left and not app.cooked, what="the screen again")
        app.send("m")
        app.wait_text("a dialog")
        app.signal(signal.SIGTERM)
        assert app.wait_exit() == 128 + signal.SIGTERM
        assert app.modes_left == set()


def test_idle_writes_nothing_and_hardly_wakes(tmp_path: Path) -> None:
    """The watch looks once a second, and the input thread only when something comes."""
    with start("idle", tmp_path) as app:
        app.listen(0.5)
        before = wakes(app.pid)
        assert app.listen(1.5) == b""
        assert wakes(app.pid) - before <= 6


def wakes(pid: int) -> int:
    """How often the threads beside the main one have gone to sleep so far."""
    tasks = [task for task in Path(f"/proc/{pid}/task").iterdir() if task.name != str(pid)]
    return sum(
        int((task / "status").read_text().partition("\nvoluntary_ctxt_switches:")[2].split()[0]) for task in tasks
    )
