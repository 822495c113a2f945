"""Who and what calls belong to: connections, accounts, companies, trackers (wire 1.3, 6, 7, 11)."""

from datetime import datetime
from typing import NamedTuple

from callrail_tui.model.read import Json, boolean, by_id, integer, items, mapping, text
from callrail_tui.model.when import timestamp


class Connection(NamedTuple):
    """A managed OAuth connection of the gateway (wire 1.3)."""

    id: str
    status: str
    """`ACTIVE`, `PENDING`, `FAILED`, or a word we do not know; upper case."""
    created: datetime | None
    updated: datetime | None
    url: str | None
    """The page where the person authorises it: it carries a session token, so it is a secret."""
    app: str | None
    method: str | None
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)

    @property
    def is_active(self) -> bool:
        """Whether the gateway would use it."""
        return self.status == "ACTIVE"


def decode_connection(raw: Json) -> Connection:
    """Read a connection, from `{"connection": {…}}` or flat."""
    raw = mapping(raw.get("connection")) or raw
    return Connection(
        id=text(raw.get("connection_id")) or text(raw.get("id")) or text(raw.get("connectionId")) or "",
        status=(text(raw.get("status")) or "").strip().upper(),
        created=timestamp(raw.get("creation_time")),
        updated=timestamp(raw.get("last_updated_time")),
        url=text(raw.get("url")),
        app=text(raw.get("app")),
        method=text(raw.get("method")),
        raw=raw,
    )


def active_oldest_first(connections: tuple[Connection, ...]) -> tuple[Connection, ...]:
    """The ACTIVE ones, oldest first: the first is what the gateway takes when none is named (wire 1.4)."""
    active = (connection for connection in connections if connection.is_active)
    return tuple(sorted(active, key=lambda one: (one.created is None, one.created.timestamp() if one.created else 0.0)))


class Account(NamedTuple):
    """A CallRail account (wire 6)."""

    id: str
    name: str | None
    numeric_id: int | None
    hipaa: bool | None
    inbound_recording: bool | None
    outbound_recording: bool | None
    created: datetime | None
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)


def decode_account(raw: Json) -> Account:
    """Read an account; all but its id may be missing."""
    return Account(
        id=text(raw.get("id")) or "",
        name=text(raw.get("name")),
        numeric_id=integer(raw.get("numeric_id")),
        hipaa=boolean(raw.get("hipaa_account")),
        inbound_recording=boolean(raw.get("inbound_recording_enabled")),
        outbound_recording=boolean(raw.get("outbound_recording_enabled")),
        created=timestamp(raw.get("created_at")),
        raw=raw,
    )


class Company(NamedTuple):
    """A company of an account: the unit of tags, integrations, lead scoring, transcripts and time zone (wire 7)."""

    id: str
    name: str | None
    status: str | None
    """`active`, `disabled`, or a word we do not know."""
    time_zone: str | None
    created: datetime | None
    disabled: datetime | None
    callscore: bool | None
    lead_scoring: bool | None
    callscribe: bool | None
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)

    @property
    def is_disabled(self) -> bool:
        """Whether it is switched off; it still appears in lists."""
        return self.status == "disabled"


def decode_company(raw: Json) -> Company:
    """Read a company."""
    return Company(
        id=text(raw.get("id")) or "",
        name=text(raw.get("name")),
        status=text(raw.get("status")),
        time_zone=text(raw.get("time_zone")),
        created=timestamp(raw.get("created_at")),
        disabled=timestamp(raw.get("disabled_at")),
        callscore=boolean(raw.get("callscore_enabled")),
        lead_scoring=boolean(raw.get("lead_scoring_enabled")),
        callscribe=boolean(raw.get("callscribe_enabled")),
        raw=raw,
    )


class Tracker(NamedTuple):
    """A tracking number (source) or a website pool of them (session) (wire 11)."""

    id: str
    name: str | None
    type: str | None
    """`source`, `session`, or a word we do not know."""
    status: str | None
    company_id: str | None
    company_name: str | None
    numbers: tuple[str, ...]
    destination: str | None
    source_type: str | None
    """The `type` of its source; None for session trackers that name engines instead."""
    sms_supported: bool | None
    sms_enabled: bool | None
    whisper: str | None
    created: datetime | None
    disabled: datetime | None
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)

    @property
    def is_disabled(self) -> bool:
        """Whether its number was released; it still appears in lists."""
        return self.status == "disabled"


def decode_tracker(raw: Json) -> Tracker:
    """Read a tracker; its `source` may be an object without `type`, or a bare word."""
    company = mapping(raw.get("company")) or {}
    source = raw.get("source")
    kind = mapping(source)
    return Tracker(
        id=text(raw.get("id")) or "",
        name=text(raw.get("name")),
        type=text(raw.get("type")),
        status=text(raw.get("status")),
        company_id=text(company.get("id")),
        company_name=text(company.get("name")),
        numbers=tuple(number for number in items(raw.get("tracking_numbers")) if isinstance(number, str)),
        destination=text(raw.get("destination_number")),
        source_type=text(kind.get("type")) if kind is not None else text(source),
        sms_supported=boolean(raw.get("sms_supported")),
        sms_enabled=boolean(raw.get("sms_enabled")),
        whisper=text(raw.get("whisper_message")),
        created=timestamp(raw.get("created_at")),
        disabled=timestamp(raw.get("disabled_at")),
        raw=raw,
    )
