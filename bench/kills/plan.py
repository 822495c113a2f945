"""What a person decides in one schedule, drawn from a seed, and on which calls."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any, Final, NamedTuple

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
    TagDelta,
    Want,
)

DECIDE, UNDO, REFRESH, REST = "decide", "undo", "refresh", "rest"


class Step(NamedTuple):
    """One key of the person."""

    number: int
    kind: str
    call_ids: tuple[str, ...] = ()
    field: str = ""
    want: Want = None


class Desk(NamedTuple):
    """The calls of a schedule, by what may be done with them, so that what is judged is never ambiguous."""

    singles: tuple[str, ...]
    """Judged one by one."""
    named: tuple[str, ...]
    """Those of them whose person has no other call: a name is the person's, on all their calls."""
    bulk: tuple[str, ...]
    spam: tuple[str, ...]
    base_tags: dict[str, tuple[str, ...]]
    theirs: tuple[str, ...]
    """Where the colleague may change the lead status: to one that neither was there nor is ever decided here."""


def desk(calls: list[dict[str, Any]]) -> Desk:
    """Share the calls out."""
    usable = [call for call in calls if call[LEAD] != PREVIOUSLY][:42]
    persons = Counter(call["customer_phone_number"] for call in calls)
    ids = [call["id"] for call in usable]
    singles, bulk, spam = tuple(ids[:24]), tuple(ids[24:32]), tuple(ids[32:42])
    return Desk(
        singles,
        tuple(call["id"] for call in usable[:24] if persons[call["customer_phone_number"]] == 1),
        bulk,
        spam,
        {call["id"]: tuple(call[TAGS] or ()) for call in usable},
        tuple(call["id"] for call in usable[:24:2] if call[LEAD] != NOT_A_LEAD),
    )


_KINDS: Final = (
    (LEAD, 6),
    (NOTE, 6),
    (TAGS, 6),
    (VALUE, 2),
    (NAME, 2),
    ("bulk", 2),
    (SPAM, 1),
    (UNDO, 3),
    (REFRESH, 1),
)


def random_plan(rng: random.Random, desk: Desk, count: int, first: int = 1) -> list[Step]:
    """`count` keys, often on the same few calls, so that they meet each other."""
    names, weights = zip(*_KINDS, strict=True)
    favourites = rng.sample(desk.singles, 4)
    spam = list(desk.spam)
    given: dict[str, list[str]] = {}
    steps = []
    for number in range(first, first + count):
        kind = rng.choices(names, weights)[0]
        call_id = rng.choice(favourites if rng.random() < 0.7 else desk.singles)
        if kind in (UNDO, REFRESH):
            steps.append(Step(number, kind))
        elif kind == "bulk":
            calls = tuple(rng.sample(desk.bulk, rng.randint(3, 6)))
            field, want = rng.choice(((NOTE, Appended(f"all {number}.")), (TAGS, TagDelta((f"All {number}",)))))
            steps.append(Step(number, DECIDE, calls, field, want))
        elif kind == SPAM:
            steps.append(Step(number, DECIDE, (spam.pop(),), SPAM, True) if spam else Step(number, REST))
        elif kind == LEAD:
            wants = (GOOD, None) if call_id in desk.theirs else (GOOD, None, NOT_A_LEAD)
            steps.append(Step(number, DECIDE, (call_id,), LEAD, rng.choice(wants)))
        elif kind == TAGS:
            held = [*desk.base_tags[call_id], *given.get(call_id, ())]
            if held and rng.random() < 0.35:
                want = TagDelta((), (rng.choice(held),))
            else:
                want = TagDelta((f"Ours {number}",))
                given.setdefault(call_id, []).extend(want.add)
            steps.append(Step(number, DECIDE, (call_id,), TAGS, want))
        else:
            text = {NOTE: f"ours {number}", NAME: f"Ours {number}", VALUE: f"{1_000 + number}"}[kind]
            place = rng.choice(desk.named) if kind == NAME else call_id
            steps.append(Step(number, DECIDE, (place,), kind, text))
    return steps


def fixed_plan(desk: Desk) -> list[Step]:
    """A short round through every kind of write, for the kills at each single step."""
    one, two, three = desk.singles[:3]
    wants: list[tuple[tuple[str, ...], str, Want]] = [
        ((one,), LEAD, GOOD),
        ((one,), NOTE, "ours 2"),
        ((one,), TAGS, TagDelta(("Ours 3",))),
        ((two,), VALUE, "1004"),
        (desk.bulk[:3], NOTE, Appended("all 5.")),
        ((desk.spam[0],), SPAM, True),
        ((three,), NOTE, "ours 7"),
    ]
    steps = [Step(number, DECIDE, *want) for number, want in enumerate(wants, 1)]
    later = [
        Step(9, REST),
        Step(10, DECIDE, (one,), NOTE, "ours 10"),
        Step(11, DECIDE, (desk.named[0],), NAME, "Ours 11"),
    ]
    return [*steps, Step(8, UNDO), *later, Step(12, UNDO)]
