"""The client on a real socket, against a server that does everything wrong."""

from __future__ import annotations

import asyncio
import gzip
import random
import socket
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from callrail_tui import errors
from callrail_tui.gateway.client import Gateway
from callrail_tui.gateway.exchange import Timeouts
from callrail_tui.gateway.hosts import Hosts, parse_hosts
from callrail_tui.model.query import CallQuery
from callrail_tui.model.read import Json
from tests.gateway.connected import CANARY, Record, accounts, connected
from tests.gateway.scripted_server import (
    Answer,
    ScriptedServer,
    answer,
    drip,
    drip_head,
    drop_mid_body,
    failed,
    ok,
    silence,
    vanish,
)

GOOD = ok(accounts("ACC1"))
SHORT = Timeouts(connect=1.0, pool=0.05, read=0.05)


def hosts_of(server: ScriptedServer) -> Hosts:
    return parse_hosts(server.url, server.url)


@asynccontextmanager
async def served(
    *script: Answer, default: Answer = GOOD, record: Record | None = None, timeouts: Timeouts | None = None
) -> AsyncIterator[tuple[ScriptedServer, Gateway]]:
    """A server with a script, and a client for it."""
    async with (
        ScriptedServer(*script, default=default) as server,
        connected(None, hosts=hosts_of(server), record=record, timeouts=timeouts) as gateway,
    ):
        yield server, gateway


async def test_one_connection_serves_request_after_request() -> None:
    async with served() as (server, gateway):
        for _ in range(3):
            assert (await gateway.accounts.page()).items[0].id == "ACC1"
    assert [seen.connection for seen in server.seen] == [1, 1, 1]
    assert server.seen[0].path == "/callrail/v3/a.json?per_page=250&page=1"
    assert server.seen[0].headers["authorization"] == f"Bearer {CANARY}"
    assert server.seen[0].headers["user-agent"].startswith("callrail-tui/")


async def test_a_body_travels_as_json() -> None:
    async with served(default=ok({"id": 7})) as (server, gateway):
        assert (await gateway.tags.create("ACC1", {"name": "Leád"})).id == "7"
    assert server.seen[0].headers["content-type"] == "application/json"
    assert server.seen[0].body == b'{"name": "Le\\u00e1d"}'


async def test_a_connection_closed_between_uses_is_not_seen() -> None:
    script = [ok(accounts("ACC1"), keep=False) for _ in range(5)]
    async with served(*script) as (_, gateway):
        for _ in range(6):
            assert (await gateway.accounts.page()).items


@pytest.mark.parametrize(
    "fault",
    [vanish, drop_mid_body, failed(503), failed(500), answer(200, b"\x1f\x8b\x08", {"Content-Encoding": "gzip"})],
)
async def test_a_passing_fault_is_not_seen(fault: Answer) -> None:
    record = Record()
    async with served(fault, fault, record=record) as (server, gateway):
        assert (await gateway.accounts.page()).items
    assert record.admitted == len(record.attempts) == len(server.seen) == 3


@pytest.mark.parametrize("fault", [vanish, drop_mid_body])
async def test_an_unclear_put_is_sent_once(fault: Answer) -> None:
    async with served(default=fault) as (server, gateway):
        with pytest.raises(errors.Unreachable):
            await gateway.calls.update("ACC1", "CAL1", {"note": "x"})
    assert len(server.seen) == 1


async def test_a_drip_ends_at_the_total_time_and_is_not_asked_for_again() -> None:
    record = Record(step=5.0)
    async with served(default=drip, record=record) as (server, gateway):
        with pytest.raises(errors.TimedOut, match="slowly"):
            await gateway.accounts.page()
    assert len(server.seen) == 1
    assert 60.0 < record.attempts[0].seconds < 80.0


async def test_silence_times_out_and_is_asked_again_twice() -> None:
    async with served(default=silence, timeouts=SHORT) as (server, gateway):
        with pytest.raises(errors.TimedOut):
            await gateway.accounts.page()
    assert len(server.seen) == 3


