"""What a caller, a colleague or a server could write to harm the reader: the payloads that every sink is held to."""

from __future__ import annotations

import re
from typing import Final

from callrail_tui.text import FORBIDDEN

CANARY: Final = "CANARY"
"""Stands at the end of most payloads: seen on the screen, it shows that the text was drawn and nothing swallowed it."""

PAYLOADS: Final[dict[str, str]] = {
    # Textual and rich markup
    "markup bold": "[bold]x[/bold] CANARY",
    "markup unknown close": "[/nope] CANARY",
    "markup close nothing": "[/] CANARY",
    "markup half open": "[ CANARY",
    "markup half close": "[/ CANARY",
    "markup nested": "[type=x, v={'a[0]'}] CANARY",
    "markup brackets in brackets": "[b [c]] CANARY",
    "markup reverse red": "[reverse red]x[/] CANARY",
    "markup theme colour": "[$error]x[/] CANARY",
    "markup capital": "[Bold]x CANARY",
    "markup space red": "[ red]x CANARY",
    "markup colour number": "[#ff0000]x[/#ff0000] CANARY",
    "markup ordinary name": "Acme [Plumbing] & Sons CANARY",
    "markup trailing backslash": "CANARY\\",
    "markup backslash bracket": "\\[bold]x[/bold] CANARY",
    "markup click quit": "[@click=app.quit]name[/] CANARY",
    "markup click quoted": "[@click='app.exit(1)']name[/] CANARY",
    "markup click action": "[@click=screen.dismiss]name[/] CANARY",
    "markup link": "[link=https://evil.example.com]x[/link] CANARY",
    "markup link quoted": '[link="https://evil.example.com"]x[/] CANARY',
    "markup emoji": ":smile: :skull: CANARY",
    "markup 5000 brackets": "[" * 5_000,
    "markdown": "# **x** [a](https://evil.example.com) `CANARY`",
    # escape sequences
    "osc 52 bel": "\x1b]52;c;ZXZpbA==\x07 CANARY",
    "osc 52 st": "\x1b]52;c;ZXZpbA==\x1b\\ CANARY",
    "osc 8 link": "\x1b]8;;https://evil.example.com\x1b\\x\x1b]8;;\x1b\\ CANARY",
    "osc title": "\x1b]0;owned\x07 CANARY",
    "osc unterminated": "CANARY \x1b]0;owned",
    "csi red": "\x1b[31mx CANARY",
    "csi clear": "\x1b[2J\x1b[H CANARY",
    "csi report": "\x1b[6n\x1b[c\x1b[>q CANARY",
    "csi leave alternate screen": "\x1b[?1049l CANARY",
    "csi mouse and paste modes": "\x1b[?1003h\x1b[?2004l CANARY",
    "csi unterminated": "CANARY \x1b[",
    "ris": "\x1bc CANARY",
    "dcs": "\x1bP+q544e\x1b\\ CANARY",
    "apc": "\x1b_Gi=1;AAAA\x1b\\ CANARY",
    "pm and sos": "\x1b^x\x1b\\\x1bXx\x1b\\ CANARY",
    "lone escape": "\x1b CANARY",
    "c1 csi": "\x9b31mx CANARY",
    "c1 osc 52": "\x9d52;c;ZXZpbA==\x9c CANARY",
    "c1 dcs apc nel": "\x90x\x9c\x9fx\x9c\x85 CANARY",
    # single control characters
    "bel and backspace": "\x07\x08\x08\x08 CANARY",
    "carriage return": "good\rCANARY",
    "newlines": "one\ntwo\r\nCANARY",
    "vertical tab and form feed": "a\x0bb\x0c CANARY",
    "nul": "a\x00b CANARY",
    "shift out and in": "\x0eabc\x0f CANARY",
    "delete": "a\x7fb CANARY",
    "tab": "a\tb CANARY",
    "all of c0": "".join(map(chr, range(32))) + " CANARY",
    "all of c1": "".join(map(chr, range(0x80, 0xA0))) + " CANARY",
    # text that hides, reorders or overflows
    "bidi override": "\u202egnp.exe\u202c CANARY",
    "bidi isolates": "\u2066a\u2067b\u2068c\u2069 CANARY",
    "direction marks": "a\u200eb\u200fc\u061cd CANARY",
    "zero width space": "a\u200bb\u2060c\u00add CANARY",
    "joiners": "क्\u200dष नि\u200cx CANARY",
    "line and paragraph separators": "a\u2028b\u2029c CANARY",
    "tag characters": "a\U000e0001\U000e0065\U000e007f CANARY",
    "byte order mark": "\ufeffa\ufffe CANARY",
    "lone surrogates": "a\ud800b\udfffc CANARY",
    "noncharacters": "\ufdd0\uffff\U0010ffff CANARY",
    "invisible name": "\u3164\uffa0\u2800 CANARY",
    "10,000 marks": "CANARY e" + "\u0301" * 10_000,
    "marks alone": "\u0301\u0300\u20dd",
    "wide": "日本語の名前 CANARY",
    "emoji family": "👨\u200d👩\u200d👧\u200d👦 👍🏻 ❤\ufe0f CANARY",
    "200,000 characters": "CANARY" + "x" * 200_000,
    "empty": "",
    "blank": "   ",
}
"""Name → payload."""

_SGR = re.compile(r"\x1b\[[0-9;]*m")


def drawn_control(text: str) -> list[str]:
    """The forbidden characters in drawn text, colours aside: empty is what every test wants."""
    return FORBIDDEN.findall(_SGR.sub("", text).replace("\n", ""))
