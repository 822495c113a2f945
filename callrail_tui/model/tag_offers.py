"""What the tag picker offers for some calls, and what its marks amount to: pure rules (wire 8.5, 12)."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from callrail_tui.model.administration import Tag
from callrail_tui.model.call import Call
from callrail_tui.model.edit import TagDelta
from callrail_tui.model.tagging import folded, swatch, usable


class Mark(Enum):
    """How many of the calls have a tag."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class Offer(NamedTuple):
    """A tag as the picker offers it, by its name: to calls a name is all there is."""

    name: str
    mark: Mark
    """How it is before anything is toggled."""
    companies: frozenset[str]
    """Which of the calls' companies can newly have it; empty: it can only be taken away."""
    trouble: str = ""
    """Why it can only be taken away."""
    used: int = 0
    background: str | None = None
    """Its colour, as hex."""
    is_new: bool = False
    """Whether it does not exist yet, and the person said that it shall."""

    @property
    def key(self) -> str:
        """What it is matched by."""
        return folded(self.name)


def companies_of(calls: Iterable[Call]) -> tuple[str, ...]:
    """The companies of these calls, in the calls' order; empty for one that is not told."""
    return tuple(dict.fromkeys(call.company_id or "" for call in calls))


def offers(calls: Sequence[Call], tags: Iterable[Tag], used: Mapping[str, int]) -> list[Offer]:
    """What is usable in any of the calls' companies, and what the calls have; most used first, then by name."""
    tags = tuple(tags)
    found: dict[str, Offer] = {}
    for company_id in companies_of(calls):
        for tag in usable(tags, company_id or None):
            key = folded(tag.name)
            before = found.get(key) or Offer(tag.name, Mark.NONE, frozenset(), background=swatch(tag).background)
            found[key] = before._replace(companies=before.companies | {company_id})
    disabled = {folded(tag.name): tag for tag in tags if not tag.is_enabled}
    for name in (name for call in calls for name in call.tags or ()):
        if folded(name) not in found:
            hidden = disabled.get(folded(name))
            background = swatch(hidden).background if hidden is not None else None
            trouble = "disabled" if hidden is not None else "not in the tag list"
            found[folded(name)] = Offer(name, Mark.NONE, frozenset(), trouble, background=background)
    held = [{folded(name) for name in call.tags or ()} for call in calls]
    marked = [
        offer._replace(mark=_mark(sum(key in names for names in held), len(calls)), used=used.get(key, 0))
        for key, offer in found.items()
    ]
    return sorted(marked, key=lambda offer: (-offer.used, offer.key))


def _mark(held: int, calls: int) -> Mark:
    return Mark.NONE if not held else Mark.ALL if held == calls else Mark.SOME


def toggled(offer: Offer, now: Mark) -> Mark:
    """The mark after one more key: what all have goes, what some have comes to all and then goes, and comes back."""
    ways = [Mark.ALL, Mark.NONE]
    if offer.mark is Mark.SOME:
        ways = [Mark.SOME, Mark.ALL, Mark.NONE]
    if not offer.companies:
        ways = [offer.mark, Mark.NONE]
    return ways[(ways.index(now) + 1) % len(ways)]


def delta(offered: Iterable[Offer], marks: Mapping[str, Mark]) -> TagDelta:
    """What was toggled, and nothing else; `marks` holds the present mark by key, where it was touched."""
    now = [(offer, marks.get(offer.key, offer.mark)) for offer in offered]
    return TagDelta(
        tuple(offer.name for offer, mark in now if mark is Mark.ALL and offer.mark is not Mark.ALL),
        tuple(offer.name for offer, mark in now if mark is Mark.NONE and offer.mark is not Mark.NONE),
    )


def words(change: TagDelta) -> str:
    """The change in short: `+ Quote − Old`."""
    return " ".join([*(f"+ {name}" for name in change.add), *(f"− {name}" for name in change.remove)])


class Share(NamedTuple):
    """A change of tags as it holds for one call."""

    call: Call
    delta: TagDelta


class Shares(NamedTuple):
    """A change of tags split over calls, and those that one of the added tags was kept from."""

    shares: tuple[Share, ...]
    lacking: tuple[Call, ...]
    """Calls whose company does not have a tag that was to be added."""


def shared_out(change: TagDelta, calls: Iterable[Call], tags: Iterable[Tag], created: Iterable[str] = ()) -> Shares:
    """Give each call what it needs: no tag that it has or that its company lacks, and none taken away that it lacks.

    `created` are names that shall come to exist; what a call has is not known where its tags were not read.
    """
    tags = tuple(tags)
    new = {folded(name) for name in created}
    known: dict[str, set[str]] = {}
    shares, lacking = [], []
    for call in calls:
        company_id = call.company_id or ""
        if company_id not in known:
            known[company_id] = {folded(tag.name) for tag in usable(tags, company_id or None)} | new
        held = {folded(name) for name in call.tags or ()}
        wanted = [name for name in change.add if folded(name) not in held]
        add = tuple(name for name in wanted if folded(name) in known[company_id])
        remove = tuple(name for name in change.remove if folded(name) in held or call.tags is None)
        if len(add) < len(wanted):
            lacking.append(call)
        if add or remove:
            shares.append(Share(call, TagDelta(add, remove)))
    return Shares(tuple(shares), tuple(lacking))
