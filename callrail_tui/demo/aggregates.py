"""Call summary and timeseries (wire 9)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from callrail_tui.demo.account import Account
from callrail_tui.demo.callquery import read_aggregate_filter, span_of
from callrail_tui.demo.callview import landing_url
from callrail_tui.demo.dates import Span, offset_spelling
from callrail_tui.demo.pattern import Row
from callrail_tui.demo.replies import ApiError, Reply, answer
from callrail_tui.demo.request import Request
from callrail_tui.demo.sources import ORIGINS
from callrail_tui.demo.tally import measures_of, read_fields, shown, tallies

MOST_POINTS: Final = 200
INTERVALS: Final = ("hour", "day", "week", "month", "year")

Group = Callable[[Row], str | None]


def _groups(account: Account) -> dict[str, Group]:
    directory = account.directory

    def campaign(row: Row) -> str | None:
        return ORIGINS[row.origin].campaigns[row.campaign] if row.campaign >= 0 else None

    def keyword(row: Row) -> str | None:
        return ORIGINS[row.origin].keywords[row.keyword] if row.keyword >= 0 else None

    return {
        "source": lambda row: ORIGINS[row.origin].source,
        "medium": lambda row: ORIGINS[row.origin].medium or None,
        "campaign": campaign,
        "keywords": keyword,
        "referrer": lambda row: ORIGINS[row.origin].referrer if row.landing >= 0 else None,
        "landing_page": lambda row: landing_url(directory.company(row.company), row),
        "company": lambda row: directory.company(row.company).name,
        "company_id": lambda row: directory.company(row.company).id,
        "tracker": lambda row: directory.tracker(row.tracker).name,
    }


async def summarise(account: Account, request: Request) -> Reply:
    """Totals of a range, and of each group when one is named (wire 9.1)."""
    query = request.query
    fields = read_fields(query.listed("fields"))
    group_by = query.text("group_by")
    groups = _groups(account)
    if group_by and group_by not in groups:
        raise ApiError(400, f"Invalid group_by: {group_by[:80]}")
    if group_by.startswith("company") and query.text("company_id"):
        raise ApiError(400, "Grouping by company is not available for a single company")
    span, wanted, book = span_of(account, query), read_aggregate_filter(account, query), account.book()
    selection = await account.views.select(wanted, book)
    first, last = _range(account, span)
    measures = measures_of(fields)
    total = (await tallies(measures, wanted, selection, book))[None].between(first, last)
    body = span.head() | {"time_zone": span.rails_zone, "total_results": shown(fields, total)}
    if group_by:
        counted = ("total_calls", *(name for name in measures if name != "total_calls"))
        grouped = await tallies(counted, wanted, selection, book, groups[group_by])
        sums = {name: tally.between(first, last) for name, tally in grouped.items()}
        ordered = sorted(
            (name for name in sums if sums[name]["total_calls"]), key=lambda name: -sums[name]["total_calls"]
        )
        rows = [{"key": name, **shown(fields, sums[name])} for name in ordered]
        body |= {"grouped_by": group_by, "grouped_results": rows}
    return answer(body)


async def timeseries(account: Account, request: Request) -> Reply:
    """Totals of each interval of a range, quiet ones too; at most 200 (wire 9.2)."""
    query = request.query
    fields = read_fields(query.listed("fields"))
    interval = query.text("interval") or "day"
    if interval not in INTERVALS:
        raise ApiError(400, f"Invalid interval: {interval[:80]}")
    span, wanted, book = span_of(account, query), read_aggregate_filter(account, query), account.book()
    starts = _starts(span, interval)
    if len(starts) > MOST_POINTS:
        raise ApiError(400, f"At most {MOST_POINTS} data points can be returned. Please narrow your date range.")
    selection = await account.views.select(wanted, book)
    tally = (await tallies(measures_of(fields), wanted, selection, book))[None]
    edges = [_index_at(account, moment) for moment in (*starts[1:], span.stop)]
    edges.insert(0, _index_at(account, span.start))
    data = []
    for place, moment in enumerate(starts):
        key = offset_spelling(moment) if interval == "hour" else moment.date().isoformat()
        sums = tally.between(edges[place], max(edges[place], edges[place + 1]))
        data.append({"key": key, "date": key, **shown(fields, sums)})
    total = shown(fields, tally.between(edges[0], edges[-1]))
    return answer(span.head() | {"time_zone": span.rails_zone, "total_results": total, "data": data})


def _range(account: Account, span: Span) -> tuple[int, int]:
    return _index_at(account, span.start), _index_at(account, span.stop)


def _index_at(account: Account, moment: datetime) -> int:
    return account.population.timeline.index_at(round(moment.timestamp() * 1000))


def _starts(span: Span, interval: str) -> list[datetime]:
    """The beginning of each interval, in the zone asked for; one more than is allowed is enough."""
    local = span.start.astimezone(span.zone)
    starts: list[datetime] = []
    moment = local.replace(minute=0, second=0, microsecond=0)
    if interval != "hour":
        moment = moment.replace(hour=0)
    if interval == "week":
        moment -= timedelta(days=moment.weekday())
    elif interval in ("month", "year"):
        moment = moment.replace(day=1, month=1 if interval == "year" else moment.month)
    while moment.timestamp() < span.stop.timestamp() and len(starts) <= MOST_POINTS:
        starts.append(moment)
        moment = _following(moment, interval, span)
    return starts


def _following(moment: datetime, interval: str, span: Span) -> datetime:
    if interval == "hour":
        return (moment.astimezone(UTC) + timedelta(hours=1)).astimezone(span.zone)
    if interval in ("day", "week"):
        return moment + timedelta(days=1 if interval == "day" else 7)
    months = moment.month if interval == "month" else 12
    return moment.replace(year=moment.year + months // 12, month=months % 12 + 1)
