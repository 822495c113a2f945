"""Cleaning text that others wrote, before it reaches a screen, a log or a terminal line."""

import re
from functools import cache
from typing import Final
from unicodedata import category

LIMIT: Final = 4_000
"""Characters kept of one value, unless the caller asks for another number."""

MARKS_PER_BASE: Final = 4
"""Combining marks kept on one base: enough for every living script, too few to climb over the lines above."""

ELLIPSIS: Final = "…"
REPLACEMENT: Final = "\ufffd"
_NEWLINE_PICTURE: Final = "␊"
_LONE_MARK_BASE: Final = "◌"
_TAB: Final = " " * 4
_JOINER: Final = "\u200d"
_LOOSE_JOINERS: Final = f"{_JOINER}+(?=\n|\\Z)"
"""Joiners at the end of a line: they would draw the first of our own words behind them into their glyph."""

# What may not be drawn, besides C0. It acts on the terminal, reorders or hides text around it, or has no agreed width.
# Private use and unassigned code points stay: the first are icons, the second next year's letters, and neither can act.
_NEVER_DRAWN: Final = "".join(
    (
        "\x7f-\x9f",  # DEL and C1: a C1 byte is an escape sequence's beginning
        "\u00ad\u061c\u180e",  # soft hyphen, Arabic letter mark, Mongolian vowel separator
        "\u200b\u200e\u200f",  # zero width space, direction marks; the joiners between them stay
        "\u2028-\u202e",  # line and paragraph separators, bidi embeddings and overrides
        "\u2060-\u206f",  # word joiner, invisible operators, bidi isolates, deprecated formats
        "\u3164\uffa0",  # Hangul fillers: blank letters, the usual way to make a name of nothing
        "\ud800-\udfff",  # lone surrogates
        "\ufdd0-\ufdef",  # noncharacters, here and at the end of each plane
        "\ufeff\ufff0-\ufffb",  # byte order mark, interlinear annotation
        "\U00013430-\U0001343f",  # hieroglyph format controls
        "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a",  # shorthand and music format controls
        "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff",  # tags and the ignorables round them
        *(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
    )
)
FORBIDDEN: Final = re.compile(f"[\x00-\x1f{_NEVER_DRAWN}]")
"""One character that may not appear in a one-line place."""
FORBIDDEN_MULTILINE: Final = f"[\x00-\x09\x0b-\x1f{_NEVER_DRAWN}]"
"""The same where lines may stand, as a pattern: compiled at the first such text."""

# Blocks that hold marks. A string without any of them (Latin, punctuation, kana, ideographs) skips the slow count.
_MARK_BLOCKS: Final = (
    "[\u0300-\u036f\u0483-\u1fff\u200c\u200d\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099\u309a"
    "\ua66f-\uabff\ud7b0-\ud7ff"
    "\ufb1e\ufe00-\ufe2f\U00010000-\U0001efff\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
# Zero-width characters that are no marks by category: the joiners, Hangul vowels and finals, skin tones, and marks
# that are newer than the Unicode tables of the oldest supported Python.
_ALSO_MARKS: Final = (
    "[\u200c\u200d\u1160-\u11ff\ud7b0-\ud7ff\U0001f3fb-\U0001f3ff"
    "\u0897\u0cf3\u0ece\u1acf-\u1aeb\U00010d69-\U00010d6d\U00010efa-\U00010eff\U00011241\U000113b8-\U000113d2"
    "\U000113e1\U000113e2\U00011b60-\U00011b67\U00011f00-\U00011f03\U00011f34-\U00011f42\U00011f5a\U00013440"
    "\U00013447-\U00013455\U0001611e-\U0001612f\U0001e08f\U0001e4ec-\U0001e4ef\U0001e5ee\U0001e5ef"
    "\U0001e6e3-\U0001e6f5]"
)

_compiled = cache(re.compile)
"""Of these patterns, at the first text that needs them: together they take as long as the import of a library."""


def clean(value: object, *, multiline: bool = False, limit: int = LIMIT) -> str:
    """`value` as text that can be drawn anywhere: nothing in it can act, hide or reorder, and what it held still shows.

    Control characters become their pictures and every other forbidden one U+FFFD, so that two different names never
    look alike. The result is at most `limit` characters long (`…` ends it when cut); cleaning it again changes nothing.
    """
    text = value if type(value) is str else _as_text(value)
    if text.isascii() and text.isprintable() and len(text) <= limit:
        return text
    return _clean_slowly(text, multiline, max(limit, 1))


def is_clean(text: str, *, multiline: bool = False) -> bool:
    """Whether `text` holds no forbidden character; an editor that shows it cleaned says so when this is false."""
    pattern = _compiled(FORBIDDEN_MULTILINE) if multiline else FORBIDDEN
    return pattern.search(text.replace("\r\n", "\n") if multiline else text) is None


def _clean_slowly(text: str, multiline: bool, limit: int) -> str:
    # Twice the limit is enough raw text to fill it, and keeps a megabyte of hostile text off the event loop.
    window = text[: 2 * limit]
    if multiline:
        window = _compiled(FORBIDDEN_MULTILINE).sub(_visible, window.replace("\r\n", "\n"))
    else:
        window = FORBIDDEN.sub(_visible, window)
    if _compiled(_MARK_BLOCKS).search(window):
        window = _tame_marks(window)
    if _JOINER in window:
        window = _compiled(_LOOSE_JOINERS).sub(REPLACEMENT, window)
    if len(window) <= limit and len(text) <= 2 * limit:
        return window
    return window[: limit - 1].rstrip(_JOINER) + ELLIPSIS


def _visible(found: re.Match[str]) -> str:
    character = found[0]
    if character == "\t":
        return _TAB
    if character == "\n":
        return _NEWLINE_PICTURE
    if character < " ":
        return chr(0x2400 + ord(character))
    return "␡" if character == "\x7f" else REPLACEMENT


def _tame_marks(text: str) -> str:
    """At most `MARKS_PER_BASE` marks on a base, the rest as one U+FFFD; a mark without a base gets a dotted circle."""
    kept: list[str] = []
    also_marks = _compiled(_ALSO_MARKS)
    marks = 0
    has_base = False
    for character in text:
        if character < "\u0300" or not (category(character)[0] == "M" or also_marks.match(character)):
            marks, has_base = 0, character != "\n"
            kept.append(character)
            continue
        if not has_base:
            has_base = True
            kept.append(_LONE_MARK_BASE)
        marks += 1
        if marks <= MARKS_PER_BASE:
            kept.append(character)
        elif marks == MARKS_PER_BASE + 1:
            kept.append(REPLACEMENT)
    return "".join(kept)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return str.__str__(value)
    try:
        return str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, or lists in lists in lists
        return f"<{type(value).__name__}>"
