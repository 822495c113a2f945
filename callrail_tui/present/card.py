"""One call as a card to judge it by: who and what became of it large on top, then why, what is decided, what was said.

Pure; the lines are made for a width and a height, and what does not fit is below, to be scrolled to (floor 4).
"""

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from itertools import zip_longest
from typing import NamedTuple

from textual.content import Content

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call, FieldState, Outcome
from callrail_tui.model.edit import LEAD, NOTE, TAGS, VALUE, State
from callrail_tui.model.read import integer, text
from callrail_tui.model.when import timestamp
from callrail_tui.present.calls import caller, phone
from callrail_tui.present.detail_course import transcript
from callrail_tui.present.detail_entries import Entry, call_times
from callrail_tui.present.failures import quoted
from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import duration, moment_text
from callrail_tui.present.values import compact

TWO_COLUMNS = 110
"""From this many cells on, what was said stands beside the facts."""
ROOMY = 26
"""From this many rows on, blank lines part the facts."""

_EDGE = 2
_LABEL = 11
_GAP = 3
_LONG = 4_000
_READING = ("reading …", "dim italic")


class CardFacts(NamedTuple):
    """A call and what is known around it."""

    call: Call
    """As it is shown: with what was decided laid over it."""
    today: date
    zone: tzinfo | None = None
    """The company's zone, where it is known."""
    whole: bool = False
    """Whether the single GET has answered."""
    reading: bool = False
    error: CallrailTuiError | None = None
    company: str = ""
    """The company's name where the call does not tell it."""
    state: State | None = None
    """How its edits stand."""
    spam_seconds: int | None = None
    """Seconds in which a report of spam can still be taken back."""
    pile: str = ""
    """Where the card is already, when the person came back to it."""
    judged: tuple[str, ...] = ()
    """The fields that a colleague filled meanwhile."""
    passed: tuple[Call, ...] = ()
    """The calls that were passed over on the way here."""
    draft: bool = False
    """Whether a note was begun and not finished."""


def card(facts: CardFacts, cells: int, rows: int) -> list[Content]:
    """The card's lines for that many cells; `rows` are those in view at once."""
    width = max(20, cells - 2 * _EDGE)
    roomy = rows >= ROOMY
    lines = [*_news(facts, width), *_head(facts, width), Content()]
    if cells >= TWO_COLUMNS:
        half = (width - _GAP) // 2
        left = _entries(_why(facts), half, roomy=roomy)
        left += [Content(), *_entries(_decided(facts), half, roomy=False)]
        right = _entries(_gist(facts), width - half - _GAP, roomy=False)
        right += [*([Content()] if right else []), *_entries(_said(facts), width - half - _GAP, roomy=False)]
        pairs = zip_longest(left, right, fillvalue=Content())
        lines += [one.pad_right(max(1, half + _GAP - one.cell_length)) + other for one, other in pairs]
    else:
        lines += _entries([*_gist(facts), *_why(facts)], width, roomy=False)
        lines += [Content(), *_entries(_decided(facts), width, roomy=False)]
        lines += [Content(), *_entries(_said(facts), width, roomy=False)]
    return [Content("  ") + line for line in lines]


# What is to be known first --------------------------------------------------------------------------------------


_FIELD_WORDS = {LEAD: "a lead status", TAGS: "tags", NOTE: "a note"}


def _news(facts: CardFacts, width: int) -> Iterator[Content]:
    """What happened meanwhile, and what is left over; only where there is something."""
    told: list[Content] = []
    if facts.passed:
        who = ", ".join(caller(call) for call in facts.passed[:3])
        rest = f" and {len(facts.passed) - 3} more" if len(facts.passed) > 3 else ""
        told.append(assemble("Passed over: ", (who, "bold"), rest, ", judged by a colleague meanwhile."))
    if facts.judged:
        fields = " and ".join(_FIELD_WORDS.get(name, name) for name in facts.judged)
        told.append(
            assemble(("A colleague judged this call meanwhile", "bold"), f": it has {fields} now. space goes on.")
        )
    if facts.pile:
        told.append(assemble("This card is among the ", (facts.pile, "bold"), " already. space goes on."))
    if facts.draft:
        told.append(assemble(("A draft of a note is kept", "bold"), " · n opens it"))
    for words in told:
        yield from _wrapped(assemble(("» ", "bold"), words), width)
    if told:
        yield Content()


