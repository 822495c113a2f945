"""The sections of `A`: which columns and lines each has (floor 4; wire 6, 13 to 15)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from callrail_tui.model.administration import Integration, Notification, User
from callrail_tui.model.directory import Account
from callrail_tui.present.directory import Named, about, how, limits, yes
from callrail_tui.present.records import Column, Record


class Section(Enum):
    """What is looked at."""

    ACCOUNTS = "Accounts"
    USERS = "Users"
    INTEGRATIONS = "Integrations"
    NOTIFICATIONS = "Notifications"


COLUMNS: dict[Section, tuple[Column, ...]] = {
    Section.ACCOUNTS: (Column("Name", 24, 2), Column("In use", 6), Column("HIPAA", 8), Column("Recorded", 14),
                       Column("Account", 12, 1)),
    Section.USERS: (Column("Name", 20, 2), Column("Role", 10), Column("Invitation", 10), Column("Companies", 9),
                    Column("E-mail", 22, 2)),
    Section.INTEGRATIONS: (Column("Type", 20, 1), Column("State", 12), Column("Set", 30, 2)),
    Section.NOTIFICATIONS: (Column("Name", 18, 2), Column("About", 24, 1), Column("How", 14), Column("To", 16, 2),
                            Column("Limited to", 12, 1)),
}  # fmt: skip

FILTERS: dict[Section, tuple[str | None, ...]] = {
    Section.ACCOUNTS: (None, "HIPAA", "not HIPAA"),
    Section.USERS: (None, "admin", "manager", "reporting", "pending"),
    Section.INTEGRATIONS: (None, "active", "pending", "failed", "disabled"),
    Section.NOTIFICATIONS: (None, "send_email", "send_push", "send_desktop"),
}
"""What `f` goes through; None is everything."""

FILTER_WORDS = {"send_email": "by e-mail", "send_push": "by push", "send_desktop": "on the desktop"}

NEEDED: dict[Section, str] = {
    Section.ACCOUNTS: "The accounts",
    Section.USERS: "Users are seen by administrators. They",
    Section.INTEGRATIONS: "Integrations are seen by administrators, and by managers of the company. They",
    Section.NOTIFICATIONS: "Notifications are seen by administrators, and by everybody their own. They",
}
"""Whose they are, where CallRail answers 403."""


def account_record(account: Account, current: str) -> Record:
    """An account; `current` is the one whose calls are shown."""
    both = {(True, True): "in and out", (True, False): "inbound", (False, True): "outbound", (False, False): "no"}
    recorded = both.get((bool(account.inbound_recording), bool(account.outbound_recording)), "")
    said = account.inbound_recording is not None or account.outbound_recording is not None
    in_use = "in use" if account.id == current else ""
    hipaa = yes(account.hipaa)
    name = account.name or "(no name)"
    return Record(account.id, (name, in_use, hipaa, recorded if said else "not said", account.id))


def user_record(user: User, named: Named) -> Record:
    """A user."""
    invitation = {True: "accepted", False: "pending", None: "not said"}[user.accepted]
    who, companies = user.name or "(no name)", f"{len(user.company_ids):,}"
    cells = (who, user.role or "not said", invitation, companies, user.email or "")
    return Record(user.id, cells, user.accepted is False)


def integration_record(one: Integration, named: Named) -> Record:
    """An integration; of its config only the names."""
    signs = {"active": "● active", "pending": "○ pending", "failed": "✗ failed", "disabled": "– disabled"}
    state = signs.get(one.state or "", one.state or "not said")
    return Record(one.id, (one.type or "not said", state, ", ".join(one.config) or "nothing"), one.state == "disabled")


def notification_record(rule: Notification, named: Named) -> Record:
    """A notification."""
    whom = named(rule.user_id) if rule.user_id else rule.email or "not said"
    return Record(rule.id, (rule.name or "(no name)", about(rule), how(rule), whom, limits(rule, named)))


def user_fits(user: User, kind: str) -> bool:
    """Whether a user is of this role, or was invited and is not there yet."""
    return user.accepted is False if kind == "pending" else user.role == kind


def notification_fits(rule: Notification, kind: str) -> bool:
    """Whether a notification is sent this way: a server may ignore the filter (wire 15)."""
    return bool(getattr(rule, kind, None))


def account_fits(account: Account, kind: str) -> bool:
    """Whether an account is a HIPAA one."""
    return bool(account.hipaa) is (kind == "HIPAA")


def integration_fits(one: Integration, kind: str) -> bool:
    """Whether an integration is in this state."""
    return one.state == kind


def narrowed(records: Sequence[Record], typed: str, sort: int | None) -> list[Record]:
    """The lines that hold what is typed, by a column's text where one is chosen."""
    wanted = typed.strip().casefold()
    shown = [record for record in records if any(wanted in cell.casefold() for cell in (*record.cells, record.id))]
    return shown if sort is None else sorted(shown, key=lambda record: record.cells[sort].casefold())
