"""Opening a link in a browser: only on request, where the person would see it, never in this terminal (floor 7)."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

_TEXT_BROWSERS: Final = frozenset({"w3m", "lynx", "links", "links2", "elinks", "browsh", "www-browser", "netrik"})
_ADDRESS: Final = re.compile(r"https://[!-~]+")
_SECRETS: Final = ("MATON_API_KEY",)
_PATIENCE: Final = 10.0
_NAME: Final = "import webbrowser; print(getattr(webbrowser.get(), 'name', ''))"
# The link comes by standard input, so that it stands in no argument list of ours; the browser's own it cannot spare.
_OPEN: Final = "import sys, webbrowser; sys.exit(0 if webbrowser.open(sys.stdin.read()) else 1)"


def refusal(environ: Mapping[str, str], platform: str, pick: Callable[[], str | None]) -> str | None:
    """Why no browser can be opened here, with the cure; None where one can. `pick` names the one to be taken."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return "Over SSH the browser would open on the other machine: copy the link (y) and open it on yours."
    has_display = platform in ("darwin", "win32", "cygwin") or any(
        environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
    )
    if not has_display:
        return "There is no display for a browser here: copy the link (y)."
    name = pick()
    if name is None:
        return "No browser is found: copy the link (y), or set BROWSER."
    if name.replace("\\", "/").rsplit("/", 1)[-1].split(" ")[0].lower() in _TEXT_BROWSERS:
        return f"The browser here is {name}, which would run in this terminal: copy the link (y), or set BROWSER."
    return None


def is_openable(address: str) -> bool:
    """Whether an address may be handed to a browser: https, of plain characters, without a user name."""
    if not _ADDRESS.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and parts.username is None


async def open_in_browser(address: str, environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """Open a link, and say what became of it in one sentence."""
    if not is_openable(address):
        return "This link is not opened: it is not a plain https address. Copy it (y) and look at it first."
    child = {name: value for name, value in environ.items() if name not in _SECRETS}
    picked = await _ran(_NAME, "", child) if refusal(environ, platform, lambda: "?") is None else None
    name = picked.strip() or None if picked is not None else None
    if (why := refusal(environ, platform, lambda: name)) is not None:
        return why
    opened = await _ran(_OPEN, address, child, is_heard=False)
    return "Handed to the browser." if opened is not None else "The browser could not be opened: copy the link (y)."


async def _ran(program: str, given: str, environ: Mapping[str, str], *, is_heard: bool = True) -> str | None:
    """What a small Python of its own printed, fed with `given`; None when it failed or hung.

    Not heard, what it prints goes nowhere: a browser would hold its end of a pipe for as long as it runs.

    webbrowser waits for programs, and lets browsers write to the terminal: neither may happen in this process. -P: a
    module of the current directory is never taken for it.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", program),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if is_heard else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environ,
        start_new_session=True,
    )
    try:
        printed, _ = await asyncio.wait_for(child.communicate(given.encode("ascii")), _PATIENCE)
    except TimeoutError:
        child.kill()
        await child.wait()
        return None
    return (printed or b"").decode("utf-8", "replace") if child.returncode == 0 else None
