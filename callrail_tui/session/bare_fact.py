"""A fact without anything beside its name."""

from __future__ import annotations


class BareFact:
    """Says all by its name; as a tuple every two of them would be equal."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"
