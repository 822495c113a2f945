"""Where a recording can be heard: the link that an answer holds, and the hosts that it may lead to (wire 10.1)."""

import re
from enum import Enum
from typing import NamedTuple
from urllib.parse import urlsplit

from callrail_tui.model.read import Json, text

_ADDRESS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]!$&'()*+,;=%]{1,4000}")
_CLIMBS = re.compile(r"(^|/)(\.|%2e){1,2}(/|$)", re.IGNORECASE)
_REGION = r"[a-z]{2}(-[a-z]+)+-[0-9]"
_BUCKET = "calltrk-production"
_STORE = re.compile(rf"({_BUCKET}\.)?s3(-accelerate|[.-]{_REGION}|\.dualstack\.{_REGION})?\.amazonaws\.com")


class Sound(Enum):
    """What the server says about a call's recording."""

    LINK = "link"
    """Here is where it can be heard."""
    STRANGE = "strange"
    """A link to a host that is not CallRail's: to be shown, never followed."""
    DIRECT = "direct"
    """The endpoint sent the sound itself, which only the key opens: there is no link."""
    NONE = "none"


class Recording(NamedTuple):
    """An answer about a call's recording; the link lets anyone listen, so it is a secret and is never kept."""

    sound: Sound
    link: str = ""

    def __repr__(self) -> str:
        return f"Recording({self.sound.value})"

    @property
    def is_stored_by_link(self) -> bool:
        """Whether the link leads straight to the store, as it does for a HIPAA account: it lives about a day."""
        return self.sound is Sound.LINK and not (urlsplit(self.link).hostname or "").endswith(".callrail.com")


NO_RECORDING = Recording(Sound.NONE)


def decode_recording(answer: Json) -> Recording:
    """Read the answer; no `url`, or one that is no text, means that there is none."""
    return recording_at(text(answer.get("url")))


def recording_at(address: str | None) -> Recording:
    """What can be made of an address that CallRail gave for a recording."""
    if address is None or not address.strip():
        return NO_RECORDING
    checked = media_address(address.strip())
    return Recording(Sound.STRANGE, address) if checked is None else Recording(Sound.LINK, checked)


def media_address(address: str) -> str | None:
    """The address over https where it is on CallRail's hosts or in its store; None for any other."""
    if not _ADDRESS.fullmatch(address):
        return None
    try:
        parts = urlsplit(address)
        is_plain = parts.username is None and parts.port is None and not parts.netloc.endswith(":")
    except ValueError:
        return None
    host = parts.hostname or ""
    is_upgraded = parts.scheme == "http" and host == "app.callrail.com"
    if not is_plain or not (parts.scheme == "https" or is_upgraded) or _CLIMBS.search(parts.path):
        return None
    stored = _STORE.fullmatch(host)
    if stored is not None:
        is_ours = stored[1] is not None or parts.path.startswith(f"/{_BUCKET}/")
    else:
        is_ours = re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+callrail\.com", host) is not None
    return parts._replace(scheme="https", fragment="").geturl() if is_ours else None
