"""How long handlers hold the event loop while a person does thousands of things in a million calls.

`python -m bench.loop_holds [--seed N] [--actions N]` measures that alone, with more of the stacks.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench.keys import MILLION, PYTHON, SIZE, is_ready
from bench.loop_child import HOLDS, TIMES, WRITTEN
from bench.person import Action, actions
from bench.ptys import PtyProgram

SEED: Final = 7
_LEAST_PAUSE: Final = 0.010
_MOST_PAUSE: Final = 0.024
_QUIET: Final = 0.005
_LOOK: Final = 0.15
_OWN: Final = "callrail_tui/"


@dataclass
class Hold:
    """One callback that lasted."""

    action: str
    began: float
    wall: float
    cpu: float
    collecting: float
    """Seconds of it in which the garbage collector looked for cycles."""
    callback: str
    messages: list[str]
    looks: list[list[list[Any]]]
    """Stacks from the inside out: file, line, function."""

    @property
    def cause(self) -> str:
        """The innermost function of ours that was seen most often, or of whoever was there."""
        seen = Counter(_innermost(look) for look in self.looks)
        return seen.most_common(1)[0][0] if seen else "not seen"

    @property
    def kind(self) -> str:
        """What was being dealt with."""
        return self.messages[0] if self.messages else self.callback

    def told(self, depth: int) -> str:
        """The figures, and the stack that was seen most often, from the inside out."""
        stacks = Counter(tuple(_place(frame) for frame in look[:depth]) for look in self.looks)
        stack = stacks.most_common(1)[0][0] if stacks else ()
        head = (
            f"{self.wall * 1e3:6.1f} ms (processor {self.cpu * 1e3:.1f}, collector {self.collecting * 1e3:.1f}) "
            f"after {self.action}: {self.callback}; {', '.join(self.messages) or 'no message'}"
        )
        return "\n         ".join((head, *stack))


def _place(frame: Sequence[Any]) -> str:
    path, line, name = frame
    parts = Path(path).parts
    return f"{'/'.join(parts[-3:])}:{line} {name}"


def _innermost(look: list[list[Any]]) -> str:
    own = next((frame for frame in look if _OWN in frame[0]), None)
    return _place(own or look[0]) if look else "not seen"


@dataclass
class Session:
    """What a session took."""

    seed: int
    walls: list[float]
    """Of each callback, in order of size."""
    cpus: list[float]
    longest_after: list[tuple[float, float]]
    """Of each action: its longest callback, by the wall and of the processor."""
    holds: list[Hold]
    """The long ones, the longest first."""


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value that this share of the ordered ones does not pass."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def play(seed: int, count: int) -> Session:
    """Let the seed's person do so many things."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        argv = (PYTHON, "-m", "bench.loop_child", name, "--demo", "--demo-calls", MILLION.replace(",", ""))
        program = PtyProgram(argv, SIZE)
        try:
            program.settle(quiet=1.0)
            if not is_ready(program):
                raise SystemExit("the program did not show its calls")
            program.run_for(2.0)  # The collector is awake by then, and the later styles are there.
            typed = [(_act(program, action), action.name) for action in actions(seed, count)]
            program.settle(quiet=0.5, patience=5.0)
            if program.status is not None:
                raise SystemExit(f"the program ended in the middle of seed {seed}: {program.trace.data[-800:]!r}")
            os.kill(program.pid, signal.SIGUSR1)
            if not program.run_until((folder / WRITTEN).exists, 30.0):
                raise SystemExit(f"the program did not say what it measured, seed {seed}")
            return _read(seed, folder, typed, program.started)
        finally:
            program.close()


def _act(program: PtyProgram, action: Action) -> float:
    """Do it, and wait until its answer has come or a moment has passed; when that was."""
    if action.looks:
        program.run_for(_LOOK)
    before = program.now
    if action.size is not None:
        program.resize(*action.size)
    else:
        program.type(action.keys.encode())
    while (now := program.now) < before + _MOST_PAUSE:
        if now > before + _LEAST_PAUSE and now > program.last_arrival + _QUIET > before + _QUIET:
            break
        program.run_for(_QUIET / 2)
    return before


def _read(seed: int, folder: Path, typed: list[tuple[float, str]], started: float) -> Session:
    times: array[float] = array("d")
    times.frombytes((folder / TIMES).read_bytes())
    moments = [moment + started for moment, _ in typed]

    def action_at(moment: float) -> int:
        return bisect_left(moments, moment) - 1

    longest = [(0.0, 0.0)] * len(typed)
    walls, cpus = [], []
    for began, wall, cpu in zip(times[::3], times[1::3], times[2::3], strict=True):
        number = action_at(began)
        if number < 0:
            continue  # the start, which is measured by itself
        walls.append(wall)
        cpus.append(cpu)
        longest[number] = max(longest[number], (wall, cpu))
    holds = [
        Hold(typed[number][1], **hold)
        for hold in map(json.loads, (folder / HOLDS).read_text("utf-8").splitlines())
        if (number := action_at(hold["began"])) >= 0
    ]
    holds.sort(key=lambda hold: -hold.wall)
    return Session(seed, sorted(walls), sorted(cpus), longest, holds)


def tell(session: Session, *, worst: int = 10, depth: int = 12) -> None:
    """Print the worst holds with their stacks, and what was common among the long ones."""
    print(f"seed {session.seed}; the {worst} longest of {len(session.walls):,} callbacks:")
    for hold in session.holds[:worst]:
        print(hold.told(depth))
    by_wall = sum(hold.wall > 0.008 for hold in session.holds)
    long = [hold for hold in session.holds if hold.cpu > 0.008]
    print(f"{by_wall} callbacks over 8 ms, {len(long)} of the processor; these by what was dealt with:")
    for kind, count in Counter(hold.kind for hold in long).most_common(40):
        same = [hold for hold in long if hold.kind == kind]
        used = sorted(hold.cpu for hold in same)[count // 2]
        collected = sum(hold.collecting for hold in same) / count
        causes = ", ".join(f"{number} {cause}" for cause, number in Counter(one.cause for one in same).most_common(3))
        after = ", ".join(f"{number} {name}" for name, number in Counter(one.action for one in same).most_common(4))
        print(f"  {count:>4} × {kind}, median {used * 1e3:.1f} ms, mean collector {collected * 1e3:.1f} ms")
        print(f"         after {after}; in {causes}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.loop_holds")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--actions", type=int, default=5_000)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--depth", type=int, default=12)
    chosen = parser.parse_args()
    found = play(chosen.seed, chosen.actions)
    tell(found, worst=chosen.worst, depth=chosen.depth)
    for share in (0.5, 0.99, 0.999, 1.0):
        each, cpu = percentile(found.walls, share), percentile(found.cpus, share)
        after = percentile(sorted(wall for wall, _ in found.longest_after), share)
        after_cpu = percentile(sorted(cpu for _, cpu in found.longest_after), share)
        print(
            f"p{share * 100:g}: callback {each * 1e3:.2f} ms (processor {cpu * 1e3:.2f}), "
            f"longest of an action {after * 1e3:.2f} ms (processor {after_cpu * 1e3:.2f})",
            file=sys.stdout,
        )
