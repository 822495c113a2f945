"""What the person is asked before there are calls, and told when there can be none (floor 7)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from textual.app import App
from textual.content import Content
from textual.screen import Screen

from callrail_tui.errors import CallrailTuiError, NoConnection, WrongApp
from callrail_tui.model.directory import Account, Connection, active_oldest_first
from callrail_tui.present import opening as present
from callrail_tui.present.text import display
from callrail_tui.screens.opening import ChoiceScreen, NoticeScreen
from callrail_tui.session import opening
from callrail_tui.session.connections import ConnectionBook
from callrail_tui.session.session import Session
from callrail_tui.session.worker import Worker

T = TypeVar("T")


class Asker(Protocol):
    """Whoever opens accounts: what is there, and where an answer goes."""

    @property
    def session(self) -> Session | None:
        """What is on the screen already."""

    def worker(self) -> Worker:
        """What the questions to the gateway are asked over."""

    def account_on(self, connection_id: str) -> str | None:
        """The account that is remembered for a connection."""

    @property
    def accounts_known(self) -> Mapping[str, str]:
        """The name of the account that was last open on each connection, by the connection's id."""

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed in this run."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock of dates."""

    def wish(self) -> opening.Wish:
        """Where the person wants to be."""

    async def ready(self, connection: Connection, account: Account) -> None:
        """Both are known: go on."""


class Questions:
    """Asks which connection and which account, and says what is missing; each way ends at `Asker.ready` or at rest."""

    def __init__(self, app: App[None], asker: Asker) -> None:
        self._app = app
        self._asker = asker

    async def say_no_key(self) -> None:
        """Where to get a key, and that the demo needs none."""
        await self._explain(present.no_key(), can_retry=False)

    async def open(self, wish: opening.Wish) -> None:
        """Find the place that is wished for, asking where there is a choice."""
        while True:
            try:
                opened = await opening.open_account(self._asker.worker(), wish)
                if await self._settle(opened, wish):
                    return
            except CallrailTuiError as error:
                if self._asker.session is not None:
                    # The list asks the same gateway, and shows the same error where its rows were to appear; of these
                    # only the question for accounts can tell.
                    if isinstance(error, (NoConnection, WrongApp)):
                        self._asker.session.window.explain(error)
                    return
                if not await self._explain(present.failed(error)):
                    return

    async def _settle(self, opened: opening.Opened, wish: opening.Wish) -> bool:
        """Go on from what opening came to; False to try again from the start."""
        match opened:
            case opening.Ready(connection=connection, account=account):
                await self._asker.ready(connection, account)
            case opening.ChooseConnection(connections=connections):
                title = display("Which connection?")
                return await self._take_connection(connections, title, wish)
            case opening.UnknownConnection(id=named, connections=connections):
                return await self._take_connection(connections, present.unknown_connection(named), wish)
            case opening.ChooseAccount(connection=connection, accounts=accounts):
                return await self._take_account(connection, accounts, display("Which account?"))
            case opening.UnknownAccount(id=named, connection=connection, accounts=accounts):
                return await self._take_account(connection, accounts, present.unknown_account(named))
            case opening.NoConnections(all=connections):
                return not await self._explain(present.no_connections(connections))
            case opening.NoAccounts(connection=connection):
                return not await self._explain(present.no_accounts(connection))
        return True

    async def _take_connection(
        self, connections: Sequence[Connection], title: Content, wish: opening.Wish | None
    ) -> bool:
        if not any(one.is_active for one in connections):
            return not await self._explain(present.no_connections(connections))
        active = active_oldest_first(tuple(connections))
        others = [one for one in connections if not one.is_active]
        session = self._asker.session
        current = session.connection.id if session is not None and session.connection else None
        known = self._asker.accounts_known
        choices = present.connection_choices((*active, *others), active[0].id, current, known)
        why = display("Each is a CallRail login of its own. The choice is pinned and remembered; N changes it.")
        chosen = await self._ask(title, why, choices)
        connection = next((one for one in active if one.id == chosen), None)
        if connection is None:
            return True
        account_wish = opening.Wish()
        if wish is not None:
            remembered = self._asker.account_on(connection.id)
            account_wish = opening.Wish(account_id=wish.account_id, remembered_account_id=remembered)
        return await self._settle(await opening.open_on(self._asker.worker(), connection, account_wish), account_wish)

    async def _take_account(self, connection: Connection, accounts: Sequence[Account], title: Content) -> bool:
        if not accounts:
            return not await self._explain(present.no_accounts(connection))
        current = self._asker.session.account.id if self._asker.session is not None else None
        why = display("The choice is remembered; N changes it.")
        chosen = await self._ask(title, why, present.account_choices(accounts, current))
        account = next((one for one in accounts if one.id == chosen), None)
        if account is not None:
            await self._asker.ready(connection, account)
        return True

    async def choose(self) -> None:
        """Show the connections; the one that is taken leads to its accounts."""
        from callrail_tui.screens.connections import ConnectionsScreen, Surroundings  # late: most runs never go there

        while True:
            session, asker = self._asker.session, self._asker
            around = Surroundings(session, asker.accounts_known, asker.now)
            book = ConnectionBook(asker.worker(), read_only=asker.read_only)
            chosen = await self._on_top(ConnectionsScreen(book, around))
            if chosen is None:
                if session is None:
                    await self.open(asker.wish())
                return
            try:
                opened = await opening.open_on(asker.worker(), chosen, opening.Wish())
                if await self._settle(opened, opening.Wish()):
                    return
            except CallrailTuiError as error:
                if not await self._explain(present.failed(error)):
                    return

    async def _ask(self, title: Content, why: Content, choices: Sequence[present.Choice]) -> str | None:
        return await self._on_top(ChoiceScreen(title, why, choices, can_go_back=self._asker.session is not None))

    async def _explain(self, notice: present.Notice, *, can_retry: bool = True) -> bool:
        back = self._asker.session is not None
        return await self._on_top(NoticeScreen(notice, can_retry=can_retry, can_go_back=back)) is True

    async def _on_top(self, screen: Screen[T]) -> T | None:
        """Wait for the screen's answer; when another opening takes over, its screen goes with it."""
        try:
            return await self._app.push_screen_wait(screen)
        except asyncio.CancelledError:
            if screen.is_active:
                screen.dismiss(None)
            raise
