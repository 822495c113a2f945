"""A call in full, grouped as who, what, why, said and decided; what is absent is said to be absent (floor 4)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo

from textual.content import Content

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call, FieldState
from callrail_tui.model.fields import CALL_FIELDS, CallField, Kind
from callrail_tui.model.read import boolean, mapping, names, objects, text
from callrail_tui.present.copying import transcript_lines
from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import moment_text, zone_heading

TITLES = {"who": "Who", "what": "What", "why": "Why", "said": "Said", "decided": "Decided"}

_LABEL = 24
_LONG = 20_000
_LINKS = ("recording", "recording_player", "timeline_url", "landing_page_url", "last_requested_url", "referring_url")
_SECRET_NOTE = "(a link that lets anyone listen: o shows it)"
_TOP = ("customer_name", "customer_phone_number", "start_time")


@dataclass(frozen=True, slots=True)
class DetailFacts:
    """What the detail shows and how much of it is here."""

    call: Call
    whole: bool = False
    """Whether the single GET has answered; else these are the list's own fields."""
    reading: bool = False
    error: CallrailTuiError | None = None
    times: tuple[str, ...] = ()
    """The start in each zone that matters, in words."""


def detail_text(facts: DetailFacts) -> Content:
    """The whole detail, ready to scroll."""
    parts = [_state_line(facts), *_group(facts, "who"), *_group(facts, "what"), *_group(facts, "decided")]
    parts += [*_group(facts, "why"), *_milestones(facts.call), *_group(facts, "said"), *_transcript(facts.call)]
    return Content("\n").join(part for part in parts if part is not None)


def call_times(call: Call, company_zone: tzinfo | None, today: date) -> tuple[str, ...]:
    """The start on the company's clocks and on this machine's, each named; once where they are the same."""
    if call.start is None:
        return ()
    zones = (company_zone, None) if company_zone is not None else (None,)
    found = ((moment_text(call.start, where, today), zone_heading(where, call.start.date())) for where in zones)
    return tuple(dict.fromkeys(f"{moment} {name}" for moment, name in found if moment))


def raw_text(call: Call) -> Content:
    """The call as the server sent it."""
    return display(json.dumps(call.raw, indent=2, ensure_ascii=False), multiline=True, limit=_LONG)


def links(call: Call) -> list[tuple[str, str]]:
    """The links of a call with their labels, to be shown and copied; none is opened by itself."""
    found = ((CALL_FIELDS[name].label, text(call.raw.get(name))) for name in _LINKS)
    return [(label, link) for label, link in found if link]


def _state_line(facts: DetailFacts) -> Content | None:
    if facts.error is not None:
        return assemble(
            ("The whole call could not be read: ", "bold"), facts.error.title, " ", (facts.error.hint, "dim")
        )
    if facts.reading:
        return display("reading the whole call …", style="dim")
    if not facts.whole:
        return display("from the list · enter reads the whole call", style="dim")
    return None


def _group(facts: DetailFacts, theme: str) -> Iterable[Content]:
    call = facts.call
    shown: list[Content] = []
    empty: list[str] = []
    absent: list[str] = []
    gated: list[str] = []
    for field in CALL_FIELDS.values():
        if field.theme != theme or field.name in ("milestones", "transcription", "conversational_transcript"):
            continue
        state = call.state_of(field.name)
        if state is FieldState.ABSENT:
            if not (field.single_only and not facts.whole):
                absent.append(field.label)
        elif state in (FieldState.NULL, FieldState.EMPTY):
            (gated if field.premium and state is FieldState.NULL else empty).append(field.label)
        else:
            shown.append(_line(facts, field, state))
    yield display("")
    yield display(TITLES[theme], style="bold underline")
    yield from shown
    if empty:
        yield _aside("none", empty)
    if gated:
        yield _aside("not given by the plan, or not yet", gated)
    if absent and facts.whole:
        yield _aside("not in the answer", absent)
    if not shown and not empty and not gated and not facts.whole:
        yield display("  comes with the whole call", style="dim")


def _aside(words: str, labels: list[str]) -> Content:
    return assemble((f"  {words}: ", "dim"), (" · ".join(labels), "dim"))


def _line(facts: DetailFacts, field: CallField, state: FieldState) -> Content:
    label = (f"  {field.label}".ljust(_LABEL), "dim")
    value = facts.call.raw[field.name]
    if state is FieldState.WRONG_TYPE:
        return assemble(label, _compact(value), (f"  (expected {field.kind.value})", "dim"))
    if field.secret:
        return assemble(label, (_SECRET_NOTE, "dim"))
    if field.name == "start_time" and facts.times:
        return assemble(label, Content(" · ").join(display(one) for one in facts.times))
    strong = "bold" if field.name in _TOP else ""
    return assemble(label, display(_words(field, value), multiline=True, limit=4_000, style=strong))


def _words(field: CallField, value: object) -> str:
    if field.kind is Kind.BOOLEAN:
        return "yes" if boolean(value) else "no"
    if field.kind is Kind.NAMES:
        return " · ".join(names(value) or ())
    if field.name in ("duration", "recording_duration"):
        return f"{value} s"
    if field.name == "speaker_percent":
        shares = mapping(value)
        if shares is not None:
            return " · ".join(f"{who} {share} %" for who, share in shares.items())
    if field.name == "keywords_spotted":
        return " · ".join(text(item.get("keyword")) or "?" for item in objects(value))
    if isinstance(value, list):
        return " · ".join(item if isinstance(item, str) else _compact(item) for item in value)
    return value if isinstance(value, str) else _compact(value)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


_MILESTONES = {"first_touch": "First touch", "lead_created": "Lead created", "qualified": "Qualified",
               "last_touch": "Last touch"}  # fmt: skip


def _milestones(call: Call) -> Iterable[Content]:
    found = mapping(call.raw.get("milestones"))
    if not found:
        return
    yield display("  Milestones", style="dim")
    for name, raw in found.items():
        stone = mapping(raw)
        label = (f"    {_MILESTONES.get(name, name)}".ljust(_LABEL), "dim")
        told = [f"{key}: {words}" for key, words in _told(stone)] if stone is not None else [_compact(raw)]
        yield assemble(label, " · ".join(told) or "nothing told")


def _told(stone: object) -> Iterable[tuple[str, str]]:
    for key, value in (mapping(stone) or {}).items():
        words = text(value)
        if words is not None:
            yield key.replace("_", " "), words
        elif isinstance(value, dict) and value:
            yield key.replace("_", " "), _compact(value)


def _transcript(call: Call) -> Iterable[Content]:
    said = transcript_lines(call)
    if said:
        yield display("  Transcript", style="dim")
        for line in said:
            yield assemble("    ", display(line, limit=2_000))
    elif call.state_of("transcription") is FieldState.NULL:
        yield display("  no transcript: the plan gives none, none was recorded, or it is not ready yet", style="dim")
