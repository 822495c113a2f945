"""Every failed answer is told apart from its neighbours (wire 1.5, 5)."""

from __future__ import annotations

import socket
import ssl

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui import errors
from callrail_tui.gateway.answers import Reply
from callrail_tui.gateway.faults import answer_fault, transport_fault
from callrail_tui.gateway.retry import Kind
from callrail_tui.gateway.targets import Target, callrail, control
from tests.hostile import PAYLOADS

ACCOUNTS = callrail("a", params=(("page", "1"),))
CALLS = callrail("a/{}/calls", "ACC1", params=(("fields", "tags,note"),))
COMPANIES = callrail("a/{}/companies", "ACC1")
ONE_CONNECTION = control("connections/{}", "c1")


def fault(status: int, words: str, target: Target) -> errors.GatewayError:
    return answer_fault(Reply(status, {}, words.encode()), target, now=0.0).error


@pytest.mark.parametrize(
    ("status", "words", "target", "kind"),
    [
        (400, "", ACCOUNTS, errors.NoConnection),
        (400, '{"error": "No active connection for this app"}', CALLS, errors.NoConnection),
        (404, '{"error": "Connection not found"}', COMPANIES, errors.NoConnection),
        (400, '{"message": "Unknown connection id"}', CALLS, errors.NoConnection),
        (400, '{"error": "Connection is PENDING"}', CALLS, errors.NoConnection),
        (400, '{"error": "Connection is FAILED"}', COMPANIES, errors.NoConnection),
        (400, '{"error": "Invalid app name: v3"}', CALLS, errors.WrongApp),
        (404, '{"error": "App not found"}', COMPANIES, errors.WrongApp),
        (404, "Not Found", ACCOUNTS, errors.WrongApp),
        (401, "Invalid API key", CALLS, errors.AuthError),
        (401, "", ONE_CONNECTION, errors.BadKey),
        (403, '{"error": "You do not have permission"}', CALLS, errors.NotAllowed),
        (404, "", COMPANIES, errors.NotFound),
        (404, '{"error": "connection not found"}', ONE_CONNECTION, errors.NotFound),
        (404, "", control("connections"), errors.NotFound),
        (403, "", control("connections"), errors.NotAllowed),
        (407, "", control("connections"), errors.Unreachable),
        (410, "", COMPANIES, errors.NotFound),
        (400, '{"error": "Invalid field: tags"}', CALLS, errors.RefusedField),
        (400, '{"error": "Invalid field: tags"}', COMPANIES, errors.BadRequest),
        (400, '{"error": "The date range is too wide"}', CALLS, errors.BadRequest),
        (400, "", ONE_CONNECTION, errors.BadRequest),
        (405, "", CALLS, errors.BadRequest),
        (406, "", CALLS, errors.BadRequest),
        (418, "", CALLS, errors.BadRequest),
        (407, "", CALLS, errors.Unreachable),
        (422, '{"error": "Name is taken"}', CALLS, errors.Unprocessable),
        (429, "", CALLS, errors.RateLimited),
        (500, "oops", CALLS, errors.GatewayFault),
        (501, "", CALLS, errors.GatewayFault),
        (502, "<html>", CALLS, errors.Unavailable),
        (503, "", CALLS, errors.Unavailable),
        (504, "", CALLS, errors.Unavailable),
        (301, "", CALLS, errors.Redirected),
        (304, "", CALLS, errors.Redirected),
    ],
)
def test_each_case_has_its_own_error(status: int, words: str, target: Target, kind: type[errors.GatewayError]) -> None:
    error = fault(status, words, target)
    assert type(error) is kind
    assert error.status == status
    assert error.title


def test_the_servers_own_words_are_kept() -> None:
    error = fault(422, '{"errors": {"color": ["is not included in the list"]}}', CALLS)
    assert error.detail == "color: is not included in the list"


def test_a_web_page_is_no_detail() -> None:
    assert fault(503, "<html><body>Down</body></html>", CALLS).detail == ""


