"""Calls and their sums (wire 8 to 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from callrail_tui.errors import NotFound, Redirected, SoundCame
from callrail_tui.gateway.answers import rows_of
from callrail_tui.gateway.field_memory import FieldMemory
from callrail_tui.gateway.hosts import Hosts
from callrail_tui.gateway.pages import decoded_page, decoded_rows, paged, read_page
from callrail_tui.gateway.targets import Target, callrail
from callrail_tui.gateway.wire import Wire
from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.fields import CALL_FIELDS, DETAIL_FIELDS
from callrail_tui.model.page import Page, RelativePage
from callrail_tui.model.query import CallQuery, Params
from callrail_tui.model.read import Json, boolean, text

if TYPE_CHECKING:
    from callrail_tui.model.figures import FigureQuery, Figures
    from callrail_tui.model.recording import Recording

_SINGLE_ONLY = frozenset(name for name, field in CALL_FIELDS.items() if field.single_only)


class Calls:
    """`gateway.calls`: one page, one call, one update, and what is asked about many."""

    def __init__(self, wire: Wire, hosts: Hosts) -> None:
        self._wire = wire
        self._gateway_host = urlsplit(hosts.gateway).hostname
        self._list_fields = FieldMemory(never_asked=_SINGLE_ONLY)
        self._single_fields = FieldMemory()
        self._relative_fields = FieldMemory(never_asked=_SINGLE_ONLY)

    @property
    def refused_fields(self) -> frozenset[str]:
        """Names that the server refused in this session, and that are not asked for again."""
        return self._list_fields.refused | self._single_fields.refused

    @property
    def refused_in_relative(self) -> frozenset[str]:
        """Names that were refused in relative mode: an export asks for more than the list, which is not to suffer."""
        return self._relative_fields.refused

    async def page(self, account_id: str, query: CallQuery, page: int = 1) -> Page[Call]:
        """A page of a query in offset mode, with totals (wire 3.1, 8.1)."""
        answer = await self._listed(account_id, query, (("page", str(page)),), self._list_fields)
        return await decoded_page(answer, "calls", decode_call, page=page, per_page=query.per_page)

    async def relative_page(self, account_id: str, query: CallQuery, offset: int = 0) -> RelativePage[Call]:
        """A page in relative mode; `offset` counts pages, `next_page` is looked at but never fetched (wire 3.3)."""
        paging = (("relative_pagination", "true"), ("offset", str(offset)))
        answer = await self._listed(account_id, query, paging, self._relative_fields)
        items = await decoded_rows(rows_of(answer, "calls"), decode_call)
        has_next = bool(items) and boolean(answer.get("has_next_page")) is True
        stranger = self._stranger_in(answer) if has_next else None
        return RelativePage(items, offset, has_next and stranger is None, stopped_by=stranger)

    async def get(self, account_id: str, call_id: str, fields: tuple[str, ...] = DETAIL_FIELDS) -> Call:
        """One call with the fields asked for (wire 8.3)."""

        async def fetch(wanted: tuple[str, ...]) -> Json:
            params = (("fields", ",".join(wanted)),) if wanted else ()
            return await self._wire.get(callrail("a/{}/calls/{}", account_id, call_id, params=params))

        return decode_call(await self._single_fields.ask(fields, fetch))

    async def update(self, account_id: str, call_id: str, body: Json) -> Json:
        """Change what `body` names, in one try; the answer has the default fields only (wire 8.5)."""
        return await self._wire.put(callrail("a/{}/calls/{}", account_id, call_id), body, may_wait=False)

    async def summary(self, account_id: str, query: FigureQuery) -> Figures:
        """Sums over calls, grouped or not (wire 9.1)."""
        return await self._figures(callrail("a/{}/calls/summary", account_id, params=query.params()))

    async def timeseries(self, account_id: str, query: FigureQuery) -> Figures:
        """Sums by hour, day, week, month or year, at most 200 of them (wire 9.2)."""
        return await self._figures(callrail("a/{}/calls/timeseries", account_id, params=query.params()))

    async def recording(self, account_id: str, call_id: str) -> Recording:
        """Where the recording can be heard: a link that is a secret, and never fetched with the key (wire 10.1).

        The address is built from the ids; a call's own `recording` is never fetched. The endpoint may answer with data,
        with a redirect, or with the sound.
        """
        from callrail_tui.model import recording  # late: few runs listen to anything

        try:
            answer = await self._wire.get(callrail("a/{}/calls/{}/recording", account_id, call_id))
            return recording.decode_recording(answer)
        except NotFound:
            return recording.NO_RECORDING
        except SoundCame:
            return recording.Recording(recording.Sound.DIRECT)
        except Redirected as redirect:
            if not redirect.location:
                raise
            return recording.recording_at(redirect.location)

    async def page_views(self, account_id: str, call_id: str, page: int = 1) -> Page[Json]:
        """The pages that the caller looked at before the call, newest first (wire 10.3)."""
        target = callrail("a/{}/calls/{}/page_views", account_id, call_id, params=paged(page))
        return await read_page(self._wire, target, "page_views", lambda row: row, page=page)

    async def _figures(self, target: Target) -> Figures:
        from callrail_tui.model.figures import decode_figures  # late: few runs ask for sums

        return decode_figures(await self._wire.get(target))

    async def _listed(self, account_id: str, query: CallQuery, paging: Params, memory: FieldMemory) -> Json:
        async def fetch(wanted: tuple[str, ...]) -> Json:
            params = query.params(without_fields=frozenset(query.fields).difference(wanted))
            return await self._wire.get(callrail("a/{}/calls", account_id, params=(*params, *paging)), is_list=True)

        return await memory.ask(query.fields, fetch)

    def _stranger_in(self, answer: Json) -> str | None:
        """The host in `next_page`, with whatever else is odd there, when it is neither CallRail's nor the gateway's."""
        address = text(answer.get("next_page"))
        if address is None:
            return None
        try:
            parts = urlsplit(address)
            is_plain = parts.username is None and parts.port in (None, 443)
        except ValueError:
            return address[:200]
        if parts.hostname == self._gateway_host:
            return None
        is_known = parts.scheme == "https" and parts.hostname == "api.callrail.com" and is_plain
        return None if is_known else (parts.netloc or address)[:200]
