"""Workers and sessions as one run was asked for them (floor 7)."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC
from typing import TYPE_CHECKING

from callrail_tui.errors import ConfigError
from callrail_tui.model.directory import Account, Connection, decode_account
from callrail_tui.session.outbox_place import OutboxPlace
from callrail_tui.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from callrail_tui.reach import Reach
    from callrail_tui.session.worker import Worker
    from callrail_tui.storage.settings import Settings
    from callrail_tui.storage.ui_state import UiState


class Sessions:
    """Makes them; `now` is the clock of dates and of the demo, `clock` that of holds."""

    def __init__(
        self, settings: Settings, reach: Reach, now: Callable[[], datetime], clock: Callable[[], float]
    ) -> None:
        self.settings = settings
        self.now = now
        self._clock = clock
        self._reach = reach

    def worker(self, former: Worker | None = None) -> Worker:
        """A worker; one that follows another goes on with its budget."""
        return self._reach.connect(former.budget if former is not None else None)

    def session(self, worker: Worker, account: Account, connection: Connection | None) -> Session:
        """A session on an account, over a worker whose connection is pinned."""
        return Session(
            worker,
            account,
            connection,
            read_only=self.settings.read_only,
            demo=self.settings.demo,
            storage=self._outbox_place(),
            player=self.settings.player,
            clock=self._clock,
            now=lambda: self.now().astimezone(UTC),
            today=lambda: self.now().date(),
        )

    def begun(self, worker: Worker, state: UiState) -> Session | None:
        """A session on a place that is known without asking, if it may still be there; it is to be looked up."""
        place = self._known_place(self.remembered(state))
        if place is not None:
            connection_id, account = place
            with suppress(ConfigError):  # an id that cannot be sent: who opens the account tells so
                worker.gateway.connection_id = connection_id
                session = self.session(worker, account, None)
                session.is_certain = False
                return session
        return None

    def remembered(self, state: UiState) -> UiState:
        """Where the last run was, or where a gateway that needs no asking starts."""
        home = self._reach.home() if state.connection_id is None else None
        if home is None:
            return state
        connection, account, name = home
        return state.with_connection(connection, name).with_account(connection, account, name)

    def _known_place(self, state: UiState) -> tuple[str, Account] | None:
        """The connection's id, and the account on it, where both are named or remembered and belong together."""
        settings = self.settings
        connection_id = settings.connection or state.connection_id or ""
        place = state.accounts.get(connection_id)
        if place is None or not place.account_id or settings.account not in (None, place.account_id):
            return None
        return connection_id, decode_account({"id": place.account_id, "name": place.name})

    def _outbox_place(self) -> OutboxPlace:
        settings = self.settings
        fingerprint = settings.key.fingerprint if settings.key is not None else "demo"
        return OutboxPlace(
            settings.state_dir,
            fingerprint,
            hold=settings.hold,
            spam_hold=settings.spam_hold,
            now=lambda: self.now().timestamp(),
        )