_OUTCOME_WORDS = {Outcome.IN_PROGRESS: "ongoing", Outcome.UNKNOWN: "outcome not told"}


def _head(facts: CardFacts, width: int) -> Iterator[Content]:
    """Who called and what became of it, then number and place, then when."""
    call = facts.call
    arrow = "←" if call.is_inbound else "→"
    took = duration(call.duration) if call.duration is not None else ""
    became = " ".join(word for word in (arrow, _OUTCOME_WORDS.get(call.outcome, call.outcome.value), took) if word)
    yield from _wrapped(assemble((caller(call), "bold"), "   ", (f" {became} ", "bold reverse")), width)
    number = "number withheld" if call.is_number_withheld else phone(call.customer_number)
    number = number if number != caller(call) else ""
    first = ("first-time caller", "bold") if _is_first(call) else ("", "")
    yield from _wrapped(_dotted([(number, "bold"), (_place(call), ""), first]), width)
    yield from _wrapped(_dotted([(one, "") for one in call_times(call, facts.zone, facts.today)]), width)
    if facts.error is not None:
        words = assemble(("The whole call could not be read: ", "bold"), facts.error.title, " ", facts.error.hint)
        yield from _wrapped(assemble(words, *quoted(facts.error), separator=" "), width)


def _is_first(call: Call) -> bool:
    prior = integer(call.raw.get("prior_calls"))
    return bool(call.first_call) if prior is None else prior == 0


def _place(call: Call) -> str:
    raw = call.raw
    told = text(raw.get("formatted_customer_location"))
    return told or ", ".join(part for name in ("customer_city", "customer_state") if (part := text(raw.get(name))))


# The facts ------------------------------------------------------------------------------------------------------


def _why(facts: CardFacts) -> Iterator[Entry]:
    """How often before, from where, with which words; whether there is something to hear."""
    call, raw = facts.call, facts.call.raw
    yield Entry("Before", (_before(facts),))
    if company := call.company_name or facts.company:
        yield Entry("Company", (display(company),))
    told = [text(raw.get(name)) or "" for name in ("source", "medium", "campaign")]
    tracker = call.source_name if call.source_name != call.source else None
    source = list(dict.fromkeys(word for word in told if word))
    if source or tracker:
        words = _dotted([(word, "bold" if word == source[0] else "") for word in source])
        behind = assemble("  " if source else "", ("tracker ", "dim"), tracker) if tracker else ""
        yield Entry("Source", (assemble(words, behind),))
    for name, label in (("keywords", "Keywords"), ("landing_page_url", "Landing"), ("referring_url", "From")):
        if value := text(raw.get(name)):
            yield Entry(label, (display(value, limit=_LONG),))
    if call.agent_email:
        yield Entry("Answered", (assemble("by ", call.agent_email),))
    seconds = integer(raw.get("recording_duration"))
    length = f", {duration(seconds)}" if seconds is not None and call.recording else ""
    yield Entry("Recording", (display(f"yes{length}" if call.recording else "none"),))


def _before(facts: CardFacts) -> Content:
    call, raw = facts.call, facts.call.raw
    prior, total = integer(raw.get("prior_calls")), integer(raw.get("total_calls"))
    parts: list[tuple[str, str]] = []
    if _is_first(call):
        parts.append(("never, this is the first call", ""))
    elif prior is not None:
        parts.append((f"{prior:,} earlier {'call' if prior == 1 else 'calls'}", "bold"))
    elif call.first_call is False:
        parts.append(("called before", "bold"))
    if total is not None and prior is not None and total > prior + 1:
        parts.append((f"{total:,} by now", ""))
    good = timestamp(raw.get("good_lead_call_time"))
    if good is not None and (told := moment_text(good, facts.zone, facts.today)):
        parts.append((f"a good lead on {told}", "bold"))
    if prior is None and facts.reading and not parts:
        parts.append(_READING)
    return _dotted(parts) if parts else display("not told", style="dim italic")


_LEADS = {
    "good_lead": ("+ good lead", "bold reverse"),
    "not_a_lead": ("- not a lead", "bold reverse"),
    "previously_marked_good_lead": ("~ previously marked good lead", "bold"),
}
_STATES = {
    State.HELD: "not sent yet: u takes it back",
    State.PAUSED: "paused",
    State.QUEUED: "about to be sent",
    State.INFLIGHT: "being sent",
    State.UNSURE: "being checked",
    State.DONE: "saved",
    State.CONFLICT: "conflict: O settles it",
    State.FAILED: "failed: O says why",
}


