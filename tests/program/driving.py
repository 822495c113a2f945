"""Starts the real command in a real terminal, with folders of its own and nobody's settings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from typing import TypeVar

from tests.terminal_process import DEADLINE, TerminalProcess

ROOT = Path(__file__).parents[2]
CANARY = "sk-LEAKCANARY-0123456789abcdef"
READY = "1 of 2,000"
"""Calls are on the screen; keys are taken, if not at once."""
TEXTUAL_BEGINS = b"\x1b[?1000h"
"""What Textual's driver writes first of all."""

T = TypeVar("T")
R = TypeVar("R")


def start(
    folder: Path,
    *arguments: str | Path,
    module: str = "callrail_tui",
    size: tuple[int, int] = (120, 36),
    **env: str | None,
) -> TerminalProcess:
    """The command in a terminal of this size; config, state and the rest of it below `folder`."""
    folders: dict[str, str | None] = {
        f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "STATE", "CACHE", "DATA")
    }
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    # A terminal that takes no OSC 52: whatever sets a clipboard then comes from foreign text.
    own: dict[str, str | None] = {"HOME": str(home), "TERM_PROGRAM": "Apple_Terminal", "DISPLAY": None}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return TerminalProcess(command, size=size, cwd=ROOT, env={**folders, **own, **env})


def served_arguments(url: str) -> tuple[str, ...]:
    """The options that point the command at this server."""
    return ("--gateway-url", url, "--control-url", url)


def state_of(folder: Path) -> Path:
    """The program's state folder."""
    return folder / "state" / "callrail-tui"


def quit_well(app: TerminalProcess) -> None:
    """ctrl+q: exit code 0, and the terminal as it was."""
    app.send("\x11")
    assert app.wait_exit() == 0, app.text
    assert app.modes_left == set()
    assert app.cooked


def settle(app: TerminalProcess, quiet: float = 0.3) -> None:
    """Until nothing has been written for that long; what was written is no end of the program.

    While the program is loaded behind its first picture it is silent as well: that is not what is meant.
    """
    deadline = monotonic() + DEADLINE
    while app.listen(quiet) or TEXTUAL_BEGINS not in app.raw:
        assert monotonic() < deadline, app.text
    assert app.returncode is None, app.raw[-400:]


def position(app: TerminalProcess) -> str:
    """The status line's `ROW of TOTAL`."""
    words = app.text.splitlines()[-1].split()
    return " ".join(words[: words.index("of") + 2][-3:]) if "of" in words else ""


def concurrently(work: Callable[[T], R], cases: Iterable[T], *, at_once: int = 6) -> list[R]:
    """Each case in a thread of its own, a few at a time; the first failure is raised."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(work, cases))
