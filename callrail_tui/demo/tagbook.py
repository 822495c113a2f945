"""The tags of one account: calls refer to them by number, so that a rename reaches every call (wire 12)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from callrail_tui.demo.words import ACCOUNT_TAGS, COMPANY_TAGS, HOSTILE

FIRST_TAG: Final = 7_886_728
_AGE: Final = timedelta(days=500)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; ``company`` is None at account level."""

    id: int
    name: str
    color: str
    background: str | None
    company: int | None
    disabled: bool
    created: datetime


class TagBook:
    """Every tag of an account, laid out when first needed."""

    def __init__(self, first_id: int, companies: int, now: datetime, *, hostile: bool) -> None:
        """The first tags follow from the number of companies; others are added later."""
        self.first_id: Final = first_id
        self.version = 0
        self._companies = companies
        self._created = now - _AGE
        self._hostile = hostile
        self._tags: dict[int, Tag] | None = None
        self._next = first_id + len(ACCOUNT_TAGS) + companies * len(COMPANY_TAGS)

    def __iter__(self) -> Iterator[Tag]:
        """Every tag, oldest first."""
        return iter(list(self._all().values()))

    def get(self, tag_id: int) -> Tag | None:
        """The tag with that number."""
        return self._all().get(tag_id)

    def names(self, ids: Iterable[int]) -> list[str]:
        """The names of those tags that still exist."""
        tags = self._all()
        return [tags[tag_id].name for tag_id in ids if tag_id in tags]

    def named(self, names: Iterable[str]) -> frozenset[int]:
        """The tags with any of those names, at every level."""
        wanted = {name.casefold() for name in names}
        return frozenset(tag.id for tag in self._all().values() if tag.name.casefold() in wanted)

    def usable(self, name: str, company: int) -> Tag | None:
        """What a call of that company means by a name: enabled before disabled, then the company's own first."""
        wanted = name.casefold()
        fitting = [t for t in self._all().values() if t.company in (None, company) and t.name.casefold() == wanted]
        return min(fitting, key=lambda tag: (tag.disabled, tag.company is None), default=None)

    def taken(self, name: str, company: int | None, besides: int = 0) -> bool:
        """Whether the name is in use at that level."""
        wanted = name.casefold()
        return any(t.company == company and t.id != besides and t.name.casefold() == wanted for t in self)

    def add(self, name: str, company: int | None, color: str, moment: datetime) -> Tag:
        """A new tag."""
        tag = Tag(self._next, name, color, color, company, False, moment)
        self._next += 1
        self.save(tag)
        return tag

    def save(self, tag: Tag) -> None:
        """Keep a changed tag."""
        self._all()[tag.id] = tag
        self.version += 1

    def remove(self, tag_id: int) -> None:
        """Forget a tag; calls that held it no longer show it."""
        del self._all()[tag_id]
        self.version += 1

    def _all(self) -> dict[int, Tag]:
        if self._tags is None:
            self._tags = {tag.id: tag for tag in self._first_tags()}
        return self._tags

    def _first_tags(self) -> Iterator[Tag]:
        tag_id = self.first_id
        for place, (name, color, background) in enumerate(ACCOUNT_TAGS):
            shown = HOSTILE[place] if self._hostile and place < 3 else name
            yield Tag(tag_id, shown, color, background, None, False, self._created)
            tag_id += 1
        for company in range(self._companies):
            for place, (name, color) in enumerate(COMPANY_TAGS):
                disabled = place == len(COMPANY_TAGS) - 1
                yield Tag(tag_id, name, color, None if place == 0 else color, company, disabled, self._created)
                tag_id += 1
