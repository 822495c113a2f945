"""Trackers: list and get; the list has no ``total_pages`` (wire 11)."""

from callrail_tui.demo.account import Account
from callrail_tui.demo.directory import Tracker
from callrail_tui.demo.formats import utc_plain
from callrail_tui.demo.paging import listing
from callrail_tui.demo.replies import ApiError, Reply, answer, forbidden, missing
from callrail_tui.demo.request import Request

_SELECTABLE = frozenset({"campaign_name", "swap_targets"})


async def list_trackers(account: Account, request: Request) -> Reply:
    """Trackers of the account or of one company; disabled ones too, unless ``status`` says otherwise."""
    query = request.query
    names = _names(query.listed("fields"))
    kind, status, term = query.text("type"), query.text("status"), query.text("search").casefold()
    company = None
    if query.text("company_id"):
        found = account.directory.find_company(query.text("company_id"))
        if found is None:
            raise missing("Company")
        company = found.ordinal

    def keep(tracker: Tracker) -> bool:
        if kind in ("source", "session") and (tracker.kind == "session") is not (kind == "session"):
            return False
        if status in ("active", "disabled") and (tracker.disabled is None) is (status == "disabled"):
            return False
        return term in tracker.name.casefold()

    return await listing(
        request,
        "trackers",
        account.directory.trackers(company),
        lambda tracker: _shown(account, tracker, names),
        keep=keep,
        sort_key=(lambda tracker: tracker.name.casefold()) if query.text("sort") == "name" else None,
        with_pages=False,
    )


async def get_tracker(account: Account, request: Request) -> Reply:
    """One tracker."""
    tracker = account.directory.find_tracker(request.parts["tracker"])
    if tracker is None:
        raise missing("Tracker")
    return answer(_shown(account, tracker, _names(request.query.listed("fields"))))


async def change_trackers(account: Account, request: Request) -> Reply:
    """Numbers cost money: the demo's user may not buy, change or release them."""
    raise forbidden()


def _names(names: list[str]) -> frozenset[str]:
    """``company_id`` is a filter, not a field."""
    unknown = [name for name in names if name not in _SELECTABLE]
    if unknown:
        raise ApiError(400, f"Invalid fields requested: {', '.join(unknown)}")
    return frozenset(names)


def _shown(account: Account, tracker: Tracker, names: frozenset[str]) -> dict[str, object]:
    company = account.directory.company(tracker.company)
    session = tracker.kind == "session"
    shown: dict[str, object] = {
        "id": tracker.id,
        "name": tracker.name,
        "type": "session" if session else "source",
        "status": "disabled" if tracker.disabled else "active",
        "destination_number": None if tracker.ordinal % 9 == 4 else company.number,
        "tracking_numbers": list(tracker.numbers),
        "sms_supported": not tracker.numbers or not tracker.numbers[0].startswith("+18"),
        "sms_enabled": tracker.ordinal % 3 == 0,
        "company": {"id": company.id, "name": company.name},
        "source": _source(tracker),
        "call_flow": _call_flow(tracker, company.number),
        "whisper_message": "Call from [source]" if tracker.ordinal % 4 == 1 else None,
        "message_flow": None,
        "created_at": utc_plain(tracker.created),
        "disabled_at": utc_plain(tracker.disabled),
    }
    if "campaign_name" in names:
        shown["campaign_name"] = None if session else f"{tracker.name} campaign"
    if "swap_targets" in names:
        shown["swap_targets"] = [company.number[2:]] if session else []
    return shown


def _source(tracker: Tracker) -> object:
    """What the tracker is credited to; a website pool may have no ``type``, or be a bare word."""
    if tracker.kind == "session":
        pools: tuple[object, ...] = (
            {"google": ["paid", "organic"], "inverted": False},
            {"type": "all"},
            {"bing": ["paid"], "yahoo": ["organic"], "landing": ["/offer"], "referrer": ["example.com"]},
            {"type": "direct", "inverted": True},
        )
        return pools[tracker.company % len(pools)]
    extra: dict[str, dict[str, object]] = {
        "search": {"search_engine": "bing", "search_type": "organic"},
        "web_referrer": {"referrer": "directory.example.com"},
        "landing_url": {"landing": "/offer"},
    }
    return {"type": tracker.kind, **extra.get(tracker.kind, {})}


def _call_flow(tracker: Tracker, number: str) -> dict[str, object]:
    if tracker.ordinal % 9 != 4:
        flow: dict[str, object] = {"type": "basic", "recording_enabled": True, "destination_number": number}
        return flow | ({"greeting_text": "This call may be recorded."} if tracker.ordinal % 5 == 1 else {})
    steps: list[dict[str, object]] = [
        {"id": "CRS00", "type": "menu", "prompt_type": "text", "prompt_text": "For bookings press 1, else press 2.",
         "menu_options": [{"key": "1", "description": "Bookings", "next_step_id": "CRS01"},
                          {"key": "2", "description": "Anything else", "next_step_id": "CRS02"},
                          {"key": "9", "description": "Once more", "next_step_id": "CRS00"}]},
        {"id": "CRS01", "type": "dial", "destination_number": number, "timeout": 20, "timeout_step_id": "CRS02"},
        {"id": "CRS02", "type": "voicemail", "prompt_type": "text", "prompt_text": "Please leave a message.",
         "prompt_recording_id": None, "transcribe": True},
        {"id": "CRS03", "type": "geo_route", "routes": []},
    ]  # fmt: skip
    return {"type": "advanced", "recording_enabled": True, "initial_step_id": "CRS00", "steps": steps}
