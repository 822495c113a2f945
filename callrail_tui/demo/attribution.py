"""Fields that say where a call came from: first touch, UTM words, click ids, milestones (wire 8.8, 8.9)."""

from collections.abc import Callable
from typing import Final

from callrail_tui.demo.callview import CallView, website
from callrail_tui.demo.formats import moment

_BEFORE: Final = {"first_touch": 3 * 86_400_000, "lead_created": 0, "last_touch": 240_000}


def _campaign(call: CallView) -> str | None:
    return call.origin.campaigns[call.row.campaign] if call.row.campaign >= 0 else None


def _keyword(call: CallView) -> str | None:
    return call.origin.keywords[call.row.keyword] if call.row.keyword >= 0 else None


def _referrer(call: CallView) -> str | None:
    return call.origin.referrer if call.row.landing >= 0 else None


def _referring_url(call: CallView) -> str | None:
    domain = _referrer(call)
    return f"https://{domain}/" if domain else None


def _session(call: CallView) -> str | None:
    bits = call.scene.book.population.bits(call.caller.first)
    return f"{bits:016x}"[:8] + f"-0000-4000-8000-{bits >> 16:012x}" if call.row.landing >= 0 else None


def _last_page(call: CallView) -> str | None:
    return website(call.company) + "/contact" if call.row.landing >= 0 else None


def _utm(call: CallView, value: str | None) -> str | None:
    return value if call.origin.utm_source else None


def _click_id(kind: str) -> Callable[[CallView], str | None]:
    def render(call: CallView) -> str | None:
        return f"demo-{call.bits:016x}" if call.origin.click_id == kind and call.row.landing >= 0 else None

    return render


def _milestones(call: CallView) -> dict[str, object]:
    """Some stages are missing, and some have nothing in them (wire 8.9)."""
    stages = ["first_touch", "lead_created", *(["last_touch"] if call.bits % 2 else [])]
    return {stage: _stage(call, _BEFORE[stage]) for stage in stages}


def _stage(call: CallView, before: int) -> dict[str, object]:
    web = call.row.landing >= 0
    return {
        "event_date": moment(call.start_ms - before, call.zone) if web else None,
        "ad_position": None,
        "campaign": _campaign(call),
        "device": ("", "desktop", "mobile")[call.row.device] or None,
        "keywords": _keyword(call),
        "landing": call.landing_url,
        "landing_page_url_params": {},
        "match_type": None,
        "medium": call.origin.medium or None,
        "referrer": _referrer(call),
        "referrer_url_params": {},
        "session_browser": "Firefox" if web else None,
        "url_utm_params": {"utm_source": call.origin.utm_source} if web and call.origin.utm_source else {},
        "source": call.origin.source,
    }


FIELDS: Final[dict[str, Callable[[CallView], object]]] = {
    "source": lambda call: call.origin.source,
    "medium": lambda call: call.origin.medium or None,
    "campaign": _campaign,
    "keywords": _keyword,
    "landing_page_url": lambda call: call.landing_url,
    "last_requested_url": _last_page,
    "referrer_domain": _referrer,
    "referring_url": _referring_url,
    "session_uuid": _session,
    "milestones": _milestones,
    "utm_source": lambda call: call.origin.utm_source,
    "utm_medium": lambda call: _utm(call, call.origin.medium.lower()),
    "utm_campaign": lambda call: _utm(call, _campaign(call)),
    "utm_term": lambda call: _utm(call, _keyword(call)),
    "utm_content": lambda call: None,
    "gclid": _click_id("gclid"),
    "fbclid": _click_id("fbclid"),
    "msclkid": _click_id("msclkid"),
    "ga": _session,
    **dict.fromkeys(("utma", "utmb", "utmc", "utmv", "utmz"), lambda call: None),
}
