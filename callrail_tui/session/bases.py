"""What bulk decisions are compared with: list pages read after the decision, 250 calls a request (promise 11)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.edit import TOGETHER, VALUE
from callrail_tui.model.page import Page
from callrail_tui.model.query import CallQuery, query_of
from callrail_tui.session.worker import Urgency, Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway

FRESH_SECONDS: Final = 120.0
"""How long a page may stand in for a look just before sending; a call whose turn comes later is read alone."""
_FIELDS: Final = (*(field for field in TOGETHER if field != "customer_name"), VALUE)


class Source:
    """Where the calls of a bulk decision stood: the list's question, and its pages that held them."""

    def __init__(self, query: CallQuery, pages: Sequence[int]) -> None:
        self.query = query
        self.pages = tuple(pages)

    def as_json(self) -> dict[str, Any]:
        """What `source_of` makes the same of."""
        return {"query": self.query.as_json(), "pages": list(self.pages)}


def source_of(value: Any) -> Source | None:
    """What was written with `as_json`; None for anything else."""
    query = query_of(value.get("query")) if isinstance(value, dict) else None
    pages = value.get("pages") if isinstance(value, dict) else None
    if query is None or not isinstance(pages, list):
        return None
    return Source(query, [page for page in pages if type(page) is int and page > 0])


class Bases:
    """The calls of the pages of bulk decisions, as they were read last, once each, as long as they are fresh."""

    def __init__(self, worker: Worker, account_id: str, clock: Callable[[], float]) -> None:
        self._worker = worker
        self._account_id = account_id
        self._clock = clock
        self._serial = itertools.count()
        self._calls: dict[str, tuple[float, Call]] = {}
        """Each with the time at which its page was asked for."""
        self._begun: dict[int, float] = {}
        self._wrote: dict[str, float] = {}
        """When something was last sent of a call: a page that was asked for before does not tell of it."""

    def note_sent(self, call_id: str) -> None:
        """Something of this call was sent just now, or tried to be."""
        self._wrote[call_id] = self._clock()

    def is_read(self, act: int) -> bool:
        """Whether this decision's pages were read, whatever became of them since."""
        return act in self._begun

    async def read(self, act: int, source: Source) -> CallrailTuiError | None:
        """Read every page before the first change is sent, since the changes may move calls out of the question.

        What stood in the way of a page is given back; the calls of it are read one by one then.
        """
        query = source.query.changed(fields=_FIELDS)
        self._begun[act] = self._clock()
        for number in source.pages:
            asked = self._clock()
            key = ("bases", self._account_id, act, next(self._serial))
            fetch = partial(_page, self._account_id, query, number)
            try:
                page = await self._worker.submit(key, fetch, Urgency.EDIT)
            except CallrailTuiError as error:
                return error
            self._calls.update((call.id, (asked, call)) for call in page.items)
        return None

    def take(self, act: int, call_id: str) -> Call | None:
        """The call as a page had it since this decision, once; None where it was in none, or too long ago."""
        asked, call = self._calls.pop(call_id, (0.0, None))
        is_fresh = asked >= self._begun[act] and self._clock() - asked <= FRESH_SECONDS
        return call if is_fresh and asked > self._wrote.get(call_id, float("-inf")) else None


async def _page(account_id: str, query: CallQuery, number: int, gateway: Gateway) -> Page[Call]:
    return await gateway.calls.page(account_id, query, number)
