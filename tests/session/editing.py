"""A session that decides over the embedded gateway, with a real outbox, on a clock that the test moves."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from callrail_tui.demo import create_app
from callrail_tui.demo.asgi import DemoApp
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.model.call import Call
from callrail_tui.model.directory import decode_account
from callrail_tui.model.edit import Edit, Want, change
from callrail_tui.model.query import CallQuery
from callrail_tui.session.budget import Budget
from callrail_tui.session.editing import OutboxPlace
from callrail_tui.session.edits import Edits
from callrail_tui.session.facts import EditsTold, Fact
from callrail_tui.session.session import Session
from tests.screens.running import NOW
from tests.session.clock import Clock
from tests.session.connected import connect

QUERY = CallQuery(start_date="2024-11-01", end_date="2026-11-24")


def now() -> Any:
    """The frozen clock of the gateway."""
    return NOW


@dataclass
class Put:
    """A request that changes something, as it arrived."""

    method: str
    path: str
    body: dict[str, Any]


class Watched:
    """The embedded gateway, noting what is asked and written; a test may have requests fail."""

    def __init__(self, app: DemoApp) -> None:
        self.app = app
        self.asked: list[tuple[str, str]] = []
        self.writes: list[Put] = []
        self.fault: Callable[[str, str], str | None] = lambda method, path: None
        """For each request: None, `lost` (carried out, never answered), `broken` (not carried out), or a status."""

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        method, path = scope["method"], scope["path"]
        parts = []
        while True:
            message = await receive()
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                break
        body = b"".join(parts)
        self.asked.append((method, path))
        if method not in ("GET", "HEAD"):
            self.writes.append(Put(method, path, json.loads(body or b"{}")))
        fault = self.fault(method, path)
        if fault == "broken":
            raise httpx.ReadError("as the test wants it")
        if fault is not None and fault.isdigit():
            await send({"type": "http.response.start", "status": int(fault), "headers": []})
            await send({"type": "http.response.body", "body": b'{"error": "as the test wants it"}'})
            return

        async def again() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def nowhere(message: object) -> None:
            """Nobody hears the answer."""

        await self.app(scope, again, nowhere if fault == "lost" else send)
        if fault == "lost":
            raise httpx.ReadError("as the test wants it")

    def count(self, method: str, path_part: str) -> int:
        """Requests of this method whose path holds this."""
        return sum(one == method and path_part in path for one, path in self.asked)


@dataclass
class Desk:
    """One open session with its clock and what it told."""

    session: Session
    clock: Clock
    gateway: Watched
    told: list[EditsTold] = field(default_factory=list)

    @property
    def edits(self) -> Edits:
        return self.session.edits

    def call(self, row: int = 0) -> Call:
        """The call of a row as it is shown."""
        call = self.session.window.row(row)
        assert call is not None
        return self.edits.shown(call)

    def decide(self, row: int, name: str, want: Want, words: str = "decided") -> int:
        """Decide one field of the call in a row."""
        return self.edits.decide([change(self.call(row), name, want)], words=words)

    async def pass_by(self, seconds: float) -> None:
        """Let the time pass, and all that it causes happen."""
        for _ in range(max(1, round(seconds * 2))):
            await self.clock.pass_by(0.5 if seconds >= 0.5 else seconds)
            await self.rest()

    async def rest(self) -> None:
        """Until no request is on its way."""
        quiet = 0
        while quiet < 5:
            await asyncio.sleep(0)
            worker = self.session.worker
            quiet = 0 if worker.busy or worker.queued else quiet + 1

    async def read(self, row: int = 0) -> Call:
        """What the gateway holds of the call in a row, asked behind the program's back."""
        call = self.session.window.row(row)
        assert call is not None
        return await self.read_id(call.id)

    async def read_id(self, call_id: str) -> Call:
        """What the gateway holds of a call."""
        return await self.session.worker.gateway.calls.get(self.session.account.id, call_id)

    async def colleague(self, row: int, **body: Any) -> None:
        """Somebody else changes the call in a row."""
        call = self.session.window.row(row)
        assert call is not None
        await self.session.worker.gateway.calls.update(self.session.account.id, call.id, body)

    def states(self) -> list[str]:
        """The states of all edits, oldest first."""
        return [edit.state.value for edit in reversed(self.edits.entries())]

    def only(self) -> Edit:
        """The one edit there is."""
        (edit,) = self.edits.entries()
        return edit


_number = itertools.count()


@asynccontextmanager
async def desk(
    folder: Path,
    *,
    demo: DemoSettings | None = None,
    app: DemoApp | None = None,
    read_only: bool = False,
    fingerprint: str = "fedcba987654",
    query: CallQuery = QUERY,
    budget: Budget | None = None,
    sleep: Callable[[float], Awaitable[None]] | None = None,
    **place: Any,
) -> AsyncIterator[Desk]:
    """A session with its first page here and its sender started; `app` is a gateway that outlives it."""
    gateway = Watched(app or create_app(dataclasses.replace(demo or DemoSettings(calls=300), now=now)))
    clock = Clock()
    worker = connect(gateway, budget=budget)
    account_id = gateway.app.home()[1]
    worker.gateway.connection_id = gateway.app.home()[0]
    session = Session(
        worker,
        decode_account({"id": account_id, "name": "Brightwater Agency"}),
        read_only=read_only,
        storage=OutboxPlace(folder, fingerprint, **place),
        clock=clock,
        sleep=sleep or clock.sleep,
        now=now,
        today=lambda: NOW.date(),
    )
    here = Desk(session, clock, gateway)

    def hear(fact: Fact) -> None:
        if isinstance(fact, EditsTold):
            here.told.append(fact)

    session.subscribe(hear)
    session.open(query)
    await session.first_answer()
    session.edits.begin()
    await here.rest()
    try:
        yield here
    finally:
        closing = asyncio.ensure_future(session.close())
        while not closing.done():
            await clock.pass_by(0.5)
        await closing
