"""The one httpx client and one exchange with it: a whole reply, or the fault that came instead (wire 2)."""

import asyncio
import logging
import threading
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import NamedTuple

import httpx

from callrail_tui import __version__
from callrail_tui.errors import BadRequest, GatewayError, SoundCame
from callrail_tui.gateway.answers import Reply
from callrail_tui.gateway.body import ACCEPTED_ENCODING, BrokeOff, read_body
from callrail_tui.gateway.faults import broken_off, transport_fault
from callrail_tui.gateway.retry import Fault, Kind
from callrail_tui.gateway.transport import KeyedTransport

_log = logging.getLogger(__name__)


class Timeouts(NamedTuple):
    """Seconds; the first four are for one step each, the totals for the whole of an attempt."""

    connect: float = 5.0
    pool: float = 5.0
    write: float = 10.0
    read: float = 15.0
    total: float = 30.0
    list_total: float = 60.0


class Exchange:
    """Holds the client, which carries no credentials itself, and replaces it when its pool is beyond help."""

    def __init__(self, build_transport: Callable[[], KeyedTransport], *, can_rebuild: bool, timeouts: Timeouts) -> None:
        self.connection_id: str | None = None
        """The connection that requests to the gateway are pinned to."""
        self._build_transport = build_transport
        self._can_rebuild = can_rebuild
        self._timeouts = timeouts
        self._building = threading.Lock()
        self._live: tuple[httpx.AsyncClient, KeyedTransport] | None = None
        self._retired: list[httpx.AsyncClient] = []

    def prepare(self) -> tuple[httpx.AsyncClient, KeyedTransport]:
        """Build the client, unless it stands; may run in a thread."""
        with self._building:
            if self._live is None:
                transport = self._build_transport()
                self._live = _client(transport, self._timeouts), transport
            return self._live

    async def run(
        self, method: str, url: str, content: bytes | None, *, is_late: Callable[[], bool], is_pool_ours: bool
    ) -> Reply | Fault:
        """Send once and read the whole answer; `is_pool_ours` says that by our own count the pool must have room."""
        client, transport = self.prepare()
        transport.connection_id = self.connection_id
        try:
            headers = {"Content-Type": "application/json"} if content is not None else None
            request = client.build_request(method, url, content=content, headers=headers)
        except httpx.InvalidURL:
            return Fault(BadRequest("The search or filter is too long to be sent."), Kind.FINAL)
        host = request.url.host
        try:
            return await _converse(client, request, is_late)
        except httpx.PoolTimeout as error:
            if is_pool_ours:
                self._replace(client)
            return transport_fault(error, host)
        except httpx.TransportError as error:
            return transport_fault(error, host)
        except BrokeOff:
            return Fault(broken_off(host), Kind.BROKEN)
        except GatewayError as error:
            return Fault(error, Kind.FINAL)

    async def aclose(self) -> None:
        """Close every connection."""
        clients = [*self._retired, *([self._live[0]] if self._live is not None else [])]
        self._retired.clear()
        self._live = None
        await asyncio.gather(*(client.aclose() for client in clients))

    def _replace(self, exhausted: httpx.AsyncClient) -> None:
        if self._can_rebuild and self._live is not None and self._live[0] is exhausted:
            _log.warning("The connection pool was filled by requests nobody waits for; it is replaced.")
            self._retired.append(exhausted)
            self._live = None


def _client(transport: KeyedTransport, timeouts: Timeouts) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=transport,
        follow_redirects=False,
        trust_env=False,  # no .netrc; the proxies of the environment are the transport's business
        timeout=httpx.Timeout(connect=timeouts.connect, read=timeouts.read, write=timeouts.write, pool=timeouts.pool),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={
            "Accept": "application/json",
            "Accept-Encoding": ACCEPTED_ENCODING,
            "User-Agent": f"callrail-tui/{__version__}",
            "Request-From": "callrail_tui",
        },
    )


def is_sound(content_type: str) -> bool:
    """Whether an answer says of itself that it is audio, or a file of whatever kind."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("audio/") or kind in ("application/octet-stream", "binary/octet-stream")


async def _converse(client: httpx.AsyncClient, request: httpx.Request, is_late: Callable[[], bool]) -> Reply:
    response = await client.send(request, stream=True)
    try:
        is_about_sound = request.url.path.endswith("/recording.json")
        if is_about_sound and response.is_success and is_sound(response.headers.get("content-type", "")):
            raise SoundCame(status=response.status_code)
        body = await read_body(response, is_late=is_late)
    finally:
        await response.aclose()
    return Reply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)
