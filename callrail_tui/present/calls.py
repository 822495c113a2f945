"""A call's cells: each function turns one aspect of a call into (text, style name) pieces, text still uncleaned.

The style names are those of the list's component classes without their prefix; an empty one is the row's own style.
"""

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from callrail_tui.model.call import Call, FieldState, Outcome
from callrail_tui.model.fields import CALL_FIELDS, Kind
from callrail_tui.model.read import names
from callrail_tui.model.when import timestamp
from callrail_tui.present.times import (
    DAY_CELLS,
    SHORT_DAY_CELLS,
    clock,
    day,
    duration,
    in_zone,
    moment_text,
    short_day,
)
from callrail_tui.present.values import compact

Piece = tuple[str, str]
"""Uncleaned text and the name of its style."""

PLAIN, DIM, MISSED, GOOD, BAD, ODD = "", "dim", "missed", "good", "bad", "odd"
STYLE_NAMES = (DIM, MISSED, GOOD, BAD, ODD)

ABSENT = "·"
"""Stands where the answer says nothing; it is dim as well."""
NOT_SCORED = "·"
"""Stands in the lead's column, where an absent one is called so."""

UNKNOWN_CALLER = "Unknown caller"
FULL_WHEN = DAY_CELLS + 6
SHORT_WHEN = SHORT_DAY_CELLS + 6


class RowContext(NamedTuple):
    """What all rows of one list share."""

    today: date
    zone: tzinfo | None = None
    """The zone of every time in the list; None is this machine's own."""


class Signs(NamedTuple):
    """What is said of a row beside its call: the person's mark, and what becomes of what was decided."""

    marked: bool = False
    state: str = ""
    """One of the `STATE_SIGNS`' names; empty where nothing was decided."""
    spam_seconds: int | None = None
    """Seconds in which a report of spam can still be taken back."""


NO_SIGNS = Signs()
MARK = "●"
STATE_SIGNS: dict[str, tuple[str, str, str]] = {
    "conflict": ("≠", ODD, "A colleague changed the same field: O shows both, and asks whose holds."),
    "failed": ("✗", MISSED, "It could not be sent: O says why."),
    "paused": ("‖", PLAIN, "It waits until the bulk decision goes on (O, p)."),
    "unsure": ("?", ODD, "Sent, and not sure whether it arrived: it is being looked at."),
    "inflight": ("↑", PLAIN, "On its way."),
    "held": ("↑", PLAIN, "Decided; it is sent in a moment, and u takes it back until then at no cost."),
    "queued": ("↑", PLAIN, "On its way."),
    "done": ("✓", GOOD, "Sent and confirmed; the row stays where it is until r."),
}
"""Each state's sign in the list, its style, and what it means."""


def gutter(signs: Signs) -> tuple[Piece, Piece]:
    """The two cells before a row's columns."""
    sign, style, _ = STATE_SIGNS.get(signs.state, (" ", PLAIN, ""))
    return (MARK if signs.marked else " ", PLAIN), (sign, style)


class Row(NamedTuple):
    """One call where it stands in the list."""

    call: Call
    context: RowContext
    local_start: datetime | None
    """Its start on the list's clocks."""
    is_new_day: bool
    """Whether the row above is of another day, or is not known."""
    signs: Signs = NO_SIGNS


def row_of(call: Call, above: Call | None, context: RowContext, signs: Signs = NO_SIGNS) -> Row:
    """The call with what its neighbour above makes of it."""
    start = in_zone(call.start, context.zone) if call.start is not None else None
    is_new_day = True
    if start is not None and above is not None and above.start is not None:
        before = in_zone(above.start, context.zone)
        is_new_day = before is None or before.date() != start.date()
    return Row(call, context, start, is_new_day, signs)


def phone(number: str | None) -> str:
    """A North American number as people there write it, any other as it came, and nothing for none."""
    if number is None:
        return ""
    if len(number) == 12 and number.startswith("+1") and number[2:].isascii() and number[2:].isdigit():
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def caller(call: Call) -> str:
    """The name, else the number, else that nobody knows."""
    if call.customer_name:
        return call.customer_name
    return UNKNOWN_CALLER if call.is_number_withheld else phone(call.customer_number)


def untold(call: Call, name: str) -> Piece:
    """What stands for a field whose attribute is None: nothing for null and empty, a dot for absent, else what came."""
    match call.state_of(name):
        case FieldState.ABSENT:
            return ABSENT, DIM
        case FieldState.NULL | FieldState.EMPTY:
            return "", PLAIN
        case _:
            return f"?{compact(call.raw[name], 60)}", ODD


def when(row: Row, cells: int) -> tuple[Piece, ...]:
    """Day and time, the day dim when it is that of the row above; what is no time is shown as it came."""
    start = row.local_start
    if start is None:
        text, _ = untold(row.call, "start_time")
        return ((text, ODD if row.call.raw.get("start_time") else DIM),)
    today = row.context.today
    if cells >= FULL_WHEN:
        text = day(start.date(), today).ljust(DAY_CELLS + 1)
    elif cells >= SHORT_WHEN:
        text = short_day(start.date(), today).ljust(SHORT_DAY_CELLS + 1)
    else:
        return ((clock(start), PLAIN),)
    return ((text, PLAIN if row.is_new_day else DIM), (clock(start), PLAIN))


