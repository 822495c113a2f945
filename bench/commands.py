"""How long whole commands take, in turn, so that a drifting machine drifts for all of them."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.ptys import as_people_have_it

PYTHON = sys.executable

VERSION_AND_HELP: Mapping[str, Sequence[str]] = {
    "python -c pass": (PYTHON, "-c", "pass"),
    "--version": (PYTHON, "-m", "callrail_tui", "--version"),
    "--help": (PYTHON, "-m", "callrail_tui", "--help"),
}

OF_THE_GATEWAY: Mapping[str, Sequence[str]] = {
    "import httpx": (PYTHON, "-c", "import httpx"),
    "doctor --demo": (PYTHON, "-m", "callrail_tui", "doctor", "--demo"),
}


def exporting(folder: Path) -> Mapping[str, Sequence[str]]:
    """The smallest export, to a file in a folder."""
    output = str(folder / "calls.csv")
    options = ("--demo", "--demo-calls", "10", "--output", output, "--replace")
    return {"export --demo": (PYTHON, "-m", "callrail_tui", "export", *options)}


def in_turn(names: Sequence[str], rounds: int) -> Iterator[str]:
    """All names in each round, the first of them another one each time."""
    for number in range(rounds):
        first = number % len(names)
        yield from (*names[first:], *names[:first])


def best_times(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, float]:
    """The best time of each command in seconds; the order turns with each round."""
    best = dict.fromkeys(commands, float("inf"))
    for name in in_turn(list(commands), rounds):
        started = time.perf_counter()
        subprocess.run(commands[name], check=True, capture_output=True, env=as_people_have_it())
        best[name] = min(best[name], time.perf_counter() - started)
    return best
