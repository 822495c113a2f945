"""What the program may write to a terminal: text without controls, and the few sequences of its own grammar."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from callrail_tui.text import FORBIDDEN

_TOKEN: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|\x1b|[^\x1b]+", re.DOTALL
)
_OURS: Final = re.compile(
    r"\x1b\[(?:[\d;]*m|\d+(?:;\d+)?H|\d+G|\d*[BCD]|\d+X|K|(?:\d+;\d+)?r|6n|>\d+u|<u|\?(?:2026|2048)\$p)"
    r"|\x1b\[\?(?:1049|1000|1003|1006|1015|1004|2004|25|7)[hl]|\x1bM|\x1b\]22;[a-z-]+\x07"
)
# What the frame before Textual clears with, between taking the screen and asking for the mouse.
_FIRST_FRAME: Final = ("\x1b[2J", "\x1b[H")
_TAKEN: Final = "\x1b[?1049h"
_ONCE: Final = tuple(f"\x1b[?{mode}{way}" for mode in (1049, 1004, 2004) for way in "hl")


def foreign(written: bytes) -> list[str]:
    """Whatever in it is not the program's own: sequences beyond its grammar, and characters that are never drawn."""
    text = written.decode()
    found: list[str] = []
    counts: Counter[str] = Counter()
    in_first_frame = False
    for token in _TOKEN.findall(text):
        if token[0] == "\x1b":
            counts[token] += 1
            in_first_frame = token == _TAKEN or (in_first_frame and not token.startswith("\x1b[?1"))
            if not _OURS.fullmatch(token) and not (in_first_frame and token in _FIRST_FRAME):
                found.append(token[:60])
        else:
            found += FORBIDDEN.findall(token.replace("\r\n", "").replace("\n", "").replace("\r", "").replace("\b", ""))
    return found + [mode for mode in (*_ONCE, "\x1b[2J") if counts[mode] > 1]
