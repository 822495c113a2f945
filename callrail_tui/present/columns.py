"""The call list's columns: what each is called, how wide it wants to be, and which go first when it narrows."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from callrail_tui.model.call import Call
from callrail_tui.model.fields import CALL_FIELDS, Kind
from callrail_tui.present import calls
from callrail_tui.present.calls import NO_SIGNS, Piece, Row, RowContext, Signs, gutter, row_of
from callrail_tui.present.cells import fit, width
from callrail_tui.present.times import zone_heading

Render = Callable[[Row, int], tuple[Piece, ...]]
"""A row and the cells there are, to pieces; the last piece is cut or padded to what is left."""

GUTTER = 2
"""Cells before the first column, for the mark and for what becomes of an edit."""


class Column(NamedTuple):
    """One column of the list."""

    id: str
    """Our word for a standing column, else a field's name on the wire."""
    heading: str
    minimum: int
    ideal: int
    priority: int
    """The greater, the sooner it goes when the list narrows."""
    render: Render
    grows: bool = False
    """Whether it takes a share of the cells that nobody needs."""
    right: bool = False
    """Whether its heading stands to the right, as its cells do."""


_TABLE: tuple[Column, ...] = (
    Column("when", "When", calls.SHORT_WHEN, calls.FULL_WHEN, 1, calls.when),
    Column("outcome", "Outcome", calls.SHORT_OUTCOME, calls.FULL_OUTCOME, 0, calls.outcome),
    Column("length", "Len", 5, 7, 4, calls.length, right=True),
    Column("who", "Who", 14, 20, 2, calls.who, grows=True),
    Column("number", "Number", 14, 14, 20, calls.number),
    Column("company", "Company", 8, 18, 6, calls.company, grows=True),
    Column("tracker", "Tracker", 7, 18, 8, calls.tracker, grows=True),
    Column("source", "Source", 8, 14, 22, calls.source),
    Column("lead", "Lead", calls.SHORT_LEAD, calls.FULL_LEAD, 3, calls.lead),
    Column("flags", "1n", 2, 2, 7, calls.flags),
    Column("value", "Value", 7, 9, 21, calls.value, right=True),
    Column("tags", "Tags", 5, 18, 5, calls.tags, grows=True),
)

STANDING: dict[str, Column] = {column.id: column for column in _TABLE}
"""The columns of our own making, in their order; the rest are a call's fields by name."""

DEFAULT_COLUMNS: tuple[str, ...] = tuple(STANDING)

READING = "Reading calls…"
"""Said while nobody knows yet which rows there are."""

ONLY_WITH_ROOM = 20
"""From this priority on a column comes only where all the others have the width they want."""

CHOSEN_PRIORITY = 4
"""A field that the person asked for goes after the standing columns that a row can be understood without."""

_FIELD_CELLS: dict[Kind, tuple[int, int]] = {
    Kind.BOOLEAN: (3, 5),
    Kind.NUMBER: (5, 8),
    Kind.TIME: (10, calls.FULL_WHEN),
    Kind.TEXT: (8, 18),
    Kind.NAMES: (8, 20),
    Kind.OBJECT: (10, 24),
    Kind.LIST: (10, 24),
    Kind.ANY: (8, 20),
}


def field_column(name: str) -> Column:
    """The column of any field of a call; names that the catalogue does not know are shown by their shape."""
    known = CALL_FIELDS.get(name)
    kind = known.kind if known is not None else Kind.ANY
    heading = known.label if known is not None else name
    least, ideal = _FIELD_CELLS[kind]
    ideal = max(ideal, min(width(heading), 24))
    render = partial(_field, name)
    return Column(name, heading, least, ideal, CHOSEN_PRIORITY, render, right=kind is Kind.NUMBER)


def _field(name: str, row: Row, cells: int) -> tuple[Piece, ...]:
    return calls.any_field(row, name, cells)


def columns_for(chosen: Iterable[str], *, several_companies: bool) -> tuple[Column, ...]:
    """The columns of these ids in this order, each once; the company's only where there is more than one."""
    wanted = dict.fromkeys(chosen)
    if not several_companies:
        wanted.pop("company", None)
    return tuple(STANDING.get(name) or field_column(name) for name in wanted)


