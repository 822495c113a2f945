"""What Insights shows: which questions it asks, and how their answers are drawn (floor 6; wire 9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.counting import GROUPS as COUNTED
from callrail_tui.model.counting import aggregate_filters, began_within, by_hour, counted
from callrail_tui.model.figures import FIGURE_FIELDS, FigureQuery, FigureRow
from callrail_tui.model.periods import Period, Point, before, filled, finest, period_of
from callrail_tui.model.query import CallQuery
from callrail_tui.model.views import retained_since
from callrail_tui.model.when import zone
from callrail_tui.present import chart
from callrail_tui.present.failures import quoted
from callrail_tui.present.insights import GROUPS, MEASURES, View, period_words, rows_of, totals_words
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.place import PlaceScreen
from callrail_tui.session import facts
from callrail_tui.session.facts import Fact
from callrail_tui.session.session import Session
from callrail_tui.widgets.charts import FigurePlot, FigureTable


class InsightViews(PlaceScreen):
    """Asks one question for the table and one for the chart, each when it is looked at."""

    def __init__(self, session: Session, query: CallQuery, today: Callable[[], date]) -> None:
        super().__init__(session)
        self.today = today
        self.query_asked = query
        self.view = View.TABLE
        self.group = "source"
        self.measure = "total_calls"
        self.second: str | None = "missed_calls"
        self.interval = "day"
        self.is_compared = False
        self.points: tuple[Point, ...] = ()
        self.at: int | None = None
        """The point that the cursor of the chart is on; None until it is moved."""
        self._hour = (0, 9)
        """The weekday and hour that the cursor of the hours is on."""

    def body(self) -> ComposeResult:
        """The totals, the table or the plot, what is said of the cursor's place."""
        self.totals_line = Static(display(""), classes="insights--totals")
        self.table = FigureTable()
        self.plot = FigurePlot(self._drawn)
        self.words_line = Static(display(""), classes="insights--words")
        yield self.totals_line
        yield self.table
        yield self.plot
        yield self.words_line

    def on_mount(self) -> None:
        """Ask for what is shown first."""
        self.session.directory.want_companies()
        self.show_view()

    def focus_body(self) -> None:
        """The field is gone."""
        (self.table if self.view is View.TABLE else self.plot).focus()

    def ask(self, query: CallQuery) -> None:
        """Look at another period."""
        for question in (self.table_question, self.chart_question):
            if question is not None:
                self.session.insights.leave(question)
        self.query_asked = query
        self.at = None
        self.show_view()

    def heard(self, fact: Fact) -> None:
        """Draw what came."""
        match fact:
            case facts.InsightsChanged() | facts.CompaniesLoaded() | facts.RowsLoaded():
                self.show_view()

    # The questions ----------------------------------------------------------------------------------------------

    @property
    def table_question(self) -> FigureQuery:
        """What the table asks."""
        return FigureQuery(aggregate_filters(self.query_asked), FIGURE_FIELDS, self.group)

    def earlier_question(self) -> FigureQuery | None:
        """The same of the period before; None where that is not known, or no longer kept."""
        period = self.period
        if period is None or self.is_of_hours:
            return None
        earlier = before(period)
        if earlier.first < retained_since(self.today()):
            return None
        dates = {"start_date": earlier.first.isoformat(), "end_date": earlier.last.isoformat(), "date_range": None}
        return FigureQuery(aggregate_filters(self.query_asked.changed(**dates)), FIGURE_FIELDS, self.group)

    @property
    def is_of_hours(self) -> bool:
        """Whether hours of a day are looked at, as a point of the chart by hour leaves them."""
        return "T" in (self.query_asked.start_date or "")

    @property
    def period(self) -> Period | None:
        """The days that are looked at: those that were asked for, or that an answer names."""
        asked = period_of(self.query_asked.start_date, self.query_asked.end_date)
        if asked is not None:
            return asked
        answer = self.session.insights.answer(self.table_question)
        return period_of(answer.start, answer.end) if answer is not None else None

    @property
    def shown_interval(self) -> str:
        """The interval, or the next coarser one that the answer's 200 points allow."""
        return finest(self.period, self.interval) if self.period is not None else self.interval

    @property
    def chart_question(self) -> FigureQuery | None:
        """What the chart asks; None while the period is not known."""
        if self.period is None:
            return None
        return FigureQuery(aggregate_filters(self.query_asked), FIGURE_FIELDS, interval=self.shown_interval)

    # Drawing ----------------------------------------------------------------------------------------------------

    def show_view(self) -> None:
        """Ask for what is looked at, and draw what is here."""
        self.table.set_class(self.view is not View.TABLE, "-away")
        self.plot.set_class(self.view is View.TABLE, "-away")
        if self.view is View.TABLE:
            self._show_table()
        elif self.view is View.CHART:
            self._show_chart()
        else:
            self._show_hours()
        if self.prompt.has_class("-away") or not self.prompt.has_focus_within:
            self.focus_body()

    def _title(self, what: str) -> None:
        query, company = self.query_asked, None
        if query.company_id:
            company = self.session.directory.company(query.company_id)
        scope = (company.name if company is not None else None) or self.session.account.name or self.session.account.id
        parts = [display("Insights", style="bold"), display(what), display(scope), display(self._period_words())]
        if query.search:
            parts.append(display("without the search"))
        self.show_title(Content(" · ").join(parts))

    def _period_words(self) -> str:
        if not self.is_of_hours:
            return period_words(self.period)
        start, end = self.query_asked.start_date or "", self.query_asked.end_date or ""
        return f"{start[:10]}, {start[11:16]} to {end[11:16]}"

    def _loaded(self) -> list[Call]:
        """The loaded calls of the days that are looked at; other days than the list's may be."""
        calls, period = self.session.window.loaded(), self.period
        if self.query_asked == self.session.window.query or period is None:
            return list(calls)
        return began_within(calls, period, zone(self.session.scope_zone))

    def _show_table(self) -> None:
        insights, question = self.session.insights, self.table_question
        insights.want(question)
        self._title(f"by {GROUPS[self.group]}")
        earlier = self.earlier_question() if self.is_compared else None
        if earlier is not None:
            insights.want(earlier)
        answer = insights.answer(question)
        past = insights.answer(earlier) if earlier is not None else None
        rows: tuple[FigureRow, ...] | None = answer.rows if answer is not None else None
        if self.group in insights.refused:
            rows = counted(self._loaded(), COUNTED[self.group])
        self.totals_line.update(display(totals_words(answer, past)) if answer is not None else display(""))
        shown = rows_of(rows or (), self.measure, past.rows if past is not None else None)
        self.table.show(
            shown, self.measure, None if shown else self._instead(rows is not None, insights.error(question))
        )
        self._say_table(insights.error(earlier) if earlier is not None else None)

    def _say_table(self, trouble: CallrailTuiError | None) -> None:
        words = [display(f"sorted by {MEASURES[self.measure][0]}")]
        if self.group in self.session.insights.refused:
            told = f"CallRail does not group by {GROUPS[self.group]}: counted from {len(self._loaded()):,} loaded calls"
            words = [display(f"{told} of these days{', not compared' if self.is_compared else ''}")]
        elif self.is_compared and self.earlier_question() is not None and (period := self.period) is not None:
            compared = assemble("compared with ", period_words(before(period)))
            words.append(assemble(("not compared: ", "bold"), trouble.title) if trouble is not None else compared)
        self.words_line.update(Content(" · ").join(words))

    def _instead(self, is_here: bool, error: CallrailTuiError | None) -> Content:
        """What stands in place of the rows."""
        if error is not None:
            lines = [display(error.title, style="bold"), display(error.hint), *quoted(error)]
            return Content("\n").join([*lines, display("r asks again; tab: the hours need no request.")])
        return display("No calls in these days: d chooses others." if is_here else "Reading …")

    def _show_chart(self) -> None:
        insights = self.session.insights
        if (question := self.chart_question) is None:
            insights.want(self.table_question)
            self._title("by day")
        else:
            insights.want(question)
            self._title(f"by {self.shown_interval}")
            answer = insights.answer(question)
            period = self.period
            if answer is not None and period is not None:
                self.points = filled(answer.rows, period, self.shown_interval)
                self.totals_line.update(display(totals_words(answer, None)))
            else:
                self.points = ()
        self._say_chart()
        self.plot.refresh()

    def _say_chart(self) -> None:
        words = [display(chart.legend(self._measures))]
        if self.shown_interval != self.interval:
            words.append(display(f"by {self.shown_interval}, since 200 points are the most, not by {self.interval}"))
        if self.points:
            words.insert(0, display(chart.point_words(self._plot), style="bold"))
        self.words_line.update(Content("\n").join(words))

    @property
    def _measures(self) -> tuple[str, ...]:
        return (self.measure,) if self.second in (None, self.measure) else (self.measure, self.second or "")

    @property
    def _plot(self) -> chart.Plot:
        return chart.Plot(self.points, self._measures, self.place)

    @property
    def place(self) -> int:
        """The point that the cursor is on: the newest, until it is moved."""
        last = max(0, len(self.points) - 1)
        return last if self.at is None else max(0, min(self.at, last))

    def _hours(self) -> list[list[int]]:
        return by_hour(self._loaded(), zone(self.session.scope_zone))

    def _show_hours(self) -> None:
        self._title(f"hours, {self.session.scope_zone or 'local'} time")
        self.totals_line.update(display(""))
        table = self._hours()
        calls = sum(sum(row) for row in table)
        self.words_line.update(display(chart.heat_words(table, self._hour, calls)))
        self.plot.refresh()

    def _drawn(self, cells: int, rows: int) -> list[Content]:
        if self.view is View.HOURS:
            return chart.heat_lines(self._hours(), cells, self._hour)
        if self.points:
            return chart.chart_lines(self._plot, cells, rows)
        question = self.chart_question
        error = self.session.insights.error(question or self.table_question)
        return [display(""), assemble("  ", self._instead(False, error))]

    def move(self, across: int, down: int) -> None:
        """Move the cursor of the chart or of the hours."""
        if self.view is View.CHART and self.points:
            self.at = max(0, min(self.place + across + down, len(self.points) - 1))
            self._say_chart()
        elif self.view is View.HOURS:
            day, hour = self._hour
            self._hour = ((day + down) % 7, (hour + across) % 24)
            self._show_hours()
        self.plot.refresh()

    @on(FigureTable.Moved)
    def _moved(self) -> None:
        if self.view is View.TABLE:
            self._say_table(None)
