"""From a key to an account on the screen: asks where there is a choice, and says what is missing (floor 7)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from textual.app import App

from callrail_tui.errors import NoConnection
from callrail_tui.model.directory import Account, Connection
from callrail_tui.session.opening import Wish
from callrail_tui.session.session import Session
from callrail_tui.session.worker import Worker
from callrail_tui.sessions import Sessions
from callrail_tui.storage.ui_state import UiState

if TYPE_CHECKING:
    from callrail_tui.head_start import HeadStart
    from callrail_tui.questions import Questions


FINISH_SECONDS = 10.0
"""How long leaving an account waits for what was decided there (design, promise 12)."""


_LAST_SECONDS = 2.0
"""How long the end of the program waits for that: what is not sent then is kept."""


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

    def __init__(self, app: App[None], stage: Stage, sessions: Sessions, ahead: HeadStart | None = None) -> None:
        self._app = app
        self._stage = stage
        self._sessions = sessions
        self._settings = sessions.settings
        self.now = sessions.now
        self._ahead = ahead
        self._worker: Worker | None = ahead.worker if ahead is not None else None
        self._shown_over: str | None = None
        """The connection that was pinned when the session began; asking may have pinned another since."""
        self.session: Session | None = None
        self._is_closed = False
        self._aside: Worker | None = None
        """The worker of before, while another connection is looked at."""
        self._closing: set[asyncio.Task[None]] = set()
        self._finishing: dict[asyncio.Task[None], Worker] = {}
        """What is still sent for accounts that were left, each over its own worker."""

    def begin(self) -> None:
        """Ask for the calls of a place that is known, which needs no screen yet; `open` has to follow.

        They come first: what confirms the place can wait until they are on the screen.
        """
        if self._settings.key is None and not self._settings.demo:
            return
        begun = self._ahead.session if self._ahead is not None else None
        session = begun or self._sessions.begun(self.worker(), self._stage.state)
        if session is not None:
            self._show(session)

    def open(self) -> None:
        """Open what was named, else what is remembered, else ask; without a key, say where to get one."""
        if self._settings.key is None and not self._settings.demo:
            self._run(self._say_no_key())
        elif self.session is None:
            self._run(self._ask_all())
        else:
            self._run(self._confirm(self.session))

    def confirm(self) -> None:
        """Look up the place on the screen, where that was not done or failed: it is a remembered one."""
        if self.session is not None and self.session.connection is None:
            self._run(self._confirm(self.session))

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed in this run."""
        return self._settings.read_only

    def account_on(self, connection_id: str) -> str | None:
        """The id of the account that was last open on a connection."""
        place = self._stage.state.accounts.get(connection_id)
        return place.account_id if place is not None else None

    @property
    def accounts_known(self) -> dict[str, str]:
        """The name of the account that was last open on each connection, by the connection's id."""
        return {connection_id: place.name for connection_id, place in self._remembered().accounts.items()}

    def wish(self) -> Wish:
        """Where the person wants to be: what was named, else what is remembered."""
        settings, remembered = self._settings, self._remembered()
        place = remembered.accounts.get(settings.connection or remembered.connection_id or "")
        return Wish(
            connection_id=settings.connection,
            account_id=settings.account,
            remembered_connection_id=remembered.connection_id,
            remembered_account_id=place.account_id if place is not None else None,
            is_doubtful=self.session is not None and isinstance(self.session.window.failure(0), NoConnection),
            takes_default=settings.demo,
        )

    def _remembered(self) -> UiState:
        return self._sessions.remembered(self._stage.state)

    def choose(self) -> None:
        """Ask which connection, then which account; without a key there is nothing to ask with."""
        if self._settings.key is not None or self._settings.demo:
            self._run(self._choose())
        else:
            self.open()

    def go_over(self, account: Account) -> bool:
        """Show another account of the connection that the session uses; False while that is not confirmed yet."""
        connection = self.session.connection if self.session is not None else None
        if connection is not None:
            self._run(self.ready(connection, account))
        return connection is not None

    async def close(self) -> None:
        """Close the session and the worker, and what still sends for an account that was left."""
        if self._finishing:
            await asyncio.wait(self._finishing, timeout=_LAST_SECONDS)
        self._is_closed = True
        made = {worker for worker in (self._worker, self._aside) if worker is not None}  # A choice may end meanwhile.
        if self._closing:
            await asyncio.wait(self._closing)
        if self.session is not None:
            await self.session.close()
            made.discard(self.session.worker)
        for worker in made:
            await worker.close()
        if self._worker is not None:
            self._worker.budget.close()

    def _finish(self, old: Session) -> None:
        """What was decided on the account that is left is sent without its hold, beside what comes now."""

        async def finish() -> None:
            if old.begun_edits is not None:
                await old.begun_edits.drain(lambda left: None, FINISH_SECONDS)
            await old.close()

        task = asyncio.create_task(finish(), name="sending for the account that was left")
        self._finishing[task] = old.worker
        task.add_done_callback(self._finishing.pop)

    def _run(self, flow: Coroutine[Any, Any, None]) -> None:
        self._app.run_worker(flow, group="opening", description="opening an account", exclusive=True)

    def worker(self) -> Worker:
        """The worker that questions are asked over."""
        if self._worker is None:
            self._worker = self._sessions.worker()
        return self._worker

    @cached_property
    def _questions(self) -> Questions:
        from callrail_tui.questions import Questions  # late: a known place has nothing to ask before its first page

        return Questions(self._app, self)

    async def _ask_all(self) -> None:
        await self._questions.open(self.wish())

    async def _say_no_key(self) -> None:
        await self._questions.say_no_key()

    async def _confirm(self, session: Session) -> None:
        await session.first_answer()
        shown = asyncio.Event()
        self._app.call_after_refresh(shown.set)
        await shown.wait()
        await self._ask_all()
        if session is self.session:
            session.worker.gateway.connection_id = self._shown_over  # Another may have been looked at, and left.
            session.settled()

    async def _choose(self) -> None:
        """Ask over a worker of its own: what the session on the screen still reads keeps its own connection."""
        kept, fresh = self._worker, self._sessions.worker(self._worker)
        self._aside = kept
        self._worker = fresh
        try:
            await self._questions.choose()
        finally:
            taken = self.session is not None and self.session.worker is fresh
            loser = kept if taken else fresh
            self._worker = fresh if taken else kept
            self._aside = None
            if loser is not None and loser not in self._finishing.values() and not self._is_closed:
                closing = asyncio.create_task(loser.close(), name="closing a worker")
                self._closing.add(closing)
                closing.add_done_callback(self._closing.discard)
        if self.session is not None and not self.session.is_certain:
            await self._confirm(self.session)

    # The session ------------------------------------------------------------------------------------------------

    async def ready(self, connection: Connection, account: Account) -> None:
        """Remember this place and show its calls; where they are shown already, learn its names."""
        state = self._stage.state.with_connection(connection.id, account.name or "")
        self._stage.remember(state.with_account(connection.id, account.id, account.name or ""))
        old = self.session
        if old is not None and old.account.id == account.id and self._shown_over == connection.id:
            old.identify(account, connection)
            if isinstance(old.window.failure(0), NoConnection):
                old.window.retry()  # There is one by now.
            self._stage.session_identified()
            return
        if old is not None:
            if old.worker is self._worker:
                self._worker = self._sessions.worker(self._worker)
            self._finish(old)
        self.worker().gateway.connection_id = connection.id
        self._show(self._sessions.session(self.worker(), account, connection))

    def _show(self, session: Session) -> None:
        self._shown_over = self.worker().gateway.connection_id
        self.session = session
        self._stage.show_session(session)