class Placed(NamedTuple):
    """A column and the cells it was given."""

    column: Column
    cells: int


def lay_out(columns: Iterable[Column], cells: int) -> tuple[Placed, ...]:
    """Share a row's cells: columns go by priority until the rest fits, then the rest grow.

    Fixed columns have two useful widths, so they take the step to their ideal where it costs less than half of what is
    spare; what is left is shared evenly by those that grow, to their ideal first.
    """
    kept = _kept(list(columns), cells)
    given = {column.id: column.minimum for column in kept}
    spare = max(0, cells - _taken(kept, given))
    growing = [column for column in kept if column.grows]
    fixed = sorted((column for column in kept if not column.grows), key=lambda column: column.priority)
    for column in fixed:
        step = column.ideal - column.minimum
        if 2 * step > spare:
            break
        given[column.id] += step
        spare -= step
    spare = _share(growing, given, spare)
    for column in fixed:
        step = min(spare, column.ideal - given[column.id])
        given[column.id] += step
        spare -= step
    for index, column in enumerate(growing):
        share = spare // (len(growing) - index)
        given[column.id] += share
        spare -= share
    return tuple(Placed(column, given[column.id]) for column in kept)


def _kept(columns: list[Column], cells: int) -> list[Column]:
    kept: list[Column] = []
    for column in sorted(columns, key=lambda column: column.priority):
        tried = [*kept, column]
        wanted = {one.id: one.ideal if column.priority >= ONLY_WITH_ROOM else one.minimum for one in tried}
        if kept and _taken(tried, wanted) > cells:
            break
        kept = tried
    return [column for column in columns if column in kept]


def _share(growing: list[Column], given: dict[str, int], spare: int) -> int:
    """Give the growing columns a cell each in turn until they are ideal; what is left over."""
    while spare > 0 and (hungry := [column for column in growing if given[column.id] < column.ideal]):
        for column in hungry[:spare]:
            given[column.id] += 1
        spare -= min(spare, len(hungry))
    return spare


def _taken(columns: list[Column], given: dict[str, int]) -> int:
    return GUTTER + sum(given[column.id] for column in columns) + max(0, len(columns) - 1)


def row_pieces(
    call: Call, above: Call | None, layout: tuple[Placed, ...], context: RowContext, signs: Signs = NO_SIGNS
) -> list[Piece]:
    """A whole row as clean text in few pieces: neighbours of one style are one, blanks go with those before."""
    row = row_of(call, above, context, signs)
    pieces: list[Piece] = []
    (mark, style), (state, state_style) = gutter(signs)
    text = mark + state
    if state_style != style and not state.isspace():
        if not mark.isspace():
            pieces.append((mark, style))
            text = state
        style = state_style
    gap = ""
    for placed in layout:
        text += gap
        gap = " "
        for drawn, name in _cell(placed.column.render(row, placed.cells), placed.cells):
            if name != style and not drawn.isspace():
                if not text.isspace():
                    pieces.append((text, style))
                    text = ""
                style = name
            text += drawn
    pieces.append((text, style))
    return pieces


def _cell(pieces: tuple[Piece, ...], cells: int) -> list[Piece]:
    *heads, (last, last_style) = pieces
    drawn: list[Piece] = []
    for content, style in heads:
        taken = min(width(content), cells)
        drawn.append((fit(content, taken), style))
        cells -= taken
    drawn.append((fit(last, cells), last_style))
    return drawn


def heading(layout: tuple[Placed, ...], context: RowContext) -> str:
    """The headings over a row; the times' one names their zone."""
    words = []
    for placed in layout:
        column, cells = placed.column, placed.cells
        word = zone_heading(context.zone, context.today) if column.id == "when" else column.heading
        words.append(fit(word, cells).rstrip().rjust(cells) if column.right else fit(word, cells))
    return " " * GUTTER + " ".join(words)


def waiting(layout: tuple[Placed, ...]) -> str:
    """A row that is not here yet: a dot for each cell to come."""
    return " " * GUTTER + " ".join(fit(calls.ABSENT, placed.cells) for placed in layout)
