"""A command in a real pseudo-terminal: type, read, resize, signal, hang up, and look at what it left behind."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Final, Self

import pyte

DEADLINE: Final = 20.0
"""Seconds that any wait may take before the test fails; reached only when something is wrong."""

# What Textual turns on, and the sequence that was last written when it is off again.
_PRIVATE_MODES: Final = {
    "alt screen": ("1049", b"l"),
    "mouse": ("1003", b"l"),
    "mouse sgr": ("1006", b"l"),
    "bracketed paste": ("2004", b"l"),
    "focus": ("1004", b"l"),
    "cursor hidden": ("25", b"h"),
    "no wrap": ("7", b"h"),
}
_NOT_FOR_PYTE: Final = re.compile(rb"\x1b\[[<>=][\d;]*u|\x1b\[\?[\d;]*\$p")
_UNFINISHED: Final = re.compile(rb"\x1b(\[[\d;<>=?]*\$?)?\Z")


class TerminalProcess:
    """Starts `command` on a terminal of `size` (columns, rows); every wait is for a condition, with a deadline.

    `env` is added to a small environment of its own, without the caller's; None as a value takes a variable away.
    `answers` maps what the program asks of the terminal to what the terminal says (`{b"\\x1b[6n": b"\\x1b[1;1R"}`).
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
        answers: Mapping[bytes, bytes] | None = None,
        ignore_hangup: bool = False,
    ) -> None:
        self.raw = b""
        """Everything that was written to the terminal so far."""
        self.columns, self.rows = size
        self._answers = dict(answers or {})
        self._answered = 0
        self._fed = 0
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        master, slave = os.openpty()
        self._master: int | None = master
        self.resize(*size, tell=False)
        self.modes_before = termios.tcgetattr(slave)

        def take_terminal() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            # Whoever runs the tests in the background, or under nohup, has these ignored, and a child inherits that.
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
                signal.signal(number, signal.SIG_DFL)
            if ignore_hangup:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)

        self._process = subprocess.Popen(
            [str(part) for part in command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=_environment(env or {}),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=take_terminal,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End what is left of it."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self.hang_up()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def text(self) -> str:
        """What the screen shows, one line a row, without trailing blanks."""
        self._feed_screen()
        # Not pyte's own `display`, which fails on a cell that holds nothing.
        rows = (self._screen.buffer[y] for y in range(self.rows))
        return "\n".join("".join(row[x].data for x in range(self.columns)).rstrip() for row in rows)

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the cursor stands: column, row."""
        self._feed_screen()
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def modes_left(self) -> set[str]:
        """Names of the eight private modes that are on after all that was written."""
        left = set()
        for name, (number, off) in _PRIVATE_MODES.items():
            said = re.findall(rb"\x1b\[\?(?:\d+;)*" + number.encode() + rb"(?:;\d+)*([hl])", self.raw)
            if said and said[-1] != off:
                left.add(name)
        if len(re.findall(rb"\x1b\[>\d+u", self.raw)) > len(re.findall(rb"\x1b\[<\d*u", self.raw)):
            left.add("kitty keys")
        return left

    @property
    def cooked(self) -> bool:
        """Whether the terminal echoes and edits lines again, exactly as before the start."""
        assert self._master is not None
        return termios.tcgetattr(self._master)[:4] == self.modes_before[:4]

    @property
    def returncode(self) -> int | None:
        """The exit status so far: None while it runs, negative when a signal killed it."""
        return self._process.poll()

    @property
    def doing(self) -> str:
        """What its threads do, as the kernel tells: running, asleep or waiting for a disk, and in which call."""
        told = []
        for task in sorted(Path(f"/proc/{self.pid}/task").glob("*")):  # Other systems tell nothing.
            with contextlib.suppress(OSError):
                fields = (task / "stat").read_text().rpartition(")")[2].split()
                spent = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                told.append(f"{fields[0]} in {(task / 'wchan').read_text()} after {spent} s")
        return "; ".join(told)

    def send(self, data: str | bytes) -> None:
        """Type: all bytes in one write, as a slow line delivers them."""
        assert self._master is not None
        left = data.encode() if isinstance(data, str) else data
        while left:
            self._read(0)
            left = left[os.write(self._master, left[:1024]) :]

    def send_torn(self, data: bytes, gap: float) -> None:
        """Type byte by byte with `gap` seconds between two bytes, reading meanwhile."""
        for position in range(len(data)):
            if position:
                self.listen(gap)
            self.send(data[position : position + 1])

    def wait(self, condition: Callable[[], bool], deadline: float = DEADLINE, what: str = "") -> None:
        """Read until `condition` holds; AssertionError with the screen when it never does."""
        end = monotonic() + deadline
        while not condition():
            left = end - monotonic()
            if left <= 0 or not self._read(min(left, 0.5)):
                if condition():
                    return
                raise AssertionError(
                    f"waited in vain for {what or condition}; exit {self.returncode}, {self.doing}\n"
                    f"{self.text}\n{self.raw[-600:]!r}"
                )

    def wait_text(self, text: str, deadline: float = DEADLINE) -> None:
        """Read until the screen shows `text`."""
        self.wait(lambda: text in self.text, deadline, repr(text))

    def wait_gone(self, text: str, deadline: float = DEADLINE) -> None:
        """Read until the screen no longer shows `text`."""
        self.wait(lambda: text not in self.text, deadline, f"no {text!r}")

    def wait_raw(self, data: bytes, deadline: float = DEADLINE) -> None:
        """Read until `data` was written."""
        self.wait(lambda: data in self.raw, deadline, repr(data))

    def wait_exit(self, deadline: float = DEADLINE) -> int:
        """Read until the process has ended, and to the end of what it wrote; its exit status."""
        end = monotonic() + deadline
        while self._process.poll() is None:
            left = end - monotonic()
            if left <= 0:
                raise AssertionError(f"still running after {deadline} s\n{self.text}\n{self.raw[-600:]!r}")
            if not self._read(min(left, 0.05)):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(min(left, 0.05))
        while self._master is not None and select.select([self._master], [], [], 0)[0] and self._read(0):
            pass
        return self._process.wait()

    def wait_exit_unread(self, deadline: float = DEADLINE) -> int:
        """Wait for the end without reading a byte, as a terminal does whose line has stopped."""
        return self._process.wait(deadline)

    def listen(self, seconds: float) -> bytes:
        """Read for that long and give back what came: to see that nothing does."""
        end, before = monotonic() + seconds, len(self.raw)
        while (left := end - monotonic()) > 0 and self._read(left):
            pass
        return self.raw[before:]

    def resize(self, columns: int, rows: int, *, tell: bool = True) -> None:
        """Give the terminal another size; the kernel tells the program."""
        assert self._master is not None
        self.columns, self.rows = columns, rows
        if tell:
            self._feed_screen()
            self._screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Send a signal to the process alone."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal's other end, as a dropped line does."""
        if self._master is not None:
            os.close(self._master)
            self._master = None

    def _read(self, timeout: float) -> bool:
        """Take what comes within `timeout`; False once nothing can come any more."""
        if self._master is None:
            return False
        if not select.select([self._master], [], [], max(0.0, timeout))[0]:
            return True
        try:
            data = os.read(self._master, 65_536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return False
        self.raw += data
        self._answer()
        return bool(data)

    def _answer(self) -> None:
        """Say what the terminal says to what it was asked."""
        assert self._master is not None
        for question, answer in self._answers.items():
            start = max(0, self._answered - len(question) + 1)
            for _ in range(self.raw.count(question, start)):
                os.write(self._master, answer)
        self._answered = len(self.raw)

    def _feed_screen(self) -> None:
        fresh = self.raw[self._fed :]
        if (cut := _UNFINISHED.search(fresh)) is not None:
            fresh = fresh[: cut.start()]
        self._fed += len(fresh)
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", fresh))


def _environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "VIRTUAL_ENV", "TMPDIR") if name in os.environ}
    kept |= {name: value for name, value in os.environ.items() if name.startswith("XDG_")}
    kept |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLORTERM": "truecolor"}
    return {name: value for name, value in {**kept, **changes}.items() if value is not None}
