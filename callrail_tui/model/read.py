"""Tolerant readers of JSON values: one for each kind, none of which raises (wire 2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

Json = Mapping[str, Any]
"""A JSON object as it came."""

_NUMBER = re.compile(r" *[+-]?[0-9]{1,18}(\.[0-9]{0,18})? *", re.ASCII)
_LARGEST = 2**63
"""No number on this wire is larger, and nothing behind it (SQLite, a scrollbar) holds one."""


def text(value: object) -> str | None:
    """The value as text; None for null, empty, and for anything that is no scalar."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return str(value)
    return None


def integer(value: object) -> int | None:
    """The value as a whole number, from a number or a numeric string; else None."""
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return None
        value = float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -_LARGEST < value < _LARGEST:
        return None
    return int(value)


def boolean(value: object) -> bool | None:
    """The value as a truth value, from a boolean, 0 or 1, or the words; else None."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower())
    return None


def mapping(value: object) -> Json | None:
    """The value when it is an object, else None."""
    return value if isinstance(value, dict) else None


def items(value: object) -> list[Any]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def objects(value: object) -> list[Json]:
    """The objects of a list; anything else in it is passed over."""
    return [item for item in items(value) if isinstance(item, dict)]


def names(value: object) -> tuple[str, ...] | None:
    """A list of names from strings or `{name}` objects (wire 2.2, tags); None when it is no list.

    Anything else in it is passed over: `are_names` tells whether there is such.
    """
    if not isinstance(value, list):
        return None
    return tuple(name for name in map(_name, value) if name is not None)


def are_names(value: object) -> bool:
    """Whether it is a list of names and of nothing else."""
    return isinstance(value, list) and None not in map(_name, value)


def _name(item: object) -> str | None:
    name = item.get("name") if isinstance(item, dict) else item
    return name if isinstance(name, str) and name else None


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def by_id(record: _Identified) -> str:
    """A record's `repr`: its kind and id, so that no log or crash report ever holds a caller or a session token."""
    return f"{type(record).__name__}({record.id!r})"
