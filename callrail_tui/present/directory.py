"""Companies, trackers, accounts, users, integrations and notifications in words (floor 4; wire 6, 7, 11, 13 to 15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from textual.content import Content

from callrail_tui.model.administration import Integration, IntegrationFilter, Notification, User
from callrail_tui.model.call_flow import call_flow_outline
from callrail_tui.model.directory import Account, Company, Tracker
from callrail_tui.model.read import Json, items, mapping, objects, text
from callrail_tui.model.tracker_source import source_words
from callrail_tui.present.calls import phone
from callrail_tui.present.reader import Passage
from callrail_tui.present.text import display
from callrail_tui.present.values import compact

Named = Callable[[str], str]
"""The name of a company, tracker or user by its id, or the id itself."""

_MASK = "••••"
_ALERTS = {
    "all": "every call",
    "first_call": "calls of first-time callers",
    "missed_and_vm": "missed calls and voicemails",
    "vm_only": "voicemails only",
}
ROLES = {
    "admin": "administrator: everything, tags, users and billing included",
    "manager": "manager: numbers, forms and integrations of their companies, and all reports",
    "reporting": "reporting: sees, listens, notes, tags and scores",
    "notification": "notification: gets e-mail only",
}
_STATES = {True: "yes", False: "no", None: "not said"}


def line(label: str, value: object) -> Passage:
    """A label and its value; None is said as such."""
    words = "not said" if value is None else value if isinstance(value, str) else compact(value)
    return Passage(display(label, style="dim"), display(words or "empty", limit=2_000))


def heading(words: str) -> Passage:
    """A line of its own over what follows."""
    return Passage(Content(), display(words, style="bold"))


def yes(value: bool | None) -> str:
    """Yes, no, or that nobody said."""
    return _STATES[value]


def moment(when: datetime | None, raw: object = None) -> str:
    """A moment on this machine's clock; what cannot be read stands as it came."""
    return f"{when.astimezone():%d %b %Y %H:%M}" if when is not None else text(raw) or "not said"


def account_passages(account: Account) -> Iterator[Passage]:
    """Every field of an account (wire 6)."""
    raw = account.raw
    yield line("Name", account.name)
    yield line("Account", account.id)
    yield line("Numeric id", text(raw.get("numeric_id")))
    yield line("Inbound", _recorded(account.inbound_recording))
    yield line("Outbound", _recorded(account.outbound_recording))
    hipaa = {True: "yes: recordings' links expire within a day, and nothing of calls is stored here", False: "no"}
    yield line("HIPAA", hipaa.get(account.hipaa) if account.hipaa is not None else None)
    yield line("Created", moment(account.created, raw.get("created_at")))
    yield from _rest(raw, ("name", "id", "numeric_id", "inbound_recording_enabled", "outbound_recording_enabled",
                           "hipaa_account", "created_at"))  # fmt: skip


def _recorded(on: bool | None) -> str:
    return {True: "calls are recorded", False: "calls are not recorded", None: "not said"}[on]


