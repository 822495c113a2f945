"""Companies: list, get, create, change, disable (wire 7)."""

from typing import Final
from zoneinfo import ZoneInfo

from callrail_tui.demo.account import Account
from callrail_tui.demo.dates import USER_ZONE
from callrail_tui.demo.directory import Company
from callrail_tui.demo.formats import utc_fraction
from callrail_tui.demo.paging import listing
from callrail_tui.demo.replies import ApiError, Reply, answer, missing, no_content
from callrail_tui.demo.request import Request

_KEPT: Final = (
    "keyword_spotting_enabled",
    "swap_exclude_jquery",
    "swap_ppc_override",
    "swap_landing_override",
    "swap_cookie_duration",
    "swap_cookie_duration_unit",
    "external_form_capture",
)
_DEFAULTS: Final[dict[str, object]] = {
    "keyword_spotting_enabled": False,
    "form_capture": True,
    "swap_exclude_jquery": None,
    "swap_ppc_override": None,
    "swap_landing_override": None,
    "swap_cookie_duration": 6,
    "swap_cookie_duration_unit": "months",
}


async def list_companies(account: Account, request: Request) -> Reply:
    """Companies of the account; disabled ones too, unless ``status`` says otherwise."""
    query = request.query
    status, term = query.text("status"), query.text("search").casefold()
    with_callers = "verified_caller_ids" in query.listed("fields")

    def keep(company: Company) -> bool:
        if status in ("active", "disabled") and (company.disabled is None) is (status == "disabled"):
            return False
        return term in company.name.casefold()

    def render(company: Company) -> dict[str, object]:
        return shown_company(company) | (_callers(company) if with_callers else {})

    by_name = (lambda company: company.name.casefold()) if query.text("sort") == "name" else None
    return await listing(request, "companies", account.directory.companies(), render, keep=keep, sort_key=by_name)


async def get_company(account: Account, request: Request) -> Reply:
    """One company."""
    company = found_company(account, request)
    with_callers = "verified_caller_ids" in request.query.listed("fields")
    return answer(shown_company(company) | (_callers(company) if with_callers else {}))


def _callers(company: Company) -> dict[str, object]:
    return {"verified_caller_ids": [{"name": company.name, "phone_number": company.number}]}


async def create_company(account: Account, request: Request) -> Reply:
    """A new company; only the name is required."""
    body = request.json_object()
    zone = body.get("time_zone") or USER_ZONE
    company = account.directory.add(_name(body.get("name")), _zone(zone), account.clock())
    return answer(shown_company(company), 201)


async def update_company(account: Account, request: Request) -> Reply:
    """Change what the body names."""
    company, body = found_company(account, request), request.json_object()
    if "name" in body:
        company = company._replace(name=_name(body["name"]))
    if "time_zone" in body:
        company = company._replace(time_zone=_zone(body["time_zone"]))
    if "callscore_enabled" in body:
        company = company._replace(callscore=body["callscore_enabled"] is True)
    if "callscribe_enabled" in body:
        company = company._replace(callscribe=body["callscribe_enabled"] is True)
    kept: dict[str, object] = {name: body[name] for name in _KEPT if name in body}
    if "external_form_capture" in kept:
        kept["form_capture"] = kept.pop("external_form_capture")
    company = company._replace(extra=tuple((dict(company.extra) | kept).items()))
    account.directory.save(company)
    return answer(shown_company(company))


async def disable_company(account: Account, request: Request) -> Reply:
    """Disable a company and its numbers; it stays in the lists."""
    company = found_company(account, request)
    if not any(other.disabled is None and other.ordinal != company.ordinal for other in account.directory.companies()):
        raise ApiError(400, "You must have at least one active company.")
    account.directory.save(company._replace(disabled=company.disabled or account.clock()))
    return no_content()


def found_company(account: Account, request: Request) -> Company:
    """The company that the path names."""
    company = account.directory.find_company(request.parts["company"])
    if company is None:
        raise missing("Company")
    return company


def shown_company(company: Company) -> dict[str, object]:
    """A company as the wire shows it."""
    return {
        "id": company.id,
        "name": company.name,
        "status": "disabled" if company.disabled else "active",
        "time_zone": company.time_zone,
        "created_at": utc_fraction(company.created),
        "disabled_at": utc_fraction(company.disabled),
        "callscore_enabled": company.callscore,
        "lead_scoring_enabled": company.lead_scoring,
        "callscribe_enabled": company.callscribe,
        "dni_active": None if company.ordinal % 4 == 3 else True,
        "script_url": f"//cdn.example.com/companies/{company.ordinal + 1}/swap.js",
        **_DEFAULTS,
        **dict(company.extra),
    }


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ApiError(422, "Name can't be blank")
    return value.strip()


def _zone(value: object) -> str:
    try:
        return ZoneInfo(value if isinstance(value, str) else "").key
    except (KeyError, ValueError, OSError) as error:
        raise ApiError(422, "Time zone is not included in the list") from error
