"""The client report over the embedded gateway: its requests, its numbers, and what becomes of it when cut."""

from __future__ import annotations

import asyncio
import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from callrail_tui.model.export_plan import ExportState
from callrail_tui.model.query import CallQuery
from callrail_tui.session.export_facts import ExportEnded
from callrail_tui.session.reporting import ReportWish
from tests.session.test_exporting import NOW, Given

TODAY = NOW.date()


def wish(days: int, **filters: str) -> ReportWish:
    """A report on so many days up to yesterday."""
    query = CallQuery(
        start_date=(TODAY - timedelta(days=days)).isoformat(),
        end_date=(TODAY - timedelta(days=1)).isoformat(),
        time_zone="user",
        **filters,  # type: ignore[arg-type]
    )
    return ReportWish(query, "Brightwater Agency", None, "")


def today() -> date:
    return TODAY


async def test_it_takes_six_requests_and_says_what_the_server_says(tmp_path: Path) -> None:
    given = Given(2_000)
    run = given.exports.begin_report(wish(14), tmp_path / "report.md", today)
    await given.settled(run)
    assert run.progress.state is ExportState.DONE
    assert [one.path.rsplit("/", 1)[1] for one in given.app.log] == [
        "summary.json", "summary.json", "timeseries.json", "summary.json", "calls.json", "calls.json",
    ]  # fmt: skip
    text = (tmp_path / "report.md").read_text()
    total = int(re.search(r"\| Calls \| ([\d,]+)", text)[1].replace(",", ""))  # type: ignore[index]
    by_day = re.findall(r"^\| (2026-11-\d\d) \| (\d+)", text, re.MULTILINE)
    assert len(by_day) == 14
    assert sum(int(calls) for _, calls in by_day) == total > 0
    missed = int(re.search(r"\| Missed \| (\d+)", text)[1])  # type: ignore[index]
    listed = text.partition("## Missed calls")[2]
    assert len(re.findall(r"^\| 2026", listed, re.MULTILINE)) == missed > 0
    assert "not known" not in listed
    assert "access_key" not in text
    assert [fact for fact in given.facts if isinstance(fact, ExportEnded)] == [ExportEnded(run.progress)]
    assert os.listdir(tmp_path) == ["report.md"]
    await given.worker.close()


async def test_all_that_is_kept_has_nothing_to_compare_with(tmp_path: Path) -> None:
    given = Given(2_000)
    run = given.exports.begin_report(wish(720), tmp_path / "report.md", today)
    await given.settled(run)
    text = (tmp_path / "report.md").read_text()
    assert "CallRail keeps calls for 25 months" in text
    assert "## By month" in text
    await given.worker.close()


@pytest.mark.parametrize("steps", range(5))
async def test_left_in_the_middle_there_is_none(tmp_path: Path, steps: int) -> None:
    given = Given(2_000)
    given.cut_after = steps
    run = given.exports.begin_report(wish(14), tmp_path / "report.md", today)
    await given.settled(run)
    assert run.progress.state is ExportState.PAUSED
    assert run.progress.done == steps
    if steps % 2:
        run.go_on()
        await given.settled(run)
        assert os.listdir(tmp_path) == ["report.md"]
    else:
        await given.exports.close()
        assert os.listdir(tmp_path) == []
    assert given.anew().left_over(tmp_path) == []
    await given.worker.close()


async def test_what_fails_is_told_and_asked_for_again(tmp_path: Path) -> None:
    failing = [403]

    async def fail(method: str, path: str) -> int | None:
        await asyncio.sleep(0)
        return failing[0] if failing and path.endswith("timeseries.json") else None

    given = Given(2_000, intercept=fail)
    run = given.exports.begin_report(wish(14), tmp_path / "report.md", today)
    await given.settled(run)
    assert run.progress.state is ExportState.STOPPED
    failing.clear()
    run.go_on()
    await given.settled(run)
    assert given.app.request_count == 7
    assert run.progress.state is ExportState.DONE
    await given.worker.close()
