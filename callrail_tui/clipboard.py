"""Copying, by whatever route is open: the terminal's own clipboard (OSC 52), tmux, or this computer's clipboard tool.

Nothing here runs on the event loop, waits longer than two seconds, or claims more than a program has confirmed.
"""

import asyncio
import base64
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from typing import Final, NamedTuple

from callrail_tui.text import clean

PATIENCE: Final = 2.0
"""Seconds that a clipboard program gets before it is given up and killed."""
OSC52_LIMIT: Final = 74_994
"""Base64 characters that terminals are known to take in one sequence."""
TEXT_LIMIT: Final = 10_000_000
_SCREEN_CHUNK: Final = 240
_SECRETS: Final = ("MATON_API_KEY",)
_NO_TOOL: Final = 3
_NO_RECEIPT: Final = 5
_NOT_STARTED: Final = 127

# pyperclip starts its tools with our environment and with our terminal as their standard error, waits for them without
# end, and takes a tool that failed for one that worked. So it runs in a Python of its own: its environment has no key,
# its output is not the screen, it is killed when it hangs, and its tools' exit codes are kept. (`is_available()` is no
# gate: it says yes right after a failure.)
_COPY_WITH_PYPERCLIP: Final = f"""
import subprocess, sys
import pyperclip

started = []

class Watched(subprocess.Popen):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        started.append(self)

subprocess.Popen = Watched
try:
    pyperclip.copy(sys.stdin.buffer.read().decode())
except pyperclip.PyperclipException:
    sys.exit({_NO_TOOL})
if any(tool.returncode for tool in started):
    sys.exit(1)
sys.exit(0 if started or sys.platform != "linux" else {_NO_RECEIPT})
"""


class Route(Enum):
    """The way that a text took."""

    LOCAL = "local"
    """This computer's clipboard, through pyperclip."""
    TMUX = "tmux"
    """A buffer of the tmux that the program runs in, which passes it on to the terminal."""
    OSC52 = "osc52"
    """The clipboard of the terminal in front of the person, wherever that is."""
    NONE = "none"


class CopyOutcome(NamedTuple):
    """What became of a copy, in words that promise no more than is known."""

    route: Route
    sure: bool
    """Whether a program confirmed that it holds the text."""
    message: str

    @property
    def show_text(self) -> bool:
        """Whether the text is to be shown for selecting by hand, since it may have gone nowhere."""
        return not self.sure


class Routes(NamedTuple):
    """The routes that are open, as the environment tells."""

    local: bool
    tmux: bool
    osc52: bool
    in_screen: bool = False
    """GNU screen passes OSC 52 on only when it is wrapped."""


def routes(env: Mapping[str, str], platform: str = sys.platform) -> Routes:
    """Which routes are open: over SSH, or without a display, this computer's clipboard is not the person's."""
    is_remote = any(env.get(name) for name in ("SSH_TTY", "SSH_CONNECTION"))
    has_display = platform in {"darwin", "win32", "cygwin"} or any(
        env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
    )
    in_tmux = bool(env.get("TMUX"))
    # Apple's terminal and the Linux console are known to drop the sequence.
    takes_osc52 = env.get("TERM_PROGRAM") != "Apple_Terminal" and env.get("TERM") != "linux"
    return Routes(
        local=has_display and not is_remote,
        tmux=in_tmux,
        osc52=takes_osc52,
        in_screen=bool(env.get("STY")) and not in_tmux,
    )


def clipboard_text(value: object, *, multiline: bool = False) -> str:
    """`value` as it may be pasted: without control characters, and in one line where it is a one-line field."""
    return clean(value, multiline=multiline, limit=TEXT_LIMIT)


def osc52(text: str, *, in_screen: bool = False) -> str | None:
    """The sequence that asks the terminal to keep `text`; None when it is more than terminals take."""
    payload = base64.b64encode(text.encode(errors="replace")).decode()
    if len(payload) > OSC52_LIMIT:
        return None
    sequence = f"\x1b]52;c;{payload}\x07"
    if not in_screen:
        return sequence
    chunks = (sequence[start : start + _SCREEN_CHUNK] for start in range(0, len(sequence), _SCREEN_CHUNK))
    return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)


