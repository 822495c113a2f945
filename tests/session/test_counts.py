"""The calls not scored are counted over the days that are shown, however slowly the answers come (wire 9.1)."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

from callrail_tui.demo.asgi import DemoApp
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.model.views import view_query
from callrail_tui.session.opening import Ready, Wish, open_account
from callrail_tui.session.session import Session
from tests.session.clock import breathe
from tests.session.connected import connect, follow, settle

NOW = datetime(2026, 3, 15, 20, tzinfo=UTC)
TODAY = date(2026, 3, 15)


async def test_other_days_asked_for_while_the_count_is_on_its_way_are_counted_too() -> None:
    may_answer = asyncio.Event()

    async def hold(method: str, path: str) -> int | None:
        if path.endswith("/summary.json"):
            await may_answer.wait()
        return None

    worker = connect(DemoApp(DemoSettings(now=lambda: NOW, intercept=hold)))
    ready = await open_account(worker, Wish(takes_default=True))
    assert isinstance(ready, Ready)
    session = Session(worker, ready.account, ready.connection, today=lambda: TODAY)
    follow(session)
    for view in ("all", "today"):
        session.open(view_query(view, TODAY))
        while session.window.total is None:
            await breathe()
    today = session.window.total
    assert today is not None
    may_answer.set()
    await settle(worker)
    assert session.directory.untouched is not None
    assert sum(session.directory.untouched.values()) <= today
    await session.close()
