"""Any JSON value in one short line, whatever its shape; uncleaned, for `fit()` or `display()` to clean."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

_DEEPEST = 4


def compact(value: object, limit: int = 200) -> str:
    """The value in about `limit` characters: booleans as yes and no, lists joined by commas, objects as `name: value`.

    The work is bounded by the limit, not by the value.
    """
    if isinstance(value, str):
        return value[: limit + 1]
    parts: list[str] = []
    room = limit
    for part in _parts(value, limit, 0):
        parts.append(part)
        room -= len(part)
        if room < 0:
            break
    return "".join(parts)


def _parts(value: object, limit: int, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value[: limit + 1]
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif value is None:
        yield "null"
    elif isinstance(value, (list, dict)) and depth >= _DEEPEST:
        yield "…"
    elif isinstance(value, list):
        yield from _list_parts(value, limit, depth)
    elif isinstance(value, dict):
        yield from _object_parts(value, limit, depth)
    else:
        yield _number(value)


def _list_parts(value: list[object], limit: int, depth: int) -> Iterator[str]:
    if depth:
        yield "["
    for index, item in enumerate(islice(value, limit)):
        if index:
            yield ", "
        yield from _parts(item, limit, depth + 1)
    if depth:
        yield "]"


def _object_parts(value: dict[str, object], limit: int, depth: int) -> Iterator[str]:
    if depth:
        yield "{"
    for index, (name, item) in enumerate(islice(value.items(), limit)):
        yield f"{', ' if index else ''}{name[:limit]}: "
        yield from _parts(item, limit, depth + 1)
    if depth:
        yield "}"


def _number(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # a whole number of more digits than Python will write
        return "a very long number"