_SHORT_OUTCOMES = {
    Outcome.ANSWERED: "answer",
    Outcome.MISSED: "missed",
    Outcome.VOICEMAIL: "vmail",
    Outcome.ABANDONED: "aband.",
    Outcome.IN_PROGRESS: "now",
    Outcome.UNKNOWN: "?",
}
_ARROWS = {"inbound": "←", None: "←", "outbound": "→"}
_OUTCOMES = {one: one.value for one in Outcome} | {Outcome.IN_PROGRESS: "ongoing"}
_LOST = frozenset({Outcome.MISSED, Outcome.ABANDONED, Outcome.VOICEMAIL})
FULL_OUTCOME, SHORT_OUTCOME = 11, 8


def outcome(row: Row, cells: int) -> tuple[Piece, ...]:
    """An arrow for the direction and the outcome in a word: `← missed`."""
    call = row.call
    found = call.outcome
    if found is Outcome.UNKNOWN and call.call_type not in (None, "outbound"):
        word = call.call_type or ""
    else:
        word = _OUTCOMES[found] if cells >= FULL_OUTCOME else _SHORT_OUTCOMES[found]
    text = f"{_ARROWS.get(call.direction, '?')} {word}"
    return ((text, MISSED if found in _LOST and call.is_inbound else PLAIN),)


def length(row: Row, cells: int) -> tuple[Piece, ...]:
    """How long it took, to the right; nothing while it lasts."""
    seconds = row.call.duration
    if seconds is None:
        text, style = untold(row.call, "duration")
        return ((text.rjust(cells), style),)
    return ((duration(seconds, cells).rjust(cells), PLAIN),)


def who(row: Row, cells: int) -> tuple[Piece, ...]:
    """The caller, or the person called."""
    call = row.call
    if call.customer_name is None and call.state_of("customer_name") is FieldState.WRONG_TYPE:
        return (untold(call, "customer_name"),)
    return ((caller(call), PLAIN),)


def number(row: Row, cells: int) -> tuple[Piece, ...]:
    """The customer's number, or that it is withheld."""
    call = row.call
    if call.customer_number is None:
        return (untold(call, "customer_phone_number"),)
    return (("withheld", DIM),) if call.is_number_withheld else ((phone(call.customer_number), PLAIN),)


def company(row: Row, cells: int) -> tuple[Piece, ...]:
    """The company's name."""
    name = row.call.company_name
    return ((name, PLAIN),) if name is not None else (untold(row.call, "company_name"),)


def tracker(row: Row, cells: int) -> tuple[Piece, ...]:
    """The tracker's name, else the source."""
    call = row.call
    name = call.source_name or call.source
    return ((name, PLAIN),) if name is not None else (untold(call, "source_name"),)


def source(row: Row, cells: int) -> tuple[Piece, ...]:
    """Where the caller came from."""
    name = row.call.source
    return ((name, PLAIN),) if name is not None else (untold(row.call, "source"),)


def value(row: Row, cells: int) -> tuple[Piece, ...]:
    """The call's value as it came."""
    worth = row.call.value
    return ((worth.rjust(cells), PLAIN),) if worth is not None else (untold(row.call, "value"),)


_LEADS: dict[str, tuple[str, str, str]] = {
    "good_lead": ("+ good lead", "+ good", GOOD),
    "not_a_lead": ("- not a lead", "- not", BAD),
    "previously_marked_good_lead": ("~ prev. good", "~ prev.", PLAIN),
}
FULL_LEAD, SHORT_LEAD = 12, 7


def lead(row: Row, cells: int) -> tuple[Piece, ...]:
    """The lead status as a glyph and a word; a dot for not scored, unknown words as they came."""
    call, status = row.call, row.call.lead_status
    if row.signs.spam_seconds is not None:
        return ((f"! spam {row.signs.spam_seconds}s" if cells > SHORT_LEAD else f"!spm {row.signs.spam_seconds}", BAD),)
    if call.spam:
        return (("! spam", BAD),)
    if status is None:
        if call.is_scored is False:
            return ((NOT_SCORED, DIM),)
        return (("absent", DIM) if "lead_status" not in call.raw else untold(call, "lead_status"),)
    known = _LEADS.get(status)
    if known is None:
        return ((f"? {status}", ODD),)
    full, short, style = known
    return ((full if len(full) <= cells else short, style),)


def tags(row: Row, cells: int) -> tuple[Piece, ...]:
    """The tags' names, with commas between; marked where the list holds something else as well."""
    found = row.call.tags
    if found is None:
        return (untold(row.call, "tags"),)
    if row.call.state_of("tags") is FieldState.WRONG_TYPE:
        return ((f"? {', '.join(found)}", ODD),)
    return ((", ".join(found), PLAIN),)


def flags(row: Row, cells: int) -> tuple[Piece, ...]:
    """`1` for a first-time caller and `n` for a note, each in its own place."""
    call = row.call
    return ((("1" if call.first_call else " ") + ("n" if call.note else " "), PLAIN),)


def any_field(row: Row, name: str, cells: int) -> tuple[Piece, ...]:
    """Any field of the call by its name on the wire, by its kind where that is known."""
    state = row.call.state_of(name)
    if state is not FieldState.PRESENT:
        return (untold(row.call, name),)
    worth = row.call.raw[name]
    known = CALL_FIELDS.get(name)
    kind = known.kind if known is not None else Kind.ANY
    if kind is Kind.TIME and (moment := timestamp(worth)) is not None:
        return ((moment_text(moment, row.context.zone, row.context.today) or str(worth), PLAIN),)
    if kind is Kind.NAMES:
        return ((", ".join(names(worth) or ()), PLAIN),)
    text = compact(worth)
    return ((text.rjust(cells) if kind is Kind.NUMBER else text, PLAIN),)
