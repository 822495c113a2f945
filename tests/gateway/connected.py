"""A gateway client for tests, its clock and its waits in the test's hand."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from callrail_tui.gateway.attempts import Attempt
from callrail_tui.gateway.client import Gateway
from callrail_tui.gateway.exchange import Timeouts
from callrail_tui.gateway.hosts import Hosts, parse_hosts

CANARY = "sk-LEAKCANARY0123456789"
HOSTS = parse_hosts("https://gateway.maton.ai", "https://ctrl.maton.ai")

Handler = Callable[[httpx.Request], httpx.Response]


class CanaryKey:
    """A key whose text must turn up nowhere but in one header."""

    def __init__(self, secret: str = CANARY) -> None:
        self._secret = secret

    def reveal(self) -> str:
        """The key."""
        return self._secret


@dataclass
class Record:
    """What the client did with time and with the wire."""

    now: float = 1000.0
    step: float = 0.0
    """How far each look at the clock moves it."""
    waits: list[float] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    admitted: int = 0

    def clock(self) -> float:
        """The monotonic clock."""
        self.now += self.step
        return self.now

    async def sleep(self, seconds: float) -> None:
        """A wait that takes no time."""
        self.waits.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    async def admit(self) -> None:
        """Let every attempt through, and count it."""
        self.admitted += 1


@asynccontextmanager
async def connected(
    transport: httpx.AsyncBaseTransport | Handler | None,
    *,
    hosts: Hosts = HOSTS,
    key: str = CANARY,
    connection_id: str | None = None,
    timeouts: Timeouts | None = None,
    record: Record | None = None,
    admit: Callable[[], Awaitable[None]] | None = None,
    wall: float = 1_800_000_000.0,
) -> AsyncIterator[Gateway]:
    """A gateway over `transport`, or over real sockets when there is none; closed at the end."""
    record = record or Record()
    gateway = Gateway(
        hosts,
        CanaryKey(key),
        connection_id=connection_id,
        transport=httpx.MockTransport(transport) if callable(transport) else transport,
        admit=admit or record.admit,
        on_attempt=record.attempts.append,
        timeouts=timeouts,
        clock=record.clock,
        wall_clock=lambda: wall,
        sleep=record.sleep,
        rng=random.Random(7),
    )
    try:
        yield gateway
    finally:
        await gateway.aclose()


def in_turn(responses: Iterable[httpx.Response | Exception], seen: list[httpx.Request] | None = None) -> Handler:
    """A handler that answers with one after the other, and repeats the last."""
    left = list(responses)

    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        response = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(response, Exception):
            raise response
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    return handle


def accounts(*ids: str) -> dict[str, object]:
    """An accounts page."""
    return {"page": 1, "per_page": 250, "total_pages": 1, "accounts": [{"id": name} for name in ids]}
