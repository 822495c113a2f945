"""The calls are asked for, and shown, while Textual is still being loaded (floor 7).

Where the last run's place is known nothing needs to be asked before its calls, and neither the asking nor the rows need
Textual, which takes longer to load than all else. So the session begins before there is an app: a gateway on the
network answers while Textual is loaded in a thread beside it; the embedded one would only take turns with that, and
answers first. The app takes over the session as it stands.
"""

from __future__ import annotations

import asyncio
import time
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from callrail_tui.model.views import DEFAULT_VIEW
from callrail_tui.reach import reach
from callrail_tui.screens.inquiry import Inquiry
from callrail_tui.session.facts import Fact, RowsLoaded
from callrail_tui.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from callrail_tui.first_frame import FirstFrame
    from callrail_tui.session.session import Session
    from callrail_tui.storage.settings import Settings
    from callrail_tui.storage.ui_state import UiState

_PATIENCE: Final = 0.5
"""Seconds that loading waits for the embedded gateway's first page."""


def now() -> datetime:
    """The time on this machine's clocks."""
    return datetime.now().astimezone()


def first_inquiry(settings: Settings, state: UiState, today: date) -> Inquiry:
    """What the list shows at the start: the view that was asked for, else the one last used."""
    company = settings.companies[0] if settings.companies else None
    return Inquiry.of_view(settings.view or state.view or DEFAULT_VIEW, today, company)


class HeadStart:
    """A worker, and a session that has asked its question where its place is known; made on the app's own loop."""

    def __init__(self, settings: Settings, frame: FirstFrame, draw: Callable[[], None]) -> None:
        """`draw` shows what was added to the frame's picture."""
        self.sessions = Sessions(settings, reach(settings, now), now, time.monotonic)
        self.worker = self.sessions.worker()
        self.session: Session | None = self.sessions.begun(self.worker, frame.state)
        """None where nothing is known without asking."""
        self.inquiry = first_inquiry(settings, frame.state, now().date())
        """What the session is asked; the app's list begins with it, whatever another window remembers meanwhile."""
        self.columns = frame.columns
        self._frame = frame
        self._draw = draw

    async def beside(self, load: Callable[[], None]) -> None:
        """Ask, do what `load` does, and show the calls if they come by then."""
        session = self.session
        if session is None:
            load()
            return
        unsubscribe = session.subscribe(self._heard)
        session.open(self.inquiry.in_columns(self.columns).query)
        if self.sessions.settings.demo:
            await asyncio.wait([asyncio.ensure_future(session.first_answer())], timeout=_PATIENCE)
            load()
        else:
            await asyncio.to_thread(load)
        unsubscribe()

    def _heard(self, fact: Fact) -> None:
        if isinstance(fact, RowsLoaded) and self.session is not None:
            self._frame.show_calls(self.session)
            self._draw()
