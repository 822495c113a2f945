"""The conversation as it is read: what stands above it, its turns, and why there is none."""

from __future__ import annotations

from typing import Any

import pytest

from callrail_tui.errors import TimedOut
from callrail_tui.model.call import decode_call
from callrail_tui.present.reader import laid_out, plain
from callrail_tui.present.transcript import TranscriptFacts, spoken_text, transcript_passages
from tests.hostile import PAYLOADS

TURNS = [
    {"speaker": "agent", "phrase": "Good morning.", "start": 1.2},
    {"speaker": "agent", "phrase": "How can I help?", "start": 3},
    {"speaker": "caller", "phrase": "A quote, please.", "start": 75.4},
]


def shown(raw: dict[str, Any], *, whole: bool = True, error: TimedOut | None = None) -> str:
    facts = TranscriptFacts(decode_call(raw), whole, error)
    return "\n".join(line.plain for line in laid_out(transcript_passages(facts), 70, 17).lines)


def test_turns_stand_under_one_another_with_their_time_and_speaker() -> None:
    text = shown({"conversational_transcript": TURNS})
    assert text.splitlines() == [
        " 0:01   Agent    Good morning.",
        " 0:03            How can I help?",
        " 1:15   Caller   A quote, please.",
    ]
    assert spoken_text(decode_call({"conversational_transcript": TURNS})).splitlines()[2] == (
        "1:15  Caller  A quote, please."
    )


def test_what_is_quickly_known_stands_above() -> None:
    text = shown(
        {
            "conversational_transcript": TURNS,
            "call_summary": ["Wants a quote.", "Calls back."],
            "call_highlights": ["quote"],
            "keywords_spotted": [{"keyword": "quote", "locations": [{"speaker": "caller", "start": 75.4}, {}]}, {}],
            "sentiment": "positive",
            "speaker_percent": {"agent": 60, "customer": 40},
            "lead_score": "good",
            "lead_explanation": "Asked for a quote.",
            "voice_assist_message": {"contents": {"Who calls?": "A neighbour"}, "overrides": None, "urgency": "high"},
        }
    )
    for words in (
        *("Summary          Wants a quote.", "                 Calls back.", "quote (1:15) · ?", "positive"),
        *("agent 60 % · customer 40 %", "good", "Asked for a quote.", "Who calls?: A neighbour", "urgency: high"),
    ):
        assert words in text


@pytest.mark.parametrize("value", ["", [], None, 3, "agent", [1], {"agent": None}, {"x": {"y": []}}])
def test_odd_shapes_break_nothing(value: object) -> None:
    names = ("call_summary", "call_highlights", "keywords_spotted", "speaker_percent", "voice_assist_message")
    assert "There is no transcript." in shown(dict.fromkeys(names, value))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"transcription": None, "conversational_transcript": None, "recording": "x"}, "Premium"),
        ({"transcription": None, "conversational_transcript": None, "recording": "x"}, "20 minutes"),
        ({"transcription": None, "conversational_transcript": None, "recording": None}, "not recorded"),
        ({"recording": "x"}, "does not hold one"),
        ({"transcription": 5.5, "recording": "x"}, "5.5"),
        ({"transcription": True, "recording": "x"}, "cannot be read"),
    ],
)
def test_why_there_is_none_is_told_by_what_is_known(raw: dict[str, object], said: str) -> None:
    assert said in shown(raw).replace("\n", " ")


def test_a_call_on_its_way_or_not_read_says_so() -> None:
    assert "Reading the whole call" in shown({}, whole=False)
    assert "could not be read" in shown({}, whole=False, error=TimedOut())


def test_hits_are_counted_marked_and_found_across_a_line_break() -> None:
    facts = TranscriptFacts(decode_call({"transcription": "alpha beta gamma delta alpha BETA"}), True)
    laid = laid_out(transcript_passages(facts), 14, 17, "Alpha Beta", at=1)
    assert len(laid.hits) == 2
    assert laid.hits[0] < laid.hits[1]
    assert laid_out(transcript_passages(facts), 14, 17, "(").hits == ()
    assert laid_out(transcript_passages(facts), 14, 17, "  ").hits == ()


@pytest.mark.parametrize("payload", PAYLOADS.values())
def test_hostile_words_are_cleaned(payload: str) -> None:
    text = shown({"conversational_transcript": [{"speaker": payload, "phrase": payload}], "call_summary": payload})
    assert "\x1b" not in text
    facts = TranscriptFacts(decode_call({"transcription": payload}), True)
    assert "\x1b" not in plain(transcript_passages(facts))
