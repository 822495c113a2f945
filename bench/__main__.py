"""`python -m bench [--quick]`: the targets of the design as ratios, in one run."""

import argparse
import asyncio
import statistics
from dataclasses import dataclass

from bench import keys
from bench.commands import VERSION_AND_HELP, best_times
from bench.decoding import longest_hold
from bench.ptys import Line, PtyProgram

SLOW = Line(rate=32_000.0, delay=0.15)
MEGABYTE = 1_000_000


@dataclass
class Row:
    """One line of the result."""

    what: str
    measured: str
    target: str
    holds: bool


def commands(rounds: int) -> list[Row]:
    """Start-up of the commands that need no screen."""
    best = best_times(VERSION_AND_HELP, rounds)
    least = best["python -c pass"]
    ratios = {name: best[name] / least for name in ("--version", "--help")}
    return [Row(f"{name} / python -c pass", f"{ratio:.2f}×", "≤ 4×", ratio <= 4) for name, ratio in ratios.items()]


def starts(rounds: int) -> list[Row]:
    """First page against a bare program's first paint."""
    best = keys.best_starts(rounds)
    ratio = best["first page"] / best["bare"]
    measured = f"{ratio:.2f}× ({best['first page'] * 1e3:.0f} / {best['bare'] * 1e3:.0f} ms)"
    return [Row("first page / bare first paint", measured, "≤ 1.5×", ratio <= 1.5)]


def at_the_keyboard(count: int, jumps: int) -> list[Row]:
    """Steps, scrolls, idling and memory in a million calls."""
    bare, two, ours = (PtyProgram(argv, keys.SIZE) for argv in (keys.BARE, keys.TWO_ROWS, keys.demo(1_000_000)))
    try:
        for program in (bare, two, ours):
            program.settle(quiet=1.0)
        if not keys.is_ready(ours):
            raise SystemExit("the program did not show its calls")
        half = count // 2
        base, step = keys.steps(two, keys.DOWN, half), keys.steps(ours, keys.DOWN, 12)
        keys.steps(ours, b"\x1b[A", 12)
        second_base = keys.steps(two, keys.DOWN, half)
        base.seconds += second_base.seconds
        to_the_edge = keys.steps(ours, keys.DOWN, 30)
        step.seconds += to_the_edge.seconds[:8]
        scroll = keys.steps(ours, keys.DOWN, count)
        ours.settle(quiet=0.5)
        quiet_from, used = ours.now, keys.processor_seconds(ours)
        ours.run_for(5.0)
        idle, idle_used = ours.trace.size_since(quiet_from), keys.processor_seconds(ours) - used
        for row in keys.random_rows(jumps):
            keys.jump(ours, row)
        grown = (keys.memory(ours) - keys.memory(bare)) / MEGABYTE
    finally:
        for program in (bare, two, ours):
            program.close()
    ratio, size = step.p95 / base.p95, step.typical_bytes / base.typical_bytes
    times = f"{ratio:.2f}× ({step.p95 * 1e3:.1f} / {base.p95 * 1e3:.1f} ms)"
    return [
        Row("cursor step, p95, key to last byte / two rows", times, "≤ 1.3×", ratio <= 1.3),
        Row("bytes of a cursor step / two rows", f"{size:.2f}× ({step.typical_bytes:.0f} B)", "≤ 2×", size <= 2),
        Row("bytes of a scroll step", f"{scroll.typical_bytes:.0f} B", "≤ 600 B", scroll.typical_bytes <= 600),
        Row("idle for 5 s", f"{idle} B, {idle_used:.2f} s of processor", "0 B", idle == 0),
        Row(f"memory over bare, after {jumps} jumps", f"{grown:.0f} MB", "≤ 40 MB", grown <= 40),
    ]


def on_a_slow_line() -> list[Row]:
    """A key held for 2 s at 30 Hz, 300 ms round trip, 32 KB/s."""
    held = keys.held_key(keys.demo(1_000_000), SLOW)
    measured = f"{held.list_at_rest * 1e3:.0f} ms, {held.bytes_a_key:.0f} B a key"
    return [
        Row("held key: release to the list at rest", measured, "≤ 400 ms", held.list_at_rest <= 0.4),
        Row("held key: release to the detail at rest", f"{held.all_at_rest * 1e3:.0f} ms", "told", True),
    ]


def decisions(count: int) -> list[Row]:
    """A key that scores a call: journalled with an fsync, and drawn in row, detail and status line."""
    taken = keys.decisions(count)
    p99, middle = taken.p99, statistics.median(taken.seconds)
    measured = f"{p99 * 1e3:.1f} ms (median {middle * 1e3:.1f})"
    return [Row(f"a decision journalled and drawn, p99 of {count}", measured, "≤ 20 ms", p99 <= 0.020)]


def decoding(pages: int) -> list[Row]:
    """Pages of 250 calls, made by the embedded gateway and read by the client on one loop."""
    longest = asyncio.run(longest_hold(pages))
    return [Row("longest hold of the loop by a page", f"{longest * 1e3:.1f} ms", "≤ 15 ms", longest <= 0.015)]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the program as ratios.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    quick = parser.parse_args().quick
    rows = [
        *commands(5 if quick else 20),
        *starts(3 if quick else 10),
        *at_the_keyboard(20 if quick else 60, 20 if quick else 200),
        *decisions(50 if quick else 200),
        *on_a_slow_line(),
        *decoding(10 if quick else 40),
    ]
    width = max(len(row.what) for row in rows)
    for row in rows:
        print(f"{row.what:<{width}}  {row.measured:<34} {row.target:<9} {'holds' if row.holds else 'MISSED'}")


if __name__ == "__main__":
    main()
