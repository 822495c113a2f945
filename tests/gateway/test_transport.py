"""The key: in one header, for two hosts, and in nothing that an error carries."""

from __future__ import annotations

import traceback

import httpx
import pytest

from callrail_tui import errors
from callrail_tui.gateway.transport import KeyedTransport, proxy_for
from tests.gateway.connected import CANARY, HOSTS, CanaryKey, Record, accounts, connected, in_turn

OK = httpx.Response(200, json={**accounts("ACC1"), "connections": []})


async def test_both_hosts_get_the_key_and_the_gateway_the_connection() -> None:
    seen: list[httpx.Request] = []
    async with connected(in_turn([OK], seen), connection_id="c-1") as gateway:
        await gateway.connections.list()
        await gateway.accounts.page()
        gateway.connection_id = None
        await gateway.accounts.page()
    assert [one.headers["authorization"] for one in seen] == [f"Bearer {CANARY}"] * 3
    assert [one.headers.get("maton-connection") for one in seen] == [None, "c-1", None]
    assert [one.headers["accept-encoding"] for one in seen] == ["gzip"] * 3


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.com/callrail/v3/a.json",
        "http://gateway.maton.ai/callrail/v3/a.json",
        "https://gateway.maton.ai:444/callrail/v3/a.json",
        "https://api.callrail.com/v3/a.json",
        "https://gateway.maton.ai.evil.example.com/",
        "https://gateway.maton.ai@evil.example.com/",
        "//evil.example.com/",
    ],
)
async def test_any_other_host_is_refused_before_anything_is_sent(url: str) -> None:
    seen: list[httpx.Request] = []
    transport = KeyedTransport(HOSTS, CanaryKey(), httpx.MockTransport(in_turn([OK], seen)))
    with pytest.raises(errors.BadRequest, match="nothing was sent"):
        await transport.handle_async_request(httpx.Request("GET", url))
    assert seen == []


async def test_the_request_that_errors_carry_has_no_key() -> None:
    request = httpx.Request("GET", HOSTS.gateway + "/callrail/v3/a.json")
    transport = KeyedTransport(HOSTS, CanaryKey(), httpx.MockTransport(in_turn([OK])))
    transport.connection_id = "c-1"
    await transport.handle_async_request(request)
    assert "authorization" not in request.headers
    assert "maton-connection" not in request.headers


@pytest.mark.parametrize(
    "secret", ["", " ", CANARY + "\x00", CANARY + "”", CANARY + "\n" + CANARY, CANARY + " x", "é" + CANARY]
)
async def test_a_key_that_cannot_be_sent_is_refused_without_showing_it(secret: str) -> None:
    seen: list[httpx.Request] = []
    async with connected(in_turn([OK], seen), key=secret) as gateway:
        with pytest.raises(errors.BadKey) as refused:
            await gateway.accounts.page()
    assert seen == []
    assert CANARY not in "".join(traceback.format_exception(refused.value)) + repr(vars(refused.value))


async def test_a_pasted_newline_round_the_key_does_no_harm() -> None:
    seen: list[httpx.Request] = []
    async with connected(in_turn([OK], seen), key=f" {CANARY}\n") as gateway:
        await gateway.accounts.page()
    assert seen[0].headers["authorization"] == f"Bearer {CANARY}"


@pytest.mark.parametrize(
    "fault",
    [
        httpx.Response(401),
        httpx.Response(500),
        httpx.Response(302, headers={"Location": "https://evil.example.com"}),
        httpx.ReadError("x"),
        httpx.ConnectError("x"),
        httpx.LocalProtocolError(f"Illegal header value b'Bearer {CANARY}'"),
    ],
)
async def test_no_error_carries_the_key_or_a_request(fault: httpx.Response | Exception) -> None:
    record = Record()
    async with connected(in_turn([fault]), record=record) as gateway:
        with pytest.raises(errors.GatewayError) as caught:
            await gateway.companies.page("ACC1")
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert CANARY not in "".join(traceback.format_exception(error)) + repr(vars(error)) + repr(record.attempts)
    assert not any(isinstance(value, (httpx.Request, httpx.Response)) for value in vars(error).values())


@pytest.mark.parametrize("connection_id", ["", "a b", "a\nb", "é", "x" * 201, "a/b"])
async def test_a_connection_id_with_odd_characters_is_refused(connection_id: str) -> None:
    async with connected(in_turn([OK])) as gateway:
        with pytest.raises(errors.ConfigError):
            gateway.connection_id = connection_id
        assert gateway.connection_id is None


async def test_cookies_are_not_kept() -> None:
    seen: list[httpx.Request] = []
    answer = httpx.Response(200, json=accounts("ACC1"), headers={"Set-Cookie": "session=1; Path=/"})
    async with connected(in_turn([answer], seen)) as gateway:
        await gateway.accounts.page()
        await gateway.accounts.page()
    assert "cookie" not in seen[1].headers


def test_the_proxy_of_the_environment_is_taken_but_never_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    assert proxy_for("gateway.maton.ai", "https") is None
    monkeypatch.setenv("https_proxy", "proxy.example.com:3128")
    monkeypatch.setenv("no_proxy", "ctrl.maton.ai")
    assert proxy_for("gateway.maton.ai", "https") == "http://proxy.example.com:3128"
    assert proxy_for("ctrl.maton.ai", "https") is None
    monkeypatch.setenv("http_proxy", "http://proxy.example.com:3128")
    assert proxy_for("127.0.0.1", "http") is None


async def test_a_proxy_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "gopher://proxy.example.com")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with connected(None) as gateway:
        with pytest.raises(errors.ConfigError, match="proxy"):
            gateway.prepare()
