"""Where the key is put on a request, and the only place: nothing leaves for any other host (wire 1.2, 3.3)."""

from __future__ import annotations

import os
import ssl
import urllib.request
from typing import Protocol

import httpx

from callrail_tui.errors import BadKey, BadRequest, ConfigError
from callrail_tui.gateway.hosts import Hosts, is_loopback

LANES = 4
"""Requests at once, and connections kept, to one host."""
_KEPT_FOR = 30.0

UNFOLLOWED = "x-callrail-tui-unfollowed"
"""The name under which a redirect's target is kept, where httpx does not look at it."""

Origin = tuple[str, str, int]


class Key(Protocol):
    """Something that holds the Maton key and gives it out only here."""

    def reveal(self) -> str:
        """The key itself."""


class KeyedTransport(httpx.AsyncBaseTransport):
    """Adds the key for both hosts and the pinned connection for the gateway, and refuses every other host.

    The headers are put on a copy of the request, so that no exception, response or log reaches the key.
    """

    def __init__(self, hosts: Hosts, key: Key, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.connection_id: str | None = None
        self._key = key
        gateway = httpx.URL(hosts.gateway)
        self._gateway_origin = _origin(gateway)
        self._gateway_path = gateway.raw_path.rstrip(b"/") + b"/callrail/"
        origins = {self._gateway_origin, _origin(httpx.URL(hosts.control))}
        self._inner: dict[Origin, httpx.AsyncBaseTransport] = (
            dict.fromkeys(origins, transport) if transport is not None else _transports(origins)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request with the key, or raise before anything is sent; a redirect's target has another name."""
        origin = _origin(request.url)
        inner = self._inner.get(origin)
        if inner is None:
            raise BadRequest(f"{origin[1]} is neither the gateway nor its control host; nothing was sent.")
        headers = [*request.headers.raw, (b"Authorization", _bearer(self._key))]
        is_callrail = origin == self._gateway_origin and request.url.raw_path.startswith(self._gateway_path)
        if self.connection_id and is_callrail:
            headers.append((b"Maton-Connection", self.connection_id.encode("ascii")))
        keyed = httpx.Request(
            request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
        )
        response = await inner.handle_async_request(keyed)
        # No redirect is followed. httpx would read its target all the same, and call one that is no URL a broken line.
        location = response.headers.pop("Location", None)
        response.headers.pop(UNFOLLOWED, None)
        if location is not None:
            response.headers[UNFOLLOWED] = location
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        for inner in set(self._inner.values()):
            await inner.aclose()


def proxy_for(host: str, scheme: str) -> str | None:
    """The proxy that the environment names for a host; none for this machine, where it could only do harm."""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    named = urllib.request.getproxies()
    proxy = named.get(scheme) or named.get("all")
    if not proxy:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _transports(origins: set[Origin]) -> dict[Origin, httpx.AsyncBaseTransport]:
    limits = httpx.Limits(max_connections=LANES, max_keepalive_connections=LANES, keepalive_expiry=_KEPT_FOR)
    # Reading the certificates takes longer than a screen may wait, so it is done once, and not at all for plain http.
    needs_tls = any(scheme == "https" for scheme, _, _ in origins)
    context = trusted_certificates() if needs_tls else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made: dict[Origin, httpx.AsyncBaseTransport] = {}
    for origin in origins:
        scheme, host, _ = origin
        try:
            made[origin] = httpx.AsyncHTTPTransport(verify=context, limits=limits, proxy=proxy_for(host, scheme))
        except (ValueError, ImportError, httpx.InvalidURL):
            raise ConfigError(
                "The proxy that the environment names cannot be used.",
                "Check HTTPS_PROXY: http and https proxies are supported.",
            ) from None
    return made


def trusted_certificates() -> ssl.SSLContext:
    """The certificates that are trusted: httpx's own, or those that `SSL_CERT_FILE` or `SSL_CERT_DIR` names."""
    try:
        return httpx.create_ssl_context()
    except OSError:  # ssl.SSLError is one: a file that holds no certificate
        named = os.environ.get("SSL_CERT_FILE")
        if not named:
            raise
        raise ConfigError(
            f"SSL_CERT_FILE names {named}, which cannot be read as certificates.",
            "Name a file of certificates in PEM form, or unset SSL_CERT_FILE.",
        ) from None


def _origin(url: httpx.URL) -> Origin:
    return url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80)


def _bearer(key: Key) -> bytes:
    secret = key.reveal().strip()
    # Asked first, since the exception of a failed encoding would carry the key.
    if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise BadKey("The Maton API key holds a character that cannot be sent, or is empty.")
    return b"Bearer " + secret.encode("ascii")
