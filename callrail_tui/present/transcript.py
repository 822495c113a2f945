"""What was said in a call, to be read: what is quickly known of it above, then turn by turn (floor 4; wire 10.2)."""

from collections.abc import Iterator
from typing import NamedTuple

from textual.content import Content

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call, FieldState
from callrail_tui.model.read import items, mapping, objects, text
from callrail_tui.model.transcript import Turn, seconds, turns_of
from callrail_tui.present.detail_entries import voice_assist
from callrail_tui.present.failures import quoted
from callrail_tui.present.reader import Passage
from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import duration
from callrail_tui.present.values import compact

_LONG = 20_000
_NOTHING = Content()
_CLOCK, _SPEAKER = 8, 9


class TranscriptFacts(NamedTuple):
    """The call and how much of it is here."""

    call: Call
    whole: bool = False
    error: CallrailTuiError | None = None


def transcript_passages(facts: TranscriptFacts) -> list[Passage]:
    """What is told about the conversation, then the conversation, or why there is none."""
    found = list(_gist(facts.call))
    if found:
        found.append(Passage(_NOTHING, _NOTHING))
    return [*found, *_said(facts)]


def spoken_text(call: Call) -> str:
    """The conversation as text to copy, one turn a line, with its time where it is told."""
    return "\n".join("  ".join(part for part in (_clock(turn), _name(turn), turn.phrase) if part)
                     for turn in turns_of(call))  # fmt: skip


def _gist(call: Call) -> Iterator[Passage]:
    raw = call.raw
    for name, label in (("call_summary", "Summary"), ("call_highlights", "Highlights")):
        points = [compact(point, 4_000) for point in items(raw.get(name)) or [raw.get(name)] if point]
        for index, point in enumerate(points):
            yield _labelled("" if index else label, point)
    spotted = [_keyword(one) for one in objects(raw.get("keywords_spotted"))]
    if spotted:
        yield _labelled("Keywords", " · ".join(spotted))
    for name, label in _WORDS.items():
        if raw.get(name) not in (None, "", [], {}):
            yield _labelled(label, _shares(raw[name]) if name == "speaker_percent" else compact(raw[name], 4_000))
    for index, (asked, answer) in enumerate(voice_assist(raw.get("voice_assist_message"))):
        yield _labelled("" if index else "Voice assistant", f"{asked}: {answer}")


_WORDS = {
    "sentiment": "Sentiment",
    "speaker_percent": "Who spoke",
    "lead_score": "Lead score",
    "lead_explanation": "Why that score",
}


def _labelled(label: str, words: str) -> Passage:
    # The blank keeps a passage without a label of its own below the words of the one above.
    return Passage(display(label or " ", style="dim"), display(words, limit=_LONG))


def _shares(value: object) -> str:
    shares = mapping(value)
    if shares is None:
        return compact(value, 4_000)
    return " · ".join(f"{who} {compact(share)} %" for who, share in shares.items())


def _keyword(raw: object) -> str:
    found = mapping(raw) or {}
    moments = (seconds(one.get("start")) for one in objects(found.get("locations")))
    times = ", ".join(duration(int(moment)) for moment in moments if moment is not None)
    return (text(found.get("keyword")) or "?") + (f" ({times})" if times else "")


def _said(facts: TranscriptFacts) -> Iterator[Passage]:
    turns = turns_of(facts.call)
    is_timed = any(turn.start is not None for turn in turns)
    is_spoken = any(turn.speaker is not None for turn in turns)
    width = (_CLOCK if is_timed else 0) + (_SPEAKER if is_spoken else 0)
    before = None
    for turn in turns:
        speaker = _name(turn) if turn.speaker != before else ""
        before = turn.speaker
        label = assemble(
            (_clock(turn).rjust(5).ljust(_CLOCK) if is_timed else "", "dim"),
            (speaker.ljust(_SPEAKER) if is_spoken else "", "bold"),
        )
        yield Passage(label if width else _NOTHING, display(turn.phrase, multiline=True, limit=_LONG))
    if not turns:
        yield Passage(_NOTHING, _why_none(facts))
        if facts.error is not None:
            yield from (Passage(_NOTHING, words) for words in quoted(facts.error))


def _clock(turn: Turn) -> str:
    return duration(int(turn.start)) if turn.start is not None else ""


def _name(turn: Turn) -> str:
    return (turn.speaker or "").capitalize()


def _why_none(facts: TranscriptFacts) -> Content:
    """Null is usually the plan, not silence (wire 17, trap 18); what is known is said first."""
    call, error = facts.call, facts.error
    if error is not None:
        return assemble(("The call could not be read: ", "bold"), error.title, " ", error.hint, " r reads it again.")
    if not facts.whole:
        return display("Reading the whole call …", style="italic")
    head = ("There is no transcript. ", "bold")
    states = {call.state_of(name) for name in ("transcription", "conversational_transcript")}
    if states == {FieldState.ABSENT}:
        return assemble(head, "The answer does not hold one: CallRail refused to be asked for it.")
    if FieldState.WRONG_TYPE in states or FieldState.PRESENT in states:
        return assemble(head, "What came in its place cannot be read; J in the detail shows it as it came.")
    if call.state_of("recording") in (FieldState.NULL, FieldState.EMPTY):
        return assemble(head, "The call was not recorded, or its recording was deleted.")
    return assemble(
        head,
        "CallRail gives transcripts only on plans with Premium Conversation Intelligence; recording may have been "
        "off; or it is not ready yet, which takes up to about 20 minutes after the call (r reads the call again); "
        "or nobody spoke.",
    )
