"""What the account is run with: tags, users, integrations and their filters, notifications (wire 12 to 15)."""

from datetime import datetime
from typing import NamedTuple

from callrail_tui.model.read import Json, boolean, by_id, integer, items, mapping, objects, text
from callrail_tui.model.when import timestamp


class Tag(NamedTuple):
    """A tag of the account or of one company; calls refer to it by name only (wire 12)."""

    id: str
    """A number on the wire, sometimes quoted; kept as text."""
    name: str
    level: str | None
    company_id: str | None
    color: str | None
    background_color: str | None
    status: str | None
    created: datetime | None
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)

    @property
    def is_enabled(self) -> bool:
        """Whether it can be newly applied."""
        return self.status != "disabled"


def decode_tag(raw: Json) -> Tag:
    """Read a tag."""
    return Tag(
        id=text(raw.get("id")) or "",
        name=text(raw.get("name")) or "",
        level=text(raw.get("tag_level")),
        company_id=text(raw.get("company_id")),
        color=text(raw.get("color")),
        background_color=text(raw.get("background_color")),
        status=text(raw.get("status")),
        created=timestamp(raw.get("created_at")),
        raw=raw,
    )


class User(NamedTuple):
    """Somebody with access to the account (wire 13)."""

    id: str
    email: str | None
    name: str | None
    role: str | None
    accepted: bool | None
    """False while the invitation is pending; None where the answer does not say."""
    created: datetime | None
    company_ids: tuple[str, ...]
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)


def decode_user(raw: Json) -> User:
    """Read a user; the display name falls back to first and last name."""
    parts = (text(raw.get("first_name")), text(raw.get("last_name")))
    return User(
        id=text(raw.get("id")) or "",
        email=text(raw.get("email")),
        name=text(raw.get("name")) or " ".join(part for part in parts if part) or None,
        role=text(raw.get("role")),
        accepted=boolean(raw.get("accepted")),
        created=timestamp(raw.get("created_at")),
        company_ids=tuple(text(company.get("id")) or "" for company in objects(raw.get("companies"))),
        raw=raw,
    )


class Integration(NamedTuple):
    """A company's link to another product (wire 14). `config` may hold third-party secrets: mask its values."""

    id: str
    type: str | None
    state: str | None
    config: Json
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)


def decode_integration(raw: Json) -> Integration:
    """Read an integration."""
    return Integration(
        id=text(raw.get("id")) or "",
        type=text(raw.get("type")),
        state=text(raw.get("state")),
        config=mapping(raw.get("config")) or {},
        raw=raw,
    )


class IntegrationFilter(NamedTuple):
    """Which calls an integration is told about (wire 14, list key `integration_criteria`)."""

    id: str
    company_id: str | None
    integration_id: str | None
    """None for the company's default filter."""
    tracker_ids: tuple[str, ...]
    call_type: str | None
    min_duration: int | None
    max_duration: int | None
    lead_status: str | None
    """A number in the reference's sample, words in its text; kept as text."""
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)


def decode_integration_filter(raw: Json) -> IntegrationFilter:
    """Read an integration filter."""
    return IntegrationFilter(
        id=text(raw.get("id")) or "",
        company_id=text(raw.get("company_id")),
        integration_id=text(raw.get("integration_id")),
        tracker_ids=tuple(text(item) or "" for item in items(raw.get("tracker_ids"))),
        call_type=text(raw.get("call_type")),
        min_duration=integer(raw.get("min_duration")),
        max_duration=integer(raw.get("max_duration")),
        lead_status=text(raw.get("lead_status")),
        raw=raw,
    )


class Notification(NamedTuple):
    """Who is told about which calls and texts, and how (wire 15)."""

    id: str
    name: str | None
    user_id: str | None
    email: str | None
    alert_type: str | None
    call_enabled: bool | None
    sms_enabled: bool | None
    send_desktop: bool | None
    send_email: bool | None
    send_push: bool | None
    company_id: str | None
    tracker_id: str | None
    agent_id: str | None
    raw: Json

    def __repr__(self) -> str:
        return by_id(self)


def decode_notification(raw: Json) -> Notification:
    """Read a notification; null limits mean that it is not limited."""
    return Notification(
        id=text(raw.get("id")) or "",
        name=text(raw.get("name")),
        user_id=text(raw.get("user_id")),
        email=text(raw.get("email")),
        alert_type=text(raw.get("alert_type")),
        call_enabled=boolean(raw.get("call_enabled")),
        sms_enabled=boolean(raw.get("sms_enabled")),
        send_desktop=boolean(raw.get("send_desktop")),
        send_email=boolean(raw.get("send_email")),
        send_push=boolean(raw.get("send_push")),
        company_id=text(raw.get("company_id")),
        tracker_id=text(raw.get("tracker_id")),
        agent_id=text(raw.get("agent_id")),
        raw=raw,
    )
