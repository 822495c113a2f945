"""What each gesture may cost in requests: the least that there is, told by the gateway's own log (wire 3.1)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.screens.dialogs.confirming import ConfirmDialog
from callrail_tui.screens.dialogs.export import ExportDialog
from callrail_tui.screens.insights import InsightsScreen
from tests.screens.running import Program, now, program, session_of

TEN_THOUSAND = DemoSettings(now=now, calls=10_000)
FOUR_HUNDRED = DemoSettings(now=now, calls=400)
PAGE = "GET calls.json"
COUNTS = "GET summary.json"
Gesture = Callable[[Program], Awaitable[None]]


async def at_rest(run: Program) -> None:
    """Until nothing is on the wire, and nothing that rests before it asks is about to ask."""
    session = session_of(run)
    for _ in range(3):
        await run.until(lambda: session.directory.untouched is not None and not session.worker.busy)
        await run.pilot.pause(0.2)


def asked(run: Program) -> Counter[str]:
    """The requests so far by method and last part of the path; a call's own path ends as `a call`."""
    names = [one.path.rsplit("/", 1)[1] for one in run.gateway.log]
    kinds = ["a call" if name.startswith("CAL") else name for name in names]
    return Counter(f"{one.method} {kind}" for one, kind in zip(run.gateway.log, kinds, strict=True))


async def cost(run: Program, gesture: Gesture) -> Counter[str]:
    """What was asked between rest and rest."""
    await at_rest(run)
    run.gateway.log.clear()
    await gesture(run)
    await at_rest(run)
    return asked(run)


def row(number: int) -> Gesture:
    """`#` and a row, which comes to stand there with its call."""

    async def go(run: Program) -> None:
        await run.press("number_sign")
        await run.type(str(number))
        await run.press("enter")
        await run.until(lambda: run.list.cursor == number - 1 and run.list.call is not None)

    return go


def pressed(*keys: str) -> Gesture:
    async def press(run: Program) -> None:
        await run.press(*keys)

    return press


async def over_every_row(run: Program) -> None:
    """A page of the screen at a time, to the last of 1,000 rows."""
    while run.list.cursor < run.list.row_count - 1:
        await run.press("pagedown")
        await run.until(lambda: run.list.call is not None)


async def search(run: Program) -> None:
    await run.press("slash")
    await run.type("smith")
    await run.press("enter")
    await run.until(lambda: 0 < run.list.row_count < TEN_THOUSAND.calls)


async def filter_by_date(run: Program) -> None:
    await run.press("d")
    await run.type("yesterday")
    await run.press("enter")
    await run.until(lambda: run.requests("/calls.json"))


async def read_the_whole(run: Program) -> None:
    await run.press("enter")
    await run.until(lambda: run.explorer.detail_pane.facts and run.explorer.detail_pane.facts.whole)


async def look_and_return(run: Program) -> None:
    """A call read whole before is not read again."""
    await read_the_whole(run)
    await run.press("escape", "down", "up")
    await read_the_whole(run)


async def insights(run: Program) -> None:
    await run.press("I")
    await run.until(lambda: isinstance(run.app.screen, InsightsScreen) and run.app.screen.table.row_count)


@pytest.mark.parametrize(
    ("before", "gesture", "least"),
    [
        (pressed(), pressed(*["down"] * 30), {}),
        (pressed(), pressed("pagedown", "pagedown", "home"), {}),
        (pressed(), row(5_100), {PAGE: 1}),
        (pressed(), row(7_001), {PAGE: 2}),  # the first row of a page: what is on the screen straddles two
        (pressed(), row(5_000), {PAGE: 2}),
        (row(5_100), pressed("home"), {}),
        (row(5_100), row(5_120), {}),
        (pressed(), pressed("end"), {PAGE: 1}),
        (pressed(), search, {PAGE: 1}),
        (pressed(), filter_by_date, {PAGE: 1, COUNTS: 1}),
        (pressed(), pressed("r"), {PAGE: 1, COUNTS: 1, "GET companies.json": 1}),
        (pressed(), read_the_whole, {"GET a call": 1}),
        (pressed(), look_and_return, {"GET a call": 1}),
        (pressed(), insights, {COUNTS: 1}),
        (insights, pressed("b", "b"), {COUNTS: 2}),
    ],
    ids=[
        *(
            "30 steps",
            "pages of the screen",
            "jump",
            "jump to a first row",
            "jump to a last row",
            "back to the start",
            "jump nearby",
            "the end",
        ),
        *("search", "dates", "refresh", "a call", "a call again", "insights", "other groups"),
    ],
)
async def test_a_gesture_asks_the_least(
    tmp_path: Path, before: Gesture, gesture: Gesture, least: dict[str, int]
) -> None:
    async with program(tmp_path, TEN_THOUSAND) as run:
        await before(run)
        assert await cost(run, gesture) == least


async def test_opening_asks_five_times_each_another_thing(tmp_path: Path) -> None:
    async with program(tmp_path, TEN_THOUSAND) as run:
        await at_rest(run)
        assert asked(run) == {
            "GET connections": 1,
            "GET a.json": 1,
            PAGE: 1,
            "GET companies.json": 1,
            COUNTS: 1,
        }


async def test_a_thousand_rows_are_four_pages(tmp_path: Path) -> None:
    async with program(tmp_path, DemoSettings(now=now, calls=1_000)) as run:
        assert await cost(run, over_every_row) == {PAGE: 3}  # the first was here


async def test_a_decision_is_a_look_and_a_write(tmp_path: Path) -> None:
    async def decide(run: Program) -> None:
        await run.press("plus", "down", "minus", "down", "plus")
        await run.until(lambda: not session_of(run).edits.counts.pending)

    async with program(tmp_path, FOUR_HUNDRED, hold=0.0) as run:
        assert await cost(run, decide) == {"GET a call": 3, "PUT a call": 3}


async def test_a_decision_taken_back_within_its_hold_is_free(tmp_path: Path) -> None:
    async with program(tmp_path, FOUR_HUNDRED, hold=60.0) as run:
        assert await cost(run, pressed("plus", "u")) == {}


async def test_a_bulk_decision_is_a_write_a_call_and_a_page_each_250(tmp_path: Path) -> None:
    marked = 25

    async def decide(run: Program) -> None:
        await run.press("v", *["down"] * (marked - 1), "v", "minus")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        await run.press("y")
        await run.until(lambda: session_of(run).edits.counts.pending)
        await run.until(lambda: not session_of(run).edits.counts.pending)

    async with program(tmp_path, FOUR_HUNDRED, hold=0.0) as run:
        calls = [run.explorer.rows.row(row) for row in range(marked)]
        changed = sum(call is not None and call.lead_status != "not_a_lead" for call in calls)
        assert await cost(run, decide) == {"PUT a call": changed, PAGE: 1}


async def test_an_export_reads_each_page_once(tmp_path: Path) -> None:
    async def export(run: Program) -> None:
        await run.press("x")
        await run.until(lambda: isinstance(run.app.screen, ExportDialog) and run.app.focused)
        run.app.screen.query_one(Input).value = str(tmp_path / "calls.csv")
        await run.press("enter")
        exports = session_of(run).exports
        await run.until(lambda: exports.current is not None and exports.current.progress.is_over)

    async with program(tmp_path, FOUR_HUNDRED) as run:
        assert await cost(run, export) == {PAGE: 2}
        with (tmp_path / "calls.csv").open(newline="") as file:
            assert len(list(csv.DictReader(file))) == FOUR_HUNDRED.calls
