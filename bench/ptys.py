"""A program in a pseudo-terminal at the far end of a line: what it is sent, what comes back, and when."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

POSITION_REQUEST = b"\x1b[6n"


def as_people_have_it() -> dict[str, str]:
    """The environment without Python's own switches: one of them would have every start compile the program anew.

    Nor with a size that is not the pseudo-terminal's, which a program would take for it, whatever it is resized to.
    """
    switches = [name for name in os.environ if name.startswith("PYTHON") and name != "PYTHONPATH"]
    return {name: value for name, value in os.environ.items() if name not in (*switches, "COLUMNS", "LINES")}


@dataclass
class Line:
    """A line between the program's host and the person's terminal."""

    rate: float = float("inf")
    """Bytes a second towards the person."""
    delay: float = 0.0
    """Seconds one way."""
    buffered: int = 1 << 21
    """Bytes that wait on the host's side before the pseudo-terminal fills up; sshd's window is 2 MB."""


@dataclass
class Trace:
    """What arrived, and when, in seconds since the program was started."""

    chunks: list[tuple[float, bytes]] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        """All that arrived."""
        return b"".join(data for _, data in self.chunks)

    def since(self, moment: float) -> list[tuple[float, bytes]]:
        """The chunks that arrived after a moment."""
        return [chunk for chunk in self.chunks if chunk[0] > moment]

    def size_since(self, moment: float) -> int:
        """How many bytes arrived after a moment."""
        return sum(len(data) for _, data in self.since(moment))


class PtyProgram:
    """A program with a pseudo-terminal for a screen and keyboard, on a line of any quality."""

    def __init__(
        self, argv: Sequence[str], size: tuple[int, int], line: Line | None = None, *, answers: bool = True
    ) -> None:
        self.line = line or Line()
        self.trace = Trace()
        self._answers = answers
        self.started = time.monotonic()
        self._arriving: deque[tuple[float, bytes]] = deque()
        self._typed: deque[tuple[float, bytes]] = deque()
        self._line_free = 0.0
        self._tail = b""
        self.run_out = False
        self.status: int | None = None
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            environment = {**as_people_have_it(), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execvpe(argv[0], list(argv), environment)
        self.resize(*size)

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size; the kernel tells the program."""
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def type(self, keys: bytes) -> float:
        """Type keys at the far end; the moment of it is returned."""
        self._typed.append((self.now + self.line.delay, keys))
        return self.now

    def run_until(self, done: Callable[[], bool], patience: float) -> bool:
        """Carry bytes both ways until `done` or for `patience` seconds; false if it never was."""
        end = self.now + patience
        while not done():
            if self.now >= end or (self.run_out and self._has_ended() and not self._arriving):
                return False
            self._step(end)
        return True

    def run_for(self, seconds: float) -> None:
        """Carry bytes both ways for a while."""
        self.run_until(lambda: False, seconds)

    def settle(self, quiet: float = 0.25, patience: float = 30.0) -> None:
        """Carry bytes until nothing has arrived for a while."""
        start = self.now
        self.run_until(lambda: self.now - max(start, self.last_arrival) > quiet and not self._arriving, patience)

    @property
    def last_arrival(self) -> float:
        """When the last byte arrived."""
        return self.trace.chunks[-1][0] if self.trace.chunks else 0.0

    def close(self) -> None:
        """End the program, kindly and then not."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.status is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, number)
                self.run_until(self._has_ended, 1.0)
        os.close(self._terminal)

    def _has_ended(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is not None

    def _step(self, end: float) -> None:
        """Do what is due, or wait for the next thing to happen."""
        waiting = sum(len(data) for moment, data in self._arriving if moment - self.line.delay > self.now)
        readable = [self._terminal] if not self.run_out and waiting < self.line.buffered else []
        moments = [end, *(queue[0][0] for queue in (self._arriving, self._typed) if queue)]
        ready, _, _ = select.select(readable, [], [], max(0.0, min(min(moments) - self.now, 0.05)))
        if ready:
            self._read()
        while self._typed and self._typed[0][0] <= self.now:
            keys = self._typed.popleft()[1]
            if not self.run_out:
                os.write(self._terminal, keys)
        while self._arriving and self._arriving[0][0] <= self.now:
            self._arrive(*self._arriving.popleft())

    def _read(self) -> None:
        """Put what the program wrote on the line."""
        try:
            data = os.read(self._terminal, 65536 if self.line.rate == float("inf") else 1024)
        except OSError:
            data = b""
        if not data:
            self.run_out = True
            self._has_ended()
            return
        self._line_free = max(self._line_free, self.now) + len(data) / self.line.rate
        self._arriving.append((self._line_free + self.line.delay, data))

    def _arrive(self, moment: float, data: bytes) -> None:
        """The person's terminal draws, and answers where it is asked to."""
        self.trace.chunks.append((moment, data))
        if self._answers:
            seen = self._tail + data
            for _ in range(seen.count(POSITION_REQUEST)):
                self._typed.append((self.now + self.line.delay, b"\x1b[24;80R"))
            self._tail = seen[-3:] if not seen.endswith(POSITION_REQUEST) else b""
