"""Rules about tags: which may be used where, their colours, names that look alike, favourites (wire 12)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from callrail_tui.model.administration import Tag
from callrail_tui.model.call import Call

ACCOUNT, COMPANY = "account", "company"
SLOTS = 9
"""Favourites of a company: the keys 1 to 9."""


class Color(NamedTuple):
    """A documented colour: its text on its background, as hex; both are None where the name is not documented."""

    name: str
    text: str | None
    background: str | None


_TABLE = """
    gray1 464646 e7e7e7  blue1 0f3778 b5cef7  green1 054f2f b1f0d2  orange1 7f3306 ffc8ad  red1 8c1b00 f3b2a7
    gray2 ffffff c2c2c2  yellow1 594d00 fcea7c  purple1 3d0d90 e3d6ff  pink1 761e3a fcd3e0  red2 ffffff fe4a22
    blue2 ffffff 4583ea  cyan1 0d404a 96d7e5  cyan2 ffffff 23a2bd  purple2 ffffff b997ff  pink2 9a4964 f890b2
    pink3 6b323b ebdbde  pink4 ffffff cda6ac  orange2 ffffff ff7529  orange3 7d4900 ffdfb2  orange4 ffffff ffae38
    yellow2 694f00 fdeebf  green2 044227 38d790  green3 015531 a0ddc0  green4 ffffff 00a863
"""
_words = _TABLE.split()
COLORS: Mapping[str, Color] = {
    name: Color(name, f"#{text}", f"#{background}")
    for name, text, background in zip(_words[::3], _words[1::3], _words[2::3], strict=True)
}
"""The 24 documented colours by name: first those that every list holds, then the others seen to be accepted."""
ACCEPTED = tuple(COLORS)[:10]
"""The colours that a server was seen to accept; a refusal offers these."""
PLAIN_COLOR = "gray1"
"""What a tag has whose colour nobody chose."""


def swatch(tag: Tag) -> Color:
    """How a tag is coloured: its background colour where that is another than its colour; neutral where unknown."""
    other = tag.background_color if tag.background_color != tag.color else None
    name = other or tag.color or ""
    return COLORS.get(name) or Color(name, None, None)


# Names ----------------------------------------------------------------------------------------------------------


def folded(name: str) -> str:
    """A name in the form in which calls' tags and the tag list are matched."""
    return name.strip().casefold()


def tidy(typed: str) -> str:
    """A name as it was typed, without the blanks around it and with single ones inside."""
    return " ".join(typed.split())


def usable(tags: Iterable[Tag], company_id: str | None) -> tuple[Tag, ...]:
    """What may be newly applied to a call of this company: enabled tags of the account and of the company."""
    return tuple(tag for tag in tags if tag.name and tag.is_enabled and tag.company_id in (None, company_id))


def in_order(tags: Iterable[Tag]) -> list[Tag]:
    """Tags by name; of one name the account's first."""
    return sorted(tags, key=lambda tag: (folded(tag.name), tag.company_id or "", tag.id))


_LEAST_EDITED = 5
"""Letters from which on one that differs is taken for a slip: `VIP` and `VIN` are two things."""


class _Shape(NamedTuple):
    letters: str
    """Letters and digits, without a plural s of any word."""
    digits: str


class _Shaped(NamedTuple):
    tag: Tag
    shape: _Shape


def _shape(name: str) -> _Shape:
    words = re.findall(r"[^\W_]+", name.casefold())
    bare = "".join(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
                   for word in words)  # fmt: skip
    letters = bare or name.strip().casefold()  # A name of signs only is compared as it is.
    return _Shape(letters, "".join(letter for letter in letters if letter.isdigit()))


def _are_close(one: _Shape, other: _Shape) -> bool:
    """Whether two shapes are equal, or one letter apart; digits tell things apart on purpose."""
    if one.letters == other.letters:
        return True
    if one.digits != other.digits or min(len(one.letters), len(other.letters)) < _LEAST_EDITED:
        return False
    first, second = sorted((one.letters, other.letters), key=len)
    if len(second) - len(first) > 1:
        return False
    at = next((place for place, letter in enumerate(first) if letter != second[place]), len(first))
    if len(first) < len(second):
        return first[at:] == second[at + 1 :]
    swapped = first[at : at + 2] == second[at : at + 2][::-1] and first[at + 2 :] == second[at + 2 :]
    return swapped or first[at + 1 :] == second[at + 1 :]


