"""What was said in a call, turn by turn, from whichever of its shapes the answer has (wire 2.2, 8.8)."""

from collections.abc import Iterator
from typing import NamedTuple

from callrail_tui.model.call import Call
from callrail_tui.model.read import Json, items, mapping, objects, text


class Turn(NamedTuple):
    """One thing that was said; what the answer does not tell is None."""

    phrase: str
    speaker: str | None = None
    start: float | None = None
    """Seconds from the beginning of the call."""


def turns_of(call: Call) -> list[Turn]:
    """The conversation where it is given, else the plain transcript; empty where the answer holds neither."""
    spoken = [turn for one in objects(call.raw.get("conversational_transcript")) if (turn := _turn(one)) is not None]
    return spoken or list(_plain(call.raw.get("transcription")))


def seconds(value: object) -> float | None:
    """A moment in a call, from a number or a numeric string; None for anything else, and for what no call reaches."""
    words = text(value)
    try:
        moment = float(words) if words is not None and len(words) <= 40 else -1.0
    except ValueError:
        return None
    return moment if 0 <= moment < 1_000_000 else None


def _turn(raw: Json) -> Turn | None:
    phrase = text(raw.get("phrase")) or text(raw.get("text"))
    if phrase is None:
        return None
    return Turn(phrase, text(raw.get("speaker")), seconds(raw.get("start")))


def _plain(value: object) -> Iterator[Turn]:
    inner = mapping(value)
    if inner is not None:
        yield from _plain(inner.get("text") if "text" in inner else inner.get("segments"))
    elif isinstance(value, list):
        for one in items(value):
            segment = mapping(one)
            turn = _turn(segment) if segment is not None else Turn(one) if isinstance(one, str) and one else None
            if turn is not None:
                yield turn
    elif (words := text(value)) is not None:
        yield from (Turn(line) for line in words.splitlines() if line.strip())
