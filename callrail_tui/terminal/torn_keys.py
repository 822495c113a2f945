"""Whole escape sequences out of a torn stream: what a slow line cuts into pieces never becomes keys.

A terminal sends an arrow as three bytes and more. Where they arrive apart, stock Textual reads the first as the escape
key and the rest as letters, which are commands here. This assembler stands before the parser. It knows only shapes
(ECMA-48), not meanings, and no clock: the caller says what time it is.
"""

import re
from typing import Final, Literal, NamedTuple

ESC: Final = "\x1b"
SEQUENCE_WAIT: Final = 1.1
"""Seconds that a begun sequence may stand still: the promise is 1 s, and the rest is the machine's own lateness."""
PASTE_WAIT: Final = 5.0
"""Seconds of silence after which a paste that nobody closed is taken as it is."""

_PASTE_BEGIN: Final = "\x1b[200~"
_PASTE_END: Final = "\x1b[201~"
_LONGEST_PASTE: Final = 8_000_000
_LONGEST_SEQUENCE: Final = 4_096
# What the terminal says by itself: positions, modes, focus, size, mouse. None of these becomes a key, however late.
_REPORT: Final = re.compile(r"\x1b\[(\d+;\d+R|\?[\d;]*(\$y|[cuR])|[IO]|48;[\d;:]*t|<[\d;-]+[Mm])", re.ASCII)
_META: Final = frozenset("bf\t\x7f\x08")
"""Behind ESC these are one key: a word back or on, as a Mac sends it, shift+tab, a word deleted. No other is, since
somebody who leaves with escape and goes on at once types two keys, which a slow line delivers together."""
_STRING_BEGINS: Final = re.compile(r"\x1b(P[\d>!$+=|]|\]\d|_G)", re.ASCII)

_TWO_KEYS_YET: Final = ("\x1bP", "\x1b]", "\x1b_")
"""What begins a string from the terminal, unless nothing follows that does: then it was typed."""

Kind = Literal["text", "escape", "alt", "sequence", "paste"]


class Piece(NamedTuple):
    """Something whole: ground text, the escape key, alt and one of a few, an escape sequence, or a paste's text."""

    kind: Kind
    text: str


