"""A picture drawn before there is a cell layer, which the layer can go on from."""

from __future__ import annotations

import re

from callrail_tui.terminal.sgr import change, ground, is_background

TYPE_CHECKING = False  # as typing's: this is drawn before anything else is loaded
if TYPE_CHECKING:
    from callrail_tui.terminal.canvas import Canvas

_BLANKS = re.compile(" {5,}")
"""What is shorter to step over than to write."""


class Picture:
    """Text at places of a cleared screen of (columns, rows), in styles that are the parameters of SGR.

    `erases` says that the terminal erases to the current background: only then is it known what stands where it was
    cleared, unless that is the terminal's own background.
    """

    def __init__(self, size: tuple[int, int], ground_style: str, *, erases: bool) -> None:
        self.size = size
        self._ground = ground_style
        self._erases = erases
        self._stands = True
        self._rows: set[int] = set()
        """Where something is written already."""
        self._patches: list[tuple[int, int, str, str]] = []
        self._parts = [change("", ground_style), "\x1b[2J"]
        self._style = ground_style

    def put(self, row: int, column: int, text: str, style: str) -> None:
        """Write printable text that ends within the row, if the screen has the row."""
        if not 0 <= row < self.size[1] or not text:
            return
        is_first = row not in self._rows
        self._rows.add(row)
        self._patches.append((row, column, text, style))
        if is_first and ground(style) == ground(self._ground):
            text = _BLANKS.sub(lambda blanks: f"\x1b[{len(blanks[0])}C", text.rstrip(" "))
        self._write(row, column, text, style)

    def bar(self, row: int, text: str, style: str) -> None:
        """Write printable text that takes the whole row."""
        if not 0 <= row < self.size[1]:
            return
        self._rows.add(row)
        self._patches.append((row, 0, text, style))
        if self._erases and is_background(ground(style)):
            text = f"{text.rstrip(' ')}\x1b[K"
        self._write(row, 0, text, style)

    def _write(self, row: int, column: int, text: str, style: str) -> None:
        self._parts += [f"\x1b[{row + 1};{column + 1}H", change(self._style, style), text]
        self._style = style

    def take_text(self) -> str:
        """The bytes that draw what was not taken yet, on a screen in its default style; none once it is spoiled."""
        if not self._parts or not self._stands:
            return ""
        text = "".join((*self._parts, "\x1b[m\x1b[H"))
        self._parts.clear()
        self._style = ""
        return text

    def spoil(self) -> None:
        """Something happened to the terminal, and nobody knows what of it still stands."""
        self._stands = False

    def tell(self, canvas: Canvas) -> bool:
        """Let a canvas know what stands, unless that is not known or the screen has another size by now; whether so."""
        if not self._stands or (canvas.width, canvas.height) != self.size or (self._ground and not self._erases):
            return False
        for row in range(canvas.height):
            canvas.draw(row, 0, ((" " * canvas.width, self._ground),))
        for row, column, text, style in self._patches:
            canvas.draw(row, column, ((text, style),))
        canvas.take_as_sent()
        return True
