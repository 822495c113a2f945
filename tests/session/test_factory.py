"""The worker that is put together for a run: what it logs of each request."""

from __future__ import annotations

import logging

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.gateway.hosts import Hosts
from callrail_tui.session.factory import start
from callrail_tui.session.urgency import Urgency
from callrail_tui.storage.secret import Secret


async def test_each_request_is_logged_without_ids_and_key(caplog: pytest.LogCaptureFixture) -> None:
    key = Secret("canary-key-0123456789")
    worker = start(Hosts("https://gateway.maton.ai", "https://ctrl.maton.ai"), key, demo=DemoSettings(calls=10))
    with caplog.at_level(logging.INFO, logger="callrail_tui"):
        accounts = await worker.submit("accounts", lambda gateway: gateway.accounts.page(), Urgency.VIEW)
        account = accounts.items[0].id
        await worker.submit("one", lambda gateway: gateway.accounts.get(account), Urgency.VIEW)
        await worker.close()
    records = [record for record in caplog.records if record.message == "request"]
    assert [(record.method, record.status, record.tries) for record in records] == [("GET", 200, 1)] * 2  # type: ignore[attr-defined]
    logged = " ".join(str(vars(record)) for record in records)
    assert account not in logged
    assert key.reveal() not in logged
