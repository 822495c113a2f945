"""Requests off a socket, and what an ASGI app answers to them."""

from __future__ import annotations

import asyncio
import re
from typing import Any, NamedTuple

from callrail_tui.demo.asgi import DemoApp

_CALL = re.compile(r"/calls/(CAL[0-9a-zA-Z]+)(?:\.json)?$")

Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
"""Status, headers, body."""


class Request(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    query: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    who: str
    arrived: int = 0
    """How long the log was when it came."""

    @property
    def call_id(self) -> str | None:
        """The one call that it is about."""
        found = _CALL.search(self.path)
        return found[1] if found else None


async def read_request(reader: asyncio.StreamReader) -> Request:
    """The next one on a connection; raises IncompleteReadError at its end."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).rstrip().split(b"\r\n")
    pairs = [line.partition(b":") for line in lines]
    headers = [(name.lower(), value.strip()) for name, _, value in pairs]
    named = dict(headers)
    body = await reader.readexactly(int(named.get(b"content-length", b"0")))
    method, target, _ = first.decode("ascii").split(" ")
    path, _, query = target.partition("?")
    who = named.get(b"authorization", b"").decode("ascii").removeprefix("Bearer ")
    return Request(method, path, query, headers, body, who)


async def asked(app: DemoApp, request: Request) -> Answer:
    """What the embedded gateway answers."""
    status, headers, parts = 0, [], []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        else:
            parts.append(message.get("body", b""))

    scope = {
        "type": "http",
        "method": request.method,
        "path": request.path,
        "query_string": request.query.encode("ascii"),
        "headers": request.headers,
    }
    await app(scope, receive, send)
    return status, headers, b"".join(parts)
