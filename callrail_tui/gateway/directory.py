"""Connections, accounts, companies and trackers (wire 1.3, 6, 7, 11)."""

from __future__ import annotations

from callrail_tui.errors import BadRequest
from callrail_tui.gateway.answers import rows_of
from callrail_tui.gateway.pages import paged, read_page
from callrail_tui.gateway.targets import callrail, control, given
from callrail_tui.gateway.wire import Wire
from callrail_tui.model.directory import (
    Account,
    Company,
    Connection,
    Tracker,
    decode_account,
    decode_company,
    decode_connection,
    decode_tracker,
)
from callrail_tui.model.page import Page
from callrail_tui.model.read import Json, objects

_APP = "callrail"


class Connections:
    """`gateway.connections`: the managed OAuth connections, on the control host (wire 1.3)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def list(self, *, status: str | None = None) -> tuple[Connection, ...]:
        """Every CallRail connection of the key, in the server's order."""
        answer = await self._wire.get(control("connections", params=given(app=_APP, status=status)))
        found = (decode_connection(row) for row in objects(rows_of(answer, "connections")))
        return tuple(one for one in found if one.app in (None, _APP))

    async def get(self, connection_id: str) -> Connection:
        """One connection; polled while it is PENDING (wire 1.4)."""
        return decode_connection(await self._wire.get(control("connections/{}", connection_id)))

    async def create(self) -> Connection:
        """A new connection, PENDING, with the page where the person authorises it."""
        return decode_connection(await self._wire.post(control("connections"), {"app": _APP}))

    async def delete(self, connection_id: str) -> None:
        """Delete a connection."""
        await self._wire.delete(control("connections/{}", connection_id))


class Accounts:
    """`gateway.accounts` (wire 6)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def page(self, page: int = 1) -> Page[Account]:
        """A page of the accounts that the connection's user can see."""
        return await read_page(self._wire, callrail("a", params=paged(page)), "accounts", decode_account, page=page)

    async def get(self, account_id: str, fields: tuple[str, ...] = ()) -> Account:
        """One account; where the server refuses the fields asked for, it is read without them."""
        return decode_account(await _read_one(self._wire, "a/{}", (account_id,), fields))


class Companies:
    """`gateway.companies` (wire 7)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def page(
        self,
        account_id: str,
        page: int = 1,
        *,
        status: str | None = None,
        search: str | None = None,
        sort: str | None = None,
    ) -> Page[Company]:
        """A page of an account's companies; disabled ones are among them unless `status` says otherwise."""
        params = paged(page, given(status=status, search=search, sort=sort))
        target = callrail("a/{}/companies", account_id, params=params)
        return await read_page(self._wire, target, "companies", decode_company, page=page)

    async def get(self, account_id: str, company_id: str, fields: tuple[str, ...] = ()) -> Company:
        """One company; where the server refuses the fields asked for, it is read without them."""
        return decode_company(await _read_one(self._wire, "a/{}/companies/{}", (account_id, company_id), fields))


class Trackers:
    """`gateway.trackers` (wire 11)."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def page(
        self,
        account_id: str,
        page: int = 1,
        *,
        company_id: str | None = None,
        status: str | None = None,
        type: str | None = None,  # noqa: A002 - the wire's own word
        search: str | None = None,
        fields: tuple[str, ...] = (),
    ) -> Page[Tracker]:
        """A page of trackers, of the account or of one company; disabled ones too, unless `status` says otherwise."""
        wanted = given(company_id=company_id, status=status, type=type, search=search, fields=",".join(fields))
        target = callrail("a/{}/trackers", account_id, params=paged(page, wanted))
        return await read_page(self._wire, target, "trackers", decode_tracker, page=page)

    async def get(self, account_id: str, tracker_id: str, fields: tuple[str, ...] = ()) -> Tracker:
        """One tracker; where the server refuses the fields asked for, it is read without them."""
        return decode_tracker(await _read_one(self._wire, "a/{}/trackers/{}", (account_id, tracker_id), fields))


async def _read_one(wire: Wire, template: str, ids: tuple[str, ...], fields: tuple[str, ...]) -> Json:
    """A record with the fields asked for, or without them where the server refuses (wire 8.1, of `fields`)."""
    params = given(fields=",".join(fields))
    try:
        return await wire.get(callrail(template, *ids, params=params))
    except BadRequest:
        if not params:
            raise
        return await wire.get(callrail(template, *ids))
