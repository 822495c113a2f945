"""Notification rules: list, create, change, delete (wire 15)."""

from collections.abc import Mapping
from typing import Final

from callrail_tui.demo.account import Account
from callrail_tui.demo.callview import agent_email
from callrail_tui.demo.paging import listing
from callrail_tui.demo.replies import ApiError, Reply, answer, forbidden, missing, no_content
from callrail_tui.demo.request import Request

ALERT_TYPES: Final = frozenset({"all", "first_call", "missed_and_vm", "vm_only"})
_CHANNELS: Final = ("send_desktop", "send_email", "send_push")
_SWITCHES: Final = ("call_enabled", "sms_enabled", *_CHANNELS)
_SCOPES: Final = ("company_id", "tracker_id", "agent_id")
_OF_SOMEBODY_ELSE: Final = 41_003


async def list_notifications(account: Account, request: Request) -> Reply:
    """The rules of the account, or of one person."""
    query = request.query
    channel, user, email = query.text("notification_type"), query.text("user_id"), query.text("email")

    def keep(rule: Mapping[str, object]) -> bool:
        if channel in _CHANNELS and not rule[channel]:
            return False
        return (not user or rule["user_id"] == user) and (not email or rule["email"] == email)

    return await listing(request, "notifications", list(_rules(account).values()), dict, keep=keep)


async def create_notification(account: Account, request: Request) -> Reply:
    """A new rule; without a user it is the token's own."""
    body = request.json_object()
    rules = _rules(account)
    rule = _blank(account, account.notices.next_id, user=0)
    email = body.get("email")
    if isinstance(email, str) and email:
        rule |= {"user_id": None, "email": email}
    elif body.get("user_id"):
        rule["user_id"] = body["user_id"]
    rule |= _changes(account, body)
    if rule["call_enabled"] and rule["alert_type"] is None:
        raise ApiError(422, "Alert type can't be blank")
    account.notices.next_id += 1
    rules[int(str(rule["id"]))] = rule
    return answer(_named(account, rule), 201)


async def update_notification(account: Account, request: Request) -> Reply:
    """Change what the body names."""
    rule, body = _found(account, request), request.json_object()
    rule |= _changes(account, body)
    return answer(_named(account, rule))


async def delete_notification(account: Account, request: Request) -> Reply:
    """Forget a rule."""
    rule = _found(account, request)
    del _rules(account)[int(str(rule["id"]))]
    return no_content()


def _rules(account: Account) -> dict[int, dict[str, object]]:
    notices = account.notices
    if not notices.laid_out:
        notices.laid_out = True
        company = account.directory.company(0)
        samples: tuple[dict[str, object], ...] = (
            {"name": "Front desk, missed", "alert_type": "missed_and_vm", "send_email": True},
            {"name": "New callers", "alert_type": "first_call", "send_push": True, "company_id": company.id},
            {"name": "Night shift", "alert_type": "vm_only", "user_id": None, "email": "night@example.com"},
        )
        for sample in samples:
            rule = _blank(account, notices.next_id, user=0) | {"call_enabled": True} | sample
            notices.rules[notices.next_id] = rule
            notices.next_id += 1
    return notices.rules


def _blank(account: Account, number: int, *, user: int) -> dict[str, object]:
    rule: dict[str, object] = {"id": number, "user_id": account.mint.make("USR", user), "email": agent_email(user)}
    rule |= {"name": None, "alert_type": None, **dict.fromkeys(_SWITCHES, False), **dict.fromkeys(_SCOPES)}
    return rule


def _changes(account: Account, body: Mapping[str, object]) -> dict[str, object]:
    """The parts of a body that a rule takes, checked."""
    changes: dict[str, object] = {name: body[name] is True for name in _SWITCHES if name in body}
    changes |= {name: body[name] for name in (*_SCOPES, "name") if name in body}
    if "alert_type" in body:
        alert = body["alert_type"]
        if not isinstance(alert, str) or alert not in ALERT_TYPES:
            raise ApiError(400, "Alert type is not included in the list")
        changes["alert_type"] = alert
    company = changes.get("company_id")
    if company and (not isinstance(company, str) or account.directory.find_company(company) is None):
        raise missing("Company")
    return changes


def _found(account: Account, request: Request) -> dict[str, object]:
    text = request.parts["notification"]
    rule = _rules(account).get(int(text)) if text.isascii() and text.isdigit() and len(text) < 12 else None
    if rule is None:
        raise missing("Notification")
    if rule["id"] == _OF_SOMEBODY_ELSE:
        raise forbidden()
    return rule


def _named(account: Account, rule: Mapping[str, object]) -> dict[str, object]:
    """The rule with the names that only create and update answer, and without its description."""
    company = account.directory.find_company(str(rule["company_id"])) if rule["company_id"] else None
    tracker = account.directory.find_tracker(str(rule["tracker_id"])) if rule["tracker_id"] else None
    names = {"company_name": company and company.name, "tracker_name": tracker and tracker.name, "agent_name": None}
    return {key: value for key, value in rule.items() if key != "name"} | names
