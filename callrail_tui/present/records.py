"""Records in columns: how wide each is, and what stands in it (floor 4)."""

from collections.abc import Sequence
from typing import NamedTuple

from callrail_tui.present.calls import Piece
from callrail_tui.present.text import fit

PLAIN, DIM = "", "dim"
STYLE_NAMES = (DIM,)


class Column(NamedTuple):
    """A heading; a share of 0 keeps its cells, others divide what is left."""

    heading: str
    cells: int
    share: int = 0


class Record(NamedTuple):
    """One line."""

    id: str
    cells: tuple[str, ...]
    is_dim: bool = False
    """Whether it is of no use by now: disabled, or not accepted."""


def widths(columns: Sequence[Column], cells: int) -> list[int]:
    """The cells of each column, with a blank behind each; what does not fit is left out from the right."""
    shown: list[Column] = []
    for column in columns:
        if shown and 1 + sum(one.cells + 1 for one in (*shown, column)) > cells:
            break
        shown.append(column)
    spare = max(0, cells - 1 - sum(column.cells + 1 for column in shown))
    shares = sum(column.share for column in shown)
    return [column.cells + (spare * column.share // shares if shares else 0) for column in shown]


def heading(columns: Sequence[Column], cells: int) -> str:
    """The headings over the lines."""
    words = (fit(column.heading, width) for column, width in zip(columns, widths(columns, cells), strict=False))
    return fit(" " + " ".join(words), cells)


def record_pieces(record: Record, columns: Sequence[Column], cells: int) -> list[Piece]:
    """A line as clean text in pieces."""
    style = DIM if record.is_dim else PLAIN
    pieces: list[Piece] = [(" ", style)]
    for text, width in zip(record.cells, widths(columns, cells), strict=False):
        pieces.append((fit(text, width) + " ", style))
    return pieces
