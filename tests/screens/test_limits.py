"""Over a loopback server: a 429 in every form, an hour that is used up, an outage; what the person sees of each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.utils import formatdate
from pathlib import Path
from time import time
from typing import Any

import pytest

from callrail_tui.app import CallrailApp
from callrail_tui.demo import DemoSettings, create_app
from callrail_tui.storage.ledger import Ledger
from callrail_tui.storage.paths import LEDGER_FILE
from callrail_tui.storage.secret import Secret
from callrail_tui.storage.settings import Settings
from tests.program.served import App, Message, Served, served
from tests.screens.running import KEY, Program, now

ONE_OF_EACH = DemoSettings(calls=300, connections=("ACTIVE",), accounts=1, now=now)


class Refusing:
    """The embedded gateway, which refuses CallRail's paths while `status` is set."""

    def __init__(self, settings: DemoSettings = ONE_OF_EACH) -> None:
        self.status: int | None = None
        self.headers: list[tuple[bytes, bytes]] = []
        self.refused = 0
        self.most: int | None = None
        """So many are refused, then no more."""
        self._app: App = create_app(settings)

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        if self.status is None or not scope["path"].startswith("/callrail/"):
            await self._app(scope, receive, send)
            return
        self.refused += 1
        status = self.status
        if self.most is not None and self.refused >= self.most:
            self.status = None
        await send({"type": "http.response.start", "status": status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b'{"error": "not now"}'})


@asynccontextmanager
async def over_loopback(state: Path, server: Served, **options: Any) -> AsyncIterator[Program]:
    """The program as a person runs it, on a socket."""
    settings = Settings(state_dir=state, key=Secret(KEY), gateway_url=server.url, control_url=server.url, **options)
    app = CallrailApp(settings, now=now)
    async with app.run_test(size=(120, 36)) as pilot:
        yield Program(app, pilot, create_app(ONE_OF_EACH))


def last_line(run: Program) -> str:
    return run.screen_text().splitlines()[-1]


@pytest.mark.parametrize(
    ("retry_after", "least", "most"),
    [
        ("120", 100, 121),
        ("1e9", 3_590, 3_601),
        (None, 50, 61),
        ("soon", 50, 61),
        ("0", 50, 61),
        ("-5", 50, 61),
        (formatdate(time() - 3_600, usegmt=True), 50, 61),
        (formatdate(time() + 3_600, usegmt=True), 50, 62),
    ],
    ids=["seconds", "absurd", "absent", "garbage", "none", "negative", "past", "future"],
)
async def test_a_limit_in_every_form_is_counted_down(
    tmp_path: Path, retry_after: str | None, least: int, most: int
) -> None:
    gateway = Refusing()
    with served(gateway) as server:
        async with over_loopback(tmp_path, server) as run:
            await run.until(lambda: run.list.row_count == 300)
            session = run.explorer.session
            assert session is not None
            gateway.status = 429
            gateway.headers = [] if retry_after is None else [(b"retry-after", retry_after.encode())]
            await run.press("r")
            await run.until(lambda: "limit: waits" in last_line(run))
            await run.until(lambda: session.budget.parked_seconds > least)
            assert session.budget.parked_seconds <= most
            await run.press("percent_sign")
            await run.until(lambda: "CallRail's limit is reached (429)" in run.screen_text())
            assert "150 an hour, 1,000 a day: not used here" in run.screen_text()
            assert "100 an hour, 2,000 a day: not used here" in run.screen_text()
            await run.press("escape", "down")
            assert run.app.focused is run.list
            assert gateway.refused <= 4


async def test_a_short_limit_is_counted_down_and_goes_on_by_itself(tmp_path: Path) -> None:
    gateway = Refusing()
    with served(gateway) as server:
        async with over_loopback(tmp_path, server) as run:
            await run.until(lambda: run.list.row_count == 300)
            gateway.status, gateway.headers, gateway.most = 429, [(b"retry-after", b"2")], 1
            await run.press("r")
            seen: set[str] = set()
            await run.until(lambda: seen.add(last_line(run)) or any("limit: waits 0:0" in line for line in seen))
            await run.until(lambda: run.list.row_count == 300 and "limit" not in last_line(run))
            assert gateway.refused == 1


async def test_an_hour_that_others_use_up_is_seen_and_decisions_have_the_last_of_it(tmp_path: Path) -> None:
    gateway = Refusing()
    with served(gateway) as server:
        async with over_loopback(tmp_path, server) as run:
            await run.until(lambda: run.list.row_count == 300)
            session = run.explorer.session
            assert session is not None
            others = Ledger(tmp_path / LEDGER_FILE, Secret(KEY).fingerprint)
            others.record([time()] * 960)
            others.close()
            await run.press("r")  # The last that is let through: with it the others are heard of.
            await run.until(lambda: session.budget.left_hour < 40)
            await run.until(lambda: not session.worker.busy and not session.worker.queued)
            before = len(server.seen)
            await run.press("r")
            await run.until(lambda: "request budget is spent" in run.screen_text())
            assert len(server.seen) == before
            await run.press("percent_sign")
            text = run.screen_text()
            assert "What is looked at up to 95%: stopped" in text
            assert "Decisions up to 100%." in text


async def test_an_hour_that_is_used_up_is_told_at_the_start(tmp_path: Path) -> None:
    others = Ledger(tmp_path / LEDGER_FILE, Secret(KEY).fingerprint)
    others.record([time()] * 1_000)
    others.close()
    gateway = Refusing()
    with served(gateway) as server:
        async with over_loopback(tmp_path, server) as run:
            await run.press("r")
            await run.until(lambda: "request budget is spent" in run.screen_text())
            assert "wait, or press r later" in run.screen_text()
            assert len(server.seen) <= 5


async def test_an_outage_is_told_and_ends_by_itself(tmp_path: Path) -> None:
    gateway = Refusing()
    with served(gateway) as server:
        async with over_loopback(tmp_path, server) as run:
            await run.until(lambda: run.list.row_count == 300)
            session = run.explorer.session
            assert session is not None
            gateway.status = 503
            while not session.budget.is_resting:
                await run.press("r")
                await run.until(lambda: session.worker.busy == 0 or session.budget.is_resting)
            await run.until(lambda: "no service: waits 0:1" in last_line(run))
            refused = gateway.refused
            await run.press("j", "k")
            assert gateway.refused - refused <= 3
            gateway.status = None
            session.budget.release()  # as the fifteen seconds do, which no test waits for
            session.refresh()
            await run.until(lambda: run.list.row_count == 300 and "no service" not in last_line(run))
