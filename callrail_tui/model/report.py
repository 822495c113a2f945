"""A client report in Markdown: what came of a period's calls, against the one before (wire 9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from callrail_tui.model.call import Call
from callrail_tui.model.export_formats import length
from callrail_tui.model.figures import FigureQuery, FigureRow, Figures
from callrail_tui.model.markdown import escaped, row, table_head
from callrail_tui.model.query import CallQuery, Params
from callrail_tui.model.views import retained_since

MEASURES: Final[dict[str, str]] = {
    "total_calls": "Calls",
    "answered_calls": "Answered",
    "missed_calls": "Missed",
    "first_time_callers": "First-time callers",
    "leads": "Leads",
    "average_duration": "Average length",
}
ALL_FIELDS: Final = (*MEASURES, "formatted_average_duration")
"""The seven of wire 9.1."""
SOURCE_FIELDS: Final = ("total_calls", "leads", "missed_calls")
MOST_SOURCES: Final = 10
LIST_PAGES: Final = 4
"""Pages that are read at most of the missed calls, and of those that the company made: nobody reads a longer list."""
FIXED_REQUESTS: Final = 4
"""Two summaries, one by source, one timeseries."""

_DAYS_BY_DAY, _DAYS_BY_WEEK = 31, 217
_HEADINGS: Final = {"day": "Day", "week": "Week from", "month": "Month"}


class Period(NamedTuple):
    """Whole days, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.start).days + 1

    @property
    def interval(self) -> str:
        """What a table of the period counts by."""
        if self.days <= _DAYS_BY_DAY:
            return "day"
        return "week" if self.days <= _DAYS_BY_WEEK else "month"

    def before(self, today: date) -> Period | None:
        """The period of the same length before it; None where CallRail keeps no calls of it any more (wire 5.4)."""
        end = self.start - timedelta(days=1)
        start = end - timedelta(days=self.days - 1)
        return Period(start, end) if start >= retained_since(today) else None


class Reached(NamedTuple):
    """A later call in which somebody spoke with a missed caller."""

    at: datetime
    is_call_back: bool
    """Whether the company called; else the caller called again and was answered."""


class Report(NamedTuple):
    """Everything that the report says."""

    account: str
    company: str | None
    filters: str
    """What the calls were narrowed by, in words; empty for nothing."""
    period: Period | None
    zone: str | None
    totals: Mapping[str, int]
    before: Mapping[str, int] | None
    before_period: Period | None
    sources: Sequence[FigureRow]
    interval: str
    points: Sequence[FigureRow]
    missed: Sequence[Call]
    is_cut: bool
    """Whether more calls were missed than are listed."""
    reached: Mapping[str, Reached]
    """When the number of a missed call was reached later, by the call's id."""
    knows_all: bool
    """Whether every call that the company made since is known, so that none means nobody called back."""
    made: date


def why_no_report(query: CallQuery) -> str:
    """What keeps a report from being true of these calls; empty where nothing does (wire 9.1)."""
    if query.search is not None:
        return "CallRail's sums know no search: take it away (X) for a report."
    if query.call_type is not None:
        return "CallRail's sums know no call type: take that filter away (X) for a report."
    if query.answer_status is not None:
        return "A report counts answered and missed calls itself: take the outcome filter away (X)."
    return ""


def summary_filters(query: CallQuery, period: Period | None = None) -> Params:
    """The question's filters in the words of the sums; `period` in place of its dates."""
    dates = ("date_range", "start_date", "end_date")
    pairs = [(name, value) for name, value in query.filters() if period is None or name not in dates]
    if period is not None:
        pairs += [("start_date", period.start.isoformat()), ("end_date", period.end.isoformat())]
    return tuple(("tracker_ids[]" if name == "tracker_id" else name, value) for name, value in pairs)


def totals_query(query: CallQuery, period: Period | None = None) -> FigureQuery:
    """All seven measures."""
    return FigureQuery(summary_filters(query, period), ALL_FIELDS)


def sources_query(query: CallQuery) -> FigureQuery:
    """By source."""
    return FigureQuery(summary_filters(query), SOURCE_FIELDS, group_by="source")


def points_query(query: CallQuery, interval: str) -> FigureQuery:
    """By day, week or month."""
    return FigureQuery(summary_filters(query), SOURCE_FIELDS, interval=interval)


def period_of(figures: Figures, query: CallQuery, today: date) -> Period | None:
    """The days that an answer is about, as it says itself, else as it was asked; none that is still to come."""
    start = _day(figures.start) or _day(query.start_date)
    end = _day(figures.end) or _day(query.end_date)
    end = min(end, today) if end is not None and start is not None and start <= today else end
    return Period(start, end) if start is not None and end is not None and start <= end else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def made_query(query: CallQuery, today: date) -> CallQuery:
    """The calls that the company made from the first day on until now: who was called back (wire 8.1)."""
    scope = CallQuery(query.date_range, query.start_date, time_zone=query.time_zone, company_id=query.company_id)
    end = (today + timedelta(days=1)).isoformat() if query.start_date else None
    return scope.changed(end_date=end, direction="outbound", fields=())


