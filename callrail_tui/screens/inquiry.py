"""The question the list answers, and the ways a person changes it (floor 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from callrail_tui.model.query import CallQuery
from callrail_tui.model.views import view_query
from callrail_tui.present.chips import Chip, chips


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The current query beside the view it started from; a new question is a new value."""

    query: CallQuery
    defaults: CallQuery
    """The default view: what counts as not filtered."""
    view: str

    @classmethod
    def of_view(cls, view: str, today: date, company_id: str | None = None) -> Inquiry:
        """The named view, on one company or on all."""
        return cls(view_query(view, today).changed(company_id=company_id), view_query("all", today), view)

    def asking(self, query: CallQuery) -> Inquiry:
        """The same place with another question."""
        return Inquiry(query, self.defaults, self.view)

    def scoped(self, company_id: str | None, tracker_id: str | None) -> Inquiry:
        """With another company or tracker as the scope."""
        return self.asking(self.query.changed(company_id=company_id, tracker_id=tracker_id))

    def searching(self, words: str) -> Inquiry:
        """With another search term; an empty one takes the search away."""
        return self.asking(self.query.changed(search=words.strip() or None))

    def moved_to(self, today: date) -> Inquiry:
        """With the default dates moved forward to another day; explicit dates of the person stay as they are."""
        defaults = view_query("all", today)
        dates = (self.query.start_date, self.query.end_date)
        if self.query.date_range is None and dates == (self.defaults.start_date, self.defaults.end_date):
            moved = self.query.changed(start_date=defaults.start_date, end_date=defaults.end_date)
            return Inquiry(moved, defaults, self.view)
        return Inquiry(self.query, defaults, self.view)

    def chips(self, name_of: Callable[[str], str | None]) -> list[Chip]:
        """What is applied."""
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