def _decided(facts: CardFacts) -> Iterator[Entry]:
    """What is decided so far, by anybody; what holds nothing is named together."""
    call = facts.call
    standing = _STATES.get(facts.state, "") if facts.state is not None else ""
    found = [one for one in (_tags(call), _note(call), _value(call)) if isinstance(one, Entry)]
    nothing = [one for one in (_tags(call), _note(call), _value(call)) if isinstance(one, str)]
    lead = assemble(_lead(call), "  " if standing else "", (standing, "italic"))
    yield Entry("Lead", (assemble(lead, "   ", (" · ".join(nothing), "dim")),))
    if facts.spam_seconds is not None:
        yield Entry("Spam", (assemble((f" spam in {facts.spam_seconds} s ", "bold reverse"), "  u takes it back"),))
    elif call.spam:
        yield Entry("Spam", (display(" reported as spam ", style="bold reverse"),))
    yield from found


def _lead(call: Call) -> Content:
    status = call.lead_status
    if status is not None:
        words, style = _LEADS.get(status, (f"? {status}", "bold"))
        return display(f" {words} " if "reverse" in style else words, style=style)
    return display("not scored" if call.is_scored is False else "lead status not told", style="bold")


def _tags(call: Call) -> Entry | str:
    if call.state_of(TAGS) is FieldState.WRONG_TYPE:
        return Entry("Tags", (assemble(("not names as expected: ", "bold"), compact(call.raw.get(TAGS))),))
    if not call.tags:
        return _nothing(call, TAGS, "tags")
    return Entry("Tags", (display(" · ".join(call.tags), style="bold", limit=_LONG),))


def _note(call: Call) -> Entry | str:
    if not call.note:
        return _nothing(call, NOTE, "note")
    return Entry("Note", tuple(display(line, limit=_LONG) for line in call.note.splitlines()))


def _value(call: Call) -> Entry | str:
    return Entry("Value", (display(call.value, style="bold"),)) if call.value else _nothing(call, VALUE, "value")


def _nothing(call: Call, field: str, word: str) -> str:
    return f"{word} not told" if call.state_of(field) is FieldState.ABSENT else f"no {word}"


# What was said --------------------------------------------------------------------------------------------------


def _gist(facts: CardFacts) -> Iterator[Entry]:
    """The summary, how it sounded, and the machine's score: what is quickly read."""
    raw = facts.call.raw
    for name, label in _GIST.items():
        if raw.get(name) not in (None, "", [], {}):
            points = raw[name] if isinstance(raw[name], list) else [raw[name]]
            yield Entry(label, tuple(display(compact(point, _LONG), limit=_LONG) for point in points))


_GIST = {"call_summary": "Summary", "sentiment": "Sentiment", "lead_score": "Score", "lead_explanation": "Why"}


def _said(facts: CardFacts) -> Iterator[Entry]:
    """The transcript, or why there is none."""
    if not facts.whole:
        if facts.error is None:
            yield Entry("Said", (assemble(_READING if facts.reading else ("not read yet", "dim italic")),))
        return
    turns = list(transcript(facts.call, whole=True))
    if [entry.label for entry in turns] == ["no transcript"]:
        turns = [Entry("Said", (assemble(("no transcript: ", "dim italic"), *turns[0].lines),))]
    yield from turns


# Lines ----------------------------------------------------------------------------------------------------------


def _entries(entries: Iterable[Entry], cells: int, *, roomy: bool) -> list[Content]:
    """Label and value in two columns, the value hanging."""
    drawn: list[Content] = []
    for entry in entries:
        if roomy and drawn:
            drawn.append(Content())
        label = display(entry.label, style="dim")
        for line in entry.lines or (Content(),):
            for part in _wrapped(line, max(8, cells - _LABEL)):
                if label.cell_length >= _LABEL:
                    drawn.append(label)
                    label = Content()
                drawn.append(label.pad_right(_LABEL - label.cell_length) + part)
                label = Content()
    return drawn


def _dotted(parts: Iterable[tuple[str, str]]) -> Content:
    return Content(" · ").join(display(words, style=style) for words, style in parts if words)


def _wrapped(content: Content, cells: int) -> list[Content]:
    return content.wrap(cells) or [Content()]
