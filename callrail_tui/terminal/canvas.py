"""The screen as it should be and as the terminal was last told, and the frame that takes it from one to the other."""

from functools import lru_cache

from callrail_tui.terminal.ansi import Painter
from callrail_tui.terminal.cells import Cells, Row, cells_of, fitted, replaced, row_width
from callrail_tui.terminal.diff import BLANK, changed_spans, find_shift, shifted

_ROWS_WORTH_A_SHIFT = 3

_cells_of = lru_cache(maxsize=256)(cells_of)


class Canvas:
    """A screen of cells with a memory of what was sent; pure, so that any terminal emulator can check its frames."""

    def __init__(self, width: int, height: int, *, erases: bool = False) -> None:
        self.width = width
        self.height = height
        self._erases = erases
        blank: Row = ((" " * width, ""),) if width else ()
        self._wanted: list[Row] = [blank] * height
        self._sent: list[Row | None] = [None] * height
        self._dirty: set[int] = set()
        self._cursor: tuple[int, int] | None = None

    def draw(self, y: int, x: int, patch: Row) -> None:
        """Lay a patch over row `y` from column `x` on; what reaches over the edge is cut off."""
        if not 0 <= y < self.height or not patch:
            return
        row = patch if x == 0 and row_width(patch) == self.width else replaced(self._wanted[y], x, patch)
        self._wanted[y] = fitted(row, self.width)
        self._dirty.add(y)

    def forget(self) -> None:
        """Take nothing for granted: the next frame writes every cell."""
        self._sent = [None] * self.height
        self._dirty = set(range(self.height))
        self._cursor = None

    def take_as_sent(self) -> None:
        """Take all that was drawn for what the terminal shows: it was sent by other means."""
        self._sent = list(self._wanted)
        self._dirty.clear()

    def frame(self, cursor: tuple[int, int]) -> str:
        """The bytes that bring the terminal up to date, with the cursor left at (column, row); empty if it is."""
        wanted = self._wanted
        changed = [y for y in sorted(self._dirty) if wanted[y] != self._sent[y]]
        self._dirty.clear()
        if not changed and cursor == self._cursor:
            return ""
        painter = Painter(self.width, erases=self._erases)
        if len(changed) >= _ROWS_WORTH_A_SHIFT and (shift := find_shift(self._sent, wanted, changed)):
            painter.scroll(shift)
            self._sent = shifted(self._sent, shift)
            changed = [y for y in range(self.height) if wanted[y] != self._sent[y]]
        for y in changed:
            new = _cells_of(wanted[y])
            for start, end in changed_spans(self._old_cells(y), new):
                painter.write(y, start, end, new)
            self._sent[y] = wanted[y]
        if painter.is_idle and cursor == self._cursor:
            return ""
        self._cursor = cursor
        return painter.finish(cursor)

    def _old_cells(self, y: int) -> Cells | None:
        row = self._sent[y]
        if row is None:
            return None
        return _cells_of(fitted(row, self.width) if row is BLANK else row)