def test_a_rate_limit_says_how_long() -> None:
    limited = answer_fault(Reply(429, {"retry-after": "120"}, b""), CALLS, now=0.0)
    assert isinstance(limited.error, errors.RateLimited)
    assert limited.error.retry_after == limited.retry_after == 120.0


@given(st.integers(300, 999), st.binary(max_size=200), st.sampled_from([ACCOUNTS, CALLS, COMPANIES, ONE_CONNECTION]))
def test_no_answer_is_without_an_error(status: int, body: bytes, target: Target) -> None:
    assert answer_fault(Reply(status, {}, body), target, now=0.0).error.status == status


def connect_error(cause: Exception) -> httpx.ConnectError:
    error = httpx.ConnectError("x")
    error.__cause__ = OSError("All connection attempts failed")
    error.__cause__.__cause__ = ExceptionGroup("several", [cause])
    return error


UNRESOLVED = connect_error(socket.gaierror(-2, "x"))
REFUSED = connect_error(ConnectionRefusedError())
UNTRUSTED = connect_error(ssl.SSLCertVerificationError(1, "x"))
NO_TLS = connect_error(ssl.SSLError(1, "x"))
ILLEGAL = httpx.LocalProtocolError("Illegal header value b'Bearer x'")


@pytest.mark.parametrize(
    ("error", "kind", "title", "how_far"),
    [
        (UNRESOLVED, errors.Unreachable, "cannot be resolved", Kind.NOT_SENT),
        (REFUSED, errors.Unreachable, "refuses", Kind.NOT_SENT),
        (httpx.ConnectError("x"), errors.Unreachable, "cannot be reached", Kind.NOT_SENT),
        (UNTRUSTED, errors.Unreachable, "certificate", Kind.FINAL),
        (NO_TLS, errors.Unreachable, "TLS", Kind.FINAL),
        (httpx.ProxyError("407 Proxy Authentication Required"), errors.Unreachable, "proxy", Kind.FINAL),
        (httpx.ConnectTimeout("x"), errors.TimedOut, "does not answer", Kind.NOT_SENT),
        (httpx.PoolTimeout("x"), errors.TimedOut, "does not answer", Kind.NOT_SENT),
        (httpx.ReadTimeout("x"), errors.TimedOut, "too long", Kind.BROKEN),
        (httpx.WriteTimeout("x"), errors.TimedOut, "too long", Kind.BROKEN),
        (httpx.ReadError("x"), errors.Unreachable, "broke off", Kind.BROKEN),
        (httpx.WriteError("x"), errors.Unreachable, "broke off", Kind.BROKEN),
        (httpx.RemoteProtocolError("x"), errors.Unreachable, "broke off", Kind.BROKEN),
        (ILLEGAL, errors.BadRequest, "nothing was sent", Kind.FINAL),
    ],
)
def test_each_broken_line_has_its_own_words(
    error: httpx.TransportError, kind: type[errors.GatewayError], title: str, how_far: Kind
) -> None:
    found = transport_fault(error, "gateway.maton.ai")
    assert type(found.error) is kind
    assert title in found.error.title
    assert found.kind is how_far
    assert "Bearer" not in f"{found.error!r}{found.error.detail}"


@pytest.mark.parametrize("name", PAYLOADS)
def test_nothing_that_a_broken_line_says_is_quoted(name: str) -> None:
    """A resolver's, a proxy's or a peer's words may be anybody's: the titles are ours, and name the host alone."""
    payload = PAYLOADS[name]
    causes = (socket.gaierror(-2, payload), ConnectionRefusedError(111, payload), OSError(113, payload))
    broken = [connect_error(cause) for cause in causes]
    broken += [httpx.ConnectError(payload), httpx.ProxyError(payload), httpx.RemoteProtocolError(payload)]
    titles = [(found := transport_fault(error, "gateway.maton.ai").error).title + found.detail for error in broken]
    assert titles == [
        "The name gateway.maton.ai cannot be resolved.",
        "gateway.maton.ai refuses the connection.",
        *["gateway.maton.ai cannot be reached."] * 2,
        "The proxy does not let the request through.",
        "The connection to gateway.maton.ai broke off.",
    ]
