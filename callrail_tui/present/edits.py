"""Decisions in words: what was wanted, what was, what became of it; pure, and uncleaned for the door (floor 4)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.edit import (
    GOOD,
    LEAD,
    NAME,
    NOT_A_LEAD,
    NOTE,
    PREVIOUSLY,
    SPAM,
    TAGS,
    VALUE,
    Appended,
    Edit,
    Known,
    State,
    TagDelta,
    applied,
    canonical,
)

NOT_READ = "not read"
"""Stands for what was there before where nobody read it."""

_FIELDS = {LEAD: "lead status", TAGS: "tags", NOTE: "note", NAME: "name", VALUE: "value", SPAM: "spam"}
_LEADS = {GOOD: "good lead", NOT_A_LEAD: "not a lead", PREVIOUSLY: "previously a good lead"}
_NONE = {LEAD: "not scored", TAGS: "no tags", NOTE: "no note", NAME: "no name", VALUE: "no value"}
_QUOTED = 60
"""Characters of a note within a line; the line's own end may come sooner."""


def plural(number: int, word: str) -> str:
    """`1 decision`, `1,200 decisions`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def field_word(field: str) -> str:
    """What people call a field."""
    return _FIELDS.get(field, field)


def value_words(field: str, value: Any, *, whole: bool = False) -> str:
    """A field's value: `good lead`, `Quote, Spring`, `“call back”`, `1,250.00`; `whole` leaves a note as it is."""
    if field == SPAM:
        return "spam" if value else "not spam"
    if field == TAGS:
        return ", ".join(value or ()) or _NONE[TAGS]
    text = str(value or "")
    if not text.strip():
        return _NONE.get(field, "nothing")
    if field == LEAD:
        return _LEADS.get(text, text)
    if field == NOTE:
        return text if whole else quoted_note(text)
    if field == VALUE:
        amount = canonical(VALUE, text)
        return f"{amount:,.2f}" if isinstance(amount, Decimal) else text
    return text


def quoted_note(text: str) -> str:
    """A note in quotes, shortened."""
    shown = text.strip()[: _QUOTED + 1]
    return f"“{shown[:_QUOTED].rstrip()}…”" if len(shown) > _QUOTED else f"“{shown}”"


def want_words(edit: Edit) -> str:
    """What was decided, by itself: `+ Quote, − Old`, `good lead`, `note: “…”`, `note cleared`."""
    want = edit.want
    if isinstance(want, TagDelta):
        return ", ".join([*(f"+ {name}" for name in want.add), *(f"− {name}" for name in want.remove)]) or "no change"
    if isinstance(want, Appended):
        return f"appended: {quoted_note(want.text)}"
    words = value_words(edit.field, want)
    if edit.field in (LEAD, SPAM):
        return words
    word = field_word(edit.field)
    return f"{word}: {words}" if want not in (None, "") else f"{word} cleared"


class WasIs(NamedTuple):
    """A field before a decision and after it."""

    was: str
    is_: str


def was_is(edit: Edit, *, whole: bool = False) -> WasIs:
    """The field before and after, `not read` where nobody knows; a confirmed edit goes by what it really changed."""
    before = _before(edit)
    if before is None:
        is_delta = isinstance(edit.want, (TagDelta, Appended))
        now = want_words(edit) if is_delta else value_words(edit.field, edit.want, whole=whole)
        return WasIs(NOT_READ, now)
    after = applied(edit.field, before.value, edit.want)
    return WasIs(value_words(edit.field, before.value, whole=whole), value_words(edit.field, after, whole=whole))


def _before(edit: Edit) -> Known | None:
    if edit.state is State.DONE and edit.seen is not None:
        return edit.seen
    if edit.state is State.CONFLICT:
        return edit.base
    return edit.base if edit.base is not None else edit.seen


_STATES = {
    State.HELD: "held",
    State.PAUSED: "paused",
    State.QUEUED: "waiting",
    State.INFLIGHT: "sending",
    State.UNSURE: "not sure whether it arrived",
    State.DONE: "sent",
    State.CONFLICT: "conflict",
    State.FAILED: "failed",
    State.CANCELLED: "taken back",
}


def state_words(edit: Edit, seconds: int | None = None) -> str:
    """Where it is on its way: `held 4 s` with the seconds left of its hold, `failed: …` with the reason."""
    words = _STATES[edit.state]
    if edit.state is State.HELD and seconds is not None:
        return f"{words} {seconds} s"
    if edit.state is State.QUEUED and edit.attempts:
        return f"{words}, try {edit.attempts + 1}"
    if edit.state is State.FAILED and edit.failure is not None:
        return f"{words}: {edit.failure.title}"
    return words


def conflict_lines(edit: Edit) -> Sequence[tuple[str, str]]:
    """The three values of a conflict, whole: what it was, what is there now, what was decided."""
    field, seen, want = edit.field, edit.seen, edit.want
    was = value_words(field, edit.base.value, whole=True) if edit.base is not None else NOT_READ
    theirs = value_words(field, seen.value, whole=True) if seen is not None else NOT_READ
    is_delta = isinstance(want, (TagDelta, Appended))
    mine = want_words(edit) if is_delta else value_words(field, want, whole=True)
    return (("was", was), ("theirs", theirs), ("mine", mine))


def reason(edit: Edit) -> str:
    """Why an edit is not through, as text to copy: which, what stood in the way, the cure, the server's words."""
    change = was_is(edit, whole=True)
    lines = [f"call {edit.call_id}, {field_word(edit.field)}"]
    if edit.state is State.CONFLICT:
        lines.append("Somebody else changed it meanwhile.")
        lines += [f"{label}: {words}" for label, words in conflict_lines(edit)]
    else:
        lines.append(f"{change.was} → {change.is_}")
    if edit.failure is not None:
        lines += [part for part in (edit.failure.title, edit.failure.hint) if part]
        lines += [f"The server said: {edit.failure.detail}"] if edit.failure.detail else []
    return "\n".join(lines)


# Edits at the start and at the end of the program -----------------------------------------------------------------


def left_over(decisions: int, parked: CallrailTuiError | None = None, *, elsewhere: bool = False) -> str:
    """What becomes of the decisions that the last run left: a sentence for the status line."""
    them = f"{plural(decisions, 'decision')} from last time"
    verb = "waits" if decisions == 1 else "wait"
    if parked is not None:
        return f"{them} {verb}: {parked.title} {parked.hint}".rstrip()
    if elsewhere:
        return f"{them} {verb}: another window is sending."
    return f"{them} {'is' if decisions == 1 else 'are'} being sent."


def leaving(decisions: int, left: int, seconds: int) -> str:
    """How the sending at the end stands: `Sending 3 decisions … 2 left · 9 s`."""
    return f"Sending {plural(decisions, 'decision')} … {left:,} left · {seconds} s"


def staying(left: int) -> str:
    """What the next start will send; empty where nothing is left."""
    if not left:
        return ""
    verbs = ("stays", "is") if left == 1 else ("stay", "are")
    return f"{plural(left, 'decision')} {verbs[0]} in the outbox and {verbs[1]} sent at the next start."
