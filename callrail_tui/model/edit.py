"""What a person decides about a call, and what becomes of it: pure rules over one field at a time (wire 8.5)."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, NamedTuple

from callrail_tui.model.call import Call, FieldState

LEAD, TAGS, NOTE, NAME, VALUE, SPAM = "lead_status", "tags", "note", "customer_name", "value", "spam"
FIELDS = (LEAD, TAGS, NOTE, NAME, VALUE, SPAM)
"""The updatable fields, in the order in which they are shown; `append_tags` is a way of sending tags."""
TOGETHER = (LEAD, TAGS, NOTE, NAME)
"""What shares one PUT; value and spam each go alone (wire 17, traps 9 and 10)."""

GOOD, NOT_A_LEAD, PREVIOUSLY = "good_lead", "not_a_lead", "previously_marked_good_lead"

LONGEST = {NOTE: 4_000, NAME: 200}
"""Characters that a careful client keeps to (wire 8.5)."""
MOST_TAGS = 100


class State(Enum):
    """Where an edit is on its way (robustness 3.3)."""

    HELD = "held"
    """In its grace, in which taking it back costs nothing."""
    PAUSED = "paused"
    """Part of a bulk decision that the person stopped for now."""
    QUEUED = "queued"
    INFLIGHT = "inflight"
    UNSURE = "unsure"
    """It was sent, and nobody knows whether it arrived: it is read before anything else."""
    DONE = "done"
    CONFLICT = "conflict"
    """Somebody else changed the field meanwhile: the person says whose holds."""
    FAILED = "failed"
    CANCELLED = "cancelled"


UNSENT = frozenset({State.HELD, State.PAUSED, State.QUEUED})
"""Taking these back needs no request."""
PENDING = UNSENT | {State.INFLIGHT, State.UNSURE}
"""What is still to be sent or confirmed."""
OPEN = PENDING | {State.CONFLICT, State.FAILED}
"""What is neither confirmed nor given up."""


class TagDelta(NamedTuple):
    """Tags to add and to take away, by name; everybody else's tags stay."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class Appended(NamedTuple):
    """A note to be put below whatever note there is: what a bulk note means (design, promise 13)."""

    text: str


Want = str | bool | None | TagDelta | Appended
"""The value a field shall have; None and `""` clear it."""


class Known(NamedTuple):
    """A field's value as somebody read it: text, truth value, None, or a tuple of tag names."""

    value: Any


class Change(NamedTuple):
    """One decision about one field of one call, before it is journalled."""

    call_id: str
    field: str
    want: Want
    base: Known | None = None
    """What the person saw; None where the field was not fetched, so that nobody knows."""


class Failure(NamedTuple):
    """Why an edit failed, in words for the person; kept in the journal, so without secrets and uncleaned."""

    title: str
    hint: str = ""
    detail: str = ""


class Act(NamedTuple):
    """What one key decided: its words, and of a bulk decision the question that the calls came from."""

    act: int
    words: str
    query: Any = None
    """A JSON value, as it was given."""


class Edit(NamedTuple):
    """One journalled decision about one field of one call."""

    seq: int
    act: int
    """What was decided by one key belongs together: it is undone as one."""
    account: str
    call_id: str
    field: str
    base: Known | None
    want: Want
    state: State
    seen: Known | None = None
    """What the server held just before it was sent, or what it holds now in a conflict."""
    attempts: int = 0
    failure: Failure | None = None
    created: float = 0.0
    """Seconds since the epoch, as `updated`."""
    updated: float = 0.0

    @property
    def key(self) -> tuple[str, str]:
        """What it is about: the call and the field."""
        return self.call_id, self.field


# Reading a call -------------------------------------------------------------------------------------------------


def known(call: Call, field: str) -> Known | None:
    """What an answer says of a field; None where it is absent or cannot be read whole, so that nobody may write it."""
    state = call.state_of(field)
    if state is FieldState.ABSENT:
        return None
    if field == TAGS:
        if state in (FieldState.NULL, FieldState.EMPTY):
            return Known(())
        return Known(call.tags or ()) if state is FieldState.PRESENT else None
    if field == SPAM:
        return None if call.spam is None and state is FieldState.WRONG_TYPE else Known(bool(call.spam))
    value = {LEAD: call.lead_status, NOTE: call.note, NAME: call.customer_name, VALUE: call.value}[field]
    return None if value is None and state is FieldState.WRONG_TYPE else Known(value)


def change(call: Call, field: str, want: Want) -> Change:
    """A decision about a call as it is shown."""
    return Change(call.id, field, want, known(call, field))


# Comparing ------------------------------------------------------------------------------------------------------

_MONEY = re.compile(r"[-+]?\d+(\.\d*)?|[-+]?\.\d+", re.ASCII)


def canonical(field: str, value: Any) -> Any:
    """The value in the form in which two spellings of the same are equal: trimmed, tags as a set, money as a number."""
    if field == TAGS:
        return frozenset(map(_spelt_alike, value or ()))
    if field == SPAM:
        return bool(value)
    if value is None:
        return None
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if field == VALUE:
        plain = text.replace("$", "").replace(",", "").strip()
        try:
            return Decimal(plain) if _MONEY.fullmatch(plain) else text or None
        except InvalidOperation:
            return text
    return text or None


