"""Outcomes: bundles of lead status, tags and note that the person named in the config, each applied by one key."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from callrail_tui.model.administration import Tag
from callrail_tui.model.call import Call
from callrail_tui.model.directory import Company
from callrail_tui.model.edit import (
    GOOD,
    LEAD,
    NOT_A_LEAD,
    NOTE,
    TAGS,
    Appended,
    Change,
    TagDelta,
    change,
)

CLEARED = "none"
LEAD_STATUSES = (GOOD, NOT_A_LEAD, CLEARED)
"""What an outcome may set, as the config writes it; `none` clears."""

_STATUS_WORDS = {GOOD: "good lead", NOT_A_LEAD: "not a lead", CLEARED: "lead status cleared"}
_MOST_NAMED = 3


class Outcome(NamedTuple):
    """One bundle; at least one of status, tags and note is there."""

    name: str
    key: str
    """As the person wrote it: `Q`, `F5`, `ctrl+k`."""
    lead_status: str | None = None
    """One of `LEAD_STATUSES`; None leaves it as it is."""
    add_tags: tuple[str, ...] = ()
    note: str = ""
    companies: tuple[str, ...] = ()
    """Ids or names of the companies it is for; none means every company."""


def applies(outcome: Outcome, company_id: str | None, company_name: str | None) -> bool:
    """Whether the outcome is for the calls of this company."""
    if not outcome.companies:
        return True
    return company_id in outcome.companies or (company_name or "").strip() in outcome.companies


def changes(outcome: Outcome, call: Call, tags: Iterable[Tag] = ()) -> list[Change]:
    """What the outcome decides about a call as it is shown; empty where it is only a note that is there already.

    `tags` are those that are known, whose spelling holds: CallRail makes a new tag of another one. A note that has
    these lines already does not get them again: the key may well be pressed twice.
    """
    made: list[Change] = []
    if outcome.lead_status is not None:
        made.append(change(call, LEAD, None if outcome.lead_status == CLEARED else outcome.lead_status))
    if outcome.add_tags:
        usable = _usable(tags, call.company_id)
        names = tuple(usable.get(_folded(name), name) for name in outcome.add_tags)
        made.append(change(call, TAGS, TagDelta(add=names)))
    if outcome.note and not _holds(call.note, outcome.note):
        made.append(change(call, NOTE, Appended(outcome.note)))
    return made


def words(outcome: Outcome) -> str:
    """What it does, in one uncleaned sentence."""
    parts = [_STATUS_WORDS[outcome.lead_status]] if outcome.lead_status is not None else []
    if outcome.add_tags:
        parts.append(f"{'tag' if len(outcome.add_tags) == 1 else 'tags'} {', '.join(outcome.add_tags)}")
    if outcome.note:
        parts.append("a note")
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def unknown_tags(outcomes: Iterable[Outcome], tags: Sequence[Tag], companies: Sequence[Company]) -> list[str]:
    """A sentence for each tag of an outcome that a company it is for cannot use; uncleaned.

    Companies that are switched off have no new calls, so nothing is said of them.
    """
    told: list[str] = []
    active = [company for company in companies if not company.is_disabled]
    for outcome in outcomes:
        concerned = [company for company in active if applies(outcome, company.id, company.name)]
        for name in outcome.add_tags:
            off = [one for one in concerned if _folded(name) in _usable(tags, one.id, enabled=False)]
            lacking = [one for one in concerned if one not in off and _folded(name) not in _usable(tags, one.id)]
            begin = f"The outcome {outcome.name} adds the tag {name}, which "
            if lacking:
                verb = "does" if len(lacking) == 1 else "do"
                told.append(f"{begin}{_named(lacking)} {verb} not have: it would be created.")
            if off:
                told.append(f"{begin}is disabled at {_named(off)}: it cannot be added there.")
    return told


def _usable(tags: Iterable[Tag], company_id: str | None, *, enabled: bool = True) -> dict[str, str]:
    """The tags for a call of this company, by their names folded; or those that are only there disabled."""
    mine = [tag for tag in tags if tag.company_id is None or tag.company_id == company_id]
    usable = {_folded(tag.name): tag.name for tag in mine if tag.is_enabled}
    if enabled:
        return usable
    return {_folded(tag.name): tag.name for tag in mine if _folded(tag.name) not in usable}


def _folded(name: str) -> str:
    return name.strip().casefold()


def _holds(note: str | None, lines: str) -> bool:
    """Whether these lines stand in the note, one below the other."""
    return f"\n{lines.strip()}\n" in f"\n{(note or '').strip()}\n".replace("\r\n", "\n")


def _named(companies: Sequence[Company]) -> str:
    names = [company.name or company.id for company in companies[:_MOST_NAMED]]
    rest = len(companies) - len(names)
    if rest:
        return f"{', '.join(names)} and {rest} more"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
