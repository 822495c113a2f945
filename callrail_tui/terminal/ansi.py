"""Operations on the screen as the bytes that a terminal understands; every one works on any VT100, but for erasing."""

from typing import Final

from callrail_tui.terminal.cells import Cells
from callrail_tui.terminal.diff import Shift
from callrail_tui.terminal.sgr import change, ground, is_background

POSITION_REQUEST: Final = "\x1b[6n"
"""Asks the terminal where its cursor is; it answers `CSI row ; column R` when it has drawn all that came before."""

SYNC_START: Final = "\x1b[?2026h"
SYNC_END: Final = "\x1b[?2026l"


class Painter:
    """Collects one frame, knowing where it has left the cursor and in which style.

    A frame starts anywhere in the terminal's default style, and is to end in that style. `erases` says that what is
    erased takes the current background: then long blanks need not be written.
    """

    def __init__(self, width: int, *, erases: bool = False) -> None:
        self._width = width
        self._erases = erases
        self._out: list[str] = []
        self._row: int | None = None
        self._column: int | None = None
        self._style = ""

    @property
    def is_idle(self) -> bool:
        """Whether nothing has been drawn so far."""
        return not self._out

    def scroll(self, shift: Shift) -> None:
        """Let the terminal move whole rows: margins, then line feeds at the bottom or reverse index at the top."""
        top, bottom, rows = shift
        # What scrolls in takes the current background on some terminals: the default one is the same on all.
        self._restyle("")
        self._out.append(f"\x1b[{top + 1};{bottom + 1}r")
        if rows > 0:
            self._out.append(f"\x1b[{bottom + 1}H" + "\n" * rows)
        else:
            self._out.append(f"\x1b[{top + 1}H" + "\x1bM" * -rows)
        self._out.append("\x1b[r")
        self._row = self._column = None

    def write(self, row: int, start: int, end: int, cells: Cells) -> None:
        """Write the columns from `start` to before `end` of a row."""
        glyphs, styles, doubtful = cells
        self._move(row, start)
        column = at = start
        while column < end:
            style = styles[column]
            stop = column + 1
            if column in doubtful:
                while stop < end and not glyphs[stop]:
                    stop += 1
            else:
                while stop < end and styles[stop] == style and stop not in doubtful:
                    stop += 1
            text = "".join(glyphs[column:stop])
            if not text.isspace():
                self._restyle(style)
            elif ground(self._style) != style:
                # A blank may be drawn in any colour of text: in that of the text which follows, if it can be.
                follows = styles[stop] if stop < end else style
                self._restyle(follows if ground(follows) == style else style)
            if column in doubtful:
                self._write_doubtful(column, stop, text)
                at = stop
            elif erasing := self._erasing(text, style, stop, is_last=stop == end):
                self._out.append(erasing)
                at = column if stop == end else stop
            else:
                self._out.append(text)
                at = stop
            column = stop
        self._column = at if at < self._width else None

    def finish(self, cursor: tuple[int, int]) -> str:
        """The frame; it leaves the cursor at (column, row) and the default style."""
        self._restyle("")
        column, row = cursor
        self._out.append(f"\x1b[{row + 1};{column + 1}H")
        return "".join(self._out)

    def _erasing(self, text: str, style: str, stop: int, *, is_last: bool) -> str:
        """What has the terminal blank the cells up to `stop` and goes on there, if that is shorter than the blanks."""
        if not self._erases or not is_background(style) or text.strip(" "):
            return ""
        length = len(text)
        if stop == self._width:
            erasing = "\x1b[K"
        elif is_last:
            erasing = f"\x1b[{length}X"
        else:
            erasing = f"\x1b[{length}X\x1b[{length}C"
        return erasing if len(erasing) < length else ""

    def _write_doubtful(self, start: int, stop: int, text: str) -> None:
        """Write a glyph of uncertain width over blanks, and go on where it ought to end."""
        self._out.append(" " * (stop - start) + f"\x1b[{start + 1}G" + text)
        if stop < self._width:
            self._out.append(f"\x1b[{stop + 1}G")

    def _restyle(self, style: str) -> None:
        if style != self._style:
            self._out.append(change(self._style, style))
            self._style = style

    def _move(self, row: int, column: int) -> None:
        """Go to a cell, by the shortest way there is."""
        if row == self._row:
            if column != self._column:
                across = f"\x1b[{column + 1}G"
                if self._column is not None and column > self._column:
                    steps = column - self._column
                    across = min(across, f"\x1b[{steps}C" if steps > 1 else "\x1b[C", key=len)
                self._out.append(across)
        elif self._row is not None and row == self._row + 1:
            # A line feed keeps the column or not, as the line is set; what follows says the column anyway.
            self._out.append(f"\n\x1b[{column + 1}G" if column else "\r\n")
        elif column == 0:
            self._out.append(f"\x1b[{row + 1}H")
        else:
            self._out.append(f"\x1b[{row + 1};{column + 1}H")
        self._row, self._column = row, column
