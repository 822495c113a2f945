"""`python -m bench [--quick] [--only NAME ...] [--seed N]`: the targets of the design as ratios; see `results.md`."""

import argparse
import asyncio
import statistics
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import keys, line_bytes, loop_holds, results, scrolling
from bench.commands import OF_THE_GATEWAY, VERSION_AND_HELP, best_times, exporting
from bench.decoding import longest_hold
from bench.ptys import Line, PtyProgram
from bench.results import Row, at_most, told

SLOW = Line(rate=32_000.0, delay=0.15)
MEGABYTE = 1_000_000
_WITHIN_VIEW = 12
"""Steps from the first row that scroll nothing."""


def commands(rounds: int) -> list[Row]:
    """Commands that need no screen, and those that need the gateway."""
    with TemporaryDirectory() as folder:
        best = best_times({**VERSION_AND_HELP, **OF_THE_GATEWAY, **exporting(Path(folder))}, rounds)
    least, client = best["python -c pass"], best["import httpx"]
    return [
        *(at_most(f"{name} / python -c pass", best[name] / least, 4, "×") for name in ("--version", "--help")),
        *(
            at_most(f"{name} / import httpx", best[name] / client, 1.5, "×")
            for name in ("doctor --demo", "export --demo")
        ),
    ]


def starts(rounds: int) -> list[Row]:
    """First frame and first page against a bare program's first paint."""
    best = keys.best_starts(rounds)
    bare = best["bare"]
    return [
        at_most(
            f"{name} / bare first paint", best[name] / bare, most, "×", f"{best[name] * 1e3:.0f} / {bare * 1e3:.0f} ms"
        )
        for name, most in (("first frame", 1.15), ("first page", 1.4))
    ]


def display() -> list[Row]:
    """Bytes of gestures with the list above the detail, and of a scroll step with the tree beside them."""
    program = PtyProgram(keys.demo(1_000_000), keys.SIZE)
    try:
        program.settle(quiet=1.2)
        dialogs = []
        for name, opening in (("?", b"?"), (":", b":"), ("d", b"d")):
            opened = line_bytes.covering(program, keys.SIZE, opening)
            closed = line_bytes.covering(program, keys.SIZE, b"\x1b")
            dialogs += [(f"dialog {name} opened", opened), (f"dialog {name} closed", closed)]
        page = [line_bytes.pressed(program, b"\x1b[6~") for _ in range(7)]
    finally:
        program.close()
    wide = PtyProgram(keys.demo(1_000_000), line_bytes.WIDE)
    try:
        wide.settle(quiet=1.2)
        keys.steps(wide, keys.DOWN, 40)
        scroll = keys.steps(wide, keys.DOWN, 20)
    finally:
        wide.close()
    return [
        at_most("first paint, 120x40", line_bytes.first_paint(keys.SIZE), 12_000, "B"),
        at_most("page, detail below it included", statistics.median(page), 5_000, "B"),
        at_most("scroll step, 160x45 with tree", scroll.typical_bytes, 3_000, "B"),
        *(
            at_most(f"{name}, bytes / cells it covers", one.per_cell, 1.5, "×", f"{one.bytes:,} / {one.cells:,}")
            for name, one in dialogs
        ),
    ]


