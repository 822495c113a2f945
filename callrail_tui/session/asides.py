"""What can be asked about one call beside the call itself; each answer lives as long as its dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from callrail_tui.model.call import Call
from callrail_tui.model.page import Page
from callrail_tui.model.read import Json
from callrail_tui.model.same_caller import history_query
from callrail_tui.session.lookup import Lookup
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

    def calls_with(self, term: str, today: date, changed: Callable[[], None]) -> Lookup[Page[Call]]:
        """The newest calls with these digits in a number: one request (wire 8.1)."""
        account, query = self._account_id, history_query(term, today)
        return Lookup(
            self._worker, ("calls with", account, term), lambda gateway: gateway.calls.page(account, query), changed
        )

    def page_views(self, call: Call, changed: Callable[[], None]) -> Lookup[Page[Json]]:
        """The newest pages that the caller looked at before the call: one request (wire 10.3)."""
        account, call_id = self._account_id, call.id
        return Lookup(
            self._worker,
            ("page views", account, call_id),
            lambda gateway: gateway.calls.page_views(account, call_id),
            changed,
        )
