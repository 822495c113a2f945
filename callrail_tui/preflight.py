"""Whether this terminal can show the screen at all, asked before the screen opens (exit code 2 if not)."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from callrail_tui.errors import ConfigError

if TYPE_CHECKING:
    from typing import TextIO

_WITHOUT_A_SCREEN = ("", "dumb", "unknown")


def check_terminal(
    environ: Mapping[str, str], stdin: TextIO | None, stdout: TextIO | None, stderr: TextIO | None
) -> None:
    """ConfigError, with its cure, when no full screen can be shown here."""
    for stream, name in ((stdin, "input"), (stdout, "output"), (stderr, "error output")):
        if not is_terminal(stream):
            raise ConfigError(
                f"There is no terminal on standard {name}.",
                "Start callrail-tui by itself in a terminal, without a pipe or a redirection (over ssh: ssh -t).",
            )
    check_term(environ)
    for stream in (stdout, stderr):
        check_encoding(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether `stream` is open and a terminal; a closed one is neither."""
    if stream is None or stream.closed:
        return False
    try:
        return os.isatty(stream.fileno())
    except (OSError, ValueError):
        return False


def check_term(environ: Mapping[str, str]) -> None:
    """ConfigError when TERM says that the terminal has no screen."""
    term = environ.get("TERM", "")
    if term in _WITHOUT_A_SCREEN:
        said = f"TERM is {term!r}" if term else "TERM is not set"
        raise ConfigError(
            f"{said}: this terminal has no full screen.",
            "Start it in another terminal, or set TERM, for example TERM=xterm-256color.",
        )


def check_encoding(stream: TextIO | None) -> None:
    """ConfigError when the locale does not write UTF-8; a guess would fill the screen with escapes."""
    encoding = (getattr(stream, "encoding", None) or "ascii").lower()
    if not is_utf8(encoding):
        raise ConfigError(
            f"The locale writes {encoding}, and the screen needs UTF-8.",
            "Set a UTF-8 locale, for example LC_ALL=C.UTF-8 (or PYTHONUTF8=1 if the terminal itself shows UTF-8).",
        )


def is_utf8(encoding: str) -> bool:
    """Whether `encoding` names UTF-8 in any spelling."""
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False
