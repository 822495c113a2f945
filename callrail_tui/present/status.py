"""What the status line says, and what it leaves out where it is too narrow."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import NamedTuple

from callrail_tui.present.calls import Piece
from callrail_tui.present.cells import fit, width
from callrail_tui.present.times import clock, countdown, in_zone

POSITION, WARNING, ERROR, DIM = "position", "warning", "error", "dim"
STYLE_NAMES = (POSITION, WARNING, ERROR, DIM)
_GAP = " · "
_LEAST_NAME = 6


class StatusFacts(NamedTuple):
    """Everything the line can say; what is zero, false or None is not said."""

    row: int = 0
    """The cursor's row counted from 1."""
    total: int | None = None
    """How many rows the list has; None while nobody knows."""
    unread: bool = False
    """Whether the list's first page could not be read, so that nobody will know until it is read again."""
    place: str = ""
    """Where the person is, where that is not the list: it stands where the list's row would."""
    connection: str = ""
    account: str = ""
    demo: bool = False
    read_only: bool = False
    offline: bool = False
    waits: float = 0.0
    """Seconds until requests go on, after a 429 or an outage."""
    outage: bool = False
    """Whether they wait because the service fails, and not by its limit."""
    as_of: datetime | None = None
    """When the list was read."""
    zone: tzinfo | None = None
    """The zone that `as_of` is shown in; None is this machine's own."""
    left_hour: int | None = None
    left_day: int | None = None
    pending: int = 0
    failed: int = 0
    conflicts: int = 0
    export: str = ""
    """How far an export is, as in `export 12/400`."""
    arrived: int = 0
    """New calls since the list was read."""


def position(row: int, total: int | None, *, unread: bool = False) -> str:
    """`1 of 2,000`, as wide for every row as for the last, so that nothing beside it moves; `0 of 0` for none.

    `… of …` while it is read, `– of –` where it could not be.
    """
    if total is None:
        return "– of –" if unread else "… of …"
    last = f"{total:,}"
    return f"{row:,}".rjust(len(last)) + f" of {last}"


def status_line(facts: StatusFacts, cells: int) -> list[Piece]:
    """One line of `cells`, as clean pieces: the place to the left, the rest to the right.

    Too narrow, the names are cut first, then the day's budget goes, then the hour's, then what else can be asked for;
    the place, pending, failed, conflict, offline, a wait, read-only and demo stay.
    """
    where = facts.place or position(facts.row, facts.total, unread=facts.unread)
    left = [(where, POSITION), *_outbox(facts)]
    if facts.export:
        left.append((facts.export, WARNING if " " in facts.export.rpartition(" ")[0] else DIM))
    if facts.arrived:
        left.append((f"{facts.arrived:,} new", WARNING))
    names = [name for name in (facts.connection, facts.account) if name]
    for budget, as_of in ((2, True), (1, True), (0, True), (0, False)):
        right = _right(facts, budget, has_as_of=as_of)
        spare = cells - 2 - _cells(left) - (len(_GAP) + _cells(right) if right else 0)
        if spare >= 0:
            fitted = _names(names, spare) if budget == 2 else []
            return _drawn(left, [*fitted, *right], cells)
    return _drawn(left, _right(facts, 0, has_as_of=False), cells)


def _outbox(facts: StatusFacts) -> list[Piece]:
    parts = []
    if facts.failed:
        parts.append((f"{facts.failed:,} failed", ERROR))
    if facts.conflicts:
        parts.append((f"{facts.conflicts:,} {'conflict' if facts.conflicts == 1 else 'conflicts'}", ERROR))
    if facts.pending:
        parts.append((f"{facts.pending:,} pending", WARNING))
    return parts


def _right(facts: StatusFacts, budget: int, *, has_as_of: bool) -> list[Piece]:
    parts = []
    if facts.demo:
        parts.append(("demo", WARNING))
    if facts.read_only:
        parts.append(("read-only", WARNING))
    if budget > 0 and facts.left_hour is not None:
        parts.append((f"h {facts.left_hour:,}", DIM))
    if budget > 1 and facts.left_day is not None:
        parts.append((f"d {facts.left_day:,}", DIM))
    if facts.waits:
        parts.append((f"{'no service' if facts.outage else 'limit'}: waits {countdown(facts.waits)}", WARNING))
    if facts.offline:
        parts.append(("offline", ERROR))
    elif has_as_of and facts.as_of is not None and (read := in_zone(facts.as_of, facts.zone)) is not None:
        parts.append((f"as of {clock(read)}", DIM))
    return parts


def _names(names: list[str], spare: int) -> list[Piece]:
    """The names in at most that many cells, each shortened alike; none of fewer cells than can be told apart."""
    while names:
        room = spare - len(_GAP) * len(names)
        share = room // len(names)
        if sum(width(name) for name in names) <= room:
            return [(name, "") for name in names]
        if share >= _LEAST_NAME:
            return [(fit(name, min(share, width(name))), "") for name in names]
        names = names[1:]
    return []


def _cells(parts: list[Piece]) -> int:
    return sum(width(text) for text, _ in parts) + len(_GAP) * max(0, len(parts) - 1)


def _drawn(left: list[Piece], right: list[Piece], cells: int) -> list[Piece]:
    blank = max(len(_GAP) if right else 0, cells - 2 - _cells(left) - _cells(right))
    return [(" ", ""), *_joined(left), (" " * blank, ""), *_joined(right), (" ", "")]


def _joined(parts: list[Piece]) -> Iterator[Piece]:
    for index, (text, style) in enumerate(parts):
        if index:
            yield _GAP, DIM
        yield fit(text, width(text)), style
