"""From a failed answer or a failed connection to the one error that names the case (wire 1.5, 5)."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

import httpx

from callrail_tui.errors import (
    AuthError,
    BadKey,
    BadRequest,
    GatewayError,
    GatewayFault,
    NoConnection,
    NotAllowed,
    NotFound,
    RateLimited,
    Redirected,
    RefusedField,
    TimedOut,
    Unavailable,
    Unprocessable,
    Unreachable,
    WrongApp,
)
from callrail_tui.gateway.answers import Reply, server_words
from callrail_tui.gateway.retry import Fault, Kind, read_retry_after
from callrail_tui.gateway.targets import Side, Target
from callrail_tui.gateway.transport import UNFOLLOWED

# Compiled when they are first searched for: most runs meet no such fault.
_SPEAKS_OF_APP = (
    r"\b(invalid|unknown|unsupported|no such)\W+app(lication)?\b"
    r"|\bapp(lication)?( name)?\b.{0,40}\b(invalid|unknown|not found|not supported)\b"
)
_SPEAKS_OF_CONNECTION = (
    r"\b(no|not|without|missing|invalid|unknown|inactive)\b.{0,40}\bconnections?\b"
    r"|\bconnections?\b.{0,60}\b(not|no|missing|invalid|unknown|inactive|pending|failed|required|expired)\b"
)
_SPEAKS_OF_FIELDS = r"\bfields?\b"


def _speaks_of(pattern: str, words: str) -> bool:
    return re.search(pattern, words, re.IGNORECASE) is not None


def answer_fault(reply: Reply, target: Target, *, now: float) -> Fault:
    """The fault of an answer that is no success; `now` is the wall clock, for a `Retry-After` that is a date."""
    words = server_words(reply)
    retry_after = read_retry_after(reply.headers.get("retry-after"), now=now)
    if reply.status == 429:
        return Fault(RateLimited(detail=words, retry_after=retry_after), Kind.ANSWERED, retry_after)
    if 300 <= reply.status < 400:
        return Fault(Redirected(status=reply.status, location=reply.headers.get(UNFOLLOWED, "")), Kind.FINAL)
    if reply.status >= 500:
        return Fault(_server_error(reply.status, words), Kind.ANSWERED, retry_after)
    return Fault(_client_error(reply.status, words, target), Kind.ANSWERED)


def _server_error(status: int, words: str) -> GatewayError:
    if status in (502, 503, 504):
        return Unavailable(status=status, detail=words)
    title = "" if status == 500 else f"The gateway failed ({status})."
    return GatewayFault(title, status=status, detail=words)


def _client_error(status: int, words: str, target: Target) -> GatewayError:
    if status == 407:
        return Unreachable("The proxy asks for a log-in.", _PROXY_HINT, status=407, detail=words)
    if target.side is Side.CONTROL:
        return _control_error(status, words, target)
    match status:
        case 401:
            return AuthError(status=401, detail=words)
        case 403:
            return NotAllowed(status=403, detail=words)
        case 422:
            return Unprocessable(status=422, detail=words)
    if status in (400, 404) and _speaks_of(_SPEAKS_OF_CONNECTION, words):
        return NoConnection(status=status, detail=words)
    if _speaks_of(_SPEAKS_OF_APP, words) or (status == 404 and target.template == "a"):
        return WrongApp(status=status, detail=words)
    if status in (404, 410):
        return NotFound(status=status, detail=words)
    if status == 400 and target.template == "a":
        return NoConnection(status=400, detail=words)
    if status == 400 and any(name == "fields" for name, _ in target.params) and _speaks_of(_SPEAKS_OF_FIELDS, words):
        return RefusedField(status=400, detail=words)
    title = "" if status in (400, 405, 406) else f"CallRail does not accept this request ({status})."
    return BadRequest(title, status=status, detail=words)


def _control_error(status: int, words: str, target: Target) -> GatewayError:
    match status:
        case 401:
            return BadKey(status=401, detail=words)
        case 403:
            return NotAllowed("Maton does not allow this.", "The key lacks the right to.", status=403, detail=words)
        case 404 if target.ids:
            return NotFound("Maton does not have this connection any more.", "Press r.", status=404, detail=words)
        case 404:
            return NotFound("The control host knows no connections.", "Check its URL.", status=404, detail=words)
        case _:
            return BadRequest(f"Maton does not accept this request ({status}).", status=status, detail=words)


_PROXY_HINT = "Check HTTPS_PROXY and NO_PROXY, and the log-in that the proxy wants."


def transport_fault(error: httpx.TransportError, host: str) -> Fault:
    """The fault of a request that brought no answer; the exception's own text is not trusted to be free of the key."""
    causes = list(_causes(error))
    if isinstance(error, httpx.LocalProtocolError):
        return Fault(BadRequest("The request could not be put into HTTP; nothing was sent."), Kind.FINAL)
    if isinstance(error, (httpx.ProxyError, httpx.UnsupportedProtocol)):
        return Fault(Unreachable("The proxy does not let the request through.", _PROXY_HINT), Kind.FINAL)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Fault(_untrusted(host, cause), Kind.FINAL)
        if isinstance(cause, ssl.SSLError) and isinstance(error, httpx.ConnectError):
            return Fault(
                Unreachable(f"{host} does not speak TLS as it should.", detail=getattr(cause, "reason", None) or ""),
                Kind.FINAL,
            )
    if isinstance(error, (httpx.ConnectTimeout, httpx.PoolTimeout)):
        return Fault(TimedOut(f"{host} does not answer."), Kind.NOT_SENT)
    if isinstance(error, httpx.TimeoutException):
        return Fault(TimedOut(), Kind.BROKEN)
    if isinstance(error, httpx.ConnectError):
        return Fault(_no_connection_made(host, causes), Kind.NOT_SENT)
    return Fault(broken_off(host), Kind.BROKEN)


def broken_off(host: str) -> Unreachable:
    """The connection ended before the answer did."""
    return Unreachable(f"The connection to {host} broke off.")


_NOT_YET_VALID, _EXPIRED = 9, 10
"""OpenSSL's numbers for a certificate out of its time."""


def _untrusted(host: str, cause: ssl.SSLCertVerificationError) -> Unreachable:
    if getattr(cause, "verify_code", None) in (_NOT_YET_VALID, _EXPIRED):
        hint = "Is this machine's clock right? If it is, only those who run the host can mend it."
    else:
        hint = "Is a proxy or a login page in between? SSL_CERT_FILE can name the certificates of a proxy of your own."
    return Unreachable(
        f"The certificate of {host} cannot be trusted.", hint, detail=getattr(cause, "verify_message", "")
    )


def _no_connection_made(host: str, causes: list[BaseException]) -> Unreachable:
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Unreachable(f"The name {host} cannot be resolved.")
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Unreachable(f"{host} refuses the connection.")
    return Unreachable(f"{host} cannot be reached.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and everything that led to it."""
    waiting = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
