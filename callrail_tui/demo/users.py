"""Users: list and get; the list has no ``total_pages`` (wire 13)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from callrail_tui.demo.account import Account
from callrail_tui.demo.callview import agent_email
from callrail_tui.demo.dates import USER_ZONE
from callrail_tui.demo.directory import Company
from callrail_tui.demo.formats import with_offset
from callrail_tui.demo.paging import listing
from callrail_tui.demo.replies import Reply, answer, forbidden, missing
from callrail_tui.demo.request import Request
from callrail_tui.demo.words import AGENT_NAMES


async def list_users(account: Account, request: Request) -> Reply:
    """Who may log in, and who is only told by e-mail."""
    query = request.query
    term, company_id = query.text("search").casefold(), query.text("company_id")
    company = account.directory.find_company(company_id) if company_id else None
    if company_id and company is None:
        raise missing("Company")

    def keep(user: int) -> bool:
        first, last, _ = AGENT_NAMES[user]
        if company is not None and not _belongs(user, company):
            return False
        return term in f"{first} {last} {agent_email(user)}".casefold()

    def by_email(user: int) -> str:
        return agent_email(user) or ""

    return await listing(
        request,
        "users",
        range(len(AGENT_NAMES)),
        lambda user: _shown(account, user) | {"accepted": user != len(AGENT_NAMES) - 2},
        keep=keep,
        sort_key=by_email if query.text("sort") == "email" else None,
        with_pages=False,
    )


async def get_user(account: Account, request: Request) -> Reply:
    """One user; ``accepted`` is only in the list."""
    user = account.mint.read("USR", request.parts["user"])
    if user is None or user >= len(AGENT_NAMES):
        raise missing("User")
    return answer(_shown(account, user))


async def change_users(account: Account, request: Request) -> Reply:
    """Only administrators change users, and the demo's is none."""
    raise forbidden()


def _belongs(user: int, company: Company) -> bool:
    """Administrators see every company; the others those whose calls they answer."""
    return AGENT_NAMES[user][2] == "admin" or any(
        (company.ordinal + seat) % len(AGENT_NAMES) == user for seat in range(3)
    )


def _shown(account: Account, user: int) -> dict[str, object]:
    first, last, role = AGENT_NAMES[user]
    companies = [company for company in account.directory.companies() if _belongs(user, company)]
    return {
        "id": account.mint.make("USR", user),
        "email": agent_email(user),
        "first_name": first,
        "last_name": last,
        "name": f"{first} {last}",
        "role": role,
        "created_at": with_offset(account.created + timedelta(days=user), ZoneInfo(USER_ZONE)),
        "companies": [{"id": company.id, "name": company.name} for company in companies],
    }
