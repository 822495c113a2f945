"""From a key to one account: which connection, which account, or what the person has to choose (wire 1.4, 6)."""

from typing import TYPE_CHECKING, NamedTuple

from callrail_tui.gateway.collect import read_all
from callrail_tui.model.directory import Account, Connection, active_oldest_first
from callrail_tui.session.worker import Ticket, Urgency, Worker

if TYPE_CHECKING:
    from callrail_tui.gateway.client import Gateway


class Wish(NamedTuple):
    """Where the person wants to be: what was named must be there, what is remembered is only a habit."""

    connection_id: str | None = None
    account_id: str | None = None
    remembered_connection_id: str | None = None
    remembered_account_id: str | None = None
    is_doubtful: bool = False
    """Whether the remembered connection seems to be gone: it is looked for before it is asked for accounts."""
    takes_default: bool = False
    """Whether the first connection and account are taken without asking, as in the demo."""


class Ready(NamedTuple):
    """One connection and one account: the calls can be opened."""

    connection: Connection
    account: Account


class ChooseConnection(NamedTuple):
    """Several connections are ACTIVE, oldest first."""

    connections: tuple[Connection, ...]
    default_id: str


class ChooseAccount(NamedTuple):
    """The connection sees several accounts."""

    connection: Connection
    accounts: tuple[Account, ...]


class NoConnections(NamedTuple):
    """None is ACTIVE; `all` are those that are not."""

    all: tuple[Connection, ...]


class NoAccounts(NamedTuple):
    """The connection is good, but the user behind it sees no account."""

    connection: Connection


class UnknownConnection(NamedTuple):
    """The connection that was named is not among the ACTIVE ones; `connections` are all there are."""

    id: str
    connections: tuple[Connection, ...]


class UnknownAccount(NamedTuple):
    """The account that was named is not among those that the connection sees."""

    id: str
    connection: Connection
    accounts: tuple[Account, ...]


Opened = Ready | ChooseConnection | ChooseAccount | NoConnections | NoAccounts | UnknownConnection | UnknownAccount
"""What opening comes to."""

_Accounts = Ticket[tuple[Account, ...]]


async def open_account(worker: Worker, wish: Wish) -> Opened:
    """Find the connection and the account, pin the connection, and say what is left to choose; at most two requests.

    Where a connection is wished or remembered, both requests go out together. Errors of the gateway are raised.
    """
    pinned = wish.connection_id or wish.remembered_connection_id
    early: _Accounts | None = None
    if pinned is not None and not wish.is_doubtful:
        worker.gateway.connection_id = pinned
        early = _ask_accounts(worker, pinned)
    try:
        connections = await worker.submit(("connections",), lambda gateway: gateway.connections.list(), Urgency.VIEW)
        chosen = _choose_connection(connections, wish)
        if not isinstance(chosen, Connection):
            return chosen
        if early is None or chosen.id != pinned:
            worker.gateway.connection_id = chosen.id
            tickets = _ask_accounts(worker, chosen.id)
        else:
            tickets, early = early, None
        return _choose_account(chosen, await tickets, wish)
    finally:
        if early is not None:
            early.abandon()


async def open_on(worker: Worker, connection: Connection, wish: Wish) -> Opened:
    """Pin a connection that was chosen, and find the account on it; one request. Errors of the gateway are raised."""
    worker.gateway.connection_id = connection.id
    return _choose_account(connection, await _ask_accounts(worker, connection.id), wish)


def _ask_accounts(worker: Worker, connection_id: str) -> _Accounts:
    async def run(gateway: "Gateway") -> tuple[Account, ...]:
        return (await read_all(gateway.accounts.page)).items

    return worker.submit(("accounts", connection_id), run, Urgency.VIEW)


def _choose_connection(connections: tuple[Connection, ...], wish: Wish) -> Connection | Opened:
    active = active_oldest_first(connections)
    if wish.connection_id is not None:
        named = [one for one in active if one.id == wish.connection_id]
        return named[0] if named else UnknownConnection(wish.connection_id, connections)
    if not active:
        return NoConnections(connections)
    remembered = [one for one in active if one.id == wish.remembered_connection_id]
    if remembered:
        return remembered[0]
    if len(active) == 1 or wish.takes_default:
        return active[0]
    return ChooseConnection(active, active[0].id)


def _choose_account(connection: Connection, accounts: tuple[Account, ...], wish: Wish) -> Opened:
    if wish.account_id is not None:
        named = [one for one in accounts if wish.account_id in (one.id, str(one.numeric_id))]
        return Ready(connection, named[0]) if named else UnknownAccount(wish.account_id, connection, accounts)
    if not accounts:
        return NoAccounts(connection)
    remembered = [one for one in accounts if one.id == wish.remembered_account_id]
    if remembered:
        return Ready(connection, remembered[0])
    if len(accounts) == 1 or wish.takes_default:
        return Ready(connection, accounts[0])
    return ChooseAccount(connection, accounts)