def company_passages(company: Company) -> Iterator[Passage]:
    """Every field of a company (wire 7)."""
    raw = company.raw
    yield line("Name", company.name)
    yield line("Company", company.id)
    yield line("Status", company.status)
    yield line("Time zone", company.time_zone)
    yield line("Created", moment(company.created, raw.get("created_at")))
    if raw.get("disabled_at") or company.is_disabled:
        yield line("Disabled", moment(company.disabled, raw.get("disabled_at")))
    yield Passage(Content(), Content())
    yield line("Lead scoring", yes(company.lead_scoring))
    yield line("CallScore", yes(company.callscore))
    yield line("Transcripts", yes(company.callscribe))
    if "keyword_spotting_enabled" in raw:
        yield line("Keyword spotting", f"{compact(raw['keyword_spotting_enabled'])}, without effect by now")
    yield Passage(Content(), Content())
    dni = raw.get("dni_active")
    yield line("Number swapping", "the script was never installed" if "dni_active" in raw and dni is None else dni)
    labels = {"script_url": "Script", "form_capture": "Form capture", "swap_exclude_jquery": "Without jQuery",
              "swap_ppc_override": "Ads override", "swap_landing_override": "Landing override"}  # fmt: skip
    for name, label in labels.items():
        if name in raw:
            yield line(label, raw[name])
    if "swap_cookie_duration" in raw:
        unit = text(raw.get("swap_cookie_duration_unit")) or ""
        yield line("Cookie lasts", f"{compact(raw['swap_cookie_duration'])} {unit}")
    callers = objects(raw.get("verified_caller_ids"))
    for caller in callers:
        yield line("Caller id", f"{text(caller.get('name')) or ''} {phone(text(caller.get('phone_number')))}".strip())
    yield from _rest(raw, (
        "name", "id", "status", "time_zone", "created_at", "disabled_at", "lead_scoring_enabled", "callscore_enabled",
        "callscribe_enabled", "keyword_spotting_enabled", "dni_active", *labels, "swap_cookie_duration",
        "swap_cookie_duration_unit", "verified_caller_ids",
    ))  # fmt: skip


def tracker_passages(tracker: Tracker) -> Iterator[Passage]:
    """Every field of a tracker, with its call flow as an outline (wire 11)."""
    raw = tracker.raw
    kinds = {"source": "source: one number", "session": "session: a pool of numbers for a website"}
    yield line("Name", tracker.name)
    yield line("Tracker", tracker.id)
    yield line("Company", tracker.company_name or tracker.company_id)
    yield line("Type", kinds.get(tracker.type or "", tracker.type))
    yield line("Status", tracker.status)
    yield line("Source", source_words(raw.get("source")))
    if "campaign_name" in raw:
        yield line("Campaign", raw["campaign_name"])
    yield line("Numbers", ", ".join(phone(number) for number in tracker.numbers) or "none: released, or not assigned")
    yield line("Rings", phone(tracker.destination) if tracker.destination else "what its call flow says")
    if "swap_targets" in raw:
        yield line("Swaps", ", ".join(text(one) or "?" for one in items(raw["swap_targets"])) or "nothing")
    yield line("Texting", f"{yes(tracker.sms_enabled)}, supported: {yes(tracker.sms_supported)}")
    yield line("Whisper", tracker.whisper or "none")
    if raw.get("message_flow") is not None:
        yield line("Message flow", raw["message_flow"])
    yield line("Created", moment(tracker.created, raw.get("created_at")))
    if tracker.disabled or tracker.is_disabled:
        yield line("Disabled", moment(tracker.disabled, raw.get("disabled_at")))
    yield Passage(Content(), Content())
    yield heading("Call flow")
    for depth, words in call_flow_outline(raw.get("call_flow")):
        yield Passage(Content(), display("    " * depth + ("• " if depth else "") + words, limit=400))
    yield from _rest(raw, (
        "name", "id", "company", "type", "status", "source", "campaign_name", "tracking_numbers", "destination_number",
        "swap_targets", "sms_enabled", "sms_supported", "whisper_message", "message_flow", "created_at", "disabled_at",
        "call_flow",
    ))  # fmt: skip


def user_passages(user: User) -> Iterator[Passage]:
    """Every field of a user (wire 13)."""
    raw = user.raw
    yield line("Name", user.name)
    yield line("User", user.id)
    yield line("E-mail", user.email)
    yield line("Role", ROLES.get(user.role or "", user.role))
    accepted = {True: "accepted", False: "pending: the invitation was not accepted yet", None: "not said"}
    yield line("Invitation", accepted[user.accepted])
    yield line("Created", moment(user.created, raw.get("created_at")))
    companies = [text(one.get("name")) or text(one.get("id")) or "?" for one in objects(raw.get("companies"))]
    words = ", ".join(companies) or ("not said" if "companies" not in raw else "none")
    yield line("Companies", f"{len(companies):,}: {words}" if companies else words)
    yield from _rest(raw, ("name", "first_name", "last_name", "id", "email", "role", "accepted", "created_at",
                           "companies"))  # fmt: skip