async def test_endless_headers_are_given_up_and_the_pool_they_fill_is_replaced() -> None:
    patience = Timeouts(pool=0.05, read=0.05, total=0.05, list_total=0.05)
    record = Record()
    async with served(*[drip_head] * 4, timeouts=patience, record=record) as (server, gateway):
        outcomes = await asyncio.gather(*(gateway.accounts.page() for _ in range(4)), return_exceptions=True)
        assert [type(one) for one in outcomes] == [errors.TimedOut] * 4
        assert (await gateway.accounts.page()).items
    assert record.admitted == 6
    assert server.connections == 5


async def test_a_gzip_bomb_is_too_large() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    async with served(default=answer(200, bomb, {"Content-Encoding": "gzip"})) as (server, gateway):
        with pytest.raises(errors.TooLarge):
            await gateway.accounts.page()
    assert len(server.seen) == 1


async def test_a_compressed_page_is_read() -> None:
    body = gzip.compress(b'{"accounts": [{"id": "ACC1"}], "note": "%s"}' % (b"x" * 1_000_000))
    async with served(default=answer(200, body, {"Content-Encoding": "gzip"})) as (_, gateway):
        assert (await gateway.accounts.page()).items[0].id == "ACC1"


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (answer(200, b"<html>Log in</html>", {"Content-Type": "text/html"}), errors.HtmlPage),
        (answer(200, b'{"accounts": ['), errors.NotJson),
        (answer(200, b'{"accounts":' + b"[" * 100_000), errors.NotJson),
        (answer(200, b'{"accounts": ' + b"9" * 5000 + b"}"), errors.NotJson),
        (answer(200, b'{"page": NaN, "accounts": []}'), errors.NotJson),
        (answer(200, b'[{"id": "ACC1"}]'), errors.NotJson),
        (answer(200, b'{"accounts": [{"name": "\xe9"}]}'), errors.NotJson),
        (answer(200, b"OK"), errors.NotJson),
        (answer(200, b""), errors.BadReply),
        (answer(204), errors.BadReply),
        (answer(200, b"{}", {"Content-Encoding": "br"}), errors.NotJson),
        (answer(200, b"{}", {"Content-Encoding": "gzip"}), errors.NotJson),
        (failed(302, Location="/callrail/v3/a.json"), errors.Redirected),
    ],
)
async def test_a_wrong_answer_has_its_reason_and_the_next_one_is_read(
    wrong: Answer, kind: type[errors.BadReply]
) -> None:
    async with served(wrong) as (server, gateway):
        with pytest.raises(kind):
            await gateway.accounts.page()
        assert (await gateway.accounts.page()).items
    assert len(server.seen) == 2


async def test_a_byte_order_mark_is_no_harm() -> None:
    body = b'\xef\xbb\xbf{"accounts": [{"id": "ACC1"}]}'
    async with served(default=answer(200, body)) as (_, gateway):
        assert (await gateway.accounts.page()).items


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed_to_any_host(status: int) -> None:
    async with ScriptedServer() as other, ScriptedServer() as server:
        server.script.append(failed(status, Location=f"{other.url}/callrail/v3/a.json"))
        server.script.append(failed(status, Location=f"{server.url}/elsewhere"))
        async with connected(None, hosts=hosts_of(server)) as gateway:
            for _ in range(2):
                with pytest.raises(errors.Redirected):
                    await gateway.accounts.page()
    assert other.connections == 0
    assert len(server.seen) == 2


def relative(next_page: object, *, has_next: object = True) -> Json:
    return {"calls": [{"id": "CAL1"}], "has_next_page": has_next, "next_page": next_page}


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example.com/v3/a/1/calls",
        "http://api.callrail.com/v3/a/1/calls",
        "https://api.callrail.com:8443/v3/a/1/calls",
        "https://me@api.callrail.com/v3/a/1/calls",
        "https://api.callrail.com.evil.example.com/v3",
        "//evil.example.com/v3/a/1/calls",
        "javascript:alert(1)",
        "https://[bad",
        "https://api.callrail.com:port/",
    ],
)
async def test_a_strange_next_page_stops_the_paging(next_page: str) -> None:
    async with (
        ScriptedServer(default=ok(relative(next_page))) as server,
        connected(None, hosts=hosts_of(server)) as gateway,
    ):
        page = await gateway.calls.relative_page("ACC1", CallQuery())
    assert not page.has_next
    assert page.stopped_by
    assert [call.id for call in page.items] == ["CAL1"]
    assert len(server.seen) == 1


