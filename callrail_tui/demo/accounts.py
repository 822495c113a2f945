"""Accounts: list and get (wire 6)."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from callrail_tui.demo.account import Account
from callrail_tui.demo.dates import USER_ZONE
from callrail_tui.demo.formats import spaced
from callrail_tui.demo.paging import listing
from callrail_tui.demo.replies import Reply, answer
from callrail_tui.demo.request import Request


async def list_accounts(accounts: Sequence[Account], request: Request) -> Reply:
    """The accounts that the token can see."""
    hipaa = request.query.flag("hipaa_account")

    def keep(account: Account) -> bool:
        return hipaa is None or account.hipaa is hipaa

    by_name = (lambda account: account.name) if request.query.text("sort") == "name" else None
    return await listing(request, "accounts", accounts, _shown, keep=keep, sort_key=by_name)


async def get_account(account: Account, request: Request) -> Reply:
    """One account."""
    return answer(_shown(account))


def _shown(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "numeric_id": account.numeric_id,
        "inbound_recording_enabled": True,
        "outbound_recording_enabled": False,
        "hipaa_account": account.hipaa,
        "created_at": spaced(account.created, ZoneInfo(USER_ZONE)),
    }
