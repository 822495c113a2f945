"""A call's fields as labelled entries, group by group; what holds nothing is named together, by why (floor 4)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import NamedTuple

from textual.content import Content

from callrail_tui.model.call import Call, FieldState
from callrail_tui.model.fields import CALL_FIELDS, DETAIL_FIELDS, CallField, Kind
from callrail_tui.model.read import boolean, mapping, names, objects, text
from callrail_tui.model.when import timestamp
from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import duration, moment_text, zone_heading
from callrail_tui.present.values import compact

_LONG = 40_000
_SECRET_NOTE = "a link that lets anyone listen: o shows it"

_BESIDE: dict[str, tuple[str, ...]] = {
    "customer_name": ("formatted_customer_name", "formatted_customer_name_or_phone_number"),
    "customer_phone_number": ("formatted_customer_phone_number",),
    "customer_city": ("customer_state", "customer_country", "formatted_customer_location"),
    "call_type": ("formatted_call_type",),
    "duration": ("formatted_duration",),
    "business_phone_number": ("formatted_business_phone_number",),
    "tracking_phone_number": ("formatted_tracking_phone_number",),
    "source": ("formatted_tracking_source",),
    "value": ("formatted_value",),
}
"""Fields that tell the same in other words stand on the line of the first, and only where they differ."""
_UNSET = "--"
"""How a formatted value says that there is none (wire 8.8)."""
_ELSEWHERE = frozenset({"milestones", "transcription", "conversational_transcript"})


class Entry(NamedTuple):
    """A label and what stands beside it; lines of one entry are wrapped each on its own."""

    label: str
    lines: tuple[Content, ...]


@dataclass(slots=True)
class Group:
    """One group of the detail."""

    title: str
    entries: list[Entry] = field(default_factory=list)


class Clocks(NamedTuple):
    """What times are told by: the company's zone and today's date."""

    zone: tzinfo | None
    today: date


def call_times(call: Call, company_zone: tzinfo | None, today: date) -> tuple[str, ...]:
    """The start on the company's clocks and on this machine's, each named; once where they are the same."""
    return () if call.start is None else _both_times(call.raw.get("start_time"), Clocks(company_zone, today))


def _both_times(value: object, clocks: Clocks) -> tuple[str, ...]:
    moment = timestamp(value)
    if moment is None:
        return ()
    zones = (clocks.zone, None) if clocks.zone is not None else (None,)
    found = ((moment_text(moment, where, clocks.today), zone_heading(where, moment.date())) for where in zones)
    return tuple(dict.fromkeys(f"{words} {name}" for words, name in found if words))


def group_of(call: Call, theme: str, title: str, clocks: Clocks, *, whole: bool) -> Group:
    """The fields of one theme: those that hold something, then the names of those that do not, by why."""
    found = Group(title)
    told = _Nothing()
    beside = {name for first, others in _BESIDE.items() if _is_shown(call, first) for name in others}
    for each in CALL_FIELDS.values():
        if each.theme != theme or each.name in _ELSEWHERE:
            continue
        state = call.state_of(each.name)
        if call.raw.get(each.name) == _UNSET:
            told.note(each, FieldState.EMPTY)
        elif each.name == "lead_status" and state in (FieldState.NULL, FieldState.EMPTY):
            found.entries.append(Entry(each.label, (display("not scored", style="dim italic"),)))
        elif state in (FieldState.PRESENT, FieldState.WRONG_TYPE):
            if each.name not in beside or state is FieldState.WRONG_TYPE:
                label = "Place" if each.name == "customer_city" else each.label
                found.entries.append(Entry(label, tuple(_value(call, each, state, clocks))))
        else:
            told.note(each, state)
    found.entries += told.entries(whole=whole)
    return found


def _is_shown(call: Call, name: str) -> bool:
    return call.state_of(name) is FieldState.PRESENT


@dataclass(slots=True)
class _Nothing:
    """Labels of the fields that hold nothing."""

    empty: list[str] = field(default_factory=list)
    website: list[str] = field(default_factory=list)
    gated: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)

    def note(self, each: CallField, state: FieldState) -> None:
        if state is FieldState.ABSENT and not each.default and each.name not in DETAIL_FIELDS:
            self.unasked.append(each.label)
        elif state is FieldState.ABSENT:
            self.absent.append(each.label)
        elif each.premium and state is FieldState.NULL:
            self.gated.append(each.label)
        elif each.session_only:
            self.website.append(each.label)
        else:
            self.empty.append(each.label)

    def entries(self, *, whole: bool) -> Iterator[Entry]:
        if self.empty:
            yield _aside("empty", "", self.empty)
        if self.website:
            yield _aside("empty", "known only of website visitors: ", self.website)
        if self.gated:
            yield _aside("not given", "the plan has none, or it is not ready yet: ", self.gated)
        if self.absent and whole:
            yield _aside("absent", "not in the answer: ", self.absent)
        if self.unasked and whole:
            yield _aside("absent", "not asked for: ", self.unasked)


def _aside(label: str, words: str, labels: list[str]) -> Entry:
    return Entry(label, (assemble((words, "dim italic"), (", ".join(labels), "dim")),))


def _value(call: Call, each: CallField, state: FieldState, clocks: Clocks) -> Iterator[Content]:
    value = call.raw[each.name]
    if state is FieldState.WRONG_TYPE:
        yield assemble((f"not {_A[each.kind]} as expected: ", "bold"), json_text(value))
    elif each.secret:
        yield display(_SECRET_NOTE, style="dim")
    elif each.kind is Kind.TIME:
        yield display(" · ".join(_both_times(value, clocks)) or value)
    elif each.name in _BESIDE:
        yield display(" · ".join(_in_other_words(call, each)))
    else:
        yield from (display(line, limit=_LONG) for line in _words(each, value))


_A = {
    Kind.TEXT: "a text", Kind.NUMBER: "a number", Kind.BOOLEAN: "yes or no", Kind.TIME: "a time", Kind.NAMES: "names",
    Kind.OBJECT: "an object", Kind.LIST: "a list", Kind.ANY: "a value",
}  # fmt: skip


def _in_other_words(call: Call, each: CallField) -> list[str]:
    raw = call.raw
    words = [text(raw.get(name)) or "" for name in (each.name, *_BESIDE[each.name]) if _is_shown(call, name)]
    if each.name == "duration" and call.duration is not None:
        words = [duration(call.duration), *words[1:]]
    if each.name == "customer_city" and _is_shown(call, "formatted_customer_location"):
        *parts, place = words
        told = set(place.split(", "))
        words = [place, *(part for part in parts if part not in told)]
    return list(dict.fromkeys(word for word in words if word not in ("", _UNSET)))


def _words(each: CallField, value: object) -> list[str]:
    if each.kind is Kind.BOOLEAN:
        return ["yes" if boolean(value) else "no"]
    if each.kind is Kind.NAMES:
        return [" · ".join(names(value) or ())]
    if each.name == "recording_duration":
        return [duration(int(value)) if isinstance(value, int) else compact(value)]
    if each.name == "speaker_percent" and (shares := mapping(value)) is not None:
        return [" · ".join(f"{who} {compact(share)} %" for who, share in shares.items())]
    if each.name == "keywords_spotted":
        return [" · ".join(_spotted(value)) or compact(value)]
    if each.name == "keypad_entries" and (typed := objects(value)):
        return [" · ".join(f"{compact(one.get('name'))}: {compact(one.get('value'))}" for one in typed)]
    if each.name == "voice_assist_message" and (told := list(voice_assist(value))):
        return [f"{asked}: {answer}" for asked, answer in told]
    if each.name == "waveforms" and isinstance(value, list):
        return [f"{len(value)} {'picture' if len(value) == 1 else 'pictures'}: o lists the links"]
    if each.name == "call_highlights" and isinstance(value, list):
        return [" · ".join(compact(item) for item in value)]
    if isinstance(value, list):
        return [compact(item, 4_000) for item in value]
    if isinstance(value, dict):
        return [f"{name}: {compact(item, 4_000)}" for name, item in value.items()]
    return value.splitlines() if isinstance(value, str) else [compact(value)]


def _spotted(value: object) -> Iterator[str]:
    for item in objects(value):
        count = len(objects(item.get("locations")))
        yield (text(item.get("keyword")) or "?") + (f" ×{count}" if count > 1 else "")


def voice_assist(value: object) -> Iterator[tuple[str, str]]:
    """What the assistant was told: each question with its answer, then the rest (wire 8.8)."""
    told = mapping(value) or {}
    for asked, answer in (mapping(told.get("contents")) or {}).items():
        yield asked, compact(answer, 4_000)
    for name, rest in told.items():
        if rest not in (None, "", [], {}) and (name != "contents" or mapping(rest) is None):
            yield name.replace("_", " "), compact(rest, 4_000)


def json_text(value: object) -> str:
    """A value as the server wrote it."""
    return json.dumps(value, ensure_ascii=False)
