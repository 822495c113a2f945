"""A loopback server that answers as a script says, byte by byte where that matters, and logs what it was asked."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from callrail_tui.model.read import Json


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    """With the query."""
    headers: dict[str, str]
    body: bytes
    connection: int
    """The number of the connection it came on, from 1."""


Answer = Callable[[asyncio.StreamWriter, Seen], Awaitable[bool]]
"""Writes an answer; true keeps the connection open."""


class ScriptedServer:
    """Answers from `script` in order, then with `default`; use it as `async with`.

    With `tls` it speaks https; a client that refuses its certificate is a connection without anything seen.
    """

    def __init__(self, *script: Answer, default: Answer | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.script: deque[Answer] = deque(script)
        self.default = default or ok({})
        self.seen: list[Seen] = []
        self.connections = 0
        self.asked = asyncio.Event()
        self._tls = tls
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.close()
        await self._server.wait_closed()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        self.connections += 1
        number = self.connections
        with suppress(ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.CancelledError):
            if self._tls is not None:
                await writer.start_tls(self._tls)
            while True:
                seen = await _read(reader, number)
                self.seen.append(seen)
                self.asked.set()
                answer = self.script.popleft() if self.script else self.default
                if not await answer(writer, seen):
                    break
        writer.close()
        with suppress(ConnectionError, asyncio.CancelledError):
            await writer.wait_closed()


async def _read(reader: asyncio.StreamReader, connection: int) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    method, path, _ = first.split(" ")
    return Seen(method, path, headers, body, connection)


def answer(status: int, body: bytes = b"", headers: dict[str, str] | None = None, *, keep: bool = True) -> Answer:
    """A whole answer."""

    async def write(writer: asyncio.StreamWriter, _: Seen) -> bool:
        writer.write(head(status, {"Content-Length": str(len(body)), **(headers or {})}) + body)
        await writer.drain()
        return keep

    return write


def raw(status: int, reason: bytes, headers: dict[str, bytes], body: bytes) -> Answer:
    """A whole answer whose reason and header values may be anything; the connection ends with it."""
    framed = {"Content-Length", "Transfer-Encoding"} & headers.keys()
    lines = [b"HTTP/1.1 %d %b" % (status, reason)]
    lines += [name.encode("ascii") + b": " + value for name, value in headers.items()]
    lines += [] if framed else [b"Content-Length: %d" % len(body)]

    async def write(writer: asyncio.StreamWriter, _: Seen) -> bool:
        writer.write(b"\r\n".join([*lines, b"", body]))
        await writer.drain()
        return False

    return write


def ok(value: Json, *, keep: bool = True) -> Answer:
    """200 with a JSON body; `keep=False` closes the connection after it without having said so."""
    return answer(200, json.dumps(value).encode(), {"Content-Type": "application/json"}, keep=keep)


def failed(status: int, words: str = "no", **headers: str) -> Answer:
    """A failure with an `error`; header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(status, json.dumps({"error": words}).encode(), named)


def head(status: int, headers: dict[str, str]) -> bytes:
    """A status line and headers."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Scripted\r\n{lines}\r\n".encode("latin-1")


async def vanish(writer: asyncio.StreamWriter, _: Seen) -> bool:
    """No answer at all: the connection is closed."""
    return False


async def drop_mid_body(writer: asyncio.StreamWriter, _: Seen) -> bool:
    """Half of the promised body, then the end."""
    writer.write(head(200, {"Content-Length": "100"}) + b'{"accounts": [')
    await writer.drain()
    return False


async def drip(writer: asyncio.StreamWriter, _: Seen) -> bool:
    """A body without end, a byte at a time, until the client hangs up."""
    writer.write(head(200, {"Content-Length": "1000000"}) + b"{")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0)
    return False


async def silence(writer: asyncio.StreamWriter, _: Seen) -> bool:
    """Nothing, for as long as the server lives."""
    await asyncio.Event().wait()
    return False


async def drip_head(writer: asyncio.StreamWriter, _: Seen) -> bool:
    """Headers without end, so slowly that no single read takes long."""
    writer.write(b"HTTP/1.1 200 Scripted\r\nX-Slow: ")
    while not writer.is_closing():
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(0.005)
    return False
