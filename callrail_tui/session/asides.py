"""What can be asked about one call beside the call itself; each answer lives as long as its dialog."""

from __future__ import annotations

from collections.abc import Callable

from callrail_tui.model.call import Call
from callrail_tui.session.recordings import Listening
from callrail_tui.session.worker import Worker


class Asides:
    """Makes the questions for the dialogs of one account."""

    def __init__(self, worker: Worker, account_id: str) -> None:
        self._worker = worker
        self._account_id = account_id

    def listening(self, call: Call, changed: Callable[[], None]) -> Listening:
        """The call's recording (wire 10.1); `changed` is called whenever something became known."""
        return Listening(self._worker, self._account_id, call, changed)
