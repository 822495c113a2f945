"""Periods of days: the one before, how finely one is told apart, what an answer left out (wire 4, 9.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from callrail_tui.model.figures import INTERVALS, MAX_POINTS, FigureRow

_HOURS = 24


class Period(NamedTuple):
    """Two days, both inside it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


class Point(NamedTuple):
    """One interval of a timeseries: `start` and `end` as the list takes them, both inclusive (wire 4.2)."""

    label: str
    start: str
    end: str
    numbers: Mapping[str, int]


def period_of(start: str | None, end: str | None) -> Period | None:
    """The days of an answer, or of a query's explicit dates; None where they cannot be read."""
    try:
        first, last = (date.fromisoformat((text or "")[:10]) for text in (start, end))
    except ValueError:
        return None
    return Period(first, last) if first <= last else None


def before(period: Period) -> Period:
    """The period of the same length that ends on the day before (adjacent windows share no day, wire 4.2)."""
    last = period.first - timedelta(days=1)
    return Period(last - timedelta(days=period.days - 1), last)


def points_in(period: Period, interval: str) -> int:
    """At most how many points an answer has."""
    if interval == "hour":
        return period.days * _HOURS + 1  # One more where clocks go back.
    return len(_starts(period, interval))


def finest(period: Period, wanted: str) -> str:
    """The wanted interval, or the next coarser one that keeps within the 200 points of one answer."""
    for interval in INTERVALS[INTERVALS.index(wanted) :]:
        if points_in(period, interval) <= MAX_POINTS:
            return interval
    return INTERVALS[-1]


def filled(rows: Iterable[FigureRow], period: Period, interval: str) -> tuple[Point, ...]:
    """Every interval of the period in order, those that the answer left out with nothing in them.

    Rows are known by the beginning of their key, since hours carry a zone and days may; what fits nowhere is left out.
    """
    length = 13 if interval == "hour" else 10
    found = {(row.key or "")[:length].replace(" ", "T"): row.numbers for row in rows}
    if interval == "hour":
        hours = (f"{day.isoformat()}T{hour:02}" for day in _days(period) for hour in range(_HOURS))
        return tuple(Point(hour, f"{hour}:00:00", f"{hour}:59:59", found.get(hour, {})) for hour in hours)
    starts = _starts(period, interval, found)
    ends = [*(start - timedelta(days=1) for start in starts[1:]), period.last]
    return tuple(
        Point(
            start.isoformat(),
            max(start, period.first).isoformat(),
            max(start, end).isoformat(),
            found.get(start.isoformat(), {}),
        )
        for start, end in zip(starts, ends, strict=True)
    )


def _days(period: Period) -> list[date]:
    return [period.first + timedelta(days=number) for number in range(period.days)]


def _starts(period: Period, interval: str, known: Iterable[str] = ()) -> list[date]:
    """The first day of each interval; weeks begin on the day of the week that the answer's begin on, else on Monday."""
    if interval == "day":
        return _days(period)
    if interval == "week":
        first = period.first - timedelta(days=(period.first.weekday() - _weekday(known)) % 7)
        return [first + timedelta(days=days) for days in range(0, (period.last - first).days + 1, 7)]
    months = 12 if interval == "year" else 1
    month = 0 if interval == "year" else period.first.month - 1
    at = period.first.year * 12 + month
    starts = []
    while (start := date(at // 12, at % 12 + 1, 1)) <= period.last:
        starts.append(start)
        at += months
    return starts


def _weekday(known: Iterable[str]) -> int:
    """The commonest day of the week among dates."""
    days: list[int] = []
    for text in known:
        try:
            days.append(datetime.fromisoformat(text).weekday())
        except ValueError:
            continue
    return max(set(days), key=days.count) if days else 0
