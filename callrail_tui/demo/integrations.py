"""Integrations of a company and their filters; both need ``company_id`` (wire 14)."""

from collections.abc import Iterator
from typing import Final

from callrail_tui.demo.account import Account
from callrail_tui.demo.directory import Company
from callrail_tui.demo.paging import listing
from callrail_tui.demo.replies import ApiError, Reply, answer, forbidden, missing
from callrail_tui.demo.request import Request

_FIRST_ID: Final = 300_000
_EACH: Final = 4
_KINDS: Final = (("GoogleAnalytics", "active"), ("Slack", "active"), ("Webhooks", "pending"), ("Custom", "disabled"))
_CONFIGS: Final[tuple[dict[str, object], ...]] = (
    {"measurement_id": "G-DEMO0001", "api_key": "demo-not-a-secret-1"},
    {"channel": "#calls", "token": "demo-not-a-secret-2"},
    {"post_call_webhook": ["https://hooks.example.com/post?token=demo-not-a-secret-3"], "updated_call_webhook": []},
    {"grab_cookies": ["visitor_id"]},
)


async def list_integrations(account: Account, request: Request) -> Reply:
    """The integrations of one company; 400 without one."""
    return await listing(request, "integrations", _numbers(_company(account, request)), _shown)


async def get_integration(account: Account, request: Request) -> Reply:
    """One integration."""
    text = request.parts["integration"]
    number = int(text) - _FIRST_ID if text.isascii() and text.isdigit() and len(text) < 12 else -1
    if not 0 <= number < account.directory.base_companies * _EACH:
        raise missing("Integration")
    return answer(_shown(number))


async def list_triggers(account: Account, request: Request) -> Reply:
    """The filters of a company's integrations, under their odd key."""
    company = _company(account, request)
    filtered = (number for number in _numbers(company) if number % _EACH < 2)
    return await listing(request, "integration_criteria", filtered, lambda number: _trigger(account, company, number))


async def change_integrations(account: Account, request: Request) -> Reply:
    """As on a standard account: 403."""
    raise forbidden()


def _company(account: Account, request: Request) -> Company:
    company_id = request.query.text("company_id")
    if not company_id:
        raise ApiError(400, "company_id is required")
    company = account.directory.find_company(company_id)
    if company is None:
        raise missing("Company")
    return company


def _numbers(company: Company) -> Iterator[int]:
    return iter(range(company.ordinal * _EACH, company.ordinal * _EACH + (1 + company.ordinal % _EACH)))


def _shown(number: int) -> dict[str, object]:
    kind, state = _KINDS[number % _EACH]
    return {"id": _FIRST_ID + number, "type": kind, "state": state, "config": _CONFIGS[number % _EACH]}


def _trigger(account: Account, company: Company, number: int) -> dict[str, object]:
    trackers = [tracker.id for tracker in account.directory.trackers(company.ordinal)][:2]
    own = number % _EACH == 0
    return {
        "id": 90_000 + number,
        "company_id": company.id,
        "integration_id": _FIRST_ID + number if own else None,
        "tracker_ids": trackers if own else [],
        "call_type": "first_call" if own else None,
        "min_duration": 30 if own else None,
        "max_duration": None,
        "lead_status": None,
        "integration": {"id": _FIRST_ID + number, "type": _KINDS[number % _EACH][0]},
    }