def integration_passages(one: Integration, filters: tuple[IntegrationFilter, ...], named: Named) -> Iterator[Passage]:
    """An integration with its config masked, and which calls it is told about (wire 14)."""
    yield line("Type", one.type)
    yield line("Integration", one.id)
    yield line("State", one.state)
    for name, value in one.config.items():
        yield line(f"  {name}"[:17], masked(value))
    own = [found for found in filters if found.integration_id in (None, one.id)]
    for found in own:
        whose = "Filter" if found.integration_id else "Default filter"
        yield line(whose, filter_words(found, named))


def masked(value: object) -> str:
    """A value of an integration's config: it may be somebody's secret, so of texts only a web address's host stays."""
    if value is None or isinstance(value, bool):
        return "none" if value is None else yes(value)
    if isinstance(value, str):
        return _host(value) or _MASK
    if isinstance(value, list):
        return ", ".join(masked(one) for one in value[:20]) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {masked(inner)}" for name, inner in list(value.items())[:20]) or "none"
    return _MASK


def _host(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return None
    return f"{parts.scheme}://{host}/…" if parts.scheme in ("http", "https") and host else None


def filter_words(found: IntegrationFilter, named: Named) -> str:
    """Which calls an integration is told about."""
    kinds = {"first_call": "first-time callers", "vm": "voicemails", "missed_and_vm": "missed calls and voicemails"}
    parts = [kinds.get(found.call_type, found.call_type) if found.call_type else "all calls"]
    if found.min_duration is not None:
        parts.append(f"of {found.min_duration} s and more")
    if found.max_duration is not None:
        parts.append(f"of {found.max_duration} s at most")
    if found.lead_status:
        parts.append(f"lead status {found.lead_status}")
    if found.tracker_ids:
        parts.append("of " + ", ".join(named(one) for one in found.tracker_ids))
    return ", ".join(parts)


def notification_passages(rule: Notification, named: Named) -> Iterator[Passage]:
    """Who is told what, when and how (wire 15)."""
    yield line("Name", rule.name or "none")
    yield line("Notification", rule.id)
    yield line("About", about(rule))
    yield line("How", how(rule))
    yield line("To", named(rule.user_id) if rule.user_id else rule.email)
    yield line("Limited to", limits(rule, named))
    yield from _rest(rule.raw, (
        "name", "id", "alert_type", "call_enabled", "sms_enabled", "send_desktop", "send_email", "send_push", "user_id",
        "email", "company_id", "tracker_id", "agent_id",
    ))  # fmt: skip


def about(rule: Notification) -> str:
    """Which calls and texts a notification is about."""
    calls = _ALERTS.get(rule.alert_type or "", rule.alert_type or "calls of a kind not said")
    parts = [calls] if rule.call_enabled is not False else []
    return " and ".join([*parts, *(["texts"] if rule.sms_enabled else [])]) or "nothing"


def how(rule: Notification) -> str:
    """By which ways it is sent."""
    ways = (("desktop", rule.send_desktop), ("e-mail", rule.send_email), ("push", rule.send_push))
    return ", ".join(way for way, is_on in ways if is_on) or "not at all"


def limits(rule: Notification, named: Named) -> str:
    """What it is limited to; nothing means every call of the account."""
    parts = (("company", rule.company_id), ("tracker", rule.tracker_id), ("agent", rule.agent_id))
    return ", ".join(f"{what} {named(one)}" for what, one in parts if one) or "nothing"


def _rest(raw: Json, known: tuple[str, ...]) -> Iterator[Passage]:
    """What came beside the documented fields, as it came."""
    others: Mapping[str, object] = {name: value for name, value in raw.items() if name not in known}
    if others:
        yield Passage(Content(), Content())
        yield heading("Also")
        for name, value in others.items():
            secret = any(word in name.lower() for word in ("token", "secret", "password", "signing", "api_key", "code"))
            yield line(name, _MASK if secret else compact(value) if mapping(value) or value is not None else None)
