"""Counting calls that are here: where the server does not group so, and by hour and weekday (wire 9.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo

from callrail_tui.model.call import Call, Outcome
from callrail_tui.model.figures import FigureRow
from callrail_tui.model.periods import Period
from callrail_tui.model.query import CallQuery, Params

Group = Callable[[Call], str | None]

GROUPS: dict[str, Group] = {
    "tracker": lambda call: call.source_name,
    "medium": lambda call: _text(call.raw.get("medium")),
}
"""What is counted here where the server refuses to group by it: the seed names these two, the reference neither."""

_FILTERS = ("time_zone", "company_id", "device", "lead_status")
_TYPES = {"first_call": ("first_time_callers", "true"), "missed": ("answer_status", "missed"),
          "voicemails": ("answer_status", "voicemail"), "inbound": ("direction", "inbound"),
          "outbound": ("direction", "outbound")}  # fmt: skip
"""The list's `call_type` in the aggregates' own words."""


def aggregate_filters(query: CallQuery) -> Params:
    """The list's filters as summary and timeseries know them; a search is left out: theirs looks in sources alone."""
    pairs: list[tuple[str, str]] = []
    if query.start_date or query.end_date:
        pairs += [(name, value) for name in ("start_date", "end_date") if (value := getattr(query, name))]
    elif query.date_range is not None:
        pairs.append(("date_range", query.date_range.value))
    pairs += [(name, value) for name in _FILTERS if (value := getattr(query, name))]
    if query.tracker_id:
        pairs.append(("tracker_ids[]", query.tracker_id))
    typed = dict([_TYPES[query.call_type]] if query.call_type in _TYPES else [])
    typed |= {name: value for name in ("answer_status", "direction") if (value := getattr(query, name))}
    pairs += typed.items()
    pairs += [("tags[]", tag) for tag in query.tags]
    return tuple(pairs)


def counted(calls: Iterable[Call], group: Group) -> tuple[FigureRow, ...]:
    """The measures of each group, as the server would answer them; the most calls first."""
    groups: dict[str | None, list[Call]] = {}
    for call in calls:
        groups.setdefault(group(call), []).append(call)
    rows = [FigureRow(name, _measures(found)) for name, found in groups.items()]
    return tuple(sorted(rows, key=lambda row: -row.numbers["total_calls"]))


def began_within(calls: Iterable[Call], period: Period, where: tzinfo | None) -> list[Call]:
    """The calls that began on days of the period, by the clocks of a zone."""
    found = []
    for call in calls:
        try:
            day = call.start.astimezone(where).date() if call.start is not None else None
        except (OverflowError, ValueError):
            continue
        if day is not None and period.first <= day <= period.last:
            found.append(call)
    return found


def by_hour(calls: Iterable[Call], where: tzinfo | None) -> list[list[int]]:
    """How many calls began in each hour of each weekday: seven lists of 24, Monday first."""
    table = [[0] * 24 for _ in range(7)]
    for call in calls:
        if call.start is not None:
            try:
                moment = call.start.astimezone(where)
            except (OverflowError, ValueError):
                continue
            table[moment.weekday()][moment.hour] += 1
    return table


def _measures(calls: list[Call]) -> dict[str, int]:
    lengths = [call.duration for call in calls if call.duration is not None]
    return {
        "total_calls": len(calls),
        "answered_calls": sum(call.outcome is Outcome.ANSWERED for call in calls),
        "missed_calls": sum(call.outcome in (Outcome.MISSED, Outcome.ABANDONED) for call in calls),
        "first_time_callers": sum(call.first_call is True for call in calls),
        "average_duration": round(sum(lengths) / len(lengths)) if lengths else 0,
        "leads": sum(call.lead_status == "good_lead" for call in calls),
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
