"""The collector looks through everything while nobody types, and does not wait for that for ever."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from callrail_tui import collector
from callrail_tui.collector import DUE, OVERDUE, QUIET_SECONDS, Watch


class Loop:
    """Keeps what it is asked to call."""

    def __init__(self) -> None:
        self.later: list[tuple[float, Callable[[], None]]] = []

    def call_soon_threadsafe(self, call: Callable[[], None]) -> None:
        self.later.append((0.0, call))

    def call_later(self, seconds: float, call: Callable[[], None]) -> None:
        self.later.append((seconds, call))


class Memory:
    """How much was made since the last collection of everything, and how many of these there were."""

    made = 0
    collected = 0


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    state = Memory()

    def collect() -> None:
        state.collected += 1
        state.made = 0

    monkeypatch.setattr(collector.gc, "get_count", lambda: (0, 0, state.made))
    monkeypatch.setattr(collector.gc, "collect", collect)
    monkeypatch.setattr(collector.time, "monotonic", lambda: 100.0)
    return state


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def watching(loop: Loop, memory: Memory) -> Iterator[Callable[[float], Watch]]:
    made: list[Watch] = []

    def watch(typed_at: float) -> Watch:
        any_loop: Any = loop
        made.append(Watch(any_loop, lambda: typed_at))
        return made[-1]

    yield watch
    for one in made:
        one.close()


def test_nothing_is_collected_before_it_is_due(watching: Callable[[float], Watch], memory: Memory, loop: Loop) -> None:
    memory.made = DUE - 1
    watching(0.0).look()
    assert (memory.collected, loop.later) == (0, [])


def test_what_is_due_is_collected_while_nobody_types(watching: Callable[[float], Watch], memory: Memory) -> None:
    memory.made = DUE
    watching(100.0 - 2 * QUIET_SECONDS).look()
    assert memory.collected == 1


def test_who_types_is_waited_for(watching: Callable[[float], Watch], memory: Memory, loop: Loop) -> None:
    memory.made = DUE
    watch = watching(100.0 - QUIET_SECONDS / 4)
    watch.look()
    assert memory.collected == 0
    ((seconds, call),) = loop.later
    assert 0 < seconds < QUIET_SECONDS
    assert call == watch.look


def test_what_is_overdue_is_collected_anyway(watching: Callable[[float], Watch], memory: Memory) -> None:
    memory.made = OVERDUE
    watching(100.0).look()
    assert memory.collected == 1


def test_a_look_is_planned_once_when_much_was_made(
    watching: Callable[[float], Watch], memory: Memory, loop: Loop
) -> None:
    watch = watching(0.0)
    watch._collected("stop", {})
    assert loop.later == []
    memory.made = DUE
    watch._collected("start", {})
    watch._collected("stop", {})
    watch._collected("stop", {})
    assert loop.later == [(0.0, watch.look)]


def test_closing_leaves_it_to_python_again(loop: Loop) -> None:
    before = gc.get_threshold(), list(gc.callbacks)
    any_loop: Any = loop
    watch = Watch(any_loop, lambda: 0.0)
    assert gc.get_threshold() != before[0]
    watch.close()
    watch.close()
    assert (gc.get_threshold(), list(gc.callbacks)) == before


def test_two_that_overlap_leave_nothing_behind(loop: Loop) -> None:
    """Whichever closes first."""
    before = gc.get_threshold()
    any_loop: Any = loop
    first, second = Watch(any_loop, lambda: 0.0), Watch(any_loop, lambda: 0.0)
    first.close()
    second.close()
    assert gc.get_threshold() == before


_A_RING = """
import sys
from callrail_tui import collector
class Ring:
    def __init__(self): self.me = self
    def __del__(self): print("looked at", flush=True)
if sys.argv[1] == "rest": collector.rest()
ring = Ring()
"""

_A_COMMAND = """
import gc, os, sys
from callrail_tui.cli import main
arguments = sys.argv[2:]
if sys.argv[1] == "as the program":
    sys.argv, arguments = ["callrail-tui", *arguments], None
sys.stdout = open(os.devnull, "w")
assert main(arguments) == 0
print(gc.isenabled(), gc.get_freeze_count() > 0, file=sys.stderr)
"""


def said(script: str, *arguments: str) -> str:
    """What a Python of its own writes."""
    command = [sys.executable, "-c", script, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    return (ended.stdout + ended.stderr).strip()


@pytest.mark.parametrize(("way", "words"), [("rest", ""), ("as Python does", "looked at")])
def test_nothing_is_looked_at_at_the_very_end(way: str, words: str) -> None:
    """Python would; what is left then is the system's."""
    assert said(_A_RING, way) == words


@pytest.mark.parametrize(("way", "enabled"), [("as the program", False), ("in another", True)])
def test_a_short_command_has_no_use_for_it(way: str, enabled: bool) -> None:
    """But who calls `doctor` from a program of his own keeps his."""
    assert said(_A_COMMAND, way, "doctor", "--demo") == f"{enabled} False"


def test_an_export_may_be_long(tmp_path: Path) -> None:
    """So it collects, but never what the start made."""
    options = ("--demo", "--demo-calls", "10", "--output", str(tmp_path / "calls.csv"))
    assert said(_A_COMMAND, "as the program", "export", *options) == "True True"
