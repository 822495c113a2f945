"""Periods of days: the one before, how finely one is told apart, what an answer left out (wire 4, 9.2)."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from callrail_tui.model.figures import INTERVALS, MAX_POINTS, FigureRow

K = TypeVar("K", bound=Hashable)

_HOURS = 24
_AVERAGE = "average_duration"


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
    """Every interval of the period in order; each row is added to the one that its key lies in.

    Keys are a day, a month, a year, or an hour with its zone: the hour that comes twice in autumn is one here.
    """
    if interval == "hour":
        hours = [f"{day.isoformat()}T{hour:02}" for day in _days(period) for hour in range(_HOURS)]
        found = _collected(((row.key or "")[:13].replace(" ", "T"), row.numbers) for row in rows)
        return tuple(Point(hour, f"{hour}:00:00", f"{hour}:59:59", found.get(hour, {})) for hour in hours)
    dated = [(day, row.numbers) for row in rows if (day := _day_of(row.key)) is not None]
    starts = _starts(period, interval, [day for day, _ in dated if day != period.first])
    places = ((bisect_right(starts, day) - 1, numbers) for day, numbers in dated if day <= period.last)
    sums = _collected((place, numbers) for place, numbers in places if place >= 0)
    ends = [*(start - timedelta(days=1) for start in starts[1:]), period.last]
    return tuple(
        Point(start.isoformat(), max(start, period.first).isoformat(), max(start, end).isoformat(), sums.get(place, {}))
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _collected(rows: Iterable[tuple[K, Mapping[str, int]]]) -> dict[K, Mapping[str, int]]:
    """Rows of the same place added up; an average is weighed by the calls it is of."""
    sums: dict[K, Mapping[str, int]] = {}
    for place, numbers in rows:
        sums[place] = _added(sums[place], numbers) if place in sums else numbers
    return sums


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int]:
    names = {*one, *other} - {_AVERAGE}
    both = {name: one.get(name, 0) + other.get(name, 0) for name in names}
    if _AVERAGE in one or _AVERAGE in other:
        weights = [numbers.get("total_calls", 0) for numbers in (one, other)]
        weighed = sum(numbers.get(_AVERAGE, 0) * weight for numbers, weight in zip((one, other), weights, strict=True))
        both[_AVERAGE] = round(weighed / sum(weights)) if sum(weights) else 0
    return both


def _day_of(key: str | None) -> date | None:
    """The first day that a key means: of a month, a year, or itself."""
    text = (key or "")[:10]
    try:
        return date.fromisoformat({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text))
    except ValueError:
        return None


def _days(period: Period) -> list[date]:
    return [period.first + timedelta(days=number) for number in range(period.days)]


def _starts(period: Period, interval: str, known: Iterable[date] = ()) -> list[date]:
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


def _weekday(known: Iterable[date]) -> int:
    """The commonest day of the week among dates."""
    days = [day.weekday() for day in known]
    return max(set(days), key=days.count) if days else 0
