"""Reading one page without holding the event loop (wire 3)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from callrail_tui.gateway.answers import rows_of
from callrail_tui.gateway.targets import Target
from callrail_tui.gateway.wire import Wire
from callrail_tui.model.page import MAX_PER_PAGE, Page, decode_page
from callrail_tui.model.read import Json, objects

if TYPE_CHECKING:
    from callrail_tui.model.query import Params

T = TypeVar("T")

_SLICE = 50
"""Records decoded at once: two milliseconds or so."""


def paged(page: int, params: Params = ()) -> Params:
    """`params` with the largest page size and the page's number."""
    return (*params, ("per_page", str(MAX_PER_PAGE)), ("page", str(page)))


async def read_page(
    wire: Wire, target: Target, key: str, decode: Callable[[Json], T], *, page: int, per_page: int = MAX_PER_PAGE
) -> Page[T]:
    """Fetch and decode one page of an offset-paged collection."""
    return await decoded_page(await wire.get(target, is_list=True), key, decode, page=page, per_page=per_page)


async def decoded_page(
    answer: Json, key: str, decode: Callable[[Json], T], *, page: int, per_page: int = MAX_PER_PAGE
) -> Page[T]:
    """Decode a page, some records at a time; BadReply when the answer has no such list."""
    shell: Page[Any] = decode_page({**answer, key: []}, key, decode, page=page, per_page=per_page)
    return shell._replace(items=await decoded_rows(rows_of(answer, key), decode))


async def decoded_rows(rows: list[Any], decode: Callable[[Json], T]) -> tuple[T, ...]:
    """Decode what are objects among `rows`, yielding to the event loop in between."""
    decoded: list[T] = []
    for start in range(0, len(rows), _SLICE):
        if start:
            await asyncio.sleep(0)
        decoded += [decode(row) for row in objects(rows[start : start + _SLICE])]
    return tuple(decoded)
