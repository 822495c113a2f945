"""One page of a collection, and how to know that it is the last (wire 3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from callrail_tui.model.read import Json, integer, objects

T = TypeVar("T")

MAX_PER_PAGE = 250
"""The largest page most endpoints give (wire 3.1); what a larger wish does is not published, so it is clamped."""


class Page(NamedTuple, Generic[T]):
    """A page of an offset-paged collection, numbered from 1 (wire 3.1)."""

    items: tuple[T, ...]
    number: int
    per_page: int
    total_pages: int | None = None
    total_records: int | None = None

    @property
    def is_last(self) -> bool:
        """The end-of-list rule of wire 3.1: `total_pages`, else `total_records`, else a page that is empty or short."""
        if self.total_pages is not None and self.total_pages > 0:
            return self.number >= self.total_pages
        if self.total_records is not None:
            return self.number * self.per_page >= self.total_records
        return len(self.items) < self.per_page


class RelativePage(NamedTuple, Generic[T]):
    """A page of the calls list in relative mode: `offset` is a page index from 0, without totals (wire 3.2)."""

    items: tuple[T, ...]
    offset: int
    has_next: bool
    stopped_by: str | None = None
    """The strange host that the answer names for its next page: paging ends, and the person is told (wire 3.3)."""


def decode_page(answer: Json, key: str, decode: Callable[[Json], T], *, page: int, per_page: int) -> Page[T]:
    """Read a page whose list stands under `key`; what was asked for stands in for numbers the answer lacks."""
    return Page(
        items=tuple(decode(row) for row in objects(answer.get(key))),
        number=_count(answer.get("page")) or page,
        per_page=_count(answer.get("per_page")) or per_page,
        total_pages=_count(answer.get("total_pages")),
        total_records=_count(answer.get("total_records")),
    )


def _count(value: object) -> int | None:
    number = integer(value)
    return number if number is not None and number >= 0 else None
