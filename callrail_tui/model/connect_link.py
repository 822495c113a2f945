"""The one page where a person authorises a connection: which links are that page (wire 1.4, robustness 3.5)."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

CONNECT_HOST = "connect.maton.ai"
_PLAIN = re.compile(r"https://[!-~]+")
_LONGEST = 2_000


def is_connect_link(url: str | None) -> bool:
    """Whether it may be shown as the page to authorise at: https, Maton's host exactly, no user, port or odd sign."""
    if url is None or len(url) > _LONGEST or not _PLAIN.fullmatch(url) or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and parts.netloc == CONNECT_HOST
        and parts.username is None
        and parts.password is None
        and port is None
    )


def masked_link(url: str) -> str:
    """A link without what makes it a secret: `https://connect.maton.ai/?session_token=…`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "…"
    host = parts.hostname or "…"
    query = "&".join(f"{name}=…" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return f"{parts.scheme or '…'}://{host}/{f'?{query}' if query else ''}"
