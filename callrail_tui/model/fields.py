"""The catalogue of a call's fields: which come unasked, which must be named, and their kinds (wire 8.4, 8.8)."""

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What a field's value is when it is well formed."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    NAMES = "names"
    OBJECT = "object"
    LIST = "list"
    ANY = "any"
    """Seen in several shapes; shown by its shape."""


class CallField(NamedTuple):
    """One field of a call."""

    name: str
    label: str
    theme: str
    kind: Kind = Kind.TEXT
    default: bool = False
    """Whether it comes without being named in `fields`."""
    single_only: bool = False
    """Whether only the single GET accepts its name."""
    session_only: bool = False
    """Whether it means something only for session trackers."""
    premium: bool = False
    """Whether it is given only on plans with conversation intelligence: null says nothing about the call."""
    unpublished: bool = False
    """Whether no reference has it any more: shown where it comes, never asked for (wire 8.8)."""
    secret: bool = False
    """Whether its value lets anyone listen or log in: kept out of exports and logs."""


def _fields(theme: str, *rows: CallField | tuple[str, str] | tuple[str, str, Kind]) -> list[CallField]:
    return [
        row if isinstance(row, CallField) else CallField(row[0], row[1], theme, row[2] if len(row) > 2 else Kind.TEXT)
        for row in rows
    ]


def _default(name: str, label: str, theme: str, kind: Kind = Kind.TEXT) -> CallField:
    return CallField(name, label, theme, kind, default=True)


def _session(name: str, label: str, theme: str) -> CallField:
    return CallField(name, label, theme, session_only=True)


def _unpublished(name: str, theme: str, label: str = "", kind: Kind = Kind.TEXT) -> CallField:
    return CallField(name, label or name, theme, kind, unpublished=True)


def _premium(name: str, label: str, kind: Kind = Kind.ANY, *, single_only: bool = False) -> CallField:
    return CallField(name, label, "said", kind, premium=True, single_only=single_only)