def reached_later(missed: Iterable[Call], known: Iterable[Call]) -> dict[str, Reached]:
    """When each missed caller was first reached later, by a call to them or an answered one from them."""
    reached: dict[str, list[Reached]] = {}
    for call in known:
        talked = call.answered is True or (call.direction == "outbound" and bool(call.duration))
        if talked and call.start is not None and call.customer_number and not call.is_number_withheld:
            reached.setdefault(call.customer_number, []).append(Reached(call.start, call.direction == "outbound"))
    found: dict[str, Reached] = {}
    for call in missed:
        later = [one for one in reached.get(call.customer_number or "", ()) if call.start and one.at > call.start]
        if later:
            found[call.id] = min(later)
    return found


def report_text(report: Report) -> str:
    """The whole file."""
    parts = (_head, _totals, _sources, _course, _missed)
    made = f"Made with callrail-tui on {report.made}, from CallRail's own sums.\n"
    return "\n".join([*(part(report) for part in parts), made])


def _head(report: Report) -> str:
    lines = [f"# Calls of {escaped(report.company or report.account)}\n"]
    if report.company:
        lines.append(f"Account: {escaped(report.account)}\n")
    if report.period is not None:
        zone = f", {escaped(report.zone)}" if report.zone else ""
        days = f"{report.period.days:,} day{'' if report.period.days == 1 else 's'}"
        lines.append(f"Period: {report.period.start} to {report.period.end} ({days}{zone})\n")
    if report.filters:
        lines.append(f"Only: {escaped(report.filters)}\n")
    return "\n".join(lines)


def _totals(report: Report) -> str:
    before = report.before
    headings = ["", "This period", "The one before", "Change"] if before is not None else ["", "This period"]
    lines = ["## In sum\n\n", table_head(headings, right=frozenset({1, 2, 3}))]
    for name, label in MEASURES.items():
        show: Callable[[int], str] = length if name == "average_duration" else _number
        now = report.totals.get(name)
        cells = [label, "–" if now is None else show(now)]
        if before is not None:
            then = before.get(name)
            cells += ["–" if then is None else show(then), _change(now, then, show)]
        lines.append(row(cells))
    if report.before_period is not None:
        lines.append(f"\nThe one before: {report.before_period.start} to {report.before_period.end}.\n")
    elif before is None:
        lines.append("\nThere is nothing to compare with: CallRail keeps calls for 25 months.\n")
    return "".join(lines)


def _number(number: int) -> str:
    return f"{number:,}"


def _change(now: int | None, then: int | None, show: Callable[[int], str]) -> str:
    if now is None or then is None:
        return "–"
    difference = now - then
    if not difference:
        return "none"
    words = f"{'+' if difference > 0 else '−'}{show(abs(difference))}"
    return f"{words} ({difference / then:+.0%})".replace("(-", "(−") if then else words


def _sources(report: Report) -> str:
    ordered = sorted(report.sources, key=lambda one: -one.numbers.get("total_calls", 0))
    lines = [
        "## Where they came from\n\n",
        table_head(["Source", "Calls", "Leads", "Missed"], right=frozenset({1, 2, 3})),
    ]
    lines += [_figures_row(one.key or "(none)", one.numbers) for one in ordered[:MOST_SOURCES]]
    if not ordered:
        return "## Where they came from\n\nNo calls.\n"
    if rest := ordered[MOST_SOURCES:]:
        sums = {name: sum(one.numbers.get(name, 0) for one in rest) for name in SOURCE_FIELDS}
        lines.append(_figures_row(f"{len(rest):,} more", sums))
    return "".join(lines)


def _figures_row(key: str, numbers: Mapping[str, int]) -> str:
    cells = (_number(numbers[name]) if name in numbers else "–" for name in SOURCE_FIELDS)
    return row([escaped(key), *cells])


def _course(report: Report) -> str:
    title = f"## By {report.interval}\n\n"
    if not report.points:
        return f"{title}No calls.\n"
    heading = _HEADINGS.get(report.interval, "From")
    lines = [title, table_head([heading, "Calls", "Leads", "Missed"], right=frozenset({1, 2, 3}))]
    last = report.period.end.isoformat() if report.period is not None else "9999"
    for point in (one for one in report.points if (one.key or "")[:10] <= last):
        key = (point.key or "(none)")[: 7 if report.interval == "month" else None]
        lines.append(_figures_row(key, point.numbers))
    return "".join(lines)


def _missed(report: Report) -> str:
    if not report.missed:
        return "## Missed calls\n\nNone.\n"
    lines = ["## Missed calls\n\n", table_head(["When", "Who", "Number", "Tracker", "Called back"])]
    for call in report.missed:
        later = report.reached.get(call.id)
        back = "no" if report.knows_all else "not known"
        if later is not None:
            back = f"{'' if later.is_call_back else 'called again '}{_moment(later.at, call)}"
        cells = (_moment(call.start, call), call.customer_name or "–", _caller(call), call.source_name or "–", back)
        lines.append(row(map(escaped, cells)))
    if report.is_cut:
        lines.append(f"\nThe newest {len(report.missed):,} are listed; more were missed.\n")
    return "".join(lines)


def _caller(call: Call) -> str:
    return "withheld" if call.is_number_withheld else call.customer_number or "–"


def _moment(moment: datetime | None, call: Call) -> str:
    """On the clock of the call's own company."""
    if moment is None:
        return "–"
    zone = call.start.tzinfo if call.start is not None else None
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
