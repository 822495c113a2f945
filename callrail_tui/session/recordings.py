"""What a call's recording is asked for: its link, while somebody looks at it (wire 10.1)."""

from __future__ import annotations

from collections.abc import Callable

from callrail_tui.model.call import Call, FieldState
from callrail_tui.model.recording import NO_RECORDING, Recording
from callrail_tui.session.lookup import Lookup
from callrail_tui.session.worker import Worker


class Listening:
    """One call's recording from the moment its dialog opens until it closes; the link is kept no longer."""

    def __init__(self, worker: Worker, account_id: str, call: Call, changed: Callable[[], None]) -> None:
        self.call = call
        self._is_known_none = call.state_of("recording") in (FieldState.NULL, FieldState.EMPTY)
        self.lookup: Lookup[Recording] = Lookup(
            worker,
            ("recording", account_id, call.id),
            lambda gateway: gateway.calls.recording(account_id, call.id),
            changed,
        )

    @property
    def recording(self) -> Recording | None:
        """What is known of it; None while it is read, or where it could not be."""
        if self._is_known_none and self.lookup.answer is None and not self.lookup.is_pending:
            return NO_RECORDING
        return self.lookup.answer

    def begin(self) -> None:
        """Ask for the link, unless the call says that there is no recording."""
        if not self._is_known_none:
            self.lookup.ask()

    def again(self) -> None:
        """Ask for a fresh link, whatever the call says: it may have ended meanwhile."""
        self._is_known_none = False
        self.lookup.ask()

    def close(self) -> None:
        """The dialog is gone, and the link with it."""
        self.lookup.close()
