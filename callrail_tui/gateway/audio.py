"""Fetching a recording: without the key, without cookies, and only from CallRail's own hosts (wire 10.1).

This client shares nothing with the one that carries the key: it is another transport, made anew for each host.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import NamedTuple, NoReturn
from urllib.parse import urljoin

import httpx

from callrail_tui import __version__
from callrail_tui.errors import (
    BadReply,
    GatewayError,
    HtmlPage,
    NotFound,
    Redirected,
    TimedOut,
    TooLarge,
    Unavailable,
    Unreachable,
)
from callrail_tui.gateway.exchange import is_sound
from callrail_tui.gateway.faults import transport_fault
from callrail_tui.gateway.transport import proxy_for, trusted_certificates
from callrail_tui.model.recording import media_address

SOUND_LIMIT = 200 * 1024 * 1024
"""Bytes: an hour of telephone sound, uncompressed, takes less than a third of it."""
MOST_REDIRECTS = 5
_AGAIN = "r asks for a fresh link; then try again."


class AudioTimeouts(NamedTuple):
    """Seconds for one step each; there is no total, since a player takes the sound as fast as it is heard."""

    connect: float = 5.0
    stall: float = 20.0
    """Without a byte."""


class Audio(NamedTuple):
    """A recording that is on its way."""

    length: int | None
    """Bytes, where the server says how many."""
    chunks: AsyncGenerator[bytes, None]


class AudioReader:
    """Follows a link by hand; `allowed` gives an address as it may be asked for, or None for one that may not."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport | None = None,
        *,
        allowed: Callable[[str], str | None] = media_address,
        timeouts: AudioTimeouts | None = None,
        limit: int = SOUND_LIMIT,
    ) -> None:
        self._given = transport
        self._allowed = allowed
        self._timeouts = timeouts or AudioTimeouts()
        self._limit = limit

    @asynccontextmanager
    async def opened(self, link: str) -> AsyncIterator[Audio]:
        """The sound behind a link, while the block lasts; GatewayError for whatever stands in its way."""
        async with AsyncExitStack() as stack:
            response, host = await self._followed(stack, link)
            self._check(response)
            length = _length(response)
            if length is not None and length > self._limit:
                raise self._too_large()
            yield Audio(length, self._chunks(response, host))

    async def _followed(self, stack: AsyncExitStack, link: str) -> tuple[httpx.Response, str]:
        """The first answer that is no redirect; every hop is checked before anything is sent there."""
        address = link
        for _ in range(MOST_REDIRECTS + 1):
            checked = self._allowed(address)
            if checked is None:
                raise Redirected(
                    "The recording's link leads to a host that is not CallRail's; it is not followed.",
                    "Look at the link before you open it yourself.",
                )
            url = httpx.URL(checked)
            response = await self._asked(stack, url)
            if not 300 <= response.status_code < 400:
                return response, url.host
            location = response.headers.get("location")
            if not location:
                raise Redirected("The recording's host redirects to nowhere.", _AGAIN, status=response.status_code)
            try:
                address = urljoin(checked, location)
            except ValueError:
                address = ""  # No address at all: refused as one that leads elsewhere.
        raise Redirected("The recording's link redirects without end.", _AGAIN)

    async def _asked(self, stack: AsyncExitStack, url: httpx.URL) -> httpx.Response:
        transport = self._given
        if transport is None:
            transport = await _transport_to(url)
            stack.push_async_callback(transport.aclose)
        wait = self._timeouts
        timeout = {"connect": wait.connect, "pool": wait.connect, "write": wait.stall, "read": wait.stall}
        headers = {
            "Accept": "audio/*",
            "Accept-Encoding": "identity",
            "User-Agent": f"callrail-tui/{__version__}",
        }
        # Not through httpx's client: no cookie is kept, no redirect looked at, and no credentials are found for a host.
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
        try:
            response = await transport.handle_async_request(request)
        except httpx.TransportError as error:
            _raise(error, url.host)
        stack.push_async_callback(response.aclose)
        return response

    def _check(self, response: httpx.Response) -> None:
        status, kind = response.status_code, response.headers.get("content-type", "")
        if status in (401, 403, 404, 410):
            raise NotFound("The link no longer leads to a recording.", _AGAIN, status=status)
        if status != 200:
            raise Unavailable(f"The recording's host answers {status}.", _AGAIN, status=status)
        if "html" in kind.lower():
            raise HtmlPage("A web page came instead of the recording.", _AGAIN, status=status)
        if not is_sound(kind):
            raise BadReply("What came is not sound.", _AGAIN, status=status)
        if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            raise BadReply("The recording is compressed in a way that was not asked for.", _AGAIN, status=status)

    async def _chunks(self, response: httpx.Response, host: str) -> AsyncGenerator[bytes, None]:
        size = 0
        assert isinstance(response.stream, httpx.AsyncByteStream)
        try:
            async with aclosing(_parts(response.stream)) as parts:
                async for chunk in parts:
                    size += len(chunk)
                    if size > self._limit:
                        raise self._too_large()
                    yield chunk
        except httpx.TransportError as error:
            _raise(error, host)
        if not size:
            raise BadReply("The recording came empty.", _AGAIN, status=response.status_code)

    def _too_large(self) -> TooLarge:
        return TooLarge(
            f"The recording is larger than {self._limit // 1024 // 1024:,} MB.", "Open it in a browser (b)."
        )


async def _parts(stream: httpx.AsyncByteStream) -> AsyncGenerator[bytes, None]:
    async for chunk in stream:
        yield chunk


async def _transport_to(url: httpx.URL) -> httpx.AsyncBaseTransport:
    """A transport for one host alone, over the proxy that the environment names for it."""
    # Reading the certificates takes longer than a screen may wait.
    context = await asyncio.to_thread(trusted_certificates) if url.scheme == "https" else False
    try:
        return httpx.AsyncHTTPTransport(verify=context, proxy=proxy_for(url.host, url.scheme))
    except (ValueError, ImportError, httpx.InvalidURL):
        raise Unreachable("The proxy that the environment names cannot be used.", "Check HTTPS_PROXY.") from None


def _raise(error: httpx.TransportError, host: str) -> NoReturn:
    """Raise what a person can read of a failed line; neither the address nor the exception's own words are in it."""
    if isinstance(error, httpx.ReadTimeout):
        raise TimedOut(f"{host} sends nothing any more.", "Try again.") from None
    fault: GatewayError = transport_fault(error, host).error
    raise type(fault)(fault.title, "Check the network, then try again.", detail=fault.detail) from None


def _length(response: httpx.Response) -> int | None:
    told = response.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else None
