"""The question the list answers, and the ways a person changes it (floor 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from callrail_tui.model.fields import CALL_FIELDS, LIST_FIELDS
from callrail_tui.model.query import CallQuery
from callrail_tui.model.views import VIEWS, moved_forward, view_query

if TYPE_CHECKING:
    from callrail_tui.present.chips import Chip

_FILTERS = ("search", "call_type", "answer_status", "direction", "device", "lead_status", "tags")
"""What tells one view from another, beside its dates; scope, order and columns do not."""


class Inquiry(NamedTuple):
    """The current query beside the view it started from; a new question is a new value."""

    query: CallQuery
    defaults: CallQuery
    """The default view: what counts as not filtered."""
    view: str
    """The named view last asked for; filters of the person's own leave it as it is."""

    @classmethod
    def of_view(cls, view: str, today: date, company_id: str | None = None) -> Inquiry:
        """The named view, on one company or on all."""
        return cls(view_query(view, today).changed(company_id=company_id), view_query("all", today), view)

    def in_columns(self, columns: Iterable[str]) -> Inquiry:
        """The same question, asked for what these columns show."""
        return self.asking(self.query.changed(fields=fields_of(columns)))

    def asking(self, query: CallQuery) -> Inquiry:
        """The same place with another question; a question that is a view's is that view, on whatever scope."""
        return Inquiry(query, self.defaults, self._view_of(query) or self.view)

    @property
    def named(self) -> str | None:
        """The view that this question is; None when filters of the person's own were added or taken away."""
        return self._view_of(self.query)

    def _view_of(self, query: CallQuery) -> str | None:
        today = self._asked_on
        asked = view_query("all", today).changed(
            **{name: getattr(query, name) for name in _FILTERS},
            date_range=query.date_range,
            start_date=query.start_date,
            end_date=query.end_date,
        )
        return next((name for name in VIEWS if view_query(name, today) == asked), None)

    @property
    def _asked_on(self) -> date:
        """The day that the default dates were made on: they end with the day after it."""
        return date.fromisoformat(self.defaults.end_date or "") - timedelta(days=1)

    def scoped(self, company_id: str | None, tracker_id: str | None) -> Inquiry:
        """With another company or tracker as the scope."""
        return self.asking(self.query.changed(company_id=company_id, tracker_id=tracker_id))

    def searching(self, words: str) -> Inquiry:
        """With another search term; an empty one takes the search away."""
        return self.asking(self.query.changed(search=words.strip() or None))

    def moved_to(self, today: date) -> Inquiry:
        """With the dates of a view moved forward to another day; explicit dates of the person stay as they are."""
        moved = moved_forward(self.query, self._asked_on, today)
        return Inquiry(moved, view_query("all", today), self.view)

    def chips(self, name_of: Callable[[str], str | None]) -> list[Chip]:
        """What is applied."""
        from callrail_tui.present.chips import chips  # late: it draws with Textual, and a question needs no drawing

        return chips(self.query, self.defaults, name_of)

    @property
    def all_cleared(self) -> CallQuery:
        """The question without any filter, scope or order."""
        return self.query.changed(
            date_range=self.defaults.date_range,
            start_date=self.defaults.start_date,
            end_date=self.defaults.end_date,
            company_id=None,
            tracker_id=None,
            search=None,
            sort=None,
            order=None,
            call_type=None,
            answer_status=None,
            direction=None,
            device=None,
            lead_status=None,
            tags=(),
        )


def fields_of(columns: Iterable[str]) -> tuple[str, ...]:
    """The names on the wire of what the list needs to draw these columns."""
    wanted = (name for name in columns if name in CALL_FIELDS and not CALL_FIELDS[name].default)
    return tuple(sorted({*LIST_FIELDS, *wanted}))
