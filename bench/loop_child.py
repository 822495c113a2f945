"""The program with a stopwatch on its event loop: `python -m bench.loop_child FOLDER OPTIONS`; SIGUSR1 has it write.

Every callback that the loop runs is timed by the wall and by the processor of its thread. One that lasts is sampled
while it runs, by a timer's signal in the same thread: a watching thread would stand in line for the interpreter's lock.
"""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import sys
from array import array
from asyncio.events import Handle
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, thread_time
from types import FrameType
from typing import Any, Final

from bench.unlimited import lift_limits
from callrail_tui.cli import main

FIRST_LOOK: Final = 0.004
LOOK_AGAIN: Final = 0.003
TIMES, HOLDS, WRITTEN = "times.bin", "holds.jsonl", "written"
_MOST_LOOKS: Final = 40

Frame = tuple[str, int, str]
"""A file, a line, a function."""


class Stopwatch:
    """Times callbacks; keeps what is known of those that lasted."""

    def __init__(self) -> None:
        self.times: array[float] = array("d")
        """When each began, what it took by the wall, and of the processor."""
        self.holds: list[str] = []
        """As JSON: as lists they would be looked through by the collector whose pauses are measured."""
        self._looks: list[list[Frame]] = []
        self._messages: list[str] = []
        self._collecting = 0.0
        self._collection_began = 0.0

    def install(self) -> None:
        """Time every callback from now on."""
        watch, run = self, Handle._run

        def timed(self: Handle) -> None:
            signal.setitimer(signal.ITIMER_REAL, FIRST_LOOK, LOOK_AGAIN)
            began, used = monotonic(), thread_time()
            run(self)
            wall, cpu = monotonic() - began, thread_time() - used
            signal.setitimer(signal.ITIMER_REAL, 0)
            watch.times.extend((began, wall, cpu))
            if watch._looks or watch._collecting:
                watch._keep(self, began, wall, cpu)

        Handle._run = timed  # type: ignore[method-assign]
        signal.signal(signal.SIGALRM, self._look)
        signal.siginterrupt(signal.SIGALRM, False)
        gc.callbacks.append(self._collected)

    def _look(self, number: int, frame: FrameType | None) -> None:
        if len(self._looks) >= _MOST_LOOKS:
            return
        stack: list[Frame] = []
        for one in _outwards(frame):
            if one.f_code.co_name == "timed":
                self._looks.append(stack)
                return
            if one.f_code.co_name in ("_dispatch_message", "_process_messages_loop"):
                self._note_message(one)
            stack.append((one.f_code.co_filename, one.f_lineno, one.f_code.co_qualname))
        # It came just after the callback had ended: nothing to tell.

    def _note_message(self, frame: FrameType) -> None:
        message, pump = frame.f_locals.get("message"), frame.f_locals.get("self")
        words = f"{type(message).__qualname__} to {type(pump).__name__}"
        if message is not None and words not in self._messages:
            self._messages.append(words)

    def _collected(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._collection_began = monotonic()
        else:
            self._collecting += monotonic() - self._collection_began

    def _keep(self, handle: Handle, began: float, wall: float, cpu: float) -> None:
        looks, self._looks = self._looks, []
        messages, self._messages = self._messages, []
        collecting, self._collecting = self._collecting, 0.0
        if wall >= FIRST_LOOK:
            told: dict[str, Any] = {"began": began, "wall": wall, "cpu": cpu, "collecting": collecting}
            told |= {"callback": _named(handle), "messages": messages, "looks": looks}
            self.holds.append(json.dumps(told))

    def write(self, folder: Path) -> None:
        """Leave what was measured in the folder."""
        with open(folder / TIMES, "wb") as file:
            self.times.tofile(file)
        (folder / HOLDS).write_text("\n".join(self.holds), "utf-8")
        (folder / WRITTEN).touch()


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _named(handle: Handle) -> str:
    """The task that the callback carries on, or the function that it is."""
    callback = handle._callback  # type: ignore[attr-defined]
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, asyncio.Task):
        return f"task {owner.get_name()}"
    return str(getattr(callback, "__qualname__", callback))


if __name__ == "__main__":
    lift_limits()
    stopwatch = Stopwatch()
    stopwatch.install()
    signal.signal(signal.SIGUSR1, lambda *_: stopwatch.write(Path(sys.argv[1])))
    sys.exit(main(sys.argv[2:]))
