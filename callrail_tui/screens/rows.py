"""The rows that the list shows: the session's, with what was decided laid over them, and their signs (floor 6)."""

from __future__ import annotations

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.present.calls import NO_SIGNS, Signs
from callrail_tui.screens.marks import Marks
from callrail_tui.session.call_window import CallWindow
from callrail_tui.session.session import Session


class AttachedRows:
    """Passes on to a session's window once there is one; until then there are no rows and no total."""

    def __init__(self, marks: Marks) -> None:
        self._window: CallWindow | None = None
        self._session: Session | None = None
        self._marks = marks

    def attach(self, session: Session) -> None:
        """Show this session's rows from now on."""
        self._window = session.window
        self._session = session

    @property
    def total(self) -> int | None:
        """How many rows there are; None until the first page."""
        return None if self._window is None else self._window.total

    def row(self, index: int) -> Call | None:
        """The call of a row as it will be; None while it is not here."""
        call = None if self._window is None else self._window.row(index)
        edits = self._session.begun_edits if self._session is not None else None
        return call if call is None or edits is None else edits.shown(call)

    def signs(self, index: int) -> Signs:
        """The mark of a row, and what becomes of what was decided of its call."""
        call = None if self._window is None else self._window.row(index)
        if call is None or self._session is None:
            return NO_SIGNS
        edits, marked = self._session.begun_edits, self._marks.is_marked(call.id, index)
        sign = edits.sign(call.id) if edits is not None else None
        if sign is None:
            return Signs(True) if marked else NO_SIGNS
        return Signs(marked, sign.state.value if sign.state is not None else "", sign.spam_seconds)

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
