"""Tags: list, get, create, change, delete (wire 12)."""

from typing import Final
from zoneinfo import ZoneInfo

from callrail_tui.demo.account import Account
from callrail_tui.demo.dates import USER_ZONE
from callrail_tui.demo.formats import with_offset
from callrail_tui.demo.paging import listing
from callrail_tui.demo.replies import ApiError, Reply, answer, forbidden, missing, no_content
from callrail_tui.demo.request import Request
from callrail_tui.demo.tagbook import Tag

_COLORS: Final = (
    "gray1 gray2 blue1 blue2 cyan1 cyan2 purple1 purple2 pink1 pink2 pink3 pink4 red1 red2 orange1 orange2 orange3 "
    "orange4 yellow1 yellow2 green1 green2 green3 green4"
)
COLORS: Final = frozenset(_COLORS.split())


async def list_tags(account: Account, request: Request) -> Reply:
    """Tags of the account, or those that one company can use; without ``total_pages``."""
    query = request.query
    status, level = query.text("status"), query.text("tag_level")
    company = _company(account, query.text("company_id")) if query.text("company_id") else None
    if company is not None and level == "account":
        raise ApiError(400, "tag_level account and company_id may not be combined")

    def keep(tag: Tag) -> bool:
        if company is not None and tag.company not in (None, company):
            return False
        if status in ("enabled", "disabled") and tag.disabled is not (status == "disabled"):
            return False
        return level not in ("account", "company") or (tag.company is None) is (level == "account")

    by_name = (lambda tag: tag.name.casefold()) if query.text("sort") == "name" else None
    return await listing(
        request, "tags", account.tags, lambda tag: _shown(account, tag), keep=keep, sort_key=by_name, with_pages=False
    )


async def get_tag(account: Account, request: Request) -> Reply:
    """One tag."""
    return answer(_shown(account, _found(account, request)))


async def create_tag(account: Account, request: Request) -> Reply:
    """A new tag, of a company unless the level says account."""
    body = request.json_object()
    company = None
    if body.get("tag_level") == "account":
        _check_rights(account, None)
    else:
        company = _company(account, body.get("company_id"))
    name = _name(account, body.get("name"), company)
    tag = account.tags.add(name, company, _color(body.get("color") or "gray1"), account.clock())
    return answer(_shown(account, tag), 201)


async def update_tag(account: Account, request: Request) -> Reply:
    """Rename, recolour, hide or show a tag, on every call that holds it."""
    tag, body = _found(account, request), request.json_object()
    _check_rights(account, tag.company)
    if "name" in body:
        tag = tag._replace(name=_name(account, body["name"], tag.company, tag.id))
    if "color" in body:
        color = _color(body["color"])
        tag = tag._replace(color=color, background=color)
    if "disabled" in body:
        tag = tag._replace(disabled=body["disabled"] in (True, "true"))
    account.tags.save(tag)
    return answer(_shown(account, tag))


async def delete_tag(account: Account, request: Request) -> Reply:
    """Take a tag off every call, for good."""
    tag = _found(account, request)
    _check_rights(account, tag.company)
    account.tags.remove(tag.id)
    return no_content()


def _found(account: Account, request: Request) -> Tag:
    text = request.parts["tag"]
    tag = account.tags.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 12 else None
    if tag is None:
        raise missing("Tag")
    return tag


def _company(account: Account, company_id: object) -> int:
    if not isinstance(company_id, str) or not company_id:
        raise ApiError(400, "company_id is required")
    company = account.directory.find_company(company_id)
    if company is None:
        raise missing("Company")
    return company.ordinal


def _check_rights(account: Account, company: int | None) -> None:
    """Account-level tags belong to administrators."""
    if company is None and account.settings.account_tags_forbidden:
        raise forbidden()


def _name(account: Account, value: object, company: int | None, besides: int = 0) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ApiError(422, "Name can't be blank")
    if account.tags.taken(value.strip(), company, besides):
        raise ApiError(422, "Name has already been taken")
    return value.strip()


def _color(value: object) -> str:
    if not isinstance(value, str) or value not in COLORS:
        raise ApiError(400, "Color is not included in the list")
    return value


def _shown(account: Account, tag: Tag) -> dict[str, object]:
    """A tag as the wire shows it; some have no background colour."""
    shown: dict[str, object] = {
        "id": tag.id,
        "name": tag.name,
        "tag_level": "account" if tag.company is None else "company",
        "color": tag.color,
    }
    if tag.background is not None:
        shown["background_color"] = tag.background
    return shown | {
        "company_id": None if tag.company is None else account.directory.company(tag.company).id,
        "status": "disabled" if tag.disabled else "enabled",
        "created_at": with_offset(tag.created, ZoneInfo(USER_ZONE)),
    }
