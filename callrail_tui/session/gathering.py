"""Every call of a question, page after page: what `*` and a long range mark (design 4)."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from callrail_tui.model.call import Call
from callrail_tui.model.page import Page
from callrail_tui.model.query import CallQuery
from callrail_tui.session.worker import Urgency, Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

_serial = itertools.count()


def pages_of(rows: range, per_page: int) -> range:
    """The pages, counted from 1, that hold these rows."""
    return range(rows.start // per_page + 1, (rows.stop - 1) // per_page + 2) if rows else range(0)


async def gather(
    worker: Worker,
    account_id: str,
    query: CallQuery,
    pages: Sequence[int],
    on_page: Callable[[int], None],
) -> list[Call]:
    """The calls of these pages, each once; `on_page` hears how many pages are read. Raises CallrailTuiError."""
    found: dict[str, Call] = {}
    for done, number in enumerate(pages, 1):
        fetch: Callable[[Gateway], Awaitable[Page[Call]]] = partial(_page, account_id, query, number)
        page = await worker.submit(("gather", account_id, next(_serial)), fetch, Urgency.VIEW)
        found.update((call.id, call) for call in page.items if call.id)
        on_page(done)
    return list(found.values())


async def _page(account_id: str, query: CallQuery, number: int, gateway: Gateway) -> Page[Call]:
    return await gateway.calls.page(account_id, query, number)