@pytest.mark.parametrize("next_page", ["https://api.callrail.com/v3/a/1/calls?offset=1&page=9", None, "", 7])
async def test_relative_paging_counts_its_own_offset(next_page: object) -> None:
    script = [ok(relative(next_page)), ok(relative(next_page, has_next=False))]
    async with served(*script) as (server, gateway):
        first = await gateway.calls.relative_page("ACC1", CallQuery(per_page=50), 0)
        second = await gateway.calls.relative_page("ACC1", CallQuery(per_page=50), 1)
    assert (first.has_next, first.stopped_by, second.has_next) == (
        next_page != 7,
        None if next_page != 7 else "7",
        False,
    )
    assert all("relative_pagination=true" in seen.path and "&page=" not in seen.path for seen in server.seen)
    assert ["offset=0" in server.seen[0].path, "offset=1" in server.seen[1].path] == [True, True]


async def test_the_gateways_own_next_page_is_no_stranger_and_an_empty_page_ends_it() -> None:
    async with served() as (server, gateway):
        server.script += [ok(relative(f"{server.url}/callrail/v3/a/1/calls")), ok({"calls": [], "has_next_page": True})]
        assert (await gateway.calls.relative_page("ACC1", CallQuery())).has_next
        assert not (await gateway.calls.relative_page("ACC1", CallQuery(), 1)).has_next


async def test_a_port_nobody_listens_on_is_said_to_refuse() -> None:
    record = Record()
    async with ScriptedServer() as server:
        hosts = hosts_of(server)
    async with connected(None, hosts=hosts, record=record) as gateway:
        with pytest.raises(errors.Unreachable, match="refuses the connection"):
            await gateway.accounts.page()
    assert len(record.attempts) == 3


async def test_a_name_that_cannot_be_resolved_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    monkeypatch.setenv("no_proxy", "*")
    hosts = parse_hosts("https://gateway.example.com", "https://gateway.example.com")
    async with connected(None, hosts=hosts) as gateway:
        with pytest.raises(errors.Unreachable, match=r"gateway\.example\.com cannot be resolved"):
            await gateway.accounts.page()


async def test_a_proxy_that_wants_a_log_in_is_named_and_never_sees_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record()
    hosts = parse_hosts("https://gateway.example.com", "https://gateway.example.com")
    async with ScriptedServer(default=failed(407)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        async with connected(None, hosts=hosts, record=record) as gateway:
            with pytest.raises(errors.Unreachable, match="proxy"):
                await gateway.accounts.page()
    assert [(seen.method, seen.path) for seen in proxy.seen] == [("CONNECT", "gateway.example.com:443")]
    assert CANARY not in repr(proxy.seen)
    assert len(record.attempts) == 1


async def test_callers_cancelled_at_random_leave_the_client_alive() -> None:
    dice = random.Random(3)
    async with served(timeouts=Timeouts(pool=1.0)) as (server, gateway):
        for _ in range(150):
            callers = [asyncio.create_task(gateway.accounts.page()) for _ in range(4)]
            for caller in callers:
                for _ in range(dice.randrange(6)):
                    await asyncio.sleep(0)
                caller.cancel()
            await asyncio.gather(*callers, return_exceptions=True)
        assert (await gateway.accounts.page()).items
    assert server.connections <= 8


async def test_closing_ends_what_is_still_on_the_wire() -> None:
    async with served(default=silence) as (server, gateway):
        caller = asyncio.create_task(gateway.accounts.page())
        await server.asked.wait()
        await gateway.aclose()
        with pytest.raises(errors.Unreachable, match="closed"):
            await caller
