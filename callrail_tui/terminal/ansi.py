"""Operations on the screen as the bytes that a terminal understands; every one works on any VT100, but for erasing."""

from collections.abc import Iterable
from typing import Final

from callrail_tui.terminal.cells import Cells
from callrail_tui.terminal.diff import Shift
from callrail_tui.terminal.runs import Run, in_styles, runs_of
from callrail_tui.terminal.sgr import change, ground, is_background

POSITION_REQUEST: Final = "\x1b[6n"
"""Asks the terminal where its cursor is; it answers `CSI row ; column R` when it has drawn all that came before."""

SYNC_START: Final = "\x1b[?2026h"
SYNC_END: Final = "\x1b[?2026l"

_WORTH_ANOTHER_ORDER: Final = 600
"""Bytes: a shorter frame is drawn row by row and no other way is tried."""
_NEAR: Final = 4
"""Columns: so few backspaces are shorter than any other way to the left."""


class Painter:
    """Collects one frame, and finds the shortest way to draw it.

    A frame starts anywhere in the terminal's default style, and is to end in that style. `erases` says that what is
    erased takes the current background: then long blanks need not be written.
    """

    def __init__(self, width: int, *, erases: bool = False) -> None:
        self._width = width
        self._erases = erases
        self._scrolling = ""
        self._runs: list[Run] = []

    @property
    def is_idle(self) -> bool:
        """Whether nothing has been drawn so far."""
        return not self._runs and not self._scrolling

    def scroll(self, shift: Shift) -> None:
        """Let the terminal move whole rows, before all else: margins, then line feeds or reverse indexes at the edge.

        What scrolls in takes the current background on some terminals: the default one is the same on all.
        """
        top, bottom, rows = shift
        edge, steps = (bottom, "\n" * rows) if rows > 0 else (top, "\x1bM" * -rows)
        self._scrolling = f"\x1b[{top + 1};{bottom + 1}r\x1b[{edge + 1}H{steps}\x1b[r"

    def write(self, row: int, start: int, end: int, cells: Cells) -> None:
        """Write the columns from `start` to before `end` of a row."""
        self._runs += runs_of(row, start, end, cells)

    def finish(self, cursor: tuple[int, int]) -> str:
        """The frame; it leaves the cursor at (column, row) and the default style."""
        frame = self._drawn(self._runs)
        if len(frame) >= _WORTH_ANOTHER_ORDER:
            # Not so well to look at where it arrives in pieces; so it has to be worth it.
            by_style = self._drawn(in_styles(self._runs, erases=self._erases))
            if len(by_style) < 0.9 * len(frame):
                frame = by_style
        column, row = cursor
        return f"{self._scrolling}{frame}\x1b[{row + 1};{column + 1}H"

    def _drawn(self, runs: Iterable[Run]) -> str:
        pen = Pen(self._width, erases=self._erases)
        for run in runs:
            pen.draw(run)
        return pen.finished()


class Pen:
    """Draws runs one after another, knowing where it has left the cursor and in which style."""

    def __init__(self, width: int, *, erases: bool) -> None:
        self._width = width
        self._erases = erases
        self._out: list[str] = []
        self._row: int | None = None
        self._column: int | None = None
        self._style = ""

    def draw(self, run: Run) -> None:
        """Go there and draw it."""
        self._move(run.row, run.start)
        if not run.is_blank or ground(self._style) != run.style:
            self._restyle(run.ink)
        at = run.stop
        if run.is_doubtful:
            self._draw_doubtful(run)
        elif run.is_blank and (erasing := self._erasing(run)):
            self._out.append(erasing)
            at = run.start
        else:
            self._out.append(run.text)
        self._column = at if at < self._width else None

    def finished(self) -> str:
        """What was drawn, leaving the default style."""
        self._restyle("")
        return "".join(self._out)

    def _erasing(self, run: Run) -> str:
        """What has the terminal blank the cells and leaves the cursor at the first; empty if blanks are shorter."""
        if not self._erases or not is_background(run.style):
            return ""
        length = len(run.text)
        erasing, going_on = ("\x1b[K", "") if run.stop == self._width else (f"\x1b[{length}X", f"\x1b[{length}C")
        return erasing if len(erasing) + len(going_on) < length else ""

    def _draw_doubtful(self, run: Run) -> None:
        """Write a glyph of uncertain width over blanks, and go on where it ought to end."""
        self._out.append(" " * (run.stop - run.start) + f"\x1b[{run.start + 1}G" + run.text)
        if run.stop < self._width:
            self._out.append(f"\x1b[{run.stop + 1}G")

    def _restyle(self, style: str) -> None:
        if style != self._style:
            self._out.append(change(self._style, style))
            self._style = style

    def _move(self, row: int, column: int) -> None:
        """Go to a cell, by the shortest way there is."""
        if row == self._row:
            if column == self._column:
                return
            way = self._along(column)
        elif self._row is not None and row > self._row:
            way = self._down(row - self._row, column)
        else:
            way = _to(row, column)
        self._out.append(way)
        self._row, self._column = row, column

    def _along(self, column: int) -> str:
        placed = f"\x1b[{column + 1}G"
        return placed if self._column is None else min(_across(column - self._column), placed, key=len)

    def _down(self, rows: int, column: int) -> str:
        if rows == 1 and not column:
            return "\r\n"
        ways = [_to((self._row or 0) + rows, column)]
        if rows == 1:
            # A line feed keeps the column or not, as the line is set; what follows says the column anyway.
            ways.append(f"\n\x1b[{column + 1}G")
        if self._column is not None and abs(column - self._column) < _NEAR:
            ways.append(_counted(rows, "B") + _across(column - self._column))
        return min(ways, key=_cost)


def _cost(way: str) -> int:
    """Bytes on the line: the terminal's own driver puts a return before a line feed."""
    return len(way) + way.startswith("\n")


def _to(row: int, column: int) -> str:
    """Goes anywhere."""
    return f"\x1b[{row + 1};{column + 1}H" if column else f"\x1b[{row + 1}H"


def _across(columns: int) -> str:
    """Moves the cursor right, or left if it is negative."""
    if columns >= 0:
        return _counted(columns, "C") if columns else ""
    return "\b" * -columns if columns > -_NEAR else _counted(-columns, "D")


def _counted(count: int, letter: str) -> str:
    return f"\x1b[{count}{letter}" if count > 1 else f"\x1b[{letter}"
