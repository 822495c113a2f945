"""The embedded gateway on a socket that loses requests and answers, with a log of all that took effect."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from enum import Enum
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs

from bench.kills.wire import Answer, Request, asked, read_request
from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.model.edit import LEAD, NAME, NOTE, SPAM, TAGS, VALUE

NOW = datetime(2026, 3, 12, 16, 30, tzinfo=UTC)
FIRST_DAY, LAST_DAY = "2024-05-01", "2026-03-13"
CALLS = 60
COLLEAGUE = "colleague"
_READ_OF = (LEAD, NOTE, TAGS, VALUE)

State = dict[str, Any]


class Fault(Enum):
    """What happens to one request."""

    CUT = "the connection ends before it is carried out"
    LOST = "it is carried out, and the connection ends before the answer"
    TORN = "it is carried out, and the connection ends within the answer"
    BROKEN = "500, nothing is carried out"
    DONE_BROKEN = "500, though it was carried out"
    AWAY = "503, nothing is carried out"
    AWAY_SHORTLY = "503 with Retry-After, nothing is carried out"
    SLOW = "carried out at once, answered late"
    LATE = "carried out late"


READ_FAULTS = (Fault.CUT, Fault.TORN, Fault.BROKEN, Fault.AWAY, Fault.SLOW)
WRITE_FAULTS = tuple(Fault)
_CARRIED_OUT = frozenset({Fault.LOST, Fault.TORN, Fault.DONE_BROKEN, Fault.SLOW, Fault.LATE, None})


class Read(NamedTuple):
    """A call, or every call of a list page, was read, and the whole answer was put on the wire."""

    who: str
    call_id: str | None
    """None for a page of the list that a bulk decision is compared with."""


class Write(NamedTuple):
    """A PUT of a call arrived."""

    who: str
    call_id: str
    body: dict[str, Any]
    before: State
    after: State
    is_applied: bool
    """Whether it was carried out."""
    arrived: int
    """How long the log was when it came."""


Event = Read | Write


class Gateway:
    """Serves one account to everybody; use it as `async with`."""

    def __init__(self) -> None:
        self.app = create_app(DemoSettings(calls=CALLS, now=lambda: NOW))
        self.connection_id, self.account_id, _ = self.app.home()
        self.log: list[Event] = []
        self.posts = 0
        self.fault: Callable[[Request], Fault | None] = lambda request: None
        self.after: Callable[[Request, bool], Awaitable[None]] | None = None
        """Awaited after a request of the program, with whether it was carried out: where the colleague steps in."""
        self.is_quiet = asyncio.Event()
        """Set while no request is being carried out."""
        self._under_way = 0
        self._writing = asyncio.Lock()
        self.is_quiet.set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # What the harness itself asks and does --------------------------------------------------------------------------

    async def calls(self) -> list[dict[str, Any]]:
        """Every call, newest first."""
        query = f"per_page=250&start_date={FIRST_DAY}&end_date={LAST_DAY}&fields={','.join(_READ_OF)}"
        _, _, body = await asked(self.app, self._own("GET", f"/callrail/v3/a/{self.account_id}/calls.json", query))
        found: list[dict[str, Any]] = json.loads(body)["calls"]
        return found

    async def state(self, call_id: str) -> State:
        """What a call holds now."""
        query = f"fields={','.join(_READ_OF)}"
        status, _, body = await asked(self.app, self._own("GET", self._path(call_id), query))
        if status == 404:
            return {SPAM: True, TAGS: ()}
        call = json.loads(body)
        state = {name: call.get(name) for name in (LEAD, NOTE, VALUE, NAME)}
        return {**state, TAGS: tuple(call.get(TAGS) or ()), SPAM: False}

    async def colleague(self, call_id: str, body: dict[str, Any]) -> None:
        """Somebody else changes a call."""
        await self._write(self._own("PUT", self._path(call_id), "", body), call_id)

    def _path(self, call_id: str) -> str:
        return f"/callrail/v3/a/{self.account_id}/calls/{call_id}.json"

    def _own(self, method: str, path: str, query: str, body: dict[str, Any] | None = None) -> Request:
        headers = [(b"authorization", b"Bearer the-harness"), (b"content-type", b"application/json")]
        return Request(method, path, query, headers, json.dumps(body).encode() if body else b"", COLLEAGUE)

    # The wire -------------------------------------------------------------------------------------------------------

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._answer((await read_request(reader))._replace(arrived=len(self.log)), writer):
                    pass
        finally:
            writer.transport.abort()
            self._tasks.discard(task)

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Treat one request as its fault says; whether the connection stays."""
        self._under_way += 1
        self.is_quiet.clear()
        try:
            fault = self.fault(request)
            if fault is Fault.LATE:
                await asyncio.sleep(0.06)
            carried_out = fault in _CARRIED_OUT
            status, headers, body = await self._carry_out(request) if carried_out else (0, [], b"")
            if not carried_out and request.method == "PUT" and request.call_id:
                state = await self.state(request.call_id)
                self.log.append(
                    Write(request.who, request.call_id, json.loads(request.body), state, state, False, request.arrived)
                )
            if request.method == "GET" and fault in (None, Fault.SLOW) and (request.call_id or _is_base(request)):
                self.log.append(Read(request.who, request.call_id))
            if self.after is not None:
                await self.after(request, carried_out)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self.is_quiet.set()
        if fault is Fault.SLOW:
            await asyncio.sleep(0.04)
        if fault in (Fault.CUT, Fault.LOST):
            return False
        if fault in (Fault.BROKEN, Fault.DONE_BROKEN, Fault.AWAY, Fault.AWAY_SHORTLY):
            status, headers = (503 if fault in (Fault.AWAY, Fault.AWAY_SHORTLY) else 500), []
            headers = [(b"retry-after", b"0")] if fault is Fault.AWAY_SHORTLY else []
            body = b'{"error": "as the harness wants it"}'
            headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        lines = [f"HTTP/1.1 {status} .".encode(), *(name + b": " + value for name, value in headers)]
        answer = b"\r\n".join([*lines, b"", body])
        writer.write(answer[: len(answer) // 2] if fault is Fault.TORN else answer)
        await writer.drain()
        return fault is not Fault.TORN

    async def _carry_out(self, request: Request) -> Answer:
        self.posts += request.method == "POST"
        if request.method == "PUT" and request.call_id is not None:
            return await self._write(request, request.call_id)
        async with self._writing:  # A long page is made in pieces: nobody writes between them.
            return await asked(self.app, request)

    async def _write(self, request: Request, call_id: str) -> Answer:
        async with self._writing:
            before = await self.state(call_id)
            answer = await asked(self.app, request)
            after = await self.state(call_id)
            body = json.loads(request.body)
            self.log.append(Write(request.who, call_id, body, before, after, 200 <= answer[0] < 300, request.arrived))
        return answer


def _is_base(request: Request) -> bool:
    """Whether a page is read for a bulk decision, and not to be shown."""
    return set(parse_qs(request.query).get("fields", [""])[0].split(",")) == {LEAD, NOTE, TAGS, VALUE}
