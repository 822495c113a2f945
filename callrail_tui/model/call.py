"""A call as the server tells it, and what can be said of it by rule (wire 8)."""

from datetime import datetime
from enum import Enum
from typing import NamedTuple

from callrail_tui.model.fields import CALL_FIELDS, Kind
from callrail_tui.model.read import Json, are_names, boolean, by_id, integer, mapping, names, text
from callrail_tui.model.when import timestamp


class Outcome(Enum):
    """What became of a call."""

    ANSWERED = "answered"
    MISSED = "missed"
    VOICEMAIL = "voicemail"
    ABANDONED = "abandoned"
    IN_PROGRESS = "in progress"
    UNKNOWN = "unknown"


class FieldState(Enum):
    """What the answer says of one field; absent and null are not the same (wire 17, trap 5)."""

    PRESENT = "present"
    NULL = "null"
    EMPTY = "empty"
    ABSENT = "absent"
    WRONG_TYPE = "wrong type"


class Call(NamedTuple):
    """One call: attributes for what a list row and a decision need, `raw` for everything else (wire 8.4, 8.8)."""

    id: str
    start: datetime | None
    direction: str | None
    answered: bool | None
    voicemail: bool | None
    call_type: str | None
    duration: int | None
    """Seconds; None while in progress."""
    customer_name: str | None
    customer_number: str | None
    tracking_number: str | None
    company_id: str | None
    company_name: str | None
    company_zone: str | None
    tracker_id: str | None
    source_name: str | None
    source: str | None
    lead_status: str | None
    """Unknown words are kept (wire 8.6); what None means, `is_scored` tells."""
    tags: tuple[str, ...] | None
    """Those that can be read; None when tags were not given or are no list.

    Where `state_of("tags")` is neither `PRESENT` nor `EMPTY` the set is not known whole, and must not be written back.
    """
    note: str | None
    value: str | None
    first_call: bool | None
    agent_email: str | None
    recording: str | None
    spam: bool | None
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)

    def __hash__(self) -> int:
        return hash(self.id)  # `raw` has no hash of its own

    @property
    def outcome(self) -> Outcome:
        """What became of it: by `call_type` where given, else by rule (wire 8.4, 8.7)."""
        named = _OUTCOMES.get(self.call_type or "")
        if named is not None:
            return named
        if self.answered:
            return Outcome.ANSWERED
        if self.voicemail:
            return Outcome.VOICEMAIL
        if self.answered is None and self.duration is None:
            return Outcome.IN_PROGRESS
        if self.answered is False:
            return Outcome.MISSED if self.direction == "inbound" else Outcome.ABANDONED
        return Outcome.UNKNOWN

    @property
    def is_inbound(self) -> bool:
        """Whether the customer called; true as well where the answer does not say."""
        return self.direction != "outbound"

    @property
    def is_scored(self) -> bool | None:
        """Whether somebody judged it; None where the answer does not say, or not in a way that can be read."""
        if self.lead_status is not None:
            return True
        return False if self.state_of("lead_status") in (FieldState.NULL, FieldState.EMPTY) else None

    @property
    def is_number_withheld(self) -> bool:
        """Whether the number is a placeholder for a withheld one: nothing to group by or call back (wire 2.3)."""
        number = self.customer_number
        return number is None or number in _WITHHELD or number.lower() in ("anonymous", "restricted", "unknown")

    def state_of(self, name: str) -> FieldState:
        """Whether the answer held the field, and whether its value is of the documented kind."""
        if name not in self.raw:
            return FieldState.ABSENT
        value = self.raw[name]
        if value is None:
            return FieldState.NULL
        if value in ("", [], {}):
            return FieldState.EMPTY
        known = CALL_FIELDS.get(name)
        return FieldState.PRESENT if known is None or _fits(known.kind, value) else FieldState.WRONG_TYPE


_OUTCOMES = {
    "answered": Outcome.ANSWERED,
    "missed": Outcome.MISSED,
    "abandoned": Outcome.ABANDONED,
    "abandonded": Outcome.ABANDONED,
    "in_progress": Outcome.IN_PROGRESS,
    "voicemail": Outcome.VOICEMAIL,
    "voicemail_transcription": Outcome.VOICEMAIL,
}

_WITHHELD = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"})


def _fits(kind: Kind, value: object) -> bool:
    match kind:
        case Kind.TEXT:
            return text(value) is not None
        case Kind.NUMBER:
            return integer(value) is not None
        case Kind.BOOLEAN:
            return boolean(value) is not None
        case Kind.TIME:
            return timestamp(value) is not None
        case Kind.NAMES:
            return are_names(value)
        case Kind.OBJECT:
            return mapping(value) is not None
        case Kind.LIST:
            return isinstance(value, list)
        case Kind.ANY:
            return True


def decode_call(raw: Json) -> Call:
    """Read a call; a field that is missing, null or of a wrong type becomes None and stays visible in `raw`."""
    get = raw.get
    return Call(
        id=text(get("id")) or "",
        start=timestamp(get("start_time")),
        direction=text(get("direction")),
        answered=boolean(get("answered")),
        voicemail=boolean(get("voicemail")),
        call_type=text(get("call_type")),
        duration=integer(get("duration")),
        customer_name=text(get("customer_name")),
        customer_number=text(get("customer_phone_number")),
        tracking_number=text(get("tracking_phone_number")),
        company_id=text(get("company_id")),
        company_name=text(get("company_name")),
        company_zone=text(get("company_time_zone")),
        tracker_id=text(get("tracker_id")),
        source_name=text(get("source_name")),
        source=text(get("source")),
        lead_status=text(get("lead_status")),
        tags=names(get("tags")),
        note=text(get("note")),
        value=text(get("value")),
        first_call=boolean(get("first_call")),
        agent_email=text(get("agent_email")),
        recording=text(get("recording")),
        spam=boolean(get("spam")),
        raw=raw,
    )
