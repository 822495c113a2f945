"""From a key to an account on the screen: asks where there is a choice, and says what is missing (floor 7)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from textual.app import App
from textual.content import Content
from textual.screen import Screen

from callrail_tui.errors import CallrailTuiError, ConfigError
from callrail_tui.model.directory import Account, Connection, active_oldest_first, decode_account
from callrail_tui.present import opening as present
from callrail_tui.present.text import display
from callrail_tui.reach import Reach
from callrail_tui.screens.opening import ChoiceScreen, NoticeScreen
from callrail_tui.session import opening
from callrail_tui.session.session import Session
from callrail_tui.session.worker import Urgency, Worker
from callrail_tui.storage.settings import Settings
from callrail_tui.storage.ui_state import UiState

T = TypeVar("T")


class Stage(Protocol):
    """What the opener needs of the program around it."""

    @property
    def state(self) -> UiState:
        """What is remembered."""

    def remember(self, state: UiState) -> None:
        """Keep for the next start."""

    def show_session(self, session: Session) -> None:
        """Put this session on the screen."""

    def session_identified(self) -> None:
        """The session on the screen learnt the names of its connection and account."""


class Opener:
    """Runs one opening at a time; its requests run in the worker's lanes, so ending an opening harms none of them."""

    def __init__(
        self, app: App[None], stage: Stage, settings: Settings, now: Callable[[], datetime], gateway: Reach
    ) -> None:
        self._app = app
        self._stage = stage
        self._settings = settings
        self._now = now
        self._reach = gateway
        self._worker: Worker | None = None
        self.session: Session | None = None

    def begin(self) -> None:
        """Ask for the calls of a place that is known, which needs no screen yet; `open` has to follow.

        They come first: what confirms the place can wait until they are on the screen.
        """
        if self._settings.key is None and not self._settings.demo:
            return
        wish = self._wish()
        connection, account = wish.connection_id or wish.remembered_connection_id, wish.remembered_account_id
        if connection and account and wish.account_id in (None, account):
            name = self._remembered().accounts[connection].name
            with suppress(ConfigError):  # an id that cannot be sent: `open` tells so
                self._the_worker().gateway.connection_id = connection
                self._show(decode_account({"id": account, "name": name}), None)

    def open(self) -> None:
        """Open what was named, else what is remembered, else ask; without a key, say where to get one."""
        if self._settings.key is None and not self._settings.demo:
            self._run(self._say_no_key())
        elif self.session is None:
            self._run(self._open(self._wish()))
        else:
            self._run(self._confirm(self.session, self._wish()))

    def _wish(self) -> opening.Wish:
        settings, remembered = self._settings, self._remembered()
        place = remembered.accounts.get(settings.connection or remembered.connection_id or "")
        return opening.Wish(
            connection_id=settings.connection,
            account_id=settings.account,
            remembered_connection_id=remembered.connection_id,
            remembered_account_id=place.account_id if place is not None else None,
            takes_default=settings.demo,
        )

    def _remembered(self) -> UiState:
        """Where the last run was, or where a gateway that needs no asking starts."""
        state = self._stage.state
        home = self._reach.home() if state.connection_id is None else None
        if home is None:
            return state
        connection, account, name = home
        return state.with_connection(connection, name).with_account(connection, account, name)

    def choose(self) -> None:
        """Ask which connection, then which account; without a key there is nothing to ask with."""
        if self._settings.key is not None or self._settings.demo:
            self._run(self._choose())
        else:
            self.open()

    async def close(self) -> None:
        """Close the session and the worker."""
        if self.session is not None:
            await self.session.close()
        if self._worker is not None and (self.session is None or self._worker is not self.session.worker):
            await self._worker.close()

    def _run(self, flow: Coroutine[Any, Any, None]) -> None:
        self._app.run_worker(flow, group="opening", description="opening an account", exclusive=True)

    def _the_worker(self) -> Worker:
        if self._worker is None:
            self._worker = self._make_worker()
        return self._worker

    def _make_worker(self) -> Worker:
        return self._reach.connect(self._worker.budget if self._worker is not None else None)

    async def _say_no_key(self) -> None:
        await self._explain(present.no_key(), can_retry=False)

    # Opening ----------------------------------------------------------------------------------------------------

    async def _confirm(self, session: Session, wish: opening.Wish) -> None:
        await session.first_answer()
        shown = asyncio.Event()
        self._app.call_after_refresh(shown.set)
        await shown.wait()
        await self._open(wish)

    async def _open(self, wish: opening.Wish) -> None:
        while True:
            try:
                opened = await opening.open_account(self._the_worker(), wish)
                if await self._settle(opened, wish):
                    return
            except CallrailTuiError as error:
                if self.session is not None:
                    return  # The list asks the same gateway and shows the same error where its rows were to appear.
                if not await self._explain(present.failed(error)):
                    return

    async def _settle(self, opened: opening.Opened, wish: opening.Wish) -> bool:
        """Go on from what opening came to; False to try again from the start."""
        match opened:
            case opening.Ready(connection=connection, account=account):
                await self._ready(connection, account)
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
        current = self.session.connection.id if self.session is not None and self.session.connection else None
        choices = present.connection_choices((*active, *others), active[0].id, current)
        why = display("Each is a CallRail login of its own. The choice is pinned and remembered; N changes it.")
        chosen = await self._ask(title, why, choices)
        connection = next((one for one in active if one.id == chosen), None)
        if connection is None:
            return True
        place = self._stage.state.accounts.get(connection.id) if wish is not None else None
        account_wish = opening.Wish(
            account_id=wish.account_id if wish is not None else None,
            remembered_account_id=place.account_id if place is not None else None,
        )
        return await self._settle(await opening.open_on(self._the_worker(), connection, account_wish), account_wish)

    async def _take_account(self, connection: Connection, accounts: Sequence[Account], title: Content) -> bool:
        if not accounts:
            return not await self._explain(present.no_accounts(connection))
        current = self.session.account.id if self.session is not None else None
        why = display("The choice is remembered; N changes it.")
        chosen = await self._ask(title, why, present.account_choices(accounts, current))
        account = next((one for one in accounts if one.id == chosen), None)
        if account is not None:
            await self._ready(connection, account)
        return True

    async def _choose(self) -> None:
        """Ask over a worker of its own: what the session on the screen still reads keeps its own connection."""
        kept, fresh = self._worker, self._make_worker()
        self._worker = fresh
        try:
            while not await self._offer(fresh):
                pass
        finally:
            taken = self.session is not None and self.session.worker is fresh
            loser = kept if taken else fresh
            self._worker = fresh if taken else kept
            if loser is not None:
                self._app.run_worker(loser.close(), group="closing", description="closing a worker")

    async def _offer(self, worker: Worker) -> bool:
        try:
            listing = worker.submit(("connections",), lambda gateway: gateway.connections.list(), Urgency.VIEW)
            return await self._take_connection(await listing, display("Which connection?"), None)
        except CallrailTuiError as error:
            return not await self._explain(present.failed(error))

    async def _ask(self, title: Content, why: Content, choices: Sequence[present.Choice]) -> str | None:
        return await self._on_top(ChoiceScreen(title, why, choices, can_go_back=self.session is not None))

    async def _explain(self, notice: present.Notice, *, can_retry: bool = True) -> bool:
        back = self.session is not None
        return await self._on_top(NoticeScreen(notice, can_retry=can_retry, can_go_back=back)) is True

    async def _on_top(self, screen: Screen[T]) -> T | None:
        """Wait for the screen's answer; when another opening takes over, its screen goes with it."""
        try:
            return await self._app.push_screen_wait(screen)
        except asyncio.CancelledError:
            if screen.is_active:
                screen.dismiss(None)
            raise

    # The session ------------------------------------------------------------------------------------------------

    async def _ready(self, connection: Connection, account: Account) -> None:
        state = self._stage.state.with_connection(connection.id, account.name or "")
        self._stage.remember(state.with_account(connection.id, account.id, account.name or ""))
        old = self.session
        known = old.connection.id if old is not None and old.connection is not None else connection.id
        if old is not None and old.account.id == account.id and known == connection.id:
            old.identify(account, connection)
            self._stage.session_identified()
            return
        if old is not None:
            if old.worker is self._worker:
                self._worker = self._make_worker()
            await old.close()
        self._the_worker().gateway.connection_id = connection.id
        self._show(account, connection)

    def _show(self, account: Account, connection: Connection | None) -> None:
        self.session = Session(
            self._the_worker(),
            account,
            connection,
            read_only=self._settings.read_only,
            demo=self._settings.demo,
            now=lambda: self._now().astimezone(UTC),
            today=lambda: self._now().date(),
        )
        self._stage.show_session(self.session)
