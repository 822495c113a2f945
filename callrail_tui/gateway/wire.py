"""One request to its end: admitted, timed, repeated where that is safe, and its failure named (wire 1.5, 2, 5)."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from callrail_tui.errors import (
    AuthError,
    BadKey,
    BadRequest,
    CallrailTuiError,
    ConnectionRefused,
    HtmlPage,
    NotFound,
    RateLimited,
    TimedOut,
    Unreachable,
)
from callrail_tui.gateway.answers import Reply, decode_reply
from callrail_tui.gateway.attempts import Attempt, read_limits
from callrail_tui.gateway.exchange import Exchange, Timeouts
from callrail_tui.gateway.faults import answer_fault
from callrail_tui.gateway.hosts import Hosts
from callrail_tui.gateway.retry import LONGEST_WAIT, TRIES, Fault, Kind, RetryTokens, may_repeat, wait_before
from callrail_tui.gateway.targets import Target, control
from callrail_tui.gateway.transport import LANES
from callrail_tui.model.read import Json

_NOTICED = 1.0
"""Seconds."""


class Clocks(NamedTuple):
    """What measures and spends time; tests put their own here."""

    monotonic: Callable[[], float]
    wall: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]
    rng: random.Random


class Watchers(NamedTuple):
    """Who is asked before each wire attempt, and who is told after it."""

    admit: Callable[[], Awaitable[None]] | None
    on_attempt: Callable[[Attempt], None] | None
    on_wait: Callable[[float], None] | None = None
    """Told the seconds before a request that met a 429 is repeated, when that is long enough to be noticed."""


class _Order(NamedTuple):
    """A request, ready to be sent any number of times."""

    method: str
    target: Target
    url: str
    content: bytes | None = None
    total: float = 0.0


class Wire:
    """Sends requests; each attempt runs in a task of its own, which nobody's cancellation reaches.

    (A request cancelled on the way stays in httpx's pool for good; four of those, and the client is dead.)
    """

    def __init__(
        self, hosts: Hosts, exchange: Exchange, timeouts: Timeouts, clocks: Clocks, watchers: Watchers
    ) -> None:
        self._hosts = hosts
        self._exchange = exchange
        self._timeouts = timeouts
        self._clocks = clocks
        self._watchers = watchers
        self._tokens = RetryTokens()
        self._under_way: set[asyncio.Task[Reply | Fault]] = set()
        self._awaited = 0
        self._is_closed = False
        self._is_limited = False
        """Whether a 429 outlasted its tries: until something succeeds, each request looks only once if it is over."""
        self._probing = asyncio.Lock()
        self._verdict: tuple[float, type[AuthError]] = (float("-inf"), AuthError)

    async def get(self, target: Target, *, is_list: bool = False) -> Json:
        """Read an object."""
        return decode_reply(await self._send("GET", target, is_list=is_list))

    async def post(self, target: Target, body: Json) -> Json:
        """Create; repeated only when nothing can have happened."""
        return decode_reply(await self._send("POST", target, body))

    async def put(self, target: Target, body: Json, *, may_wait: bool = True) -> Json:
        """Change; an unclear failure is the caller's to resolve by reading.

        Without `may_wait` it is tried once: the caller has compared it with what is there now, not after a wait.
        """
        return decode_reply(await self._send("PUT", target, body, may_wait=may_wait))

    async def delete(self, target: Target) -> None:
        """Delete; of the answer only the status counts (wire 1.3, 12)."""
        if (reply := await self._send("DELETE", target)).is_html:
            raise HtmlPage(status=reply.status)

    async def aclose(self) -> None:
        """Give up what is still on the wire and close every connection; nothing can be sent afterwards."""
        self._is_closed = True
        left = list(self._under_way)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._exchange.aclose()

    async def _send(
        self, method: str, target: Target, body: Json | None = None, *, is_list: bool = False, may_wait: bool = True
    ) -> Reply:
        total = self._timeouts.list_total if is_list else self._timeouts.total
        order = _Order(method, target, target.url(self._hosts), _encode(body), total)
        began = self._clocks.monotonic()
        try_number = 1
        while True:
            outcome = await self._attempt(order, try_number)
            if isinstance(outcome, Reply):
                self._tokens.reward()
                self._is_limited = False
                return outcome
            if method == "DELETE" and try_number > 1 and isinstance(outcome.error, NotFound):
                return Reply(204, {}, b"")
            if not (may_wait and self._is_repeated(method, outcome, try_number)):
                break
            wait = wait_before(try_number, outcome, self._clocks.rng)
            if isinstance(outcome.error, RateLimited) and wait >= _NOTICED and self._watchers.on_wait is not None:
                self._watchers.on_wait(wait)
            await self._clocks.sleep(wait)
            try_number += 1
        self._is_limited = self._is_limited or isinstance(outcome.error, RateLimited)
        if type(outcome.error) is AuthError:
            raise await self._told_apart(outcome.error, began)
        raise outcome.error

    def _is_repeated(self, method: str, fault: Fault, try_number: int) -> bool:
        if try_number >= TRIES or not may_repeat(method, fault):
            return False
        if self._is_limited and isinstance(fault.error, RateLimited):
            return False
        return (fault.retry_after or 0.0) <= LONGEST_WAIT and self._tokens.take(fault)

    async def _attempt(self, order: _Order, try_number: int) -> Reply | Fault:
        """One wire attempt, admitted first; left to itself, not cancelled, when not even the headers come in time."""
        if self._watchers.admit is not None:
            await self._watchers.admit()
        if self._is_closed:
            raise Unreachable("The connection to the gateway is closed.")
        task = asyncio.create_task(self._exchanged(order, try_number))
        self._under_way.add(task)
        task.add_done_callback(self._forget)
        self._awaited += 1
        try:
            await asyncio.wait({task}, timeout=order.total + self._timeouts.read)
        finally:
            self._awaited -= 1
        if not task.done():
            return Fault(TimedOut(), Kind.FINAL)
        if task.cancelled():
            raise Unreachable("The connection to the gateway was closed.")
        return task.result()

    async def _exchanged(self, order: _Order, try_number: int) -> Reply | Fault:
        clock = self._clocks.monotonic
        began = clock()
        outcome: Reply | Fault | None = None
        try:
            outcome = await self._exchange.run(
                order.method,
                order.url,
                order.content,
                is_late=lambda: clock() - began > order.total,
                is_pool_ours=self._awaited <= LANES,
            )
        finally:
            self._tell(order, outcome, clock() - began, try_number)
        if isinstance(outcome, Fault) or 200 <= outcome.status < 300:
            return outcome
        return answer_fault(outcome, order.target, now=self._clocks.wall())

    def _tell(self, order: _Order, outcome: Reply | Fault | None, seconds: float, try_number: int) -> None:
        if self._watchers.on_attempt is None:
            return
        answered = outcome if isinstance(outcome, Reply) else None
        status = answered.status if answered is not None else None
        limits = read_limits(answered.headers) if answered is not None else None
        self._watchers.on_attempt(
            Attempt(order.method, order.target.path_template, status, seconds, try_number, limits)
        )

    async def _told_apart(self, refused: AuthError, began: float) -> AuthError:
        """Whether a 401 is about the key or about the connection, by a bare look at the connections (wire 1.5)."""
        async with self._probing:
            decided, verdict = self._verdict
            if decided < began:
                verdict = await self._probe()
                self._verdict = (self._clocks.monotonic(), verdict)
        return verdict(status=401, detail=refused.detail)

    async def _probe(self) -> type[AuthError]:
        target = control("connections")
        try:
            outcome = await self._attempt(_Order("GET", target, target.url(self._hosts), total=self._timeouts.total), 1)
        except CallrailTuiError:  # no budget for it: the 401 stands as it came
            return AuthError
        if isinstance(outcome, Reply):
            return ConnectionRefused
        return BadKey if isinstance(outcome.error, BadKey) else AuthError

    def _forget(self, task: asyncio.Task[Reply | Fault]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # asked, so that an attempt nobody waits for any more is not reported as unheard


def _encode(body: Json | None) -> bytes | None:
    if body is None:
        return None
    try:
        return json.dumps(body, allow_nan=False).encode("ascii")
    except (ValueError, TypeError):
        raise BadRequest("The change holds a value that JSON cannot carry.") from None
