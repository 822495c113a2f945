"""Sums over calls: the summary and the timeseries (wire 9)."""

from collections.abc import Mapping
from typing import NamedTuple

from callrail_tui.model.query import Params
from callrail_tui.model.read import Json, integer, mapping, objects, text

GROUPINGS = ("source", "keywords", "campaign", "referrer", "landing_page", "company", "company_id")
"""What the reference groups by; the seed adds `tracker` and `medium`, which may answer 400 (wire 9.1)."""

FIGURE_FIELDS = (
    "total_calls", "missed_calls", "answered_calls", "first_time_callers", "average_duration",
    "formatted_average_duration", "leads",
)  # fmt: skip

INTERVALS = ("hour", "day", "week", "month", "year")

MAX_POINTS = 200
"""The most data points one timeseries answers (wire 9.2)."""


class FigureQuery(NamedTuple):
    """A question to the summary or the timeseries (wire 9.1, 9.2); None and empty are left out."""

    filters: Params = ()
    """Filters in the aggregates' own words, as in `CallQuery.filters()`, but `tracker_ids[]` for trackers."""
    fields: tuple[str, ...] = ()
    """Replaces the default, unlike on the list."""
    group_by: str | None = None
    interval: str | None = None

    def params(self) -> Params:
        """All parameters."""
        pairs = list(self.filters)
        if self.group_by:
            pairs.append(("group_by", self.group_by))
        if self.interval:
            pairs.append(("interval", self.interval))
        if self.fields:
            pairs.append(("fields", ",".join(self.fields)))
        return tuple(pairs)


class FigureRow(NamedTuple):
    """One group of a summary or one point of a timeseries."""

    key: str | None
    """The group's name or id, or the point's date; None is shown as "(none)"."""
    numbers: Mapping[str, int]


class Figures(NamedTuple):
    """An answer of the summary or the timeseries."""

    start: str | None
    end: str | None
    time_zone: str | None
    """As the server writes it, possibly in Rails' words: for showing only (wire 4.3)."""
    totals: Mapping[str, int]
    rows: tuple[FigureRow, ...]
    raw: Json


def decode_figures(raw: Json) -> Figures:
    """Read a summary (`total_results`, `grouped_results`) or a timeseries (`data`)."""
    rows = objects(raw.get("grouped_results")) or objects(raw.get("data"))
    return Figures(
        start=text(raw.get("start_date")),
        end=text(raw.get("end_date")),
        time_zone=text(raw.get("time_zone")),
        totals=_numbers(mapping(raw.get("total_results")) or {}),
        rows=tuple(FigureRow(text(row.get("date")) or text(row.get("key")), _numbers(row)) for row in rows),
        raw=raw,
    )


def _numbers(row: Json) -> dict[str, int]:
    found = ((name, integer(value)) for name, value in row.items() if name not in ("key", "date"))
    return {name: number for name, number in found if number is not None}
