"""Playing sound with a program of the person's, through its standard input: nothing is written to disk."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from callrail_tui.errors import CallrailTuiError

USUAL: Final[tuple[tuple[str, ...], ...]] = (
    ("mpv", "--no-video", "--really-quiet", "-"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet", "-"),
)
"""What is taken where the config names no player."""
_CURE: Final = 'Name one in config.toml, as in player = ["mpv", "--no-video", "-"]; it gets the sound on its input.'
_SECRETS: Final = ("MATON_API_KEY",)
_GRACE: Final = 1.0
"""Seconds that a player gets to end by itself."""


class PlayerFailed(CallrailTuiError):
    """The player could not be started, or ended with a fault."""

    title = "The player failed."
    hint = _CURE


def player_command(configured: Sequence[str], path: str | None) -> tuple[str, ...]:
    """The player's command: the config's, else a usual one that is installed. Raises PlayerFailed."""
    if configured:
        return tuple(configured)
    for command in USUAL:
        if shutil.which(command[0], path=path):
            return command
    raise PlayerFailed("No player is set, and neither mpv nor ffplay is installed.")


async def play(
    command: Sequence[str],
    chunks: AsyncIterator[bytes],
    heard: Callable[[int], None],
    environ: Mapping[str, str] = os.environ,
) -> None:
    """Feed the player until the sound ends, and wait for it; cancelled, end it. Raises PlayerFailed.

    Neither the link nor the key is in its arguments or its environment, and it cannot write to the terminal. `heard`
    is told how many bytes went to it so far.
    """
    child = {name: value for name, value in environ.items() if name not in _SECRETS}
    try:
        player = await asyncio.create_subprocess_exec(
            *command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=child,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise PlayerFailed(f"The player {command[0]} is not found.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its command cannot be used"
        raise PlayerFailed(f"The player {command[0]} could not be started: {reason}.") from None
    try:
        await _feed(player, chunks, heard)
        code = await player.wait()
    finally:
        await _ended(player)
    if code:
        raise PlayerFailed(f"The player {command[0]} ended with code {code}.")


async def _feed(player: asyncio.subprocess.Process, chunks: AsyncIterator[bytes], heard: Callable[[int], None]) -> None:
    stdin = player.stdin
    assert stdin is not None
    sent = 0
    try:
        async for chunk in chunks:
            stdin.write(chunk)
            await stdin.drain()
            sent += len(chunk)
            heard(sent)
        stdin.close()
        await stdin.wait_closed()
    except (BrokenPipeError, ConnectionResetError):
        return  # It was closed by the person, or failed: its code tells.


async def _ended(player: asyncio.subprocess.Process) -> None:
    """End the player and whatever it started."""
    if player.returncode is not None:
        return
    _signal(player, is_last=False)
    try:
        await asyncio.wait_for(player.wait(), _GRACE)
    except TimeoutError:
        _signal(player, is_last=True)
        await player.wait()


def _signal(player: asyncio.subprocess.Process, *, is_last: bool) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            player.kill()
        else:
            os.killpg(player.pid, signal.SIGKILL if is_last else signal.SIGTERM)
