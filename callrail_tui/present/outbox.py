"""The outbox as lines: what is pressing first, decisions about several calls folded into one line (floor 4, pure)."""

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from callrail_tui.model.edit import PENDING, Appended, Edit, State, TagDelta
from callrail_tui.present.calls import FULL_WHEN, Piece
from callrail_tui.present.edits import field_word, plural, state_words, value_words, want_words, was_is
from callrail_tui.present.text import fit, width
from callrail_tui.present.times import SHORT_DAY_CELLS, clock, in_zone, moment_text, short_day

SECTION, DIM, WARNING, ERROR = "section", "dim", "warning", "error"
STYLE_NAMES = (SECTION, DIM, WARNING, ERROR)

CONFLICTS, FAILED, WAITING, DONE = "Conflicts", "Failed", "On their way", "Done in this session"
SECTIONS = (CONFLICTS, FAILED, WAITING, DONE)


class Heading(NamedTuple):
    """The line above a section; the cursor passes over it."""

    words: str


class Summary(NamedTuple):
    """A decision about several calls."""

    act: int
    words: str
    edits: tuple[Edit, ...]
    """The most pressing first."""
    is_open: bool
    """Whether its calls stand below it."""


class One(NamedTuple):
    """One field of one call."""

    edit: Edit
    is_child: bool = False
    """Whether it stands below the summary of its act."""


Line = Heading | Summary | One


def section_of(edit: Edit) -> str:
    """The section where it stands by itself."""
    if edit.state is State.CONFLICT:
        return CONFLICTS
    if edit.state is State.FAILED:
        return FAILED
    return WAITING if edit.state in PENDING else DONE


def edits_of(line: Line | None) -> tuple[Edit, ...]:
    """What a line is about: one edit, or those of a whole act."""
    match line:
        case Summary():
            return line.edits
        case One():
            return (line.edit,)
        case _:
            return ()


def outline(entries: Iterable[Edit], unfolded: Container[int], words_of: Callable[[int], str]) -> list[Line]:
    """Every line, section by section; within one in the order of `entries`, an act where its first edit stands."""
    acts: dict[int, list[Edit]] = {}
    for edit in entries:
        acts.setdefault(edit.act, []).append(edit)
    sections: dict[str, list[Line]] = {name: [] for name in SECTIONS}
    for act, edits in acts.items():
        if len({edit.call_id for edit in edits}) == 1:
            for edit in edits:
                sections[section_of(edit)].append(One(edit))
            continue
        edits.sort(key=lambda edit: SECTIONS.index(section_of(edit)))
        words = words_of(act) or want_words(edits[0])
        found = sections[section_of(edits[0])]
        found.append(Summary(act, words, tuple(edits), act in unfolded))
        if act in unfolded:
            found += [One(edit, is_child=True) for edit in edits]
    return [line for name, lines in sections.items() if lines for line in (Heading(name), *lines)]


class Tally(NamedTuple):
    """How far a decision about several calls is."""

    calls: int
    done: int
    failed: int
    conflicts: int
    waiting: int


def tally(edits: Sequence[Edit]) -> Tally:
    """Count the calls by their most pressing edit."""
    worst: dict[str, int] = {}
    for edit in edits:
        at = SECTIONS.index(section_of(edit))
        worst[edit.call_id] = min(at, worst.get(edit.call_id, at))
    found = list(worst.values())
    counted = {name: found.count(at) for at, name in enumerate(SECTIONS)}
    return Tally(len(found), counted[DONE], counted[FAILED], counted[CONFLICTS], counted[WAITING])


def tally_words(edits: Sequence[Edit]) -> str:
    """`12/87 done · 1 failed · paused`."""
    found = tally(edits)
    parts = [f"{found.done:,}/{found.calls:,} done"]
    if found.failed:
        parts.append(f"{found.failed:,} failed")
    if found.conflicts:
        parts.append(plural(found.conflicts, "conflict"))
    if any(edit.state is State.PAUSED for edit in edits):
        parts.append("paused")
    return " · ".join(parts)


# Drawing --------------------------------------------------------------------------------------------------------


class OutboxContext(NamedTuple):
    """What all lines share."""

    today: date
    who: Callable[[str], str]
    """The caller of a call where it is known, else its id."""
    seconds_left: Callable[[int], int | None]
    """What is left of an edit's hold."""
    zone: tzinfo | None = None
    """The zone of every time; None is this machine's own."""


