"""The built-in views: named questions to the calls list, with their dates spelled out (wire 4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from callrail_tui.model.query import CallQuery, DatePreset

RETENTION_MONTHS = 25
"""How long calls are kept (wire 5.4)."""

DEFAULT_VIEW = "all"


def default_dates(today: date) -> tuple[date, date]:
    """Every retained call: from 25 months less a day ago to tomorrow, since the account's zone may be ahead of ours."""
    months = today.year * 12 + today.month - 1 - RETENTION_MONTHS
    year, month = divmod(months, 12)
    kept_since = date(year, month + 1, min(today.day, _days_in(year, month + 1)))
    return kept_since + timedelta(days=1), today + timedelta(days=1)


def retained_since(today: date) -> date:
    """The first day that the default view asks for: what lies before is gone."""
    return default_dates(today)[0]


def _days_in(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def dated(query: CallQuery, start: date, end: date) -> CallQuery:
    """The same question over explicit days, in the zone of the user behind the connection."""
    return query.changed(start_date=start.isoformat(), end_date=end.isoformat(), time_zone="user")


def _all(today: date) -> CallQuery:
    return dated(CallQuery(), *default_dates(today))


def _today(today: date) -> CallQuery:
    # The server's own word: its user's today may be another day than this machine's.
    return CallQuery(date_range=DatePreset.TODAY, time_zone="user")


def _untouched(today: date) -> CallQuery:
    return _all(today).changed(lead_status="not_scored")


def _missed(today: date) -> CallQuery:
    return _all(today).changed(answer_status="missed")


VIEWS: Mapping[str, Callable[[date], CallQuery]] = {
    "all": _all,
    "today": _today,
    "untouched": _untouched,
    "missed": _missed,
}
"""What `--view` names."""


def view_query(name: str, today: date) -> CallQuery:
    """The question of a built-in view; KeyError for a name that is none."""
    return VIEWS[name](today)


def moved_forward(query: CallQuery, read_on: date, today: date) -> CallQuery:
    """The question as it stands today: the days of a view that were computed on `read_on` move with the day.

    A start that is a day later than the view's, since the server keeps no more, stays a day later.
    """
    for made in VIEWS.values():
        before, now = made(read_on), made(today)
        for days in (0, 1):
            if (query.start_date, query.end_date) == (_later(before.start_date, days), before.end_date):
                return query.changed(start_date=_later(now.start_date, days), end_date=now.end_date)
    return query


def _later(day: str | None, days: int) -> str | None:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if day is not None else None
