"""What one export reads and how far it is: pure values, which also survive in its journal (wire 3.2, 4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.export_fields import asked_for
from callrail_tui.model.export_formats import Format, Sheet
from callrail_tui.model.fields import CALL_FIELDS
from callrail_tui.model.page import MAX_PER_PAGE
from callrail_tui.model.query import CallQuery, query_of
from callrail_tui.model.read import Json
from callrail_tui.model.views import retained_since

if TYPE_CHECKING:
    from pathlib import Path

_EARLIEST: Final = timedelta(hours=14)
"""How much sooner than in UTC a day ends where it ends first."""

_CLOCKS_DIFFER: Final = timedelta(minutes=10)


class Source(Enum):
    """Where the calls come from."""

    PAGES = "pages"
    SINGLES = "singles"
    """Marked calls, each by a request of its own."""
    LOADED = "loaded"
    """Marked calls that are here with all that is wanted."""


class Plan(NamedTuple):
    """What is read, and how it is written."""

    query: CallQuery
    sheet: Sheet
    source: Source = Source.PAGES
    ids: tuple[str, ...] = ()
    """The marked calls; none means every call of the query."""
    expected: int | None = None
    """How many calls there should be."""

    @property
    def requests(self) -> int | None:
        """How many requests it takes at most; None while the number of calls is not known."""
        match self.source:
            case Source.PAGES:
                return None if self.expected is None else pages_for(self.expected)
            case Source.SINGLES:
                return len(self.ids)
            case Source.LOADED:
                return 0

    def as_json(self) -> dict[str, Any]:
        """What `plan_of` makes the same plan of."""
        sheet = self.sheet
        return {
            "query": self.query.as_json(),
            "format": sheet.format.value,
            "fields": list(sheet.fields),
            "bom": sheet.bom,
            "links": sheet.links,
            "source": self.source.value,
            "ids": list(self.ids),
            "expected": self.expected,
        }


def plan_of(values: object) -> Plan | None:
    """The plan that was written with `as_json`; None for anything else."""
    if not isinstance(values, Mapping):
        return None
    query, fields, ids = query_of(values.get("query")), values.get("fields"), values.get("ids")
    expected = values.get("expected")
    if query is None or not _are_texts(fields) or not _are_texts(ids) or not isinstance(expected, int | None):
        return None
    try:
        sheet = Sheet(
            Format(values.get("format")), tuple(fields), values.get("bom") is True, values.get("links") is True
        )
        return Plan(query, sheet, Source(values.get("source")), tuple(ids), expected)
    except ValueError:
        return None


def _are_texts(values: object) -> TypeGuard[list[str]]:
    return isinstance(values, list) and all(isinstance(one, str) for one in values)


def pages_for(calls: int) -> int:
    """Pages of 250 that hold so many calls; an empty list is a page as well."""
    return max(1, -(-calls // MAX_PER_PAGE))


def plan_query(
    query: CallQuery, sheet: Sheet, total: int | None, now: datetime, newest: datetime | None = None
) -> Plan:
    """Every call of a question, as it is at this moment."""
    wanted = frozen(query.changed(fields=asked_for(sheet.fields), per_page=MAX_PER_PAGE), now, newest)
    return Plan(wanted, sheet, Source.PAGES, expected=total)


def plan_marked(query: CallQuery, sheet: Sheet, total: int, marked: Mapping[str, Json], now: datetime) -> Plan:
    """The marked calls the cheapest way: from what is here, else one by one, else by the pages that they stand in."""
    ids = tuple(marked)
    everything = plan_query(query, sheet, total, now)
    if all(set(sheet.fields) <= raw.keys() | _not_sent(raw) for raw in marked.values()):
        return everything._replace(source=Source.LOADED, ids=ids, expected=len(ids))
    if len(ids) <= pages_for(total):
        return everything._replace(source=Source.SINGLES, ids=ids, expected=len(ids))
    return everything._replace(ids=ids)


def _not_sent(raw: Json) -> frozenset[str]:
    """Default fields that an answer left out: asking again would bring no more (wire 8.4)."""
    return frozenset(name for name, field in CALL_FIELDS.items() if field.default and name not in raw)


def frozen(query: CallQuery, now: datetime, newest: datetime | None = None) -> CallQuery:
    """The question with its end at this moment, where that lies before its end: later arrivals shift no page then.

    `newest` is the newest call of the list that is exported, which this machine's clock may be behind; where no list
    was read, the end lies ten minutes ahead for the sake of such a clock. A preset stays, since
    nobody here knows where the user's day ends, and so does a last day that may be over somewhere (wire 4.1, 4.2).
    """
    if not query.end_date or len(query.end_date) != len("2026-02-01"):
        return query
    try:
        last = date.fromisoformat(query.end_date)
        ends = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1) - _EARLIEST
    except (ValueError, OverflowError):
        return query
    moment = max(now, newest) + timedelta(seconds=1) if newest is not None else now + _CLOCKS_DIFFER
    moment = moment.astimezone(UTC).replace(microsecond=0)
    return query.changed(end_date=moment.isoformat()) if moment < ends else query


def resumable(plan: Plan, today: date) -> Plan:
    """The plan with its first day moved to what is still kept: newest first, that shifts no page (wire 5.4)."""
    query, since = plan.query, retained_since(today).isoformat()
    if query.is_newest_first and query.start_date and query.start_date[:10] < since:
        return plan._replace(query=query.changed(start_date=since))
    return plan


class ExportState(Enum):
    """What an export does."""

    RUNNING = "running"
    WAITING = "waiting"
    """By itself: for the limit, the budget or the network; `error` says for which."""
    PAUSED = "paused"
    STOPPED = "stopped"
    """By `error`; what is written stays."""
    DONE = "done"


class Progress(NamedTuple):
    """How far an export is."""

    state: ExportState
    target: Path
    done: int = 0
    """Requests that brought what is written."""
    steps: int | None = None
    """How many it takes, by what is known."""
    calls: int = 0
    expected: int | None = None
    error: CallrailTuiError | None = None
    gone: int = 0
    """Marked calls that CallRail does not have any more."""
    refused: tuple[str, ...] = ()
    """Fields that CallRail does not give."""
    is_report: bool = False
    """Whether it is a report, and no list of calls."""

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.state is ExportState.DONE

    @property
    def is_at_work(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in (ExportState.RUNNING, ExportState.WAITING)
