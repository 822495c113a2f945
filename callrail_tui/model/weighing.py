"""What is sent of a call's edits, and what a look at the server's value says about it: pure rules (robustness 3.3)."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from callrail_tui.model.edit import (
    FIELDS,
    TAGS,
    Appended,
    Edit,
    Known,
    State,
    TagDelta,
    Want,
    applied,
    merged,
    same,
)

_IN_VAIN = frozenset({State.CANCELLED, State.CONFLICT, State.FAILED})


class Pile(NamedTuple):
    """Every unconfirmed edit of one field of one call, as the one change that is sent."""

    field: str
    base: Known | None
    want: Want
    seqs: tuple[int, ...]
    is_unsure: bool
    """Whether some of it may have arrived already."""
    sent: Known | None
    """What the server held before the sending of which nobody knows the outcome."""
    roots: tuple[Known, ...] = ()
    """What may be there by earlier edits that came to nothing."""


def piled(edits: Sequence[Edit]) -> list[Pile]:
    """Edits of one call by field, oldest first, each field's folded into one change (robustness 3.3).

    What was decided after one that may have arrived waits for the next turn: folded in, our own value that arrived
    would pass for somebody else's.
    """
    piles: dict[str, Pile] = {}
    for edit in edits:
        unsure = edit.state is State.UNSURE
        before = piles.get(edit.field)
        if before is None:
            sent = edit.seen if unsure else None
            piles[edit.field] = Pile(edit.field, edit.base, edit.want, (edit.seq,), unsure, sent)
        elif unsure or not before.is_unsure:
            piles[edit.field] = before._replace(
                want=merged(edit.field, before.want, edit.want),
                seqs=(*before.seqs, edit.seq),
                is_unsure=before.is_unsure or unsure,
                sent=before.sent or (edit.seen if unsure else None),
            )
    return [piles[name] for name in FIELDS if name in piles]


def roots_of(base: Known | None, earlier: Iterable[Edit]) -> tuple[Known, ...]:
    """What may be there by earlier edits of the field, latest first, that came to nothing: before them, or after all.

    What the person saw may rest on one of them; and one that failed may have been carried out for all that.
    """
    roots = []
    for edit in earlier:
        if edit.base is None or edit.state not in _IN_VAIN:
            break
        after = Known(applied(edit.field, edit.base.value, edit.want))
        if edit.attempts:
            roots.append(after)
        if base is not None and same(edit.field, after.value, base.value):
            base = edit.base
            roots.append(base)
    return tuple(roots)


class Verdict(Enum):
    """What a look at the server's value says about a change."""

    SEND = "send"
    ALREADY = "already so"
    CONFLICT = "conflict"
    UNREADABLE = "unreadable"


def weigh(pile: Pile, now: Known | None) -> Verdict:
    """Compare one field as the server holds it with what the person saw and wants (robustness 3.3)."""
    if now is None:
        return Verdict.UNREADABLE
    field, want = pile.field, pile.want
    if isinstance(want, TagDelta):
        return Verdict.ALREADY if same(TAGS, applied(TAGS, now.value, want), now.value) else Verdict.SEND
    if isinstance(want, Appended):
        if pile.sent is None or same(field, now.value, pile.sent.value):
            return Verdict.SEND
        landed = same(field, now.value, applied(field, pile.sent.value, want))
        return Verdict.ALREADY if landed else Verdict.CONFLICT
    if same(field, now.value, want):
        return Verdict.ALREADY
    bases = [one for one in (pile.base, pile.sent, *pile.roots) if one is not None]
    if not bases or any(same(field, now.value, one.value) for one in bases):
        return Verdict.SEND
    return Verdict.CONFLICT
