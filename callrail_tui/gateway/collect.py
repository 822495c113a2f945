"""Reading a collection to its end (wire 3.1)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, NamedTuple, TypeVar

from callrail_tui.model.page import Page

T = TypeVar("T")

PAGES_PER_GESTURE = 50
"""How many pages are read for one wish, whatever the server claims to have."""


class Collection(NamedTuple, Generic[T]):
    """Every record of a collection, each id once."""

    items: tuple[T, ...]
    is_cut: bool
    """Whether the cap ended it before the server did: the person is told."""


async def read_all(fetch_page: Callable[[int], Awaitable[Page[T]]], *, cap: int = PAGES_PER_GESTURE) -> Collection[T]:
    """Read from page 1 to the last, at most `cap` pages; a page that brings nothing new ends it as well."""
    found: list[T] = []
    seen: set[str] = set()
    for number in range(1, cap + 1):
        page = await fetch_page(number)
        before = len(found)
        for item in page.items:
            name = str(getattr(item, "id", ""))
            if name in seen:
                continue
            if name:
                seen.add(name)
            found.append(item)
        if page.is_last or len(found) == before:
            return Collection(tuple(found), is_cut=False)
    return Collection(tuple(found), is_cut=True)
