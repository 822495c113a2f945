"""How many bytes a gesture sends to the terminal, and how many cells it changes there."""

from dataclasses import dataclass

from bench import keys
from bench.ptys import PtyProgram
from bench.screens import screen_text

WIDE = (160, 45)


@dataclass
class Covered:
    """A dialog that opened or closed: bytes, and the cells of the rectangle that changed."""

    bytes: int
    cells: int

    @property
    def per_cell(self) -> float:
        """Bytes a cell."""
        return self.bytes / max(1, self.cells)


def first_paint(size: tuple[int, int]) -> int:
    """All bytes until the calls are on the screen and nothing more is drawn."""
    program = PtyProgram(keys.demo(2_000), size)
    try:
        program.settle(quiet=1.2)
        return program.trace.size_since(-1.0)
    finally:
        program.close()


def pressed(program: PtyProgram, typed: bytes) -> int:
    """The bytes of one gesture, to rest."""
    moment = program.type(typed)
    program.settle(quiet=0.4)
    return program.trace.size_since(moment)


def covering(program: PtyProgram, size: tuple[int, int], typed: bytes) -> Covered:
    """What a gesture sends, against the rectangle around all characters that it changed."""
    before = screen_text(program, size).splitlines()
    sent = pressed(program, typed)
    after = screen_text(program, size).splitlines()
    changed = [
        (row, column)
        for row, (old, new) in enumerate(zip(before, after, strict=True))
        for column, (one, other) in enumerate(zip(old, new, strict=True))
        if one != other
    ]
    if not changed:
        return Covered(sent, 0)
    rows, columns = [row for row, _ in changed], [column for _, column in changed]
    return Covered(sent, (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1))