class WholeSequences:
    """Takes the stream as it arrives and gives it back in whole pieces; what stays unfinished is dropped."""

    def __init__(self, escape_delay: float = 0.1) -> None:
        self._escape_delay = escape_delay
        self._pending = ""
        """What began with ESC and is not whole yet."""
        self._quiet = False
        """Whether its ESC was already given out as the escape key, so that the rest must not become another key."""
        self._since = 0.0
        """When the last byte of it came."""
        self._lone: float | None = None
        """When the last thing that came was a lone ESC: its time."""
        self._paste: str | None = None
        self._replies_due = 0
        self._due_until = 0.0
        self._replies = False
        """Whether the terminal has ever answered: one that does not must not make the escape key slow."""

    def expect_reply(self, until: float) -> None:
        """The terminal was asked where its cursor is: until then a lone ESC may well be the answer's beginning."""
        self._replies_due = self._replies_due + 1 if until - PASTE_WAIT < self._due_until else 1
        self._due_until = until

    @property
    def deadline(self) -> float | None:
        """When `tick` has something to do if nothing arrives before; None while nothing is unfinished."""
        if self._paste is not None:
            return self._since + PASTE_WAIT
        return self._since + self._patience() if self._pending else None

    def feed(self, data: str, now: float) -> list[Piece]:
        """The pieces that are whole with `data`, which arrived at `now`."""
        pieces = self.tick(now)
        text_from: int | None = None
        position = 0
        while position < len(data):
            if self._paste is not None:
                position = self._take_paste(data, position, now, pieces)
                continue
            plain = not self._pending and data[position] != ESC and not self._late(data[position], now)
            if plain:
                text_from = position if text_from is None else text_from
                self._lone = None
                position += 1
                continue
            if text_from is not None:
                pieces.append(Piece("text", data[text_from:position]))
                text_from = None
            position += self._take(data[position], now, pieces)
        if text_from is not None:
            pieces.append(Piece("text", data[text_from:]))
        return pieces

    def tick(self, now: float) -> list[Piece]:
        """What time alone decides: a lone ESC is the escape key, an unfinished sequence is dropped."""
        if self.deadline is None or now < self.deadline:
            return []
        pending, self._pending = self._pending, ""
        if self._paste is not None:
            pasted, self._paste = self._paste, None
            return [Piece("paste", pasted)]
        if pending == ESC:
            self._lone = self._since
            return [Piece("escape", ESC)]
        return _two_keys(pending) if pending in _TWO_KEYS_YET else []

    def _patience(self) -> float:
        if self._pending != ESC and self._pending not in _TWO_KEYS_YET:
            return SEQUENCE_WAIT
        due = self._replies and self._replies_due and self._since < self._due_until
        return SEQUENCE_WAIT if due else self._escape_delay

    def _late(self, character: str, now: float) -> bool:
        """Whether this continues a sequence whose ESC was already taken for the escape key."""
        return self._lone is not None and character in "[O" and now - self._lone <= SEQUENCE_WAIT

    def _take(self, character: str, now: float, pieces: list[Piece]) -> int:
        """One character that begins, continues, ends or breaks a sequence; how many were used up: one or none."""
        self._since = now
        if not self._pending:
            self._quiet = character != ESC
            self._lone = None
            self._pending = ESC + character if self._quiet else ESC
            return 1
        if self._pending == ESC:
            return self._after_escape(character, pieces)
        shape = _shape(self._pending + character)
        if shape == "broken":
            pieces += _two_keys(self._pending) if self._pending in _TWO_KEYS_YET else []
            self._pending = ""
            return 0
        self._pending += character
        if shape == "whole" or len(self._pending) > _LONGEST_SEQUENCE:
            self._finish(pieces)
        return 1

    def _after_escape(self, character: str, pieces: list[Piece]) -> int:
        if character == ESC:
            pieces.append(Piece("escape", ESC))
        elif character in "[OP]_":
            self._pending += character
        else:
            self._pending = ""
            pieces += [Piece("alt", ESC + character)] if character in _META else _two_keys(ESC + character)
        return 1

    def _finish(self, pieces: list[Piece]) -> None:
        whole, self._pending = self._pending, ""
        if whole == _PASTE_BEGIN:
            self._paste = ""
            return
        if whole[-1] == "R" and _REPORT.fullmatch(whole):
            self._replies = True
            self._replies_due = max(0, self._replies_due - 1)
        if whole[1] in "[O" and (not self._quiet or _REPORT.fullmatch(whole)):
            pieces.append(Piece("sequence", whole))

    def _take_paste(self, data: str, position: int, now: float, pieces: list[Piece]) -> int:
        """Add to the paste up to its end mark, which may have been torn as well; the position behind what was used."""
        self._since = now
        before = self._paste or ""
        joined = before + data[position:]
        end = joined.find(_PASTE_END, max(0, len(before) - len(_PASTE_END)))
        if end < 0:
            self._paste = joined[:_LONGEST_PASTE] + joined[_LONGEST_PASTE:][-len(_PASTE_END) :]
            return len(data)
        self._paste = None
        pieces.append(Piece("paste", joined[:end]))
        return position + end + len(_PASTE_END) - len(before)


def _two_keys(typed: str) -> list[Piece]:
    return [Piece("escape", ESC), Piece("text", typed[1])]


def _shape(sequence: str) -> Literal["whole", "part", "broken"]:
    """Whether an escape sequence of two characters and more is complete, may become so, or cannot."""
    introducer, body, last = sequence[1], sequence[2:], sequence[-1]
    if introducer in "P]_":
        return _string_shape(sequence)
    if body.startswith("M") and introducer == "[":  # the old mouse report: three characters follow
        return "broken" if last == ESC else "whole" if len(body) == 4 else "part"
    if body == "[" and introducer == "[":  # the Linux console's function keys: one letter follows
        return "part"
    if introducer == "O" and not ("0" <= last <= "9" or last == ";" or "@" <= last <= "~"):
        return "broken"
    if "@" <= last <= "~":
        return "part" if body == "M" and introducer == "[" else "whole"
    return "part" if " " <= last <= "?" else "broken"


def _string_shape(sequence: str) -> Literal["whole", "part", "broken"]:
    """The same for a string sequence, which a bell or ESC and a backslash ends."""
    if not _STRING_BEGINS.match(sequence):
        return "broken"
    if sequence.endswith(("\x07", "\x1b\\")):
        return "whole"
    return "broken" if ESC in sequence[2:-1] else "part"
