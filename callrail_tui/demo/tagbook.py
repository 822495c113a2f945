"""The tags of one account: calls refer to them by number, so that a rename reaches every call (wire 12)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from callrail_tui.demo.words import ACCOUNT_TAGS, COMPANY_TAGS, HOSTILE

FIRST_TAG: Final = 7_886_728
_AGE: Final = timedelta(days=500)


class Tag(NamedTuple):
    """One tag; ``company`` is None at account level."""

    id: int
    name: str
    color: str
    background: str | None
    company: int | None
    disabled: bool
    created: datetime


class TagBook:
    """Every tag of an account: the first ones follow from their number, the others were made or changed."""

    def __init__(self, first_id: int, companies: int, now: datetime, *, hostile: bool) -> None:
        """The first tags follow from the number of companies; others are added later."""
        self.first_id: Final = first_id
        self.version = 0
        self._created = now - _AGE
        self._hostile = hostile
        self._tags: dict[int, Tag] = {}
        self._removed: set[int] = set()
        self._next = first_id + len(ACCOUNT_TAGS) + companies * len(COMPANY_TAGS)

    def __iter__(self) -> Iterator[Tag]:
        """Every tag, oldest first."""
        return (tag for tag in map(self.get, range(self.first_id, self._next)) if tag is not None)

    def get(self, tag_id: int) -> Tag | None:
        """The tag with that number."""
        tag = self._tags.get(tag_id)
        if tag is not None or tag_id in self._removed or not self.first_id <= tag_id < self._next:
            return tag
        tag = self._tags[tag_id] = self._first_tag(tag_id)
        return tag

    def names(self, ids: Iterable[int]) -> list[str]:
        """The names of those tags that still exist."""
        return [tag.name for tag in map(self.get, ids) if tag is not None]

    def named(self, names: Iterable[str]) -> frozenset[int]:
        """The tags with any of those names, at every level."""
        wanted = {name.casefold() for name in names}
        return frozenset(tag.id for tag in self if tag.name.casefold() in wanted)

    def usable(self, name: str, company: int) -> Tag | None:
        """What a call of that company means by a name: enabled before disabled, then the company's own first."""
        wanted = name.casefold()
        fitting = [tag for tag in self if tag.company in (None, company) and tag.name.casefold() == wanted]
        return min(fitting, key=lambda tag: (tag.disabled, tag.company is None), default=None)

    def taken(self, name: str, company: int | None, besides: int = 0) -> bool:
        """Whether the name is in use at that level."""
        wanted = name.casefold()
        return any(tag.company == company and tag.id != besides and tag.name.casefold() == wanted for tag in self)

    def add(self, name: str, company: int | None, color: str, moment: datetime) -> Tag:
        """A new tag."""
        tag = Tag(self._next, name, color, color, company, False, moment)
        self._next += 1
        self.save(tag)
        return tag

    def save(self, tag: Tag) -> None:
        """Keep a changed tag."""
        self._tags[tag.id] = tag
        self.version += 1

    def remove(self, tag_id: int) -> None:
        """Forget a tag; calls that held it no longer show it."""
        self._tags.pop(tag_id, None)
        self._removed.add(tag_id)
        self.version += 1

    def _first_tag(self, tag_id: int) -> Tag:
        place = tag_id - self.first_id
        if place < len(ACCOUNT_TAGS):
            name, color, background = ACCOUNT_TAGS[place]
            shown = HOSTILE[place] if self._hostile and place < 3 else name
            return Tag(tag_id, shown, color, background, None, False, self._created)
        company, kind = divmod(place - len(ACCOUNT_TAGS), len(COMPANY_TAGS))
        name, color = COMPANY_TAGS[kind]
        disabled = kind == len(COMPANY_TAGS) - 1
        return Tag(tag_id, name, color, None if kind == 0 else color, company, disabled, self._created)
