"""The catalogue of a call's fields: what is always given, what comes when named, how each is made (wire 8.4, 8.8)."""

from collections.abc import Callable, Iterable
from typing import Final

from callrail_tui.demo import attribution, conversation
from callrail_tui.demo.callview import API, WEB, CallView
from callrail_tui.demo.formats import length, moment, money, national
from callrail_tui.demo.pattern import Lead, Outcome
from callrail_tui.demo.replies import ApiError
from callrail_tui.demo.selection import ANSWERED, OUTBOUND

Render = Callable[[CallView], object]

LEAD_WORDS: Final = {
    Lead.NOT_SCORED: None,
    Lead.GOOD: "good_lead",
    Lead.NOT_A_LEAD: "not_a_lead",
    Lead.PREVIOUSLY: "previously_marked_good_lead",
}
_TYPES: Final = {
    Outcome.ANSWERED: ("answered", "Answered Call"),
    Outcome.MISSED: ("missed", "Missed Call"),
    Outcome.ABANDONED: ("abandoned", "Abandoned Call"),
    Outcome.VOICEMAIL: ("voicemail", "Voicemail"),
    Outcome.OUTBOUND: ("outbound", "Outbound Call"),
    Outcome.OUTBOUND_UNANSWERED: ("outbound", "Outbound Call"),
    Outcome.IN_PROGRESS: ("in_progress", "In Progress"),
}
DEVICE_WORDS: Final = (None, "desktop", "mobile")


def _answered(call: CallView) -> bool | None:
    return None if call.row.outcome is Outcome.IN_PROGRESS else call.row.outcome in ANSWERED


def _business_number(call: CallView) -> str | None:
    return call.company.number if call.row.outcome in ANSWERED else None


def _recording_duration(call: CallView) -> object:
    """A number, or the same number as text (wire 2.2)."""
    if not call.recorded:
        return None
    return str(call.row.duration) if call.index % 5 == 0 else call.row.duration


def _call_type(call: CallView) -> str:
    if call.row.outcome is Outcome.VOICEMAIL and call.bits % 3 == 0:
        return "voicemail_transcription"
    return _TYPES[call.row.outcome][0]


def _tags(call: CallView) -> list[object]:
    if not call.scene.tag_objects:
        return [*call.scene.tags.names(call.row.tags)]
    tags = (call.scene.tags.get(tag_id) for tag_id in call.row.tags)
    return [{"id": tag.id, "name": tag.name, "color": tag.color} for tag in tags if tag]


def _nice_name(call: CallView) -> str | None:
    return call.name.title() if call.name and call.name.isupper() else call.name


def _location(call: CallView) -> str | None:
    place = (call.caller.city, call.caller.state or call.caller.country)
    return ", ".join(part for part in place if part) or None


def _duration_words(call: CallView) -> str | None:
    return "(abandoned)" if call.row.outcome is Outcome.ABANDONED else length(call.row.duration)


def _earlier_good_call(call: CallView) -> int | None:
    return call.caller.first if call.row.lead is Lead.PREVIOUSLY else None


def _good_lead_time(call: CallView) -> str | None:
    earlier = _earlier_good_call(call)
    return None if earlier is None else moment(call.scene.book.population.timeline.start_ms(earlier), call.zone)


def _good_lead_id(call: CallView) -> object:
    earlier = _earlier_good_call(call)
    return "" if earlier is None else 111_000_000 + earlier


def _person_id(call: CallView) -> str:
    return call.scene.directory.mint.make("PER", call.caller.first)


def _player(call: CallView) -> str | None:
    return f"{WEB}/calls/{call.id}/recording?access_key={call.bits:016x}" if call.recorded else None


DEFAULTS: Final[dict[str, Render]] = {
    "id": lambda call: call.id,
    "answered": _answered,
    "business_phone_number": _business_number,
    "customer_city": lambda call: call.caller.city,
    "customer_country": lambda call: call.caller.country,
    "customer_name": lambda call: call.name,
    "customer_phone_number": lambda call: call.caller.number,
    "customer_state": lambda call: call.caller.state,
    "direction": lambda call: "outbound" if call.row.outcome in OUTBOUND else "inbound",
    "duration": lambda call: call.row.duration,
    "recording": lambda call: (
        f"{API}/{call.scene.numeric_id}/calls/{call.id}/recording.json" if call.recorded else None
    ),
    "recording_duration": _recording_duration,
    "start_time": lambda call: moment(call.start_ms, call.zone),
    "tracking_phone_number": lambda call: call.tracking_number,
    "voicemail": lambda call: call.row.outcome is Outcome.VOICEMAIL,
}
"""Given always, by a PUT too."""

READ_DEFAULTS: Final[dict[str, Render]] = {**DEFAULTS, "recording_player": _player}
"""Given always when reading."""

SELECTABLE: Final[dict[str, Render]] = {
    "call_type": _call_type,
    "created_at": lambda call: moment(call.start_ms + 1_500, call.zone),
    "first_call": lambda call: call.row.prior == 0,
    "prior_calls": lambda call: call.row.prior,
    "total_calls": lambda call: len(call.scene.book.population.calls_of(call.caller.first)),
    "spam": lambda call: False,
    "company_id": lambda call: call.company.id,
    "company_name": lambda call: call.company.name,
    "company_time_zone": lambda call: call.company.time_zone,
    "tracker_id": lambda call: call.tracker.id,
    "source_name": lambda call: call.tracker.name,
    "agent_email": lambda call: call.agent_email,
    "lead_status": lambda call: LEAD_WORDS[call.row.lead],
    "tags": _tags,
    "note": lambda call: call.triage.note,
    "value": lambda call: call.triage.value,
    "good_lead_call_id": _good_lead_id,
    "good_lead_call_time": _good_lead_time,
    "person_id": _person_id,
    "timeline_url": lambda call: f"{WEB}/a/{call.scene.numeric_id}/people/{_person_id(call)}/timeline",
    "formatted_call_type": lambda call: _TYPES[call.row.outcome][1],
    "formatted_customer_name": _nice_name,
    "formatted_customer_name_or_phone_number": lambda call: (
        _nice_name(call) or national(call.caller.number) or "Unknown"
    ),
    "formatted_customer_phone_number": lambda call: national(call.caller.number),
    "formatted_customer_location": _location,
    "formatted_business_phone_number": lambda call: national(_business_number(call)),
    "formatted_tracking_phone_number": lambda call: national(call.tracking_number),
    "formatted_tracking_source": lambda call: call.origin.formatted,
    "formatted_duration": _duration_words,
    "formatted_value": lambda call: money(call.triage.value),
    **attribution.FIELDS,
    "device_type": lambda call: DEVICE_WORDS[call.row.device],
    **conversation.FIELDS,
}
"""Given when named."""

ALL: Final = {**READ_DEFAULTS, **SELECTABLE, **conversation.SINGLE_ONLY}


def chosen(names: Iterable[str], refused: frozenset[str], *, single: bool) -> dict[str, Render]:
    """The default fields and those named; 400 when a name is not known or not given here (wire 8.1)."""
    renders = dict(READ_DEFAULTS)
    unknown = []
    for name in names:
        if name not in ALL or name in refused or (name in conversation.SINGLE_ONLY and not single):
            unknown.append(name)
        else:
            renders[name] = ALL[name]
    if unknown:
        raise ApiError(400, f"Invalid fields requested: {', '.join(unknown)}")
    return renders


def rendered(call: CallView, renders: dict[str, Render]) -> dict[str, object]:
    """The call as a JSON object."""
    return {name: render(call) for name, render in renders.items()}
