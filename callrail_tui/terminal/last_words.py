"""The last words: the first error that nobody caught, as one line and a private report without locals.

Imports no Textual, so that it stands before anything that may fail.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from callrail_tui import __version__
from callrail_tui.errors import ConfigError
from callrail_tui.storage.paths import log_file, make_private_dir, open_private
from callrail_tui.storage.secret import Redactor
from callrail_tui.text import clean

_WORDS: Final = 400
_FRAMES: Final = 60
_LOG_LINES: Final = 50
_LOG_BYTES: Final = 64_000
_NUMBERS: Final = re.compile(r"\+?\d[\d\s().-]{7,}\d")
"""What looks like a telephone number in an error's own words: a report may be sent on."""
_PACKAGES: Final = re.compile(r".*(?:^|/)(?:site-packages|dist-packages|lib/python[\d.]+)/")
_OURS: Final = str(Path(__file__).resolve().parents[2]) + os.sep


class LastWords:
    """Keeps the first error that nobody caught, as one line and a report; from any thread, at any time."""

    def __init__(self, state_dir: Path, redact: Callable[[str], str] | None = None) -> None:
        self.line: str | None = None
        """What is to be said on standard error once the terminal is restored; None while all is well."""
        self._state_dir = state_dir
        self._redact = redact or Redactor()
        self._lock = threading.Lock()

    def record(self, error: BaseException) -> None:
        """Write the report of this error, if it is the first."""
        with self._lock:
            if self.line is not None:
                return
            self.line = self._said(error)
            self.line += f" Report: {self._write(error)}"

    def say(self) -> None:
        """Print the line."""
        if self.line is not None and sys.__stderr__ is not None:
            sys.__stderr__.write(self.line + "\n")
            sys.__stderr__.flush()

    def hook(self, kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        """In place of `sys.excepthook`: the same words for what fails outside the app, as while it is imported."""
        self.record(error)
        self.say()

    def _words(self, error: BaseException) -> str:
        words = _NUMBERS.sub("[number]", self._redact(_told(error)))
        return clean(words, limit=_WORDS) or "no words"

    def _said(self, error: BaseException) -> str:
        words = self._words(error)
        return f"callrail-tui stopped: {type(error).__name__}: {words}{'' if words.endswith(('.', '!', '?')) else '.'}"

    def _write(self, error: BaseException) -> str:
        """Write the report; its path, or why there is none."""
        path = self._state_dir / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}.txt"
        try:
            make_private_dir(self._state_dir)
            with open(path, "w", encoding="utf-8", errors="replace", opener=open_private) as file:
                file.write("\n".join(self._report(error)) + "\n")
        except (OSError, ConfigError) as failed:
            reason = failed.title if isinstance(failed, ConfigError) else failed.strerror
            return clean(f"none ({reason}).", limit=_WORDS)
        return clean(str(path), limit=_WORDS)

    def _report(self, error: BaseException) -> Iterator[str]:
        import platform  # late: this module stands before the first frame, and hardly ever says anything

        yield f"callrail-tui {__version__}, {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
        yield f"Python {platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}"
        yield ", ".join(_versions())
        yield ", ".join(
            f"{name}={clean(os.environ.get(name, ''), limit=80)}" for name in ("TERM", "TERM_PROGRAM", "LANG")
        )
        for each in _chain(error):
            yield ""
            yield from _frames(each.__traceback__)
            yield f"{type(each).__name__}: {self._words(each)}"
        yield ""
        yield "The log's last lines:"
        yield from (clean(self._redact(line), limit=2_000) for line in _tail(log_file(self._state_dir)))


def _told(error: BaseException) -> str:
    """The error's words; an error that cannot even say itself must not replace itself."""
    try:
        return str(error)
    except Exception as failed:
        return f"unprintable ({type(failed).__name__})"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, first cause first."""
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found and len(found) < 8:
        found.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    yield from reversed(found)


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    """Where it went through: file, line and function; no source, no locals, no folder of this machine."""
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"  {_short(code.co_filename)}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    yield from frames[-_FRAMES:]


def _short(file: str) -> str:
    """A source file's name relative to its package."""
    shorter = _PACKAGES.sub("", file)
    if shorter == file:
        shorter = file.removeprefix(_OURS) if file.startswith(_OURS) else Path(file).name
    return clean(shorter, limit=200)


def _versions() -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version  # late: only a report needs it

    for name in ("textual", "rich", "httpx", "platformdirs"):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} not installed"


def _tail(log: Path) -> list[str]:
    """The log's last lines, if there is one that can be read."""
    try:
        with open(log, "rb") as file:
            file.seek(max(0, log.stat().st_size - _LOG_BYTES))
            return file.read().decode("utf-8", "replace").splitlines()[-_LOG_LINES:]
    except OSError:
        return ["none"]
