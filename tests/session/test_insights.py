"""Sums: one request a question, kept; what the server does not group is remembered."""

from __future__ import annotations

from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import NotAllowed
from callrail_tui.model.figures import FIGURE_FIELDS, FigureQuery
from callrail_tui.session.facts import Fact, InsightsChanged
from callrail_tui.session.insights import Insights
from callrail_tui.session.worker import Worker
from tests.screens.running import now
from tests.session.connected import connect, settle

BY_SOURCE = FigureQuery((("start_date", "2024-12-01"), ("end_date", "2026-11-24")), FIGURE_FIELDS, "source")
BY_DAY = FigureQuery((("start_date", "2026-11-01"), ("end_date", "2026-11-23")), FIGURE_FIELDS, interval="day")


def opened(**settings: object) -> tuple[Insights, Worker, list[Fact], object]:
    app = create_app(DemoSettings(now=now, calls=400, **settings))  # type: ignore[arg-type]
    worker, told = connect(app), list[Fact]()
    return Insights(worker, app.accounts[0].id, told.append), worker, told, app


def paths(app: object) -> list[str]:
    return [one.path.rsplit("/", 1)[1] for one in app.log]  # type: ignore[attr-defined]


async def test_a_table_and_a_chart_cost_one_request_each_until_they_are_read_again() -> None:
    insights, worker, told, app = opened()
    for _ in range(3):
        insights.want(BY_SOURCE)
        insights.want(BY_DAY)
    await settle(worker)
    insights.want(BY_SOURCE)
    await settle(worker)
    assert sorted(paths(app)) == ["summary.json", "timeseries.json"]
    assert told == [InsightsChanged()] * 2
    table, days = insights.answer(BY_SOURCE), insights.answer(BY_DAY)
    assert table is not None
    assert days is not None
    assert sum(row.numbers["total_calls"] for row in table.rows) == table.totals["total_calls"] == 400
    assert len(days.rows) == 23
    insights.forget()
    insights.want(BY_SOURCE)
    await settle(worker)
    assert len(paths(app)) == 3
    await worker.close()


async def test_a_grouping_that_is_refused_is_not_asked_for_again() -> None:
    async def refuse(method: str, path: str) -> int | None:
        return 400 if path.endswith("summary.json") else None

    insights, worker, _, app = opened(intercept=refuse)
    by_tracker = BY_SOURCE._replace(group_by="tracker")
    insights.want(by_tracker)
    await settle(worker)
    assert insights.refused == {"tracker"}
    assert insights.error(by_tracker) is None
    insights.want(by_tracker._replace(filters=()))
    await settle(worker)
    assert len(paths(app)) == 1
    insights.want(BY_SOURCE)
    await settle(worker)
    assert insights.error(BY_SOURCE) is not None
    assert insights.refused == {"tracker"}
    await worker.close()


async def test_a_400_about_the_dates_refuses_no_grouping() -> None:
    insights, worker, _, _ = opened()
    by_tracker = FigureQuery((("date_range", "all_time"),), FIGURE_FIELDS, "tracker")
    insights.want(by_tracker)
    await settle(worker)
    assert insights.error(by_tracker) is not None
    assert insights.refused == set()
    await worker.close()


async def test_a_403_is_told_and_an_answer_nobody_waits_for_any_more_is_dropped() -> None:
    insights, worker, told, _ = opened(forbidden=frozenset({"summary"}))
    insights.want(BY_SOURCE)
    await settle(worker)
    assert isinstance(insights.error(BY_SOURCE), NotAllowed)
    insights.want(BY_SOURCE)
    assert not insights.is_pending(BY_SOURCE)
    insights.want(BY_DAY)
    insights.forget()
    await settle(worker)
    assert insights.answer(BY_DAY) is None
    assert len(told) == 1
    await worker.close()
