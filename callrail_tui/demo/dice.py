"""Cheap repeatable chance: one number in, sixty-four well mixed bits out."""

from collections.abc import Sequence
from typing import Final, TypeVar

_MASK: Final = (1 << 64) - 1
_T = TypeVar("_T")


def mix(salt: int, number: int) -> int:
    """Sixty-four bits that depend on both numbers and on nothing else."""
    bits = (number * 0x9E3779B97F4A7C15 + salt) & _MASK
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB & _MASK
    return bits ^ (bits >> 31)


def salted(seed: int, purpose: str) -> int:
    """A salt of its own for each purpose, so that unrelated choices do not move together."""
    salt = seed
    for character in purpose:
        salt = mix(salt, ord(character))
    return salt


def pick(options: Sequence[_T], bits: int) -> _T:
    """One of the options, by those bits."""
    return options[bits % len(options)]
