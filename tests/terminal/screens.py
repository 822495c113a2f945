"""What a terminal emulator shows, held against the rows that it should show."""

import pyte

from callrail_tui.terminal.cells import Row, cells_of
from callrail_tui.terminal.sgr import look

_SHOWN_ATTRIBUTES = {"1": "bold", "3": "italics", "4": "underscore", "7": "reverse", "9": "strikethrough"}
_NAMED = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")


class ErasingScreen(pyte.Screen):
    """An emulator that clears to the current background, as it already erases a line."""

    def erase_in_display(self, how: int = 0, *_: object, **__: object) -> None:
        for y in range(self.lines):
            for x in range(self.columns):
                self.buffer[y][x] = self.cursor.attrs


def terminal(width: int, height: int) -> tuple[pyte.Screen, pyte.Stream]:
    """An emulator full of rubbish, so that what is not written shows."""
    screen = pyte.Screen(width, height)
    stream = pyte.Stream(screen)
    for row in range(height):
        stream.feed(f"\x1b[{row + 1}H\x1b[45m" + "?" * width)
    stream.feed("\x1b[?7l\x1b[m\x1b[H")
    return screen, stream


def assert_shows(screen: pyte.Screen, rows: list[Row]) -> None:
    """Every cell of the screen is as `rows` say, but for glyphs whose width terminals disagree about."""
    for y, row in enumerate(rows):
        glyphs, styles, doubtful = cells_of(row)
        skip = False
        for x, (glyph, style) in enumerate(zip(glyphs, styles, strict=True)):
            skip = x in doubtful or (skip and not glyph)
            if not skip:
                assert seen(screen, x, y) == expected(glyph, style), f"row {y}, column {x}: {row!r}"


def seen(screen: pyte.Screen, x: int, y: int) -> tuple[object, ...]:
    """A cell of the emulator: glyph, colours and attributes, for a blank without those that do not show."""
    cell = screen.buffer[y][x]
    attributes = {name for name in _SHOWN_ATTRIBUTES.values() if getattr(cell, name)}
    blank = cell.data == " "
    if blank:
        attributes -= {"bold", "italics"}
    return cell.data, "" if blank and not attributes else cell.fg, cell.bg, attributes


def expected(glyph: str, style: str) -> tuple[object, ...]:
    """The same of a wanted cell."""
    attributes, foreground, background = look(style)
    names = {_SHOWN_ATTRIBUTES[attribute] for attribute in attributes if attribute in _SHOWN_ATTRIBUTES}
    blank = glyph == " "
    if blank:
        names -= {"bold", "italics"}
    return glyph, "" if blank and not names else _colour(foreground), _colour(background), names


def _colour(code: str) -> str:
    if not code:
        return "default"
    kind, *rest = code.split(";")
    if rest:
        return "".join(f"{int(part):02x}" for part in rest[1:])
    return _NAMED[int(kind) % 10]
