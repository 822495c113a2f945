"""The program and its baselines at the keyboard: start, steps, scrolls, idling, memory, a held key on a slow line."""

import os
import random
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.commands import in_turn
from bench.ptys import Line, PtyProgram
from bench.screens import screen_text, shown_at

PYTHON = sys.executable
SIZE = (120, 40)
UP, DOWN = b"\x1b[A", b"\x1b[B"
MILLION = "1,000,000"

BARE = (PYTHON, "-m", "bench.bare_app")
TWO_ROWS = (PYTHON, "-m", "bench.two_rows")


def demo(calls: int) -> Sequence[str]:
    """The program on the embedded gateway."""
    return (PYTHON, "-m", "callrail_tui", "--demo", "--demo-calls", str(calls))


def start_time(argv: Sequence[str], words: str) -> float:
    """Seconds from starting a program until its screen shows `words`."""
    program = PtyProgram(argv, SIZE)
    try:
        program.settle(quiet=0.6)
        return shown_at(program, SIZE, lambda text: words in text)
    finally:
        program.close()


def best_starts(rounds: int) -> dict[str, float]:
    """The best start of the bare program, and of ours to its first frame and to its first page, the order turning."""
    cases = {
        "bare": (BARE, "bare and ready"),
        "first frame": (demo(2_000), "Reading calls"),
        "first page": (demo(2_000), "1 of 2,000"),
    }
    best = dict.fromkeys(cases, float("inf"))
    for name in in_turn(list(cases), rounds):
        best[name] = min(best[name], start_time(*cases[name]))
    return best


@dataclass
class Steps:
    """What a key costs: seconds to the last byte, and bytes."""

    seconds: list[float]
    bytes: list[int]
    to_first_byte: list[float] = field(default_factory=list)
    """Seconds; of keys that drew nothing none."""

    def add(self, others: "Steps") -> None:
        """Count these too."""
        self.seconds += others.seconds
        self.bytes += others.bytes
        self.to_first_byte += others.to_first_byte

    @property
    def p95(self) -> float:
        """The time that 19 of 20 keys do not pass."""
        return statistics.quantiles(self.seconds, n=20)[-1]

    @property
    def p99(self) -> float:
        """The time that 99 of 100 keys do not pass."""
        return statistics.quantiles(self.seconds, n=100)[-1]

    @property
    def typical_bytes(self) -> float:
        """The median of the bytes."""
        return statistics.median(self.bytes)


def steps(program: PtyProgram, key: bytes, count: int, *, window: float = 0.09) -> Steps:
    """Press a key so often, and listen for a moment after each."""
    taken = Steps([], [])
    for _ in range(count):
        pressed = program.type(key)
        program.run_for(window)
        came = program.trace.since(pressed)
        taken.bytes.append(sum(len(data) for _, data in came))
        taken.seconds.append(max(0.0, program.last_arrival - pressed))
        taken.to_first_byte += [came[0][0] - pressed] if came else []
    return taken


def decisions(count: int) -> Steps:
    """Score one call again and again: every one is a decision, and its hold begins anew each time."""
    program = PtyProgram(demo(2_000), SIZE)
    try:
        program.settle(quiet=1.0)
        if not is_ready(program, "2,000"):
            raise SystemExit("the program did not show its calls")
        steps(program, b"+", 1)
        taken = Steps([], [])
        for number in range(count):
            taken.add(steps(program, b"-" if number % 2 else b"0", 1))
        return taken
    finally:
        program.close()


def memory(program: PtyProgram) -> int:
    """Resident bytes."""
    with open(f"/proc/{program.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def processor_seconds(program: PtyProgram) -> float:
    """Seconds of processor time so far."""
    with open(f"/proc/{program.pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def jump(program: PtyProgram, row: int) -> None:
    """Go to a row of a million by its number, and wait until its page is there."""
    program.type(f"#{row}\r".encode())
    program.settle(quiet=0.08, patience=2.0)


@dataclass
class Held:
    """A key held on a slow line, in seconds after its release."""

    list_at_rest: float
    all_at_rest: float
    bytes_a_key: float


def held_key(argv: Sequence[str], line: Line | None, size: tuple[int, int] = SIZE, count: int = 60) -> Held:
    """Hold the down key for 2 s at 30 Hz; when does the list show the last row, and when is all quiet?"""
    program = PtyProgram(argv, size, line)
    try:
        program.run_until(lambda: program.last_arrival > 0, 30)
        program.settle(quiet=1.2)
        started = program.now
        for number in range(count):
            program.run_for(started + number / 30 - program.now)
            released = program.type(DOWN)
        program.settle(quiet=1.5)
        final = f"{count + 1:,} of"
        at_rest = shown_at(program, size, lambda text: final in text, since=released)
        return Held(
            at_rest - released,
            program.last_arrival - released,
            sum(len(data) for moment, data in program.trace.chunks if started < moment <= at_rest) / count,
        )
    finally:
        program.close()


def random_rows(count: int, seed: int = 7) -> list[int]:
    """Rows of a million, the same ones each time."""
    chance = random.Random(seed)
    return [chance.randrange(1, 1_000_001) for _ in range(count)]


def is_ready(program: PtyProgram, total: str = MILLION) -> bool:
    """Whether so many calls are on the screen."""
    return f"of {total}" in screen_text(program, SIZE)