def at_the_keyboard(count: int) -> list[Row]:
    """Steps, scrolls, typing and idling in a million calls."""
    two, ours = (PtyProgram(argv, keys.SIZE) for argv in (keys.TWO_ROWS, keys.demo(1_000_000)))
    try:
        for program in (two, ours):
            program.settle(quiet=1.0)
        if not keys.is_ready(ours):
            raise SystemExit("the program did not show its calls")
        base, step = keys.Steps([], []), keys.Steps([], [])
        for _ in range(max(1, count // 10)):  # Neither has the machine to itself, nor the better part of the time.
            base.add(keys.steps(two, keys.DOWN, 2 * _WITHIN_VIEW))
            step.add(keys.steps(ours, keys.DOWN, _WITHIN_VIEW))
            step.add(keys.steps(ours, keys.UP, _WITHIN_VIEW))
        keys.steps(ours, keys.DOWN, 40)  # to the edge of the view, and beyond
        scroll = keys.steps(ours, keys.DOWN, count)
        ours.settle(quiet=0.5)
        quiet_from, used = ours.now, keys.processor_seconds(ours)
        ours.run_for(5.0)
        idle, idle_used = ours.trace.size_since(quiet_from), keys.processor_seconds(ours) - used
        typing = {"search": typed(ours, b"/"), "a note": typed(ours, b"n"), "the palette": typed(ours, b":")}
        keys.steps(ours, b"#500000\r", 1, window=1.0)
        paging = keys.steps(ours, b"\x1b[6~", count)
    finally:
        for program in (two, ours):
            program.close()
    ratio, size = step.p95 / base.p95, step.typical_bytes / base.typical_bytes
    times = f"{step.p95 * 1e3:.1f} / {base.p95 * 1e3:.1f} ms"
    return [
        at_most("cursor step, p95, key to last byte / two rows", ratio, 1.3, "×", times),
        at_most("cursor step / two rows, bytes", size, 2, "×"),
        at_most("cursor step", step.typical_bytes, 450, "B"),
        at_most("scroll step", scroll.typical_bytes, 600, "B"),
        *(at_most(f"typing in {place}, p95", one.p95 * 1e3, 15, "ms") for place, one in typing.items()),
        told("paging through unloaded rows, key to first byte", f"at most {max(paging.to_first_byte) * 1e3:.0f} ms"),
        at_most("idle for 5 s", idle, 0, "B", f"{idle_used:.2f} s of processor"),
    ]


def typed(program: PtyProgram, opens: bytes) -> keys.Steps:
    """A text typed into the field that a key opens, which is left without it."""
    keys.steps(program, opens, 1, window=0.6)
    taken = keys.steps(program, b"a", 40)
    keys.steps(program, b"\x15", 1, window=0.3)
    keys.steps(program, b"\x1b", 1, window=0.8)
    return taken


def memory(jumps: int, rows: int) -> list[Row]:
    """Resident memory in a million calls, over a bare program's."""
    found = scrolling.memory_over_bare(jumps, rows)
    curve = " ".join(f"{sample / MEGABYTE:.0f}" for sample in found.curve)
    hours = f"and {rows / scrolling.HOUR:.2g} h of scrolling"
    return [
        at_most(f"memory over bare, after {jumps} jumps", found.after_jumps / MEGABYTE, 40, "MB"),
        at_most(f"memory over bare, after {jumps} jumps {hours}", found.at_the_end / MEGABYTE, 40, "MB", curve),
        at_most("memory grown in the second half of the scrolling", found.grown / 1_000, 1_000, "kB"),
    ]


def loop(seed: int, count: int) -> list[Row]:
    """What holds the event loop while somebody does thousands of things at random in a million calls."""
    session = loop_holds.play(seed, count)
    loop_holds.tell(session)
    figures = {
        f"handlers of {count:,} random actions": (session.walls, session.cpus),
        "longest handler of each action": (
            sorted(wall for wall, _ in session.longest_after),
            sorted(cpu for _, cpu in session.longest_after),
        ),
    }
    rows = []
    for name, (walls, cpus) in figures.items():
        p50, p99, most = (loop_holds.percentile(walls, share) * 1e3 for share in (0.5, 0.99, 1.0))
        used = loop_holds.percentile(cpus, 0.99) * 1e3
        detail = f"p50 {p50:.1f}, longest {most:.0f}; of the processor {used:.1f}"
        rows.append(at_most(f"{name}, p99", p99, 8, "ms", detail))
    return rows


def held(size: tuple[int, int], panes: str) -> list[Row]:
    """A key held for 2 s at 30 Hz, with 300 ms round trip and 32 KB/s, and on no line at all."""
    slow = keys.held_key(keys.demo(1_000_000), SLOW, size=size)
    local = keys.held_key(keys.demo(1_000_000), None, size=size)
    at_rest, bytes_a_key = slow.list_at_rest * 1e3, f"{slow.bytes_a_key:.0f} B a key"
    return [
        at_most(f"held key, slow line, {panes}: release to rest", at_rest, 400, "ms", bytes_a_key),
        at_most(f"held key, local, {panes}: release to rest", local.list_at_rest * 1e3, 50, "ms"),
        told(f"held key, slow line, {panes}: release to the detail's rest", f"{slow.all_at_rest * 1e3:.0f} ms"),
    ]


def decisions(count: int) -> list[Row]:
    """A key that scores a call: journalled with an fsync, and drawn in row, detail and status line."""
    taken = keys.decisions(count)
    middle = f"median {statistics.median(taken.seconds) * 1e3:.1f}"
    return [at_most(f"a decision journalled and drawn, p99 of {count}", taken.p99 * 1e3, 20, "ms", middle)]


def decoding(pages: int) -> list[Row]:
    """Pages of 250 calls, made by the embedded gateway and read by the client on one loop."""
    return [at_most("longest hold of the loop by a page", asyncio.run(longest_hold(pages)) * 1e3, 15, "ms")]


def sections(quick: bool, seed: int = loop_holds.SEED) -> dict[str, Callable[[], list[Row]]]:
    """What can be measured, by name."""
    return {
        "commands": lambda: commands(5 if quick else 20),
        "starts": lambda: starts(3 if quick else 10),
        "display": display,
        "keyboard": lambda: at_the_keyboard(20 if quick else 60),
        "memory": lambda: memory(20 if quick else 200, scrolling.HOUR // 10 if quick else scrolling.HOUR),
        "decisions": lambda: decisions(50 if quick else 200),
        "held": lambda: held(keys.SIZE, "120x40"),
        "held-with-tree": lambda: held(line_bytes.WIDE, "160x45 with tree"),
        "decoding": lambda: decoding(10 if quick else 40),
        "loop": lambda: loop(seed, 500 if quick else 5_000),
    }


def main() -> None:
    """Measure, print, and keep a whole run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the program as ratios.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds; nothing is kept")
    parser.add_argument("--only", nargs="+", choices=tuple(sections(quick=True)), help="these alone; nothing is kept")
    parser.add_argument("--seed", type=int, default=loop_holds.SEED, help="of the random actions")
    chosen = parser.parse_args()
    found: list[Row] = []
    for name, measure in sections(chosen.quick, chosen.seed).items():
        if not chosen.only or name in chosen.only:
            found += measure()
    results.show(found, results.read())
    if not chosen.quick and not chosen.only:
        results.write(found)


if __name__ == "__main__":
    main()
