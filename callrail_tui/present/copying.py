"""What can be copied of a call, as text (floor 4)."""

import json
from typing import NamedTuple

from callrail_tui.model.call import Call
from callrail_tui.model.read import text
from callrail_tui.model.transcript import turns_of

PARTS: dict[str, tuple[str, str]] = {
    "phone": ("p", "number"),
    "name": ("n", "name"),
    "id": ("i", "id"),
    "link": ("u", "link"),
    "attribution": ("a", "attribution"),
    "transcript": ("t", "transcript"),
    "json": ("j", "JSON"),
}
"""Each part with the key that follows `y`, and its word."""

WHOLE_PARTS = frozenset({"link", "attribution", "transcript"})
"""Parts that the list does not know, or knows in part only: they are copied from the whole call."""

_ATTRIBUTION = (
    "source", "medium", "campaign", "keywords", "landing_page_url", "referring_url", "utm_source", "utm_medium",
    "utm_campaign", "utm_term", "utm_content", "gclid", "fbclid", "msclkid",
)  # fmt: skip


class Copyable(NamedTuple):
    """A text to copy; `missing` says instead why there is none."""

    what: str
    text: str = ""
    lines: bool = False
    """Whether it may have several lines."""
    missing: str = ""
    is_secret: bool = False
    """Whether whoever reads it can use it: it is copied, and shown nowhere beside where it stands."""


def copyable(call: Call, part: str) -> Copyable:
    """The text of one part of a call; the transcript and attribution are those of the record that is here."""
    word = PARTS[part][1]
    match part:
        case "phone":
            return _one(word, call.customer_number, "the number is withheld or unknown")
        case "name":
            return _one(word, call.customer_name, "the caller has no name")
        case "id":
            return _one(word, call.id, "the call has no id")
        case "link":
            link = text(call.raw.get("timeline_url"))
            return _one(word, link, "the call has no link")
        case "attribution":
            return _attribution(call)
        case "transcript":
            return _transcript(call)
        case _:
            return Copyable(word, json.dumps(call.raw, indent=2, ensure_ascii=True), lines=True)


def _one(word: str, value: str | None, missing: str) -> Copyable:
    return Copyable(word, value) if value else Copyable(word, missing=missing)


def _attribution(call: Call) -> Copyable:
    pairs = ((name, text(call.raw.get(name))) for name in _ATTRIBUTION)
    lines = [f"{name}: {value}" for name, value in pairs if value]
    if not lines:
        return Copyable("attribution", missing="the call carries no attribution")
    return Copyable("attribution", "\n".join(lines), lines=True)


def _transcript(call: Call) -> Copyable:
    said = transcript_lines(call)
    if not said:
        return Copyable("transcript", missing="the call has no transcript")
    return Copyable("transcript", "\n".join(said), lines=True)


def transcript_lines(call: Call) -> list[str]:
    """The transcript as lines, from the conversation if given, else from the plain text (wire 2.2, 8.8)."""
    turns = turns_of(call)
    is_spoken = any(turn.speaker is not None for turn in turns)
    return [f"{turn.speaker or '?'}: {turn.phrase}" if is_spoken else turn.phrase for turn in turns]
