"""What a query applies, as chips that can be cleared one by one (floor 4)."""

from collections.abc import Callable
from typing import NamedTuple

from textual.content import Content

from callrail_tui.model.fields import SORT_FIELDS
from callrail_tui.model.query import CallQuery, DatePreset
from callrail_tui.present.text import assemble, display


class Chip(NamedTuple):
    """One applied filter."""

    id: str
    label: Content
    cleared: CallQuery
    """The same query without it."""


PRESET_WORDS: dict[DatePreset, str] = {
    DatePreset.RECENT: "the last 7 days with today",
    DatePreset.TODAY: "today",
    DatePreset.YESTERDAY: "yesterday",
    DatePreset.LAST_7_DAYS: "the 7 days before today",
    DatePreset.LAST_30_DAYS: "the 30 days before today",
    DatePreset.THIS_MONTH: "this month",
    DatePreset.LAST_MONTH: "last month",
    DatePreset.THIS_YEAR: "this year",
    DatePreset.LAST_YEAR: "last year",
    DatePreset.ALL_TIME: "all time",
}

WORDS: dict[str, dict[str, str]] = {
    "call_type": {
        "first_call": "first-time callers",
        "missed": "missed calls",
        "voicemails": "voicemails",
        "inbound": "inbound calls",
        "outbound": "outbound calls",
    },
    "answer_status": {"answered": "answered", "missed": "missed", "voicemail": "voicemail"},
    "direction": {"inbound": "inbound", "outbound": "outbound"},
    "device": {"desktop": "desktop", "mobile": "mobile"},
    "lead_status": {"good_lead": "good lead", "not_a_lead": "not a lead", "not_scored": "not scored"},
}
"""The values of each filter, in words; the filter form and the chips share them."""

FILTER_LABELS: dict[str, str] = {
    "call_type": "Type",
    "answer_status": "Outcome",
    "direction": "Direction",
    "device": "Device",
    "lead_status": "Lead",
}

VIEW_WORDS: dict[str, str] = {"all": "all calls", "today": "today", "untouched": "untouched", "missed": "missed"}
"""The built-in views as the title names them."""


def dates_words(query: CallQuery) -> str:
    """The dates of a query in words."""
    if query.date_range is not None:
        return PRESET_WORDS[query.date_range]
    if query.start_date and query.end_date:
        if query.start_date == query.end_date:
            return query.start_date
        return f"{query.start_date} to {query.end_date}"
    if query.start_date:
        return f"from {query.start_date}"
    return f"until {query.end_date}" if query.end_date else "the server's own 7 days"


def chips(query: CallQuery, defaults: CallQuery, name_of: Callable[[str], str | None]) -> list[Chip]:
    """The parts of `query` that differ from `defaults`; `name_of` turns a company's or tracker's id into its name."""
    found: list[Chip] = []

    def add(chip_id: str, label: Content, **cleared: object) -> None:
        found.append(Chip(chip_id, label, query.changed(**cleared)))

    if query.tracker_id:
        add("tracker", assemble(("tracker ", "dim"), name_of(query.tracker_id) or query.tracker_id), tracker_id=None)
    if query.company_id:
        label = assemble(("company ", "dim"), name_of(query.company_id) or query.company_id)
        add("company", label, company_id=None, tracker_id=None)
    if (query.date_range, query.start_date, query.end_date) != (
        defaults.date_range,
        defaults.start_date,
        defaults.end_date,
    ):
        kept = {"date_range": defaults.date_range, "start_date": defaults.start_date, "end_date": defaults.end_date}
        add("dates", display(dates_words(query)), **kept)
    for name, words in WORDS.items():
        value = getattr(query, name)
        if value is not None:
            add(name, display(words.get(value, value)), **{name: None})
    for tag in query.tags:
        rest = tuple(other for other in query.tags if other != tag)
        add(f"tag:{tag}", assemble(("tag ", "dim"), tag), tags=rest)
    if query.search:
        add("search", assemble(("search ", "dim"), query.search), search=None)
    if query.sort is not None and not (query.sort == "start_time" and query.order in (None, "desc")):
        heading = SORT_FIELDS.get(query.sort, query.sort)
        way = {"asc": "↑", "desc": "↓"}.get(query.order or "", "")
        add("sort", assemble(("sort ", "dim"), heading, way), sort=None, order=None)
    return found


def empty_result(query: CallQuery, defaults: CallQuery, name_of: Callable[[str], str | None]) -> Content:
    """Says that nothing matches, and which filter to loosen first: the narrowest one."""
    applied = chips(query, defaults, name_of)
    if not applied:
        return display("No calls in the last 25 months. New ones appear after r.")
    order = ("search", "tag:", "tracker", "device", "lead_status", "answer_status", "call_type", "direction", "dates")
    ranked = sorted(applied, key=lambda chip: next((i for i, p in enumerate(order) if chip.id.startswith(p)), 99))
    several = "" if len(applied) == 1 else f" (one of {len(applied)} filters)"
    return assemble(
        ("No call matches.", "bold"),
        Content("\n"),
        "Try without ",
        ranked[0].label,
        several,
        ": X takes filters away, one by one.",
    )


def unknown_company(company_id: str, account_name: str | None) -> Content:
    """The company in scope is not one of this account's: the way out, in place of the rows."""
    return assemble(
        ("This account has no company ", "bold"),
        (company_id, "bold"),
        Content("\n"),
        "X, then enter, shows the whole account",
        f" ({account_name})" if account_name else "",
        "; the tree (h) lists its companies; N changes the account.",
    )