class Cells(NamedTuple):
    """How many cells each column has."""

    when: int
    who: int
    field: int
    change: int
    state: int


GUTTER = 2
_FIELD = 11
_MINIMUM = 8
_ROOMY = 20
"""More cells for the state than this hold the other value of a conflict as well."""


def cells_for(cells: int) -> Cells:
    """Share a line's cells; the change takes what the others leave."""
    if cells >= 150:
        when, who, state = FULL_WHEN, 28, 44
    elif cells >= 105:
        when, who, state = FULL_WHEN, 20, 28
    else:
        when, who, state = SHORT_DAY_CELLS, 16, 16
    change = cells - GUTTER - when - who - _FIELD - state - 4
    return Cells(when, who, _FIELD, max(_MINIMUM, change), state)


def heading_text(cells: int) -> str:
    """The headings over the columns."""
    of = cells_for(cells)
    words = zip(("When", "Who", "Field", "Was → is", "State"), of, strict=True)
    return " " * GUTTER + " ".join(fit(word, room) for word, room in words)


def line_pieces(line: Line, cells: int, context: OutboxContext) -> list[Piece]:
    """A line as clean pieces."""
    match line:
        case Heading(words):
            return [(" ", ""), (fit(words, width(words)), SECTION)]
        case Summary():
            return _summary(line, cells, context)
        case One():
            return _one(line, cells, context)


def _summary(line: Summary, cells: int, context: OutboxContext) -> list[Piece]:
    of = cells_for(cells)
    sign = "▾ " if line.is_open else "▸ "
    head = sign + fit(when_words(line.edits[0].created, of.when, context), of.when) + " "
    about = f" on {plural(tally(line.edits).calls, 'call')} · {tally_words(line.edits)}"
    held = [context.seconds_left(edit.seq) for edit in line.edits if edit.state is State.HELD]
    about += f" · held {max(left)} s" if (left := [one for one in held if one is not None]) else ""
    room = max(_MINIMUM, cells - width(head) - width(about))
    words = fit(line.words, min(room, width(line.words)))
    return [(fit(head + words + about, cells), _style(line.edits[0]))]


def _one(line: One, cells: int, context: OutboxContext) -> list[Piece]:
    edit, of = line.edit, cells_for(cells)
    style = _style(edit)
    parts = (
        fit(when_words(edit.created, of.when, context), of.when),
        fit(context.who(edit.call_id), of.who),
        fit(field_word(edit.field), of.field),
        change_words(edit, of.change),
    )
    sign = "│ " if line.is_child else "  "
    state = state_words(edit, context.seconds_left(edit.seq))
    if edit.state is State.CONFLICT and edit.seen is not None and of.state > _ROOMY:
        state += f", theirs: {value_words(edit.field, edit.seen.value)}"
    text = sign + " ".join(parts) + " "
    return [(fit(text, cells - of.state), DIM if style == DIM else ""), (fit(state, of.state), style)]


def _style(edit: Edit) -> str:
    """A look beside the words: nothing is said by it alone."""
    return {CONFLICTS: WARNING, FAILED: ERROR, WAITING: "", DONE: DIM}[section_of(edit)]


def change_words(edit: Edit, cells: int) -> str:
    """Was and is in exactly so many cells; of tags and added text, where both do not fit, only what changes."""
    was, now = was_is(edit)
    both = f"{was} → {now}"
    if width(both) <= cells:
        return fit(both, cells)
    if isinstance(edit.want, (TagDelta, Appended)):
        return fit(want_words(edit), cells)
    arrow = " → "
    room = cells - len(arrow)
    was_cells = min(width(was), max(room // 2, room - width(now)))
    return fit(was, was_cells) + arrow + fit(now, room - was_cells)


def when_words(moment: float, cells: int, context: OutboxContext) -> str:
    """When it was decided: day and time, or only one of them where that is all there is room for."""
    try:
        then = datetime.fromtimestamp(moment, UTC)
    except (OverflowError, ValueError, OSError):
        return "?"
    local = in_zone(then, context.zone)
    if local is None:
        return "?"
    if cells >= FULL_WHEN:
        return moment_text(then, context.zone, context.today) or "?"
    return clock(local) if local.date() == context.today else short_day(local.date(), context.today)
