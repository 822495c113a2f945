"""Reaching an ASGI app of our own without a socket: the embedded gateway, through the same client as a real one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx

Message = MutableMapping[str, Any]
AsgiApp = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


def in_process(app: AsgiApp) -> httpx.AsyncBaseTransport:
    """A transport that hands each request to `app`; it buffers, and knows no time-outs."""
    return httpx.ASGITransport(app)
