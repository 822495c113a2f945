"""`I`: sums over the calls of the scope and the days, as a table, a chart and hours by weekday (floor 6; wire 9)."""

from __future__ import annotations

from textual import on
from textual.content import Content

from callrail_tui.keymap import INSIGHTS
from callrail_tui.messages import CallsAsked, CopyAsked
from callrail_tui.model.dates import UnreadableDates, read_range
from callrail_tui.model.figures import INTERVALS
from callrail_tui.model.query import CallQuery
from callrail_tui.present.copying import Copyable
from callrail_tui.present.insights import GROUPS, MEASURES, View, value
from callrail_tui.present.text import display
from callrail_tui.screens.insight_views import InsightViews
from callrail_tui.widgets.charts import FigurePlot
from callrail_tui.widgets.prompt import Question

_SEARCHED = ("source",)
_NO_FILTER = {
    "medium": "a medium", "campaign": "a campaign", "keywords": "keywords", "landing_page": "a landing page",
    "referrer": "a referrer",
}  # fmt: skip


class InsightsScreen(InsightViews):
    """Begins with the question that the list asks; other days may be looked at without changing the list."""

    PLACE = INSIGHTS
    NAME = "Insights"

    # What is shown ----------------------------------------------------------------------------------------------

    def action_next_view(self) -> None:
        """The chart, the hours, the table again."""
        order = list(View)
        self.view = order[(order.index(self.view) + 1) % len(order)]
        self.show_view()

    def action_group(self) -> None:
        """Group by the next."""
        order = [name for name in GROUPS if name != "company" or not self.query_asked.company_id]
        self.group = order[(order.index(self.group) + 1) % len(order)] if self.group in order else order[0]
        self.view = View.TABLE
        self.show_view()

    def action_sort(self) -> None:
        """Sort by, and draw, the next measure."""
        order = list(MEASURES)
        self.measure = order[(order.index(self.measure) + 1) % len(order)]
        if self.second == self.measure:
            self.second = None
        self.show_view()

    def action_second(self) -> None:
        """Another measure over the chart, or none."""
        order: list[str | None] = [None, *(one for one in MEASURES if one != self.measure)]
        self.second = order[(order.index(self.second) + 1) % len(order)]
        self.view = View.CHART
        self.show_view()

    def action_interval(self) -> None:
        """The next interval."""
        self.interval = INTERVALS[(INTERVALS.index(self.interval) + 1) % len(INTERVALS)]
        self.view = View.CHART
        self.show_view()

    def action_compare(self) -> None:
        """Compare with the period before, or no longer."""
        self.is_compared = not self.is_compared
        if self.is_compared and self.earlier_question() is None:
            self.is_compared = False
            words = "There is no period before this one that is still kept: d chooses fewer days."
            self.say(display("Hours have no period before them here: d chooses days." if self.is_of_hours else words))
            return
        self.show_view()

    def action_dates(self) -> None:
        """Type other days."""

        def accept(typed: str) -> None:
            try:
                days = read_range(typed, self.today())
            except UnreadableDates as refusal:
                self.say(display(str(refusal)))
                return
            self.ask(self.query_asked.changed(start_date=days.first.isoformat(), end_date=days.last.isoformat()))

        self.prompt.ask(Question("days ", "2026-01-01 2026-02-01, or 30d, 4w, 3m", accept), "")

    def action_refresh(self) -> None:
        """Ask again."""
        self.session.insights.forget()
        self.show_view()

    # Moving -----------------------------------------------------------------------------------------------------

    def action_left(self) -> None:
        """The point or hour before."""
        self.move(-1, 0)

    def action_right(self) -> None:
        """The point or hour after."""
        self.move(1, 0)

    @on(FigurePlot.Turned)
    def _turned(self, event: FigurePlot.Turned) -> None:
        self.move(0, event.by)

    # The calls behind -------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Show the calls behind what the cursor is on."""
        if self.view is View.TABLE:
            self._open_group()
        elif self.view is View.CHART:
            if self.points:
                point = self.points[self.place]
                self._show(self.query_asked.changed(start_date=point.start, end_date=point.end))
        else:
            self.say(display("CallRail has no filter for hours of a weekday; the chart by hour (i) opens single ones."))

    def _show(self, query: CallQuery) -> None:
        self.post_message(CallsAsked(query))

    def _open_group(self) -> None:
        row, query = self.table.row, self.query_asked
        if row is None:
            return
        if not row.key:
            self.say(display("CallRail has no filter for calls without one."))
        elif self.group == "company":
            self._open_named(self._company_id(row.key), "company_id", row.key)
        elif self.group == "tracker":
            self._open_tracker(row.key)
        elif self.group in _SEARCHED:
            words = f"Found by a search for “{row.key}”, which looks in names and notes as well: there may be more."
            self.post_message(CallsAsked(query.changed(search=row.key), words))
        else:
            what = _NO_FILTER[self.group]
            self.say(display(f"CallRail has no filter for {what}. y copies the table; b groups by source or tracker."))

    def _open_named(self, known: str | None, field: str, name: str) -> None:
        if known is None:
            self.say(display("Its id is not known here: choose it in the tree of the calls."))
        else:
            self._show(self.query_asked.changed(**{field: known}))

    def _open_tracker(self, name: str) -> None:
        """Only within one company: several may have a tracker of this name, and not all of them are known here."""
        if self.query_asked.company_id is None and len(self.session.directory.companies) != 1:
            self.say(display("Other companies may have a tracker of this name: choose a company in the tree, then I."))
        else:
            self._open_named(self._tracker_id(name), "tracker_id", name)

    def _company_id(self, name: str) -> str | None:
        found = [one.id for one in self.session.directory.companies if name in (one.name, one.id)]
        return found[0] if len(found) == 1 else None

    def _tracker_id(self, name: str) -> str | None:
        """By the loaded calls, and by the trackers that were read; None where two are called so."""
        directory, company_id = self.session.directory, self.query_asked.company_id
        found = {call.tracker_id for call in self.session.window.loaded() if call.source_name == name}
        for company in directory.companies:
            if company_id in (None, company.id):
                found |= {one.id for one in directory.trackers(company.id) or () if one.name == name}
        found.discard(None)
        return found.pop() if len(found) == 1 else None

    def action_copy(self) -> None:
        """Copy the table."""
        lines = ["\t".join([GROUPS[self.group], *(words for words, _ in MEASURES.values())])]
        lines += [
            "\t".join([row.name, *(value(one, row.numbers.get(one)) for one in MEASURES)]) for row in self.table.rows
        ]
        self.post_message(CopyAsked(Copyable("figures", "\n".join(lines), lines=True)))

    def say(self, words: Content) -> None:
        """Say this until the next key."""
        self.words_line.update(words)
