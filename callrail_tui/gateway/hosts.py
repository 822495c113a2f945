"""The two hosts that the key may travel to, checked before anything else is loaded (wire 1.1)."""

import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from callrail_tui.errors import ConfigError

_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[^!-~]")


class Hosts(NamedTuple):
    """Base URLs without a slash at their end; `https://api.maton.ai` is legal for both."""

    gateway: str
    """`/callrail/v3/…` is added to it."""
    control: str
    """`/connections` is added to it."""


def parse_hosts(gateway_url: str, control_url: str) -> Hosts:
    """Check both URLs; ConfigError says what is wrong with one, and names the right form where it can be told."""
    return Hosts(
        gateway=_base("gateway", gateway_url, added=("callrail", "v3"), addition="/callrail/v3"),
        control=_base("control", control_url, added=("connections",), addition="/connections"),
    )


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine: `localhost`, 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _base(which: str, url: str, *, added: tuple[str, ...], addition: str) -> str:
    text = url.strip().rstrip("/")
    parts = _split(which, text)
    host = parts.hostname or ""
    if parts.scheme not in ("https", "http") or not host:
        raise ConfigError(f"The {which} URL is not an https address: {text}", f"Write it as {_default(which)}.")
    if not _is_host(host):
        raise ConfigError(f"The {which} URL has an odd host: {text}", f"Write it as {_default(which)}.")
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigError(
            f"The {which} URL must be https: {text}", "http is accepted only for this machine (127.0.0.1)."
        )
    path = [segment for segment in parts.path.split("/") if segment]
    for place, segment in enumerate(path):
        if segment.lower() in added:
            right = "/".join((f"{parts.scheme}://{parts.netloc}", *path[:place]))
            raise ConfigError(
                f"The {which} URL already names a part of the API: {text}",
                f"Give it as {right}: {addition} is added to it.",
            )
        if segment in (".", ".."):
            raise ConfigError(f"The {which} URL has a path that climbs: {text}", f"Write it as {_default(which)}.")
    return "/".join((f"{parts.scheme}://{parts.netloc.lower()}", *path))


def _split(which: str, text: str) -> SplitResult:
    odd = _UNPRINTABLE.search(text)
    if odd is not None or "\\" in text or "%" in text:
        raise ConfigError(
            f"The {which} URL has a character that an address cannot have.", "Check it for stray characters."
        )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ConfigError(f"The {which} URL cannot be read as an address.", f"Write it as {_default(which)}.") from None
    if parts.username is not None or parts.password is not None:  # not shown: it may be somebody's password
        raise ConfigError(f"The {which} URL holds a user name.", "Take out everything before the @.")
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise ConfigError(f"The {which} URL holds a query or a fragment: {text}", "Take out everything from ? or # on.")
    if port == 0 or parts.netloc.endswith(":"):
        raise ConfigError(f"The {which} URL has no usable port: {text}", f"Write it as {_default(which)}.")
    return parts


def _is_host(host: str) -> bool:
    if ":" not in host:
        return _HOST_NAME.fullmatch(host) is not None and ".." not in host
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _default(which: str) -> str:
    return "https://gateway.maton.ai" if which == "gateway" else "https://ctrl.maton.ai"
