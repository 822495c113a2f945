"""Date ranges: presets, explicit ends, zones, and the retained months (wire 4, 5.4)."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from callrail_tui.demo.replies import ApiError
from callrail_tui.demo.request import Query

USER_ZONE: Final = "America/New_York"
"""The zone of the user behind the token."""
RETAINED_MONTHS: Final = 25

_RAILS_NAMES: Final = {
    "America/New_York": "Eastern Time (US & Canada)",
    "America/Chicago": "Central Time (US & Canada)",
    "America/Denver": "Mountain Time (US & Canada)",
    "America/Los_Angeles": "Pacific Time (US & Canada)",
    "America/Phoenix": "Arizona",
}
_YEARS: Final = range(1900, 2200)
"""Beyond these no call lies, and near the ends of the calendar a moment cannot be moved to another zone."""
_Days = tuple[date, date]


class Span(NamedTuple):
    """A range of time: from ``start`` up to but without ``stop``; ``end`` is what the answer shows."""

    start: datetime
    end: datetime
    stop: datetime
    zone: tzinfo
    zone_name: str

    @property
    def start_ms(self) -> int:
        """First millisecond within."""
        return round(self.start.timestamp() * 1000)

    @property
    def stop_ms(self) -> int:
        """First millisecond after."""
        return round(self.stop.timestamp() * 1000)

    def head(self) -> dict[str, object]:
        """Both ends as the aggregates spell them (wire 4.4)."""
        return {"start_date": offset_spelling(self.start), "end_date": offset_spelling(self.end)}

    @property
    def rails_zone(self) -> str:
        """The zone as the aggregates name it (wire 4.3)."""
        return _RAILS_NAMES.get(self.zone_name, self.zone_name)


def offset_spelling(moment: datetime) -> str:
    """``2026-02-03T00:00:00-0800``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S%z")


def months_before(moment: datetime, months: int) -> datetime:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def _last_month(today: date) -> _Days:
    end = today.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


_PRESETS: Final[dict[str, Callable[[date], _Days]]] = {
    "recent": lambda today: (today - timedelta(days=6), today),
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - timedelta(days=1), today - timedelta(days=1)),
    "last_7_days": lambda today: (today - timedelta(days=7), today - timedelta(days=1)),
    "last_30_days": lambda today: (today - timedelta(days=30), today - timedelta(days=1)),
    "this_month": lambda today: (today.replace(day=1), today),
    "last_month": _last_month,
    "this_year": lambda today: (today.replace(month=1, day=1), today),
    "last_year": lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
}


def read_span(query: Query, now: datetime, account_created: datetime) -> Span:
    """The range that a request names; ``recent`` when it names none. 400 when unreadable or beyond the retention."""
    zone_name = query.text("time_zone")
    zone_name = USER_ZONE if zone_name in ("", "user") else zone_name
    zone = _zone(zone_name)
    today = now.astimezone(zone).date()
    oldest = months_before(now, RETAINED_MONTHS)
    given_start, given_end = query.text("start_date"), query.text("end_date")
    preset = query.text("date_range")
    if given_start or given_end:
        start = _moment(given_start, zone)[0] if given_start else oldest.astimezone(zone) + timedelta(days=1)
        end, stop = _moment(given_end, zone)[1:] if given_end else _whole_day(today, zone)[1:]
        if stop <= start:  # the wire gives an unrelated range rather than an error (wire 4.2)
            return _days_span(_PRESETS["recent"](today), zone, zone_name)
        span = Span(start, end, stop, zone, zone_name)
    elif preset == "all_time":
        span = _days_span((account_created.astimezone(zone).date(), today), zone, zone_name)
    else:
        days = _PRESETS.get(preset, _PRESETS["recent"])(today)
        span = _days_span(days, zone, zone_name)
    if span.start.timestamp() < oldest.timestamp():
        raise ApiError(400, f"Records are kept for {RETAINED_MONTHS} months. Please narrow your date range.")
    return span


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ApiError(400, f"Invalid time_zone: {name[:80]}") from error


def _days_span(days: _Days, zone: tzinfo, zone_name: str) -> Span:
    _, end, stop = _whole_day(days[1], zone)
    return Span(_whole_day(days[0], zone)[0], end, stop, zone, zone_name)


def _whole_day(day: date, zone: tzinfo) -> tuple[datetime, datetime, datetime]:
    """Midnight, the last second, and the next midnight of a day."""
    following = datetime.combine(day + timedelta(days=1), time.min, zone)
    return datetime.combine(day, time.min, zone), datetime.combine(day, time(23, 59, 59), zone), following


def _moment(text: str, zone: tzinfo) -> tuple[datetime, datetime, datetime]:
    """A given date or date-time as start, shown end, and stop."""
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            if day.year in _YEARS:
                return _whole_day(day, zone)
        moment = datetime.fromisoformat(text)
        if moment.year not in _YEARS:
            raise ValueError(text)
    except ValueError as error:
        raise ApiError(400, f"Invalid date: {text[:40]}") from error
    moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return moment, moment, moment + timedelta(milliseconds=1)
