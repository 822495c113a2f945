"""What may be decided at all: refused before it is journalled, with the reason (wire 8.5; design, promise 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from callrail_tui.errors import EditRefused
from callrail_tui.model.edit import (
    GOOD,
    LEAD,
    LONGEST,
    MOST_TAGS,
    NAME,
    PENDING,
    PREVIOUSLY,
    SPAM,
    VALUE,
    Appended,
    Change,
    Edit,
    State,
    TagDelta,
    applied,
    same,
)

_LABELS = {NAME: "name", VALUE: "value"}


def checked(changes: Iterable[Change], edits_of: Callable[[str], Sequence[Edit]]) -> list[Change]:
    """The changes that change something. Raises EditRefused where a rule forbids one of them: then none is made."""
    changes = list(changes)
    several = len({change.call_id for change in changes}) > 1
    for change in changes:
        if several and change.field in (NAME, VALUE):
            raise EditRefused(
                f"A {_LABELS[change.field]} belongs to one call, so it is not given to several.",
                "esc takes the marks away.",
            )
        _check(change, edits_of(change.call_id))
    return [change for change in changes if not _is_so(change, edits_of(change.call_id))]


def _check(change: Change, edits: Sequence[Edit]) -> None:
    if not change.call_id:
        raise EditRefused("This call has no id, so nothing of it can be changed.")
    if any(edit.field == SPAM and edit.want is True and edit.state not in _STILL_OURS for edit in edits):
        raise EditRefused("This call is reported as spam: CallRail hides it, and nothing of it can be changed.")
    if change.field == LEAD and change.want == GOOD and change.base is not None and change.base.value == PREVIOUSLY:
        raise EditRefused(
            "CallRail counts this person as a good lead already, by an earlier call, and takes no second one.",
            "- and 0 work; the earlier call is named in the detail.",
        )
    want = change.want
    if isinstance(want, TagDelta):
        if len(want.add) > MOST_TAGS or any(not name.strip() for name in (*want.add, *want.remove)):
            raise EditRefused(f"Tags need names, and a call takes at most {MOST_TAGS} at once.")
        texts: Iterable[str] = (*want.add, *want.remove)
    else:
        text = want.text if isinstance(want, Appended) else want
        texts = (text,) if isinstance(text, str) else ()
        longest = LONGEST.get(change.field)
        if longest is not None and isinstance(text, str) and len(text) > longest:
            raise EditRefused(f"It has {len(text):,} characters; {longest:,} are taken.", "Shorten it.")
    if any("\x00" in text for text in texts):
        raise EditRefused("The text holds a NUL character, which cannot be sent.", "Take it out.")


_STILL_OURS = frozenset({State.HELD, State.QUEUED, State.PAUSED, State.CONFLICT, State.FAILED})


def _is_so(change: Change, edits: Sequence[Edit]) -> bool:
    """Whether it is as wanted already, as far as the person can see."""
    if change.field == SPAM and any(edit.field == SPAM and edit.state in PENDING for edit in edits):
        return True
    if change.base is None or isinstance(change.want, Appended):
        return False
    after = applied(change.field, change.base.value, change.want)
    return same(change.field, after, change.base.value)
