"""Fields that say what was spoken: transcript, highlights, sentiment, grades, keypad (wire 8.8)."""

from collections.abc import Callable
from typing import Final

from callrail_tui.demo.callview import CallView
from callrail_tui.demo.dice import pick
from callrail_tui.demo.words import AGENT_LINES, CALLER_LINES, HIGHLIGHTS, LEAD_SCORES, SENTIMENTS


def _spoken(call: CallView) -> bool:
    """Whether there is anything to transcribe, and the company's plan transcribes it."""
    return call.recorded and call.company.callscribe and call.start_ms % 11 != 0


def _lines(call: CallView) -> list[tuple[str, str]]:
    if call.row.outcome == 3:
        return [("caller", pick(CALLER_LINES, call.bits >> 4)), ("caller", "Please call me back. Thanks.")]
    turns = 4 + call.bits % 5
    voices = (("agent", AGENT_LINES), ("caller", CALLER_LINES))
    return [
        (voices[turn % 2][0], voices[turn % 2][1][(turn // 2 * 3 + (call.bits >> 8 + turn)) % 8])
        for turn in range(turns)
    ]


def _transcription(call: CallView) -> str | None:
    if not _spoken(call):
        return None
    return "\n".join(f"{speaker.title()}: {phrase}" for speaker, phrase in _lines(call))


def _conversation(call: CallView) -> list[dict[str, object]] | None:
    if not _spoken(call):
        return None
    pace = (call.row.duration or 0) / 10
    return [
        {"speaker": speaker, "phrase": phrase, "start": round(1.2 + turn * pace, 2)}
        for turn, (speaker, phrase) in enumerate(_lines(call))
    ]


def _summary(call: CallView) -> object:
    """Text in a list, an array of texts in the get of one call (wire 2.2)."""
    if not _spoken(call):
        return None
    about = " and ".join(_highlights(call) or ["a routine question"])
    sentences = [f"The caller asked about {about}.", f"The call ended on a {pick(SENTIMENTS, call.bits >> 12)} note."]
    return sentences if call.scene.single else " ".join(sentences)


def _highlights(call: CallView) -> list[str] | None:
    if not _spoken(call):
        return None
    return sorted({pick(HIGHLIGHTS, call.bits >> shift) for shift in (16, 20, 24)[: call.bits % 4]})


def _keywords_spotted(call: CallView) -> list[dict[str, object]] | None:
    words = _highlights(call)
    if words is None:
        return None
    return [
        {"keyword": word, "locations": [{"speaker": "caller", "start": 3.5 + place * 11.25}]}
        for place, word in enumerate(words)
    ]


def _speaker_percent(call: CallView) -> object:
    if not _spoken(call):
        return "" if call.bits % 2 else None
    agent = 30 + call.bits % 45
    return {"agent": agent, "customer": 100 - agent}


def _grade(call: CallView) -> str | None:
    return pick(LEAD_SCORES, call.bits >> 28) if call.company.callscore and _spoken(call) else None


def _explanation(call: CallView) -> str | None:
    return _grade(call) and "Scored by how clearly the caller asked for an appointment."


def _keypad(call: CallView) -> object:
    return [{"name": "Main menu", "value": str(call.bits % 3 + 1)}] if call.bits % 6 == 0 else None


def _waveforms(call: CallView) -> list[str] | None:
    return [f"https://cdn.example.com/{call.id}-{side}.png" for side in ("agent", "caller")] if call.recorded else None


def _integration_data(call: CallView) -> list[dict[str, object]]:
    return [{"integration": "Slack", "data": {"channel": "#calls", "sent": True}}]


FIELDS: Final[dict[str, Callable[[CallView], object]]] = {
    "waveforms": _waveforms,
    "transcription": _transcription,
    "call_summary": _summary,
    "sentiment": lambda call: pick(SENTIMENTS, call.bits >> 12) if _spoken(call) else None,
    "call_highlights": _highlights,
    "keywords_spotted": _keywords_spotted,
    "speaker_percent": _speaker_percent,
    "lead_score": _grade,
    "lead_explanation": _explanation,
    "voice_assist_message": lambda call: None,
    "keypad_entries": _keypad,
    "zip_code": lambda call: [],
    "custom": lambda call: {},
    "detail_tags": lambda call: [],
}
SINGLE_ONLY: Final[dict[str, Callable[[CallView], object]]] = {
    "conversational_transcript": _conversation,
    "integration_data": _integration_data,
}
"""Given by the get of one call, refused by the list."""
