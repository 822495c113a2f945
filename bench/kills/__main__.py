"""`python -m bench.kills [--seed N]`: kills the program again and again, and counts what it loses or does twice."""

import argparse
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from bench.kills.gateway import Fault
from bench.kills.schedule import RANDOM, STEP_FAULTS, STEPS, WINDOWS, Schedule, run
from bench.kills.verdict import ALLOWED, FORBIDDEN, Verdict


def schedules(arguments: argparse.Namespace, pool: ProcessPoolExecutor) -> list[Schedule]:
    """What is asked for: all kinds, or a single one."""
    if arguments.seed is not None:
        fault = None if arguments.fault == "none" else Fault[arguments.fault]
        return [Schedule(arguments.kind or RANDOM, arguments.seed, arguments.step, fault)]
    chosen: list[Schedule] = []
    if arguments.kind in (None, RANDOM):
        chosen += [Schedule(RANDOM, seed) for seed in range(1, arguments.random + 1)]
    if arguments.kind in (None, WINDOWS):
        chosen += [Schedule(WINDOWS, seed) for seed in range(1, arguments.windows + 1)]
    if arguments.kind in (None, STEPS):
        whole = [Schedule(STEPS, 1, fault=fault) for fault in STEP_FAULTS]
        for schedule, (_, steps) in zip(whole, pool.map(run, whole), strict=True):
            chosen += [schedule._replace(kill_at=step) for step in range(1, steps + 1)]
    return chosen


def show(verdict: Verdict, seconds: float) -> None:
    """The table."""
    for words in verdict.found:
        print(words)
    names = [*ALLOWED, *(name for name in verdict.counts if name not in (*ALLOWED, *FORBIDDEN)), *FORBIDDEN]
    width = max(map(len, names))
    for name in names:
        must = "must be 0" if name in FORBIDDEN else ""
        print(f"{name:<{width}}  {verdict.counts[name]:>7,}  {must}".rstrip())
    for title, count in verdict.failures.most_common():
        print(f"  failed: {count:,} × {title}")
    print(f"{seconds:.0f} s; {'holds' if verdict.is_clean else 'MISSED'}")


def main() -> int:
    """Run, print, and exit with 1 if anything was lost, doubled or overwritten."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--random", type=int, default=120, help="schedules with kills at random times")
    parser.add_argument("--windows", type=int, default=40, help="the same with two windows on one outbox")
    parser.add_argument("--kind", choices=(RANDOM, WINDOWS, STEPS), help="only these")
    parser.add_argument("--seed", type=int, help="one schedule alone")
    parser.add_argument("--step", type=int, default=0, help="with --kind steps and --seed: where it is killed")
    parser.add_argument("--fault", default="none", help="with --kind steps and --seed: what befalls every second write")
    parser.add_argument(
        "--jobs", type=int, default=2 * (os.cpu_count() or 1), help="schedules at once; they mostly wait"
    )
    arguments = parser.parse_args()
    began, total = time.monotonic(), Verdict()
    with ProcessPoolExecutor(arguments.jobs, multiprocessing.get_context("spawn")) as pool:
        for number, (verdict, _) in enumerate(pool.map(run, chosen := schedules(arguments, pool)), 1):
            total.add(verdict)
            if sys.stderr.isatty():
                print(f"\r{number}/{len(chosen)}", end="", file=sys.stderr, flush=True)
    show(total, time.monotonic() - began)
    return 0 if total.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
