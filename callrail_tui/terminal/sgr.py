"""Select Graphic Rendition: what a style is made of, and the shortest way from one style to another."""

from functools import lru_cache
from typing import Final, NamedTuple

_ENDS: Final = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
    "51": "54",
    "52": "54",
    "53": "55",
}
"""What switches an attribute on, and what switches it off."""

_SHOWS_ON_BLANKS: Final = frozenset({"3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53"})
"""Italics too: GNU screen shows them in reverse."""

_EXTENDED_LENGTH: Final = {"5": 3, "2": 5}


class Look(NamedTuple):
    """The parts of a style."""

    attributes: frozenset[str]
    foreground: str
    background: str


@lru_cache(maxsize=4096)
def look(style: str) -> Look:
    """Take SGR parameters apart."""
    attributes: set[str] = set()
    foreground = background = ""
    parameters = style.split(";") if style else []
    while parameters:
        first = parameters[0]
        length = _EXTENDED_LENGTH[parameters[1]] if first in ("38", "48") else 1
        code, parameters = ";".join(parameters[:length]), parameters[length:]
        if first in _ENDS:
            attributes.add(first)
        elif first.startswith("4") or first.startswith("10"):
            background = "" if first == "49" else code
        else:
            foreground = "" if first == "39" else code
    return Look(frozenset(attributes), foreground, background)


@lru_cache(maxsize=4096)
def ground(style: str) -> str:
    """The part of a style that shows on a blank cell."""
    attributes, _, background = look(style)
    return style if attributes & _SHOWS_ON_BLANKS else background


@lru_cache(maxsize=4096)
def is_background(style: str) -> bool:
    """Whether it is a background alone, or nothing."""
    return style == look(style).background


@lru_cache(maxsize=4096)
def change(old: str, new: str) -> str:
    """The shortest sequence that takes a terminal from one style to another; empty if they are the same."""
    before, after = look(old), look(new)
    if before == after:
        return ""
    steps = [*_attribute_steps(before.attributes, after.attributes)]
    if before.foreground != after.foreground:
        steps.append(after.foreground or "39")
    if before.background != after.background:
        steps.append(after.background or "49")
    step_by_step = ";".join(steps)
    afresh = f";{new}" if new else ""
    return f"\x1b[{min(afresh, step_by_step, key=len)}m"


def _attribute_steps(before: frozenset[str], after: frozenset[str]) -> list[str]:
    ends = {_ENDS[attribute] for attribute in before - after}
    # One code ends both bold and dim, and both kinds of underline: what should stay is switched on again.
    starts = {attribute for attribute in after if attribute not in before or _ENDS[attribute] in ends}
    return sorted(ends) + sorted(starts)
