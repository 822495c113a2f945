"""Going from place to place: the calls, working through, tags, the outbox (floor 7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual.app import App
from textual.screen import Screen

from callrail_tui.keymap import OUTBOX
from callrail_tui.screens.explorer import ExplorerScreen
from callrail_tui.screens.place import PlaceScreen
from callrail_tui.session.session import Session
from callrail_tui.storage.settings import Settings

_NO_CALLS_YET = "There is no account on the screen yet."


class Places:
    """At most one place stands over the calls; another one's key goes there directly."""

    def __init__(
        self,
        app: App[None],
        explorer: ExplorerScreen,
        settings: Settings,
        today: Callable[[], date],
        session: Callable[[], Session | None],
    ) -> None:
        self._app = app
        self._explorer = explorer
        self._settings = settings
        self._today = today
        self._session = session

    @property
    def here(self) -> PlaceScreen | None:
        """The place that stands over the calls, under whatever dialog."""
        found = (screen for screen in reversed(self._app.screen_stack) if isinstance(screen, PlaceScreen))
        return next(found, None)

    def go(self, name: str) -> None:
        """Go to a place by its name in the action table; from there already, nothing happens."""
        session, here = self._session(), self.here
        if session is None:
            self._app.notify(_NO_CALLS_YET, markup=False)
        elif here is None:
            self._app.push_screen(self._make(name, session))
        elif here.PLACE != name and self._app.screen is here:
            self._app.switch_screen(self._make(name, session))

    def back(self) -> bool:
        """Back to the calls; False where that is where the person is."""
        here = self.here
        if here is None or self._app.screen is not here:
            return False
        self._app.pop_screen()
        return True

    def _make(self, name: str, session: Session) -> Screen[None]:
        # Late, all of them: none is there at the first paint.
        if name == OUTBOX:
            from callrail_tui.screens.outbox import OutboxScreen

            return OutboxScreen(session, self._today)
        raise LookupError(name)