_CATALOGUE: list[CallField] = [
    *_fields(
        "who",
        _default("customer_name", "Name", "who"),
        _default("customer_phone_number", "Number", "who"),
        ("formatted_customer_name", "Name, restyled"),
        ("formatted_customer_name_or_phone_number", "Name or number"),
        ("formatted_customer_phone_number", "Number, national"),
        ("formatted_customer_location", "Place"),
        _default("customer_city", "City", "who"),
        _default("customer_state", "State", "who"),
        _default("customer_country", "Country", "who"),
        ("first_call", "First call", Kind.BOOLEAN),
        ("prior_calls", "Earlier calls", Kind.NUMBER),
        ("total_calls", "Calls in all", Kind.NUMBER),
        ("person_id", "Person"),
        ("timeline_url", "Timeline"),
        ("zip_code", "Zip code", Kind.ANY),
        ("keypad_entries", "Keypad entries", Kind.ANY),
    ),
    *_fields(
        "what",
        _default("id", "Id", "what"),
        _default("start_time", "Start", "what", Kind.TIME),
        ("created_at", "Created", Kind.TIME),
        _default("direction", "Direction", "what"),
        ("call_type", "Call type"),
        ("formatted_call_type", "Call type, in words"),
        _default("answered", "Answered", "what", Kind.BOOLEAN),
        _default("voicemail", "Voicemail", "what", Kind.BOOLEAN),
        _default("duration", "Length", "what", Kind.NUMBER),
        ("formatted_duration", "Length, in words"),
        ("agent_email", "Agent"),
        _default("business_phone_number", "Answered at", "what"),
        ("formatted_business_phone_number", "Answered at, national"),
        _default("tracking_phone_number", "Tracking number", "what"),
        ("formatted_tracking_phone_number", "Tracking number, national"),
        ("company_id", "Company id"),
        ("company_name", "Company"),
        ("company_time_zone", "Company time zone"),
        ("tracker_id", "Tracker id"),
        ("source_name", "Tracker"),
        _default("recording", "Recording", "what"),
        _default("recording_duration", "Recording length", "what", Kind.NUMBER),
        CallField("recording_player", "Player", "what", default=True, secret=True),
        ("waveforms", "Waveforms", Kind.LIST),
    ),
    *_fields(
        "why",
        ("source", "Source"),
        ("formatted_tracking_source", "Source, in words"),
        ("medium", "Medium"),
        ("campaign", "Campaign"),
        _session("keywords", "Keywords", "why"),
        _session("landing_page_url", "Landing page", "why"),
        _session("last_requested_url", "Last page", "why"),
        _session("referrer_domain", "Referrer", "why"),
        _session("referring_url", "Referring page", "why"),
        _session("device_type", "Device", "why"),
        ("utm_source", "UTM source"),
        ("utm_medium", "UTM medium"),
        ("utm_campaign", "UTM campaign"),
        _session("utm_term", "UTM term", "why"),
        _session("utm_content", "UTM content", "why"),
        _session("gclid", "Google click id", "why"),
        _session("fbclid", "Facebook click id", "why"),
        _session("msclkid", "Microsoft click id", "why"),
        _session("ga", "Google Analytics id", "why"),
        *(_unpublished(name, "why") for name in ("utma", "utmb", "utmc", "utmv", "utmz")),
        _session("session_uuid", "Web session", "why"),
        ("milestones", "Milestones", Kind.OBJECT),
        CallField("custom", "Custom cookies", "why", Kind.OBJECT, session_only=True),
        CallField("integration_data", "Integration data", "why", Kind.LIST, single_only=True),
    ),
    *_fields(
        "said",
        _premium("transcription", "Transcript"),
        _premium("conversational_transcript", "Conversation", Kind.LIST, single_only=True),
        _premium("call_summary", "Summary"),
        _premium("sentiment", "Sentiment", Kind.TEXT),
        ("call_highlights", "Highlights", Kind.LIST),
        ("keywords_spotted", "Keywords spotted", Kind.LIST),
        ("speaker_percent", "Who spoke", Kind.ANY),
        ("lead_score", "Lead score"),
        ("lead_explanation", "Why that score"),
        ("voice_assist_message", "Voice assistant", Kind.OBJECT),
    ),
    *_fields(
        "decided",
        ("lead_status", "Lead status"),
        ("tags", "Tags", Kind.NAMES),
        _unpublished("detail_tags", "decided", "Tags in detail", Kind.LIST),
        ("note", "Note"),
        ("value", "Value", Kind.ANY),
        ("formatted_value", "Value, in words"),
        ("good_lead_call_id", "Earlier good call"),
        ("good_lead_call_time", "Earlier good call at", Kind.TIME),
        ("spam", "Spam", Kind.BOOLEAN),
    ),
]

CALL_FIELDS: dict[str, CallField] = {field.name: field for field in _CATALOGUE}
"""Every known field by its name on the wire, in the order a detail shows them."""

THEMES: tuple[str, ...] = ("who", "what", "why", "said", "decided")

LIST_FIELDS: tuple[str, ...] = (
    "agent_email", "call_type", "company_id", "company_name", "company_time_zone", "first_call", "lead_status",
    "note", "source", "source_name", "tags", "tracker_id", "value",
)  # fmt: skip
"""What every list request asks for beside the default fields (wire 8.8, suggested set)."""

KNOWN_GOOD_FIELDS: tuple[str, ...] = (
    "company_id", "company_name", "first_call", "lead_status", "note", "source_name", "tags", "tracker_id", "value",
)  # fmt: skip
"""What is asked for after a field was refused: names that third parties use with success (wire 8.1, 8.8)."""

DETAIL_FIELDS: tuple[str, ...] = tuple(
    sorted(field.name for field in _CATALOGUE if not field.default and not field.unpublished)
)
"""What the single GET asks for: the published catalogue."""

SORT_FIELDS: dict[str, str] = {
    "start_time": "Time",
    "customer_name": "Name",
    "customer_phone_number": "Number",
    "duration": "Length",
    "source": "Source",
    "customer_city": "City",
    "customer_country": "Country",
    "landing_page_url": "Landing page",
    "device_type": "Device",
    "answered": "Answered",
    "first_call": "First call",
    "source_name": "Tracker",
    "lead_status": "Lead status",
    "tags": "Tags",
}
"""What a list can be sorted by, with its heading (wire 8.2)."""

SORT_NEEDS_FIELD: frozenset[str] = frozenset({"source", "landing_page_url", "device_type", "first_call", "tags"})
"""Sort fields that are to be named in `fields` as well, to be seen (wire 8.2)."""
