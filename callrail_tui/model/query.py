"""A question to the calls list: hashable, normalised, and the same question whenever it is equal (wire 8.1)."""

from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any, Literal

from callrail_tui.model.fields import LIST_FIELDS, SORT_NEEDS_FIELD
from callrail_tui.model.page import MAX_PER_PAGE

Params = tuple[tuple[str, str], ...]
"""Query parameters in order; a name may occur more than once."""

CALL_TYPES = ("first_call", "missed", "voicemails", "inbound", "outbound")
ANSWER_STATUSES = ("answered", "missed", "voicemail")
DIRECTIONS = ("inbound", "outbound")
DEVICES = ("desktop", "mobile")
LEAD_STATUSES = ("good_lead", "not_a_lead", "not_scored")


class DatePreset(Enum):
    """The named ranges of `date_range` (wire 4.1)."""

    RECENT = "recent"
    TODAY = "today"
    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    ALL_TIME = "all_time"


@dataclass(frozen=True, slots=True)
class CallQuery:
    """Which calls, in what order, with which fields; equal questions are equal values."""

    date_range: DatePreset | None = None
    """A preset; explicit dates win over it, since the two together are undefined (wire 4.1)."""
    start_date: str | None = None
    """`YYYY-MM-DD`, or a date-time (wire 4.2); both ends are inclusive."""
    end_date: str | None = None
    time_zone: str | None = None
    """`user` or an IANA name; None leaves it to the server, which takes `user`."""
    company_id: str | None = None
    tracker_id: str | None = None
    search: str | None = None
    """One term; it looks in numbers, the name, the note and the source (wire 8.1)."""
    sort: str | None = None
    order: Literal["asc", "desc"] | None = None
    """Sent only together with `sort`."""
    fields: tuple[str, ...] = LIST_FIELDS
    """Names beside the default fields; sorted, each once."""
    per_page: int = MAX_PER_PAGE
    call_type: str | None = None
    answer_status: str | None = None
    direction: str | None = None
    device: str | None = None
    lead_status: str | None = None
    tags: tuple[str, ...] = ()
    """Any of these, by name; sorted, each once."""

    def __post_init__(self) -> None:
        put = object.__setattr__
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                put(self, field.name, value.strip() or None)
        if self.start_date or self.end_date:
            put(self, "date_range", None)
        wanted = set(self.fields)
        if self.sort in SORT_NEEDS_FIELD:
            wanted.add(self.sort)
        put(self, "fields", tuple(sorted(name for name in wanted if name)))
        put(self, "tags", tuple(sorted({tag for tag in self.tags if tag})))
        put(self, "per_page", max(1, min(self.per_page, MAX_PER_PAGE)))
        if self.sort is None:
            put(self, "order", None)

    def changed(self, **changes: Any) -> "CallQuery":
        """The same question with some parts replaced."""
        return replace(self, **changes)

    @property
    def is_newest_first(self) -> bool:
        """Whether new calls appear at the top."""
        return self.sort is None or (self.sort == "start_time" and self.order != "asc")

    def filters(self) -> Params:
        """The parameters that say which calls, without fields, order and paging; what the aggregates share."""
        pairs: list[tuple[str, str]] = []
        if self.date_range is not None:
            pairs.append(("date_range", self.date_range.value))
        single = ("start_date", "end_date", "time_zone", "company_id", "tracker_id", "search", "call_type")
        for name in (*single, "answer_status", "direction", "device", "lead_status"):
            value = getattr(self, name)
            if value is not None:
                pairs.append((name, value))
        pairs += [("tags[]", tag) for tag in self.tags]
        return tuple(pairs)

    def params(self, *, without_fields: frozenset[str] = frozenset()) -> Params:
        """Every parameter but the page: `fields`, `sort`, `order` and `per_page` beside the filters."""
        pairs = list(self.filters())
        wanted = [name for name in self.fields if name not in without_fields]
        if wanted:
            pairs.append(("fields", ",".join(wanted)))
        if self.sort is not None:
            pairs.append(("sort", self.sort))
            if self.order is not None:
                pairs.append(("order", self.order))
        pairs.append(("per_page", str(self.per_page)))
        return tuple(pairs)

    def as_json(self) -> dict[str, Any]:
        """What `query_of` makes the same question of."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["date_range"] = self.date_range.value if self.date_range is not None else None
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value is not None
        }


def query_of(values: Any) -> CallQuery | None:
    """The question that was written with `as_json`; None for anything else."""
    if not isinstance(values, dict) or not values.keys() <= {field.name for field in fields(CallQuery)}:
        return None
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    try:
        if "date_range" in known:
            known["date_range"] = DatePreset(known["date_range"])
        return CallQuery(**known)
    except (ValueError, TypeError):
        return None
