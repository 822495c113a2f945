"""Memory over a bare program: after jumps all over a million calls, and while a key is held for an hour."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from typing import Final

from bench.keys import BARE, DOWN, MILLION, PYTHON, SIZE, is_ready, jump, memory, random_rows
from bench.ptys import PtyProgram
from bench.screens import screen_text

HOUR: Final = 108_000
"""Rows that a key held for an hour passes, at 30 a second."""
SAMPLES: Final = 10
_PAGE_DOWN: Final = b"\x1b[6~"
_PAGES, _STEPS = 20, 10
"""Keys of a round: so many pages, two at a time, then so many single steps, which are drawn in another way."""
_PAUSE: Final = 0.005
_POSITION: Final = re.compile(rf"([\d,]+) of {MILLION}")
_UNLIMITED: Final = (PYTHON, "-m", "bench.unlimited", "--demo", "--demo-calls", MILLION.replace(",", ""))


@dataclass
class Memory:
    """Resident bytes over a bare program."""

    after_jumps: int
    scrolling: list[int]
    """At equal distances over the hour, some hundred times."""
    rows: int
    """How many rows were passed."""

    @property
    def at_the_end(self) -> int:
        """After the hour."""
        return self.scrolling[-1]

    @property
    def curve(self) -> list[int]:
        """Ten of them."""
        return [self.scrolling[number * len(self.scrolling) // SAMPLES - 1] for number in range(1, SAMPLES + 1)]

    @property
    def grown(self) -> float:
        """By how much the last quarter of the hour lies over the third: in the middle, as each sample is a page off."""
        quarter = max(1, len(self.scrolling) // 4)
        third, last = self.scrolling[-2 * quarter : -quarter], self.scrolling[-quarter:]
        return statistics.median(last) - statistics.median(third)


def memory_over_bare(jumps: int, rows: int) -> Memory:
    """Jump so often, then pass so many rows from the top of the list on."""
    bare, ours = PtyProgram(BARE, SIZE), PtyProgram(_UNLIMITED, SIZE)
    try:
        for program in (bare, ours):
            program.settle(quiet=1.0)
        if not is_ready(ours):
            raise SystemExit("the program did not show its calls")
        base = memory(bare)
        page = _rows_of_a_page(ours)
        for row in random_rows(jumps):
            jump(ours, row)
        after_jumps = memory(ours) - base
        ours.type(b"g")
        ours.settle(quiet=0.2)
        rounds = rows // (_PAGES * page + _STEPS)
        scrolling: list[int] = []
        for _ in range(rounds):
            _scroll(ours)
            scrolling.append(memory(ours) - base)
        passed = _position(ours)
        if passed < rows * 0.9:
            raise SystemExit(f"only {passed:,} of {rows:,} rows were passed")
        return Memory(after_jumps, scrolling, passed)
    finally:
        bare.close()
        ours.close()


def _scroll(program: PtyProgram) -> None:
    for keys in (*[2 * _PAGE_DOWN] * (_PAGES // 2), *[DOWN] * _STEPS):
        program.type(keys)
        program.run_for(_PAUSE)
    program.settle(quiet=2 * _PAUSE, patience=0.15)
    program.trace.chunks.clear()  # They would grow in here, and nobody looks at them.


def _rows_of_a_page(program: PtyProgram) -> int:
    program.type(_PAGE_DOWN)
    program.settle(quiet=0.3)
    return _position(program) - 1


def _position(program: PtyProgram) -> int:
    """The row under the cursor, counted from 1; a screen of another size is drawn whole."""
    program.trace.chunks.clear()
    program.resize(SIZE[0], SIZE[1] - 1)
    program.settle(quiet=0.3)
    found = _POSITION.search(screen_text(program, SIZE))
    program.resize(*SIZE)
    program.settle(quiet=0.3)
    if found is None:
        raise SystemExit("the position is not on the screen")
    return int(found[1].replace(",", ""))


if __name__ == "__main__":
    found = memory_over_bare(200, HOUR)
    curve = ", ".join(f"{sample / 1e6:.1f}" for sample in found.curve)
    print(f"after the jumps {found.after_jumps / 1e6:.1f} MB; {found.rows:,} rows: {curve} MB")
    print(f"the second half grew by {found.grown / 1e6:.2f} MB")
