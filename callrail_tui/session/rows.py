"""The rows that the list shows before and after a session is attached (floor 3)."""

from __future__ import annotations

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.session.call_window import CallWindow


class AttachedRows:
    """Passes on to a call window once there is one; until then there are no rows and no total."""

    def __init__(self) -> None:
        self._window: CallWindow | None = None

    def attach(self, window: CallWindow) -> None:
        """Show this window's rows from now on."""
        self._window = window

    @property
    def total(self) -> int | None:
        """How many rows there are; None until the first page."""
        return None if self._window is None else self._window.total

    def row(self, index: int) -> Call | None:
        """The call of a row; None while it is not here."""
        return None if self._window is None else self._window.row(index)

    def failure(self, index: int) -> CallrailTuiError | None:
        """Why the row's page is not here."""
        return None if self._window is None else self._window.failure(index)

    def index_of(self, call_id: str) -> int | None:
        """The row of a call among those that are here."""
        return None if self._window is None else self._window.index_of(call_id)

    def look_at(self, first: int, last: int) -> None:
        """These rows are in view."""
        if self._window is not None:
            self._window.look_at(first, last)