def _spelt_alike(name: str) -> str:
    return name.strip().casefold()


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two values of a field mean the same."""
    return bool(canonical(field, one) == canonical(field, other))


class UnreadableMoney(ValueError):
    """What was typed is no amount; `str()` says what one looks like."""


def money(typed: str) -> str:
    """An amount as people type it, as the wire takes it: `"12.50"`; empty for none. Raises UnreadableMoney."""
    plain = typed.strip().lstrip("$€£").replace(" ", "").replace("'", "")
    if not plain:
        return ""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{1,2}|\d+,\d{1,2}", plain, re.ASCII):  # 1.234,50 and 12,5
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d*)?", plain, re.ASCII):
        plain = plain.replace(",", "")
    scale = 1_000 if plain[-1:] in ("k", "K") else 1
    plain = plain[:-1] if scale > 1 else plain
    if not re.fullmatch(r"\d{1,9}(\.\d{0,2})?|\.\d{1,2}", plain, re.ASCII):
        raise UnreadableMoney("An amount is a number such as 1250, 12.50 or 1,250.00; not below zero.")
    return f"{Decimal(plain) * scale:.2f}"


# Applying -------------------------------------------------------------------------------------------------------


def applied(field: str, value: Any, want: Want) -> Any:
    """What a field holds once `want` is applied to `value`."""
    if isinstance(want, TagDelta):
        gone = canonical(TAGS, want.remove)
        kept = [name for name in value or () if _spelt_alike(name) not in gone]
        held = canonical(TAGS, kept)
        fresh: dict[str, str] = {}
        for name in want.add:
            if _spelt_alike(name) not in held:
                fresh.setdefault(_spelt_alike(name), name)
        return (*kept, *fresh.values())
    if isinstance(want, Appended):
        before = (value or "").rstrip()
        return f"{before}\n{want.text}" if before else want.text
    return want


def merged(field: str, first: Want, then: Want) -> Want:
    """Two decisions about one field as one: the later holds, tags and appended notes add up."""
    if isinstance(first, TagDelta) and isinstance(then, TagDelta):
        later = canonical(TAGS, (*then.add, *then.remove))
        add = [name for name in first.add if _spelt_alike(name) not in later]
        remove = [name for name in first.remove if _spelt_alike(name) not in later]
        return TagDelta((*add, *then.add), (*remove, *then.remove))
    if isinstance(then, Appended):
        if isinstance(first, Appended):
            return Appended(applied(field, first.text, then))
        return applied(field, first, then)  # type: ignore[no-any-return]
    return then


def shown(call: Call, edits: Iterable[Edit]) -> Call:
    """The call as it will be: what was read of it with its edits laid over it, in their order.

    A confirmed edit counts only where the call was read before it: what was read since is newer than we are. A field
    that was not fetched, or cannot be read, stays so in `raw`: nobody takes for read what was only decided.
    """
    parts: dict[str, Any] = {}
    for edit in edits:
        name = edit.field
        now = parts[name] if name in parts else _value_of(call, name)
        if edit.state is State.DONE and name in call.raw:
            before = edit.base or edit.seen
            if before is None or not same(name, now, before.value):
                continue
        parts[name] = applied(name, now, edit.want)
        if parts[name] == "":
            parts[name] = None
    if not parts:
        return call
    raw = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in parts.items()
        if known(call, name) is not None
    }
    return call._replace(raw={**call.raw, **raw}, **{_ATTRIBUTES[name]: value for name, value in parts.items()})


_ATTRIBUTES = {LEAD: "lead_status", TAGS: "tags", NOTE: "note", NAME: "customer_name", VALUE: "value", SPAM: "spam"}


def _value_of(call: Call, field: str) -> Any:
    value = getattr(call, _ATTRIBUTES[field])
    return value or () if field == TAGS else value


# Taking back and merging ------------------------------------------------------------------------------------------


def reversal(edit: Edit) -> Want:
    """What takes a confirmed edit back: the value before it, or only those tags that it really changed.

    Raises ValueError where there is nothing to go back to.
    """
    if edit.field == SPAM:
        raise ValueError("CallRail cannot take back a report of spam; only its web page for blocked numbers can.")
    before = edit.seen if edit.seen is not None else edit.base
    if before is None:
        raise ValueError("What it was before is not known.")
    if isinstance(edit.want, TagDelta):
        sources = [one for one in (edit.base, edit.seen) if one is not None]
        held = [canonical(TAGS, one.value) for one in sources]
        added = tuple(name for name in edit.want.add if not any(_spelt_alike(name) in names for names in held))
        taken = tuple(name for name in edit.want.remove if all(_spelt_alike(name) in names for names in held))
        return TagDelta(taken, added)
    return before.value  # type: ignore[no-any-return]


def note_merged(theirs: str | None, mine: str | None) -> str:
    """Both notes, theirs first; a line that is in both stands once."""
    theirs, mine = ((text or "").replace("\r\n", "\n").strip() for text in (theirs, mine))
    if not theirs or f"\n{theirs}\n" in f"\n{mine}\n":
        return mine
    held = {line.strip() for line in theirs.split("\n")}
    added = "\n".join(line for line in mine.split("\n") if line.strip() not in held).strip("\n")
    return f"{theirs}\n{added}" if added else theirs
