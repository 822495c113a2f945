"""A terminal emulator that keeps every attribute, and knows of each cell whether terminals agree about it.

It is pyte's (its parser, margins, scrolling, cursor and erasing), with three things that terminals have and pyte 0.8
has not. Every SGR attribute is kept, not six of them. A wide glyph of which one half is overwritten loses the other
half. And text goes on after a character without a width, where pyte drops what follows.

The width of a glyph is that of one of two families of terminals: of those that join code points as Rich counts them
(`JOINING`: then all that Textual draws stands where Textual means it to), and of those that add up the code points one
by one (`ADDING`: then a family of emoji takes six cells where Textual counts two, and Textual alone shifts the rest of
the line). A cell is sure unless it is such a glyph's, or was written after one without the cursor being placed anew.
A blank keeps of its style only what shows on it, and what is erased takes the current background.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import pyte
from rich.cells import cell_len, split_graphemes
from wcwidth import wcwidth

_ENDS = {22: {1, 2}, 23: {3}, 24: {4, 21}, 25: {5, 6}, 27: {7}, 28: {8}, 29: {9}, 54: {51, 52}, 55: {53}}
_STARTS = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 51, 52, 53})
_SHOWS_ON_BLANKS = frozenset({3, 4, 5, 6, 7, 8, 9, 21, 51, 52, 53})


class Cell(NamedTuple):
    """One cell; `data` is empty where the glyph to the left reaches into it."""

    data: str = " "
    fg: str = "default"
    bg: str = "default"
    attributes: frozenset[int] = frozenset()
    sure: bool = True


class Piece(NamedTuple):
    """A glyph as a terminal draws it: what it starts with, its width, and how wide Textual takes all of it to be."""

    text: str
    width: int
    believed: int


Widths: TypeAlias = Callable[[str], Iterable[Piece]]


@lru_cache(maxsize=65536)
def joining(text: str) -> list[Piece]:
    """Glyphs as Rich counts them."""
    spans, total = split_graphemes(text)
    pieces = [Piece(text[start:end], width, width) for start, end, width in spans]
    # Of a joiner with nothing before it Rich has two opinions, so Textual itself goes wrong from here on.
    return [pieces[0]._replace(believed=cell_len(text) - total + pieces[0].width), *pieces[1:]]


@lru_cache(maxsize=65536)
def adding(text: str) -> list[Piece]:
    """Code points one by one, those without a width on top of the one before."""
    pieces: list[Piece] = []
    for start, end, believed in split_graphemes(text)[0]:
        here: list[Piece] = []
        for character in text[start:end]:
            width = max(0, wcwidth(character))
            if here and not width:
                here[-1] = here[-1]._replace(text=here[-1].text + character)
            else:
                here.append(Piece(character, width, 0))
        here[0] = here[0]._replace(believed=believed)
        pieces += here
    total = sum(piece.believed for piece in pieces)
    return [pieces[0]._replace(believed=cell_len(text) - total + pieces[0].believed), *pieces[1:]]


@lru_cache(maxsize=65536)
def cell(text: str, attrs: Cell, sure: bool) -> Cell:
    """A cell of text in a style."""
    if text and text.isspace() and not attrs.attributes & _SHOWS_ON_BLANKS:
        return Cell(text, bg=attrs.bg, sure=sure)
    return attrs._replace(data=text, sure=sure)


class Terminal(pyte.Screen):
    """The emulator; wraps no lines, as Textual asks of a terminal."""

    def __init__(self, width: int, height: int, widths: Widths = joining) -> None:
        self._widths = widths
        self._drift = 0
        """Columns by which the cursor is right of where Textual takes it to be."""
        self._certain = True
        """Whether terminals agree about what was drawn since the cursor was last placed."""
        super().__init__(width, height)
        self._stream = pyte.Stream(self)
        self.fed = 0

    def feed(self, data: str) -> None:
        """Draw what a program writes."""
        self.fed += len(data.encode("utf-8", "surrogatepass"))
        self._stream.feed(data)

    def scribble(self, letter: str = "?") -> None:
        """Show what nobody has sent, as after another program or a resize."""
        for row in range(self.lines):
            self.feed(f"\x1b[{row + 1}H\x1b[;1;4;45m{letter * self.columns}")
        self.feed("\x1b[m\x1b[r\x1b[H")

    def text(self, y: int) -> str:
        """What a row says."""
        return "".join(self.buffer[y][x].data for x in range(self.columns))

    def doubt_rest(self, y: int, x: int) -> None:
        """Be sure of nothing in a row from a column on."""
        line = self.buffer[y]
        for column in range(x, self.columns):
            line[column] = line[column]._replace(sure=False)  # type: ignore

    @property
    def default_char(self) -> Any:
        """A blank in the terminal's own colours."""
        return Cell()

    def reset(self) -> None:
        """As switched on, but not wrapping."""
        super().reset()
        self.cursor.attrs = self.default_char
        self.mode.discard(pyte.modes.DECAWM)

    def cursor_position(self, line: int | None = None, column: int | None = None) -> None:
        """CUP."""
        super().cursor_position(line, column)
        self._drift, self._certain = 0, True

    def cursor_to_column(self, column: int | None = None) -> None:
        """CHA."""
        super().cursor_to_column(column)
        self._drift, self._certain = 0, True

    def carriage_return(self) -> None:
        """CR."""
        super().carriage_return()
        self._drift, self._certain = 0, True

    def select_graphic_rendition(self, *attrs: int, **_: Any) -> None:
        """SGR, with all attributes."""
        codes = list(attrs or (0,))
        style: Cell = self.cursor.attrs  # type: ignore[assignment]
        while codes:
            code = codes.pop(0)
            if code in (38, 48):
                length = 2 if codes[0] == 5 else 4
                colour, codes = ";".join(map(str, codes[:length])), codes[length:]
                style = style._replace(fg=colour) if code == 38 else style._replace(bg=colour)
            elif not code:
                style = Cell()
            elif code in _STARTS:
                style = style._replace(attributes=style.attributes | {code})
            elif code in _ENDS:
                style = style._replace(attributes=style.attributes - _ENDS[code])
            elif 30 <= code <= 39 or 90 <= code <= 97:
                style = style._replace(fg="default" if code == 39 else str(code))
            elif 40 <= code <= 49 or 100 <= code <= 107:
                style = style._replace(bg="default" if code == 49 else str(code - 10))
            else:
                raise AssertionError(f"a terminal that does not know SGR {code}")
        self.cursor.attrs = style  # type: ignore[assignment]

    def draw(self, data: str) -> None:
        """Draw text at the cursor."""
        if data.isascii():
            for character in data:
                self._put(character, 1)
            return
        for text, width, believed in self._widths(data):
            if width != believed:
                self._certain = False
                self._doubt(max(width, believed))
            if width:
                self._put(text, width)
            else:
                self._join(text)
            self._drift += width - believed

    def _put(self, text: str, width: int) -> None:
        """One glyph."""
        line = self.buffer[self.cursor.y]
        attrs: Cell = self.cursor.attrs  # type: ignore[assignment]
        x = min(self.cursor.x, self.columns - width)
        if x < 0:
            return
        # Over the edge: some terminals keep what was there, some take the last that comes.
        sure = self._certain and x == self.cursor.x
        if not line[x].data and x:
            line[x - 1] = cell(" ", line[x - 1], line[x - 1].sure and sure)  # type: ignore
        if x + width < self.columns and not line[x + width].data:
            line[x + width] = cell(" ", line[x + width], line[x + width].sure and sure)  # type: ignore
        if self._drift:
            self._doubt(width)
        line[x] = drawn = cell(text, attrs, sure)  # type: ignore
        for column in range(x + 1, x + width):
            line[column] = drawn._replace(data="")  # type: ignore
        self.cursor.x = x + width

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        """EL: what is right of the cursor, or left of it, or all; the layer uses the first alone."""
        x = self.cursor.x
        self._erase(*((x, self.columns), (0, x + 1), (0, self.columns))[how])

    def erase_characters(self, count: int | None = None) -> None:
        """ECH."""
        self._erase(self.cursor.x, self.cursor.x + (count or 1))

    def _erase(self, start: int, stop: int) -> None:
        """To the background that is current; with an attribute that shows on blanks terminals disagree."""
        attrs: Cell = self.cursor.attrs  # type: ignore[assignment]
        sure = self._certain and not attrs.attributes & _SHOWS_ON_BLANKS
        line, stop = self.buffer[self.cursor.y], min(stop, self.columns)
        if start and not line[start].data:
            line[start - 1] = cell(" ", line[start - 1], line[start - 1].sure and sure)  # type: ignore
        if stop < self.columns and not line[stop].data:
            line[stop] = cell(" ", line[stop], line[stop].sure and sure)  # type: ignore
        for column in range(start, stop):
            line[column] = Cell(bg=attrs.bg, sure=sure)  # type: ignore

    def _join(self, text: str) -> None:
        """A character without a width goes on top of the one before; of whose making that is, is anyone's guess."""
        line = self.buffer[self.cursor.y]
        x = min(self.cursor.x, self.columns) - 1
        if x > 0 and not line[x].data:
            line[x] = line[x]._replace(sure=False)  # type: ignore
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + text, sure=False)  # type: ignore

    def _doubt(self, width: int) -> None:
        """Be sure of nothing where a glyph stands or was meant to stand."""
        line = self.buffer[self.cursor.y]
        start, meant = self.cursor.x, self.cursor.x - self._drift
        for column in range(max(0, min(start, meant)), min(self.columns, max(start, meant) + width)):
            line[column] = line[column]._replace(sure=False)  # type: ignore
