"""The log: JSON lines in a private rotating file, redacted and cleaned; never on the screen, never in the way."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final

from callrail_tui.storage.paths import open_private
from callrail_tui.text import clean

MAX_BYTES: Final = 1_000_000
OLD_FILES: Final = 1

_OTHERS_QUIET: Final = ("httpx", "httpcore", "asyncio")
"""At INFO and below they write query strings and response headers, which hold names and session tokens."""
_EXTRAS: Final = ("method", "path", "status", "ms", "tries", "left_hour", "left_day", "where")
"""What a record may carry beside its words, as `extra=`; a path is a template, without ids."""
_LIMIT: Final = 2_000

Redact = Callable[[str], str]


def start_logging(path: Path, redact: Redact) -> None:
    """Send every record of level INFO and above to `path`; to be imported and called after the first paint."""
    stop_logging()
    root = logging.getLogger()
    root.addHandler(PrivateFileHandler(path, redact))
    root.setLevel(logging.INFO)
    for name in _OTHERS_QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def stop_logging() -> None:
    """Close the log; later records go nowhere."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, PrivateFileHandler)]:
        root.removeHandler(handler)
        handler.close()


class PrivateFileHandler(RotatingFileHandler):
    """Two files of one megabyte, 0600, one JSON object a line; a write that fails is dropped in silence."""

    def __init__(self, path: Path, redact: Redact) -> None:
        super().__init__(path, maxBytes=MAX_BYTES, backupCount=OLD_FILES, encoding="utf-8", delay=True)
        self.setFormatter(JsonLines(redact))

    def _open(self) -> io.TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=open_private)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the standard library's name)
        """A full disk or a lost folder must not reach the screen, nor stop what was being logged."""


class JsonLines(logging.Formatter):
    """One record as one line: time, level, place, words, and the type and place of an exception, without its locals."""

    def __init__(self, redact: Redact) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; redacted before it is cut, so that no cut secret escapes the pattern."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._safe(record.getMessage()),
        }
        for name in _EXTRAS:
            value = getattr(record, name, None)
            if value is not None:
                line[name] = value if isinstance(value, int | float) else self._safe(str(value))
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = self._error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)

    def _safe(self, text: str) -> str:
        return clean(self._redact(text), limit=_LIMIT)

    def _error(self, error: BaseException) -> dict[str, Any]:
        frames = []
        traceback = error.__traceback__
        while traceback is not None:
            code = traceback.tb_frame.f_code
            frames.append(f"{Path(code.co_filename).name}:{traceback.tb_lineno} {code.co_name}")
            traceback = traceback.tb_next
        return {"type": type(error).__name__, "words": self._safe(str(error)), "frames": frames[-20:]}
