"""`I`: from figures to the calls behind them, at every size (wire 9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.present.insights import View
from callrail_tui.screens.insights import InsightsScreen
from tests.screens.running import Program, now, program

DEMO = DemoSettings(now=now, calls=400)
SIZES = [(80, 24), (120, 36), (200, 50)]


async def opened(run: Program) -> InsightsScreen:
    await run.press("I")
    await run.until(lambda: isinstance(run.app.screen, InsightsScreen))
    screen = run.app.screen
    assert isinstance(screen, InsightsScreen)
    await run.until(lambda: screen.table.row_count)
    return screen


async def grouped(run: Program, screen: InsightsScreen, by: str) -> None:
    while screen.group != by:
        await run.press("b")
    await run.until(lambda: screen.table.row_count and not screen.session.insights.is_pending(screen.table_question))


@pytest.mark.parametrize("size", SIZES)
async def test_table_chart_and_hours_are_read_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with program(tmp_path, DEMO, size=size) as run:
        screen = await opened(run)
        text = run.screen_text()
        assert "Insights · by source" in text
        assert "400 calls" in text
        assert all(words in " ".join(text.split()) for words in ("missed calls", "first-time callers", "leads"))
        assert max(map(len, text.splitlines())) <= size[0]
        await run.press("tab")
        await run.until(lambda: screen.points)
        await run.until(lambda: "█ calls   • missed calls" in run.screen_text())
        assert "by week, since 200 points are the most, not by day" in run.screen_text()
        await run.press("tab")
        await run.until(lambda: "Counted: the 250 loaded calls of these days" in run.screen_text())
        assert run.screen_text().splitlines()[4].strip().startswith(("00", "Mon"))
        await run.press("tab")
        assert screen.view is View.TABLE
        asked = [one.path.rsplit("/", 1)[1] for one in run.gateway.log if "/calls/" in one.path]
        assert asked.count("timeseries.json") == 1
        assert asked.count("summary.json") == 2  # the tree's counts, and the table


@pytest.mark.parametrize("by", ["company", "tracker"])
async def test_enter_on_a_row_opens_just_its_calls(tmp_path: Path, by: str) -> None:
    async with program(tmp_path, DEMO, size=(120, 36)) as run:
        await run.until(lambda: run.explorer.session.directory.has_companies)  # type: ignore[union-attr]
        screen = await opened(run)
        await grouped(run, screen, by)
        if by == "tracker":
            await run.press("q")
            await run.until(lambda: run.app.screen is run.explorer)
            company = run.explorer.session.directory.companies[0]  # type: ignore[union-attr]
            run.explorer.ask(run.explorer.inquiry.asking(run.explorer.inquiry.query.changed(company_id=company.id)))
            await run.until(lambda: 0 < run.list.row_count < 400 and run.list.call is not None)
            screen = await opened(run)
            await grouped(run, screen, by)
        row = screen.table.row
        assert row is not None
        expected = row.numbers["total_calls"]
        assert 0 < expected < 400
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == expected)
        query = run.explorer.inquiry.query
        assert query.company_id if by == "company" else query.tracker_id


async def test_enter_on_a_source_searches_it_and_on_a_campaign_says_why_not(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO) as run:
        screen = await opened(run)
        row = screen.table.row
        assert row is not None
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count >= row.numbers["total_calls"])
        assert run.explorer.inquiry.query.search == row.key
        screen = await opened(run)
        await grouped(run, screen, "campaign")
        await run.press("end", "home")
        if screen.table.row is not None and not screen.table.row.key:
            await run.press("down")
        await run.press("enter")
        assert "CallRail has no filter for a campaign" in run.screen_text()
        assert "without the search" in run.screen_text()


async def test_enter_on_a_point_opens_its_days(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO) as run:
        screen = await opened(run)
        await run.press("d")
        await run.type("30d")
        await run.press("enter", "tab")
        await run.until(lambda: len(screen.points) == 30)
        assert run.explorer.inquiry.query.start_date != screen.query_asked.start_date
        while not screen.points[screen.place].numbers.get("total_calls"):
            await run.press("left")
        point = screen.points[screen.place]
        assert f"{point.start}: calls {point.numbers['total_calls']}" in run.screen_text()
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == point.numbers["total_calls"])


async def test_an_hour_is_a_point_as_well(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO) as run:
        screen = await opened(run)
        await run.press("d")
        await run.type("3d")
        await run.press("enter", *["i"] * 5)
        assert screen.interval == "day"
        await run.press(*["i"] * 4)
        await run.until(lambda: len(screen.points) == 72)
        while not screen.points[screen.place].numbers.get("total_calls"):
            await run.press("left")
        point = screen.points[screen.place]
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count == point.numbers["total_calls"])


async def test_comparing_costs_one_request_and_names_the_other_period(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO, size=(200, 50)) as run:
        screen = await opened(run)
        await run.press("d")
        await run.type("30d")
        await run.press("enter")
        await run.until(lambda: screen.session.insights.answer(screen.table_question) is not None)
        assert screen.query_asked.start_date == "2026-10-25"
        before = len(run.gateway.log)
        await run.press("p")
        await run.until(lambda: "compared with 25 Sep – 24 Oct 2026" in run.screen_text())
        await run.until(lambda: "Change" in run.screen_text())
        assert len(run.gateway.log) == before + 1
        await run.press("p", "p")
        assert len(run.gateway.log) == before + 1


async def test_hours_are_named_and_compared_with_nothing(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO) as run:
        query = run.explorer.inquiry.query.changed(start_date="2026-11-20T14:00:00", end_date="2026-11-20T14:59:59")
        run.explorer.ask(run.explorer.inquiry.asking(query))
        await run.until(lambda: run.explorer.session and run.explorer.session.window.total is not None)
        await run.press("I")
        await run.until(lambda: "2026-11-20, 14:00 to 14:59" in run.screen_text())
        await run.press("p")
        await run.until(lambda: "Hours have no period before them here" in run.screen_text())


async def test_what_is_counted_here_is_of_the_days_that_are_looked_at(tmp_path: Path) -> None:
    async def refuse(method: str, path: str) -> int | None:
        return 400 if path.endswith("summary.json") else None

    async with program(tmp_path, DemoSettings(now=now, calls=400, intercept=refuse)) as run:
        await run.press("I")
        await run.until(lambda: isinstance(run.app.screen, InsightsScreen))
        screen = run.app.screen
        assert isinstance(screen, InsightsScreen)
        await run.press("b")
        await run.until(lambda: "counted from 250 loaded calls" in run.screen_text())
        await run.press("d")
        await run.type("3d")
        await run.press("enter")
        loaded = screen.session.window.loaded()
        recent = sum(
            call.start is not None and call.start.astimezone().date().isoformat() >= "2026-11-21" for call in loaded
        )
        assert 0 < recent < 250
        await run.until(lambda: f"counted from {recent} loaded calls" in run.screen_text())
        await run.press("p")
        assert "not compared" in run.screen_text()


async def test_a_tracker_of_several_companies_is_not_guessed(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO) as run:
        screen = await opened(run)
        await grouped(run, screen, "tracker")
        await run.press("enter")
        assert "Other companies may have a tracker of this name" in run.screen_text()
        assert run.app.screen is screen


async def test_a_period_with_nothing_kept_before_it_is_not_compared(tmp_path: Path) -> None:
    async with program(tmp_path, DEMO) as run:
        await opened(run)
        before = len(run.gateway.log)
        await run.press("p")
        assert "There is no period before this one that is still kept" in " ".join(run.screen_text().split())
        assert len(run.gateway.log) == before


async def test_what_may_not_be_read_is_told_and_the_hours_are_there(tmp_path: Path) -> None:
    settings = DemoSettings(now=now, calls=400, forbidden=frozenset({"summary"}))
    async with program(tmp_path, settings) as run:
        await run.press("I")
        await run.until(lambda: "CallRail does not allow" in run.screen_text())
        assert "the hours need no request" in run.screen_text()
        await run.press("tab", "tab")
        await run.until(lambda: "Counted: the 250 loaded calls" in run.screen_text())


async def test_no_calls_say_so(tmp_path: Path) -> None:
    async with program(tmp_path, DemoSettings(now=now, calls=0), ready=False) as run:
        await run.until(lambda: run.explorer.session and run.explorer.session.window.total == 0)
        await run.press("I")
        await run.until(lambda: "No calls in these days: d chooses others." in run.screen_text())


async def test_hostile_names_of_groups_are_drawn_and_obeyed_nowhere(tmp_path: Path) -> None:
    async with program(tmp_path, DemoSettings(now=now, calls=400, hostile=True), size=(200, 50)) as run:
        screen = await opened(run)
        for by in ("tracker", "company", "campaign"):
            await grouped(run, screen, by)
            assert run.clickable() == set()
            assert "\x1b" not in run.screen_text()
