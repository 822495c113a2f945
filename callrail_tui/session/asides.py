"""What can be asked about one call beside the call itself; each answer lives as long as its dialog."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date

from callrail_tui.model.call import Call
from callrail_tui.model.directory import Account
from callrail_tui.model.page import Page
from callrail_tui.model.read import Json
from callrail_tui.model.same_caller import history_query
from callrail_tui.session.lookup import Lookup
from callrail_tui.session.recordings import Listening
from callrail_tui.session.worker import Worker


class Asides:
    """Makes the questions for the dialogs of one account; `account` tells what is known of it by now."""

    def __init__(self, worker: Worker, account: Callable[[], Account], player: Sequence[str] = ()) -> None:
        self._worker = worker
        self._account = account
        self._player = player
        self._listening: set[Listening] = set()

    def listening(self, call: Call, changed: Callable[[], None]) -> Listening:
        """The call's recording (wire 10.1); `changed` is called whenever something became known."""
        audio = self._worker.gateway.audio
        made = Listening(self._worker, self._account, call, changed, audio.opened, self._player)
        self._listening.add(made)
        return made

    def heard(self, listening: Listening) -> None:
        """Its dialog is gone."""
        task = listening.close()
        if task is None:
            self._listening.discard(listening)
        else:
            task.add_done_callback(lambda _: self._listening.discard(listening))

    async def close(self) -> None:
        """End every player and every file that is being written."""
        tasks = [task for one in list(self._listening) if (task := one.close()) is not None]
        await asyncio.gather(*tasks, return_exceptions=True)

    def calls_with(self, term: str, today: date, changed: Callable[[], None]) -> Lookup[Page[Call]]:
        """The newest calls with these digits in a number: one request (wire 8.1)."""
        account, query = self._account().id, history_query(term, today)
        return Lookup(
            self._worker, ("calls with", account, term), lambda gateway: gateway.calls.page(account, query), changed
        )

    def page_views(self, call: Call, changed: Callable[[], None]) -> Lookup[Page[Json]]:
        """The newest pages that the caller looked at before the call: one request (wire 10.3)."""
        account, call_id = self._account().id, call.id
        return Lookup(
            self._worker,
            ("page views", account, call_id),
            lambda gateway: gateway.calls.page_views(account, call_id),
            changed,
        )
