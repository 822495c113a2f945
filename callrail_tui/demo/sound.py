"""Recordings of the demo: a quiet tone for each call, behind the links that its answers give (wire 10.1).

The links name CallRail's hosts; in the demo they are answered here, in process, and no host is asked.
"""

import math
import struct
from collections.abc import Sequence
from typing import Final

from callrail_tui.demo.account import Account
from callrail_tui.demo.callview import WEB, CallView
from callrail_tui.demo.replies import ApiError, Reply, missing
from callrail_tui.demo.request import Request

STORE: Final = "https://calltrk-production.s3.amazonaws.com"
HOSTS: Final = frozenset(address.removeprefix("https://") for address in (WEB, STORE))
"""The hosts that are answered here."""
_RATE: Final = 8_000
_SECONDS: Final = 3
_LOUDEST: Final = 1_800
"""Of 32,767: nobody is to be startled."""


def recording_link(call: CallView, *, hipaa: bool) -> str:
    """A lasting link to the application, or one of a day to the store under HIPAA."""
    if hipaa:
        return f"{STORE}/recordings/{call.id}.mp3?X-Amz-Expires=86400&X-Amz-Signature={call.bits:016x}"
    return f"{WEB}/calls/{call.id}/recording/redirect?access_key={call.bits:016x}"


async def serve(accounts: Sequence[Account], request: Request) -> Reply:
    """The application redirects to the store, the store sends the sound; whoever sends a key gets neither."""
    if "authorization" in request.headers:
        raise ApiError(400, "Only one auth mechanism allowed")
    parts = request.path.strip("/").split("/")
    if request.method == "GET" and len(parts) == 4 and (parts[0], *parts[2:]) == ("calls", "recording", "redirect"):
        call = _found(accounts, parts[1], request.query.text("access_key"))
        return Reply(302, b"", (("location", recording_link(call, hipaa=True)),))
    if request.method == "GET" and len(parts) == 2 and parts[0] == "recordings":
        call = _found(accounts, parts[1].removesuffix(".mp3"), request.query.text("X-Amz-Signature"))
        return Reply(200, tone(call.bits), (("content-type", "audio/wav"),))
    raise missing("Page")


def tone(bits: int) -> bytes:
    """A few seconds of two notes that swell and fade, as a WAV file; the same for the same call."""
    low = 196.0 + 11.0 * (bits % 16)
    samples = bytearray()
    count = _RATE * _SECONDS
    for index in range(count):
        moment = index / _RATE
        swell = math.sin(math.pi * index / count)
        wave = math.sin(math.tau * low * moment) + math.sin(math.tau * low * 1.5 * moment)
        samples += struct.pack("<h", round(_LOUDEST / 2 * swell * wave))
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, _RATE,
                       2 * _RATE, 2, 16, b"data", len(samples))  # fmt: skip
    return head + bytes(samples)


def _found(accounts: Sequence[Account], call_id: str, key: str) -> CallView:
    for account in accounts:
        book = account.book()
        index = account.mint.read("CAL", call_id)
        row = book.row(index) if index is not None and index < len(book.population) else None
        if index is not None and row is not None:
            call = account.scene(book).view(index, row)
            if call.recorded and key == f"{call.bits:016x}":
                return call
    raise ApiError(403, "Access denied")