async def copy(text: str, *, write_osc52: Callable[[str], None], env: Mapping[str, str]) -> CopyOutcome:
    """Send `text` by every open route and say what is known of it.

    `write_osc52` writes a finished sequence to the terminal; `env` is the environment that tells the routes and that,
    without the key, clipboard programs get.
    """
    open_routes = routes(env)
    sequence = osc52(text, in_screen=open_routes.in_screen) if open_routes.osc52 else None
    if sequence is not None:
        write_osc52(sequence)
    child_env = {name: value for name, value in env.items() if name not in _SECRETS}
    data = text.encode(errors="replace")
    local, tmux = await asyncio.gather(
        _if_open(open_routes.local, _LOCAL, data, child_env),
        _if_open(open_routes.tmux, _TMUX, data, child_env),
    )
    if local == 0:
        return CopyOutcome(Route.LOCAL, True, "copied to this computer's clipboard")
    if tmux == 0:
        return CopyOutcome(
            Route.TMUX, True, "copied to tmux's buffer, and sent to the terminal's clipboard through tmux"
        )
    doubts = _doubts(open_routes, local, tmux)
    if sequence is not None:
        words = ("sent to the terminal's clipboard (OSC 52), which sends no receipt", *doubts)
        return CopyOutcome(Route.OSC52, False, "; ".join(words))
    if open_routes.osc52:
        too_large = f"too large for the terminal's clipboard ({OSC52_LIMIT:,} bytes encoded)"
        return CopyOutcome(Route.NONE, False, "; ".join((f"not copied: {too_large}", *doubts)))
    words = ("not copied: this terminal takes no text for its clipboard", *doubts)
    return CopyOutcome(Route.NONE, False, "; ".join(words))


def _doubts(open_routes: Routes, local: int | None, tmux: int | None) -> list[str]:
    """Why the surer routes cannot be counted on, each with its cure where there is one."""
    doubts = []
    if open_routes.local:
        words = {
            None: f"the clipboard tool did not answer within {PATIENCE:.0f} s",
            _NO_TOOL: "no clipboard tool is installed (xclip, xsel or wl-clipboard)",
            _NO_RECEIPT: "this computer's clipboard gave no receipt",
        }
        doubts.append(words.get(local, "the clipboard tool failed"))
    if open_routes.tmux:
        doubts.append("tmux did not answer" if tmux is None else "tmux did not take it")
    return doubts


# -P: a module of the current directory is never taken for pyperclip.
_LOCAL: Final = (sys.executable, "-P", "-c", _COPY_WITH_PYPERCLIP)
_TMUX: Final = ("tmux", "load-buffer", "-w", "-")


async def _if_open(is_open: bool, program: Sequence[str], data: bytes, env: Mapping[str, str]) -> int | None:
    return await _in_thread(lambda: _run(program, data, env)) if is_open else None


async def _in_thread(run: Callable[[], int | None]) -> int | None:
    """The result of `run`, or None when it took too long.

    The thread is a daemon of our own: asyncio's executor joins its threads at the end, so one that hangs would keep the
    program from ending.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[int | None] = loop.create_future()

    def deliver(result: int | None) -> None:
        if not done.done():
            done.set_result(result)

    def work() -> None:
        result = run()
        with suppress(RuntimeError):  # the loop may be closed by now: nobody waits for the result
            loop.call_soon_threadsafe(deliver, result)

    threading.Thread(target=work, name="clipboard", daemon=True).start()
    try:
        return await asyncio.wait_for(done, PATIENCE)
    except TimeoutError:
        return None


def _run(arguments: Sequence[str], data: bytes, env: Mapping[str, str]) -> int | None:
    """The exit code of a program fed with `data`; None when it hung.

    Its output goes nowhere: on the terminal it would stand across the screen, and a pipe would be held open for as long
    as the tool serves the selection in the background.
    """
    try:
        program = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=env,
            start_new_session=True,
        )
    except OSError:
        return _NOT_STARTED
    try:
        program.communicate(data, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        _kill(program)
        return None
    return program.returncode


def _kill(program: subprocess.Popen[bytes]) -> None:
    """End a program and the tools that it started."""
    if sys.platform == "win32":
        program.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
    if program.stdin is not None:
        with suppress(BrokenPipeError):
            program.stdin.close()
    program.wait()
