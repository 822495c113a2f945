"""Hostile bytes before an answer's body: nothing of reason or headers is quoted; what is no HTTP is a broken line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from callrail_tui import errors
from callrail_tui.gateway.client import Gateway
from callrail_tui.gateway.hosts import parse_hosts
from tests.gateway.connected import Record, accounts, connected
from tests.gateway.scripted_server import ScriptedServer, failed, ok, raw
from tests.hostile import PAYLOADS

SHORT = {name: payload[:2_000] for name, payload in PAYLOADS.items()}
HEADERS = (
    *("X-Odd", "Server", "Date", "Content-Type", "Set-Cookie", "Retry-After", "Location", "Link"),
    *("X-Rate-Limit-Hourly-Used", "X-Rate-Limit-Daily-Allowed"),
)
KINDS: dict[int, type[errors.GatewayError]] = {
    302: errors.Redirected,
    403: errors.NotAllowed,
    422: errors.Unprocessable,
    503: errors.Unavailable,
}
BROKEN = "The connection to 127.0.0.1 broke off."
NO_HTTP = {"newlines", "carriage return", "nul", "vertical tab and form feed", "all of c0"}
"""Payloads that end the line that they stand in, or are refused by every reader of HTTP."""


@asynccontextmanager
async def served() -> AsyncIterator[tuple[ScriptedServer, Gateway]]:
    """A server whose answers are to come, and a client for it."""
    async with ScriptedServer() as server:
        hosts = parse_hosts(server.url, server.url)
        async with connected(None, hosts=hosts, record=Record()) as gateway:
            yield server, gateway


async def told(gateway: Gateway) -> errors.GatewayError | None:
    """The error of one request."""
    try:
        await gateway.accounts.page()
    except errors.GatewayError as error:
        return error
    return None


@pytest.mark.parametrize(("status", "encoding"), zip(KINDS, ["utf-8", "latin-1", "utf-8", "latin-1"], strict=True))
async def test_nothing_of_the_head_is_quoted(status: int, encoding: str) -> None:
    kind = KINDS[status]
    async with served() as (server, gateway):
        for name, payload in SHORT.items():
            hostile = payload.encode(encoding, "replace")
            for reason, headers in ((hostile, {}), (b"No", dict.fromkeys(HEADERS, hostile))):
                server.default = raw(status, reason, headers, b'{"error": "no"}')
                error = await told(gateway)
                assert error is not None
                if error.title == BROKEN:
                    assert name in NO_HTTP or not headers, name
                else:
                    assert (type(error), error.title, error.hint) == (kind, kind.title, kind.hint), name
                assert error.detail in ("", "no")


async def test_a_success_with_a_hostile_head_is_read_or_broken_off() -> None:
    body = b'{"accounts": [{"id": "ACC1"}]}'
    async with served() as (server, gateway):
        for name, payload in SHORT.items():
            server.default = raw(200, b"OK", dict.fromkeys(HEADERS, payload.encode("utf-8", "replace")), body)
            error = await told(gateway)
            assert (error is not None) == (name in NO_HTTP), name


@pytest.mark.parametrize("header", ["Content-Length", "Transfer-Encoding", "Content-Encoding", "Connection"])
async def test_a_hostile_frame_is_not_quoted(header: str) -> None:
    async with served() as (server, gateway):
        for name, payload in SHORT.items():
            server.default = raw(200, b"OK", {header: payload.encode("utf-8", "replace")}, b"{}")
            error = await told(gateway)
            assert error is None or error.title in (
                BROKEN,
                "The answer is compressed in a way that was not asked for.",
                "The answer holds no list of accounts.",
            ), name
            assert error is None or error.detail == "", name


@pytest.mark.parametrize(
    "location", ["https://[bad", "http://\x1b[2J", "https://a:port/", "//", "\x9d52;c;ZXZpbA==\x9c"]
)
async def test_a_redirect_to_no_address_is_a_redirect_and_not_asked_for_again(location: str) -> None:
    async with served() as (server, gateway):
        server.script.append(failed(302, Location=location))
        server.default = ok(accounts("ACC1"))
        assert isinstance(await told(gateway), errors.Redirected)
        assert len(server.seen) == 1
        assert await told(gateway) is None