def _without_one(letters: str) -> set[str]:
    """The text and every text that lacks one of its letters: what is one edit apart has one of these in common."""
    return {letters, *(letters[:place] + letters[place + 1 :] for place in range(len(letters)))}


def look_alikes(tags: Iterable[Tag]) -> dict[str, tuple[Tag, ...]]:
    """By a tag's id the others that could be mistaken for it: those of its company, its account, or under its account.

    Names count that differ only by case, blanks, punctuation, a plural s or one letter. The same name twice is not a
    pair that looks alike: to a call it is one tag.
    """
    near: dict[str, dict[str | None, list[_Shaped]]] = {}
    for tag in tags:
        if tag.name:
            shaped = _Shaped(tag, _shape(tag.name))
            for key in _without_one(shaped.shape.letters):
                near.setdefault(key, {}).setdefault(tag.company_id, []).append(shaped)
    pairs: dict[str, dict[str, Tag]] = {}
    for owners in near.values():
        for_all = owners.get(None, [])
        for company_id, own in owners.items():
            for one in own:
                for other in own if company_id is None else (*own, *for_all):
                    if one.tag.name != other.tag.name and _are_close(one.shape, other.shape):
                        pairs.setdefault(one.tag.id, {})[other.tag.id] = other.tag
                        pairs.setdefault(other.tag.id, {})[one.tag.id] = one.tag
    return {tag_id: tuple(in_order(others.values())) for tag_id, others in pairs.items()}


def resembling(name: str, tags: Iterable[Tag]) -> list[Tag]:
    """The tags whose names could be mistaken for a new one, in order, each name once."""
    shape = _shape(name)
    found = {tag.name: tag for tag in in_order(tags) if tag.name and _are_close(shape, _shape(tag.name))}
    return list(found.values())


# How often they are used ----------------------------------------------------------------------------------------

Uses = Mapping[str, Counter[str]]
"""By folded name, how many calls of each company have the tag; the company is empty where the call does not tell."""


def uses(calls: Iterable[Call]) -> Uses:
    """Count the tags of these calls."""
    counted: dict[str, Counter[str]] = {}
    for call in calls:
        for name in {folded(tag) for tag in call.tags or ()}:
            counted.setdefault(name, Counter())[call.company_id or ""] += 1
    return counted


def times_used(tag: Tag, counted: Uses) -> int:
    """How many of the counted calls have this tag."""
    found: Counter[str] = counted.get(folded(tag.name), Counter())
    return found.total() if tag.company_id is None else found[tag.company_id]


def most_used(calls: Iterable[Call], company_id: str | None = None) -> Counter[str]:
    """How often each tag, by folded name, stands in the calls of a company, or in all."""
    counted: Counter[str] = Counter()
    for call in calls:
        if company_id is None or call.company_id == company_id:
            counted.update({folded(tag) for tag in call.tags or ()})
    return counted


def favourites(
    stored: Sequence[str | None], used: Mapping[str, int], usable_tags: Iterable[Tag]
) -> tuple[str | None, ...]:
    """The names behind the keys 1 to 9: what was set stays in its slot, the others are filled by use, then by name.

    A slot that was set holds its name even where the tag can no longer be used: a key never comes to mean another.
    """
    slots: list[str | None] = [name or None for name in stored[:SLOTS]]
    slots += [None] * (SLOTS - len(slots))
    taken = {folded(name) for name in slots if name}
    names = {folded(tag.name): tag.name for tag in in_order(usable_tags)}
    ranked = sorted((key for key in names if used.get(key) and key not in taken), key=lambda key: (-used[key], key))
    fill = iter(ranked)
    slots = [slot or (names[key] if (key := next(fill, None)) is not None else None) for slot in slots]
    while slots and slots[-1] is None:
        slots.pop()
    return tuple(slots)
