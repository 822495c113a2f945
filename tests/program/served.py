"""Servers on a loopback socket in threads of their own: an ASGI app, a scripted one, and one that never answers."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import uvicorn

from tests.gateway.scripted_server import ScriptedServer

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


class Write(NamedTuple):
    """A request that is to change something."""

    method: str
    path: str
    body: Any
    """What its JSON says."""


@dataclass
class Served:
    """The server's address, and what it was asked."""

    url: str
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Method, path with query, headers."""
    writes: list[Write] = field(default_factory=list)
    """Every request but reads, once its body was here whole, in the order of their arrival."""

    @property
    def paths(self) -> list[str]:
        """The paths of all requests so far."""
        return [path for _, path, _ in self.seen]


@contextmanager
def served(app: App) -> Iterator[Served]:
    """Serve `app` until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    here = Served(f"http://127.0.0.1:{listener.getsockname()[1]}")

    async def noting(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        query = scope["query_string"].decode("latin-1")
        method, chunks = scope["method"], list[bytes]()
        here.seen.append((method, scope["path"] + (f"?{query}" if query else ""), headers))

        async def reading() -> Message:
            message = await receive()
            chunks.append(message.get("body", b""))
            if message["type"] == "http.request" and not message.get("more_body", False):
                body = b"".join(chunks)
                here.writes.append(Write(method, scope["path"], json.loads(body) if body else None))
            return message

        await app(scope, receive if method in ("GET", "HEAD") else reading, send)

    config = uvicorn.Config(noting, log_config=None, lifespan="off", ws="none", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.should_exit = server.force_exit = True
        thread.join()
        listener.close()


@contextmanager
def scripted(server: ScriptedServer) -> Iterator[ScriptedServer]:
    """Run a scripted server until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(step: Coroutine[Any, Any, object]) -> None:
        asyncio.run_coroutine_threadsafe(step, loop).result()

    run(server.__aenter__())
    try:
        yield server
    finally:
        run(server.__aexit__())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
