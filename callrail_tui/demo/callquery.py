"""Reads the parameters of the calls list and of its aggregates into a resolved query (wire 8.1, 8.2, 9.1)."""

from typing import Final

from callrail_tui.demo.account import Account
from callrail_tui.demo.dates import Span, read_span
from callrail_tui.demo.edits import Book
from callrail_tui.demo.ordering import CALLER_SORTS, row_sorts
from callrail_tui.demo.replies import missing
from callrail_tui.demo.request import Query
from callrail_tui.demo.selection import ANSWER_STATUSES, CALL_TYPES, DEVICES, DIRECTIONS, LEADS, CallFilter
from callrail_tui.demo.sources import ORIGINS
from callrail_tui.demo.views import CallQuery

_NOBODY: Final = -9


def span_of(account: Account, query: Query) -> Span:
    """The range of time that is asked for."""
    return read_span(query, account.clock(), account.created)


def read_call_query(account: Account, query: Query, book: Book) -> CallQuery:
    """A list query; unknown filter words are ignored, unknown records are not."""
    span = span_of(account, query)
    timeline = book.population.timeline
    sort = query.text("sort")
    if sort not in CALLER_SORTS and sort not in row_sorts(account.directory, account.tags):
        sort = "start_time"
    order = query.text("order") if query.text("sort") else ""
    descending = order == "desc" if order in ("asc", "desc") else sort == "start_time"
    trackers = _trackers(account, [query.text("tracker_id")]) if query.text("tracker_id") else None
    names = [query.text("tags")] if query.text("tags") else query.many("tags")
    return CallQuery(
        first=timeline.index_at(span.start_ms),
        last=timeline.index_at(span.stop_ms),
        filter=_shared_filter(account, query, names)._replace(trackers=trackers),
        search=query.text("search"),
        sort=sort,
        descending=descending,
    )


def read_aggregate_filter(account: Account, query: Query) -> CallFilter:
    """The filters that summary and timeseries know."""
    listed = query.many("tracker_ids")
    least, most = query.text("min_duration"), query.text("max_duration")
    agent = query.text("agent")
    number = account.mint.read("USR", agent) if agent else None
    term = query.text("search").casefold()
    return _shared_filter(account, query, query.listed("tags") or query.many("tags"))._replace(
        trackers=_trackers(account, listed) if listed else None,
        first=True if query.flag("first_time_callers") else None,
        min_duration=int(least) if least.isdigit() else None,
        max_duration=int(most) if most.isdigit() else None,
        agent=(_NOBODY if number is None else number) if agent else None,
        origins=frozenset(i for i, origin in enumerate(ORIGINS) if term in origin.source.casefold()) if term else None,
    )


def _shared_filter(account: Account, query: Query, tag_names: list[str]) -> CallFilter:
    company = None
    if query.text("company_id"):
        found = account.directory.find_company(query.text("company_id"))
        if found is None:
            raise missing("Company")
        company = found.ordinal
    return CallFilter(
        company=company,
        tags=account.tags.named(tag_names) if tag_names else None,
        direction=query.word("direction", DIRECTIONS),
        answer_status=query.word("answer_status", ANSWER_STATUSES),
        call_type=query.word("call_type", CALL_TYPES),
        device=query.word("device", DEVICES),
        lead=query.word("lead_status", LEADS),
    )


def _trackers(account: Account, tracker_ids: list[str]) -> frozenset[int]:
    found = []
    for tracker_id in tracker_ids:
        tracker = account.directory.find_tracker(tracker_id)
        if tracker is None:
            raise missing("Tracker")
        found.append(tracker.ordinal)
    return frozenset(found)
