"""What a tracker is credited to, in words, for every documented kind and any other (wire 11)."""

from __future__ import annotations

from callrail_tui.model.read import Json, items, mapping, text

_KINDS = {
    "all": "every visitor and caller",
    "direct": "direct visits",
    "offline": "offline advertising",
    "google_ad_extension": "Google Ads call extension",
    "mobile_ad_extension": "mobile ad call extension",
    "google_my_business": "Google Business Profile",
    "facebook_all": "Facebook",
    "bing_all": "Bing, paid and organic",
}
_ENGINES = {"google": "Google", "bing": "Bing", "yahoo": "Yahoo", "all": "any search engine"}
_SEARCHES = {
    "paid": "paid search",
    "organic": "organic search",
    "local": "local search",
    "all": "paid and organic search",
}
_OF_SESSION = ("google", "bing", "yahoo", "landing", "referrer", "inverted", "direct")
_LONGEST = 120


def source_words(source: object) -> str:
    """One line: what `source` of a tracker means; a kind that is not known stands in its own words."""
    kind = text(source)
    if kind is not None:
        return _KINDS.get(kind, kind.replace("_", " "))
    raw = mapping(source)
    if raw is None:
        return "not said"
    named = text(raw.get("type"))
    parts = [_typed(named, raw)] if named is not None else []
    # With a type a bare word beside it belongs to the type; lists are the engines and pages of a website pool.
    pool = {name: value for name in _OF_SESSION if not (isinstance(value := raw.get(name), str) and named is not None)}
    parts += [part for name, value in pool.items() if (part := _session_part(name, value))]
    known = ("type", "search_engine", "search_type", *_OF_SESSION)
    parts += [f"{name}: {_short(value)}" for name, value in raw.items() if name not in known]
    words = "; ".join(parts) or "not said"
    return f"all but: {words}" if raw.get("inverted") is True else words


def _typed(kind: str, raw: Json) -> str:
    if kind == "search":
        engine, search = text(raw.get("search_engine")) or "all", text(raw.get("search_type")) or "all"
        return f"{_ENGINES.get(engine, engine)}, {_SEARCHES.get(search, search)}"
    if kind in ("landing_url", "landing_params"):
        what = "landing page" if kind == "landing_url" else "landing page with"
        return f"{what} {text(raw.get('landing')) or 'of any kind'}"
    if kind == "web_referrer":
        return f"visits from {text(raw.get('referrer')) or 'any site'}"
    return _KINDS.get(kind, kind.replace("_", " "))


def _session_part(name: str, value: object) -> str:
    if value in (None, "", [], {}, False) or name == "inverted":
        return ""
    if name in _ENGINES:
        kinds = [text(one) or "?" for one in items(value)] or [text(value) or "any kind"]
        return f"{_ENGINES[name]}: {', '.join(_SEARCHES.get(kind, kind) for kind in kinds)}"
    if name == "direct":
        return "direct visits"
    listed = ", ".join(text(one) or "?" for one in items(value)) or text(value) or ""
    if not listed:
        return ""
    what = "landing pages" if name == "landing" else "visits from"
    return "" if name == "landing" and isinstance(value, str) else f"{what} {listed}"


def _short(value: object) -> str:
    return (text(value) or str(value))[:_LONGEST]
