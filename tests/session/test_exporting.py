"""Exports over the embedded gateway: each call once, a request a page, and gone on with wherever they were cut."""

from __future__ import annotations

import asyncio
import csv
import gc
import json
import os
import signal
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from callrail_tui.demo import create_app
from callrail_tui.demo.asgi import DemoApp
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import BudgetSpent
from callrail_tui.model.export_fields import LINKS, all_fields, fields_of_columns, permitted
from callrail_tui.model.export_formats import Format, Sheet
from callrail_tui.model.export_plan import (
    ExportState,
    Plan,
    Source,
    frozen,
    plan_marked,
    plan_of,
    plan_query,
    resumable,
)
from callrail_tui.model.query import CallQuery, DatePreset
from callrail_tui.model.seen_ids import SeenIds, digest, packed, unpacked
from callrail_tui.model.views import view_query
from callrail_tui.session.budget import Budget
from callrail_tui.session.export_facts import ExportEnded
from callrail_tui.session.exporting import Export, Repeats, StrangeHost
from callrail_tui.session.exports import Exports
from callrail_tui.session.facts import Fact
from callrail_tui.session.worker import Urgency
from callrail_tui.storage.export_file import ExportFile, NotWritten
from tests.session.connected import connect, settle

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
TODAY = NOW.date()
COLUMNS = fields_of_columns(("when", "who", "lead", "tags", "flags"))
CHECKOUT = Path(__file__).parent.parent.parent


class Given:
    """An embedded gateway, a worker on it, and the exports of its first account."""

    def __init__(self, calls: int = 1_000, *, budget: Budget | None = None, **settings: Any) -> None:
        self.time = NOW
        self.app: DemoApp = create_app(DemoSettings(calls=calls, now=lambda: self.time, **settings))
        self.calls = calls
        self.facts: list[Fact] = []
        self.naps: list[float] = []
        self.cut_after: int | None = None
        """After so many pages the current export is paused, before it can ask for another."""
        self._heard = asyncio.Event()
        self.worker = connect(self.app, budget=budget)
        self.account = self.app.accounts[0].id
        self.exports = self.anew()

    def anew(self) -> Exports:
        """As another run has them."""
        return Exports(self.worker, self.account, self._hear, sleep=self._sleep)

    def _hear(self, fact: Fact) -> None:
        self.facts.append(fact)
        self._heard.set()
        current = self.exports.current
        if self.cut_after is not None and current is not None and current.progress.done >= self.cut_after:
            self.cut_after = None
            current.pause()

    async def settled(
        self, export: Export, until: Callable[[Export], bool] = lambda one: not one.progress.is_at_work
    ) -> None:
        """Wait until it is over or stopped, or until it holds."""
        async with asyncio.timeout(60):
            while not until(export):
                self._heard.clear()
                await self._heard.wait()

    async def _sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self._heard.set()
        await asyncio.sleep(0)

    def plan(self, format: Format = Format.CSV, fields: tuple[str, ...] = COLUMNS) -> Plan:  # noqa: A002
        return plan_query(view_query("all", TODAY), Sheet(format, fields), self.calls, NOW, NOW)

    @property
    def list_requests(self) -> int:
        return sum(one.path.endswith("/calls.json") for one in self.app.log)

    @property
    def truth(self) -> list[str]:
        """The ids of every call, newest first."""
        mint = self.app.accounts[0].mint
        return [mint.make("CAL", index) for index in reversed(range(self.calls))]


def spoil(part: Path) -> None:
    """Do to a file what a kill does: leave half a page behind the last whole one."""
    with open(part, "ab") as file:
        file.write(b'{"half a pa')


def table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The headings and rows of a CSV."""
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def ids_in(path: Path) -> list[str]:
    return [row["id"] for row in table(path)[1]]


@pytest.mark.parametrize("format", list(Format))
async def test_every_call_once_and_a_request_a_page(tmp_path: Path, format: Format) -> None:  # noqa: A002
    given = Given(1_010)
    export = given.exports.begin(given.plan(format), tmp_path / "calls")
    assert export.plan.requests == 5
    await given.settled(export)
    assert export.progress.state is ExportState.DONE
    assert (export.progress.done, export.progress.steps, export.progress.calls) == (5, 5, 1_010)
    assert given.list_requests == 5
    assert [fact for fact in given.facts if isinstance(fact, ExportEnded)] == [ExportEnded(export.progress)]
    text = (tmp_path / "calls").read_text()
    found = {
        Format.CSV: lambda: ids_in(tmp_path / "calls"),
        Format.NDJSON: lambda: [json.loads(line)["id"] for line in text.splitlines()],
        Format.JSON: lambda: [one["id"] for one in json.loads(text)],
        Format.MARKDOWN: lambda: [line.split(" | ")[0].removeprefix("| ") for line in text.splitlines()[2:]],
    }[format]()
    assert found == given.truth
    await given.worker.close()


async def test_a_hundred_thousand_calls_are_four_hundred_requests(tmp_path: Path) -> None:
    given = Given(100_000)
    export = given.exports.begin(given.plan(fields=("id", "start_time")), tmp_path / "calls.csv")
    assert export.plan.requests == 400
    await given.settled(export)
    assert given.list_requests == 400
    found = ids_in(tmp_path / "calls.csv")
    assert len(found) == len(set(found)) == 100_000
    assert set(found) == set(given.truth)
    await given.worker.close()


async def test_the_memory_does_not_grow_with_the_calls(tmp_path: Path) -> None:
    given = Given(5_000)
    given.cut_after = 8
    export = given.exports.begin(
        given.plan(fields=permitted(all_fields(), links=False, hipaa=False)), tmp_path / "a.csv"
    )
    await given.settled(export)
    tracemalloc.start()
    try:
        export.go_on()
        await given.settled(export)
        gc.collect()
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert export.progress.calls == 5_000
    assert kept < 2_000_000
    assert peak < 12_000_000
    await given.worker.close()


async def test_cut_at_every_step_it_goes_on_without_a_request_too_many(tmp_path: Path) -> None:
    for cut in range(4):
        given = Given(1_000)
        target = tmp_path / f"{cut}.json"
        given.cut_after = cut
        export = given.exports.begin(given.plan(Format.JSON), target)
        await given.settled(export)
        await export.close()
        assert not target.exists()
        spoil(tmp_path / f".{target.name}.part")
        again = given.anew()
        left_over = again.left_over_at(target)
        assert left_over is not None
        assert [one.target for one in again.left_over(tmp_path)] == [target]
        await given.settled(again.go_on(left_over, TODAY))
        assert [one["id"] for one in json.loads(target.read_text())] == given.truth
        assert given.list_requests == 4
        assert again.left_over(tmp_path) == []
        await given.worker.close()


async def test_calls_that_arrive_meanwhile_shift_nothing(tmp_path: Path) -> None:
    given = Given(1_000)
    export = given.exports.begin(given.plan(), tmp_path / "calls.csv")
    await given.settled(export, lambda one: one.progress.done >= 1)
    given.time += timedelta(minutes=5)
    given.app.arrive(30)
    await given.settled(export)
    assert given.list_requests == 4
    assert ids_in(tmp_path / "calls.csv") == given.truth
    await given.worker.close()


@pytest.mark.parametrize("sort", [None, "customer_name"])
async def test_where_the_end_cannot_be_fixed_a_call_that_comes_again_is_written_once(
    tmp_path: Path, sort: str | None
) -> None:
    given = Given(1_000)
    order = "desc" if sort else None
    plan = given.plan()
    query = view_query("all", TODAY).changed(sort=sort, order=order, fields=plan.query.fields)
    export = given.exports.begin(plan._replace(query=query), tmp_path / "calls.csv")
    await given.settled(export, lambda one: one.progress.done >= 2)
    export.pause()
    await export.close()
    given.app.arrive(600)  # More than the page that was written last, and the one before it.
    again = given.anew()
    left_over = again.left_over_at(tmp_path / "calls.csv")
    assert left_over is not None
    await given.settled(again.go_on(left_over, TODAY))
    found = ids_in(tmp_path / "calls.csv")
    assert [call_id for call_id, times in Counter(found).items() if times > 1] == []
    assert set(given.truth) <= set(found) if sort is None else len(found) >= 1_000
    await given.worker.close()


async def test_a_kill_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys\nfrom pathlib import Path\n"
        "from tests.session.test_exporting import Given\n"
        "async def main():\n"
        "    given = Given(5_000)\n"
        "    export = given.exports.begin(given.plan(), Path(sys.argv[1]))\n"
        "    await given.settled(export, lambda one: one.progress.done >= 3)\n"
        "    print('three', flush=True)\n"
        "    await given.settled(export)\n"
        "asyncio.run(main())\n"
    )
    target = tmp_path / "calls.csv"
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(target), cwd=CHECKOUT, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"three\n"
    child.kill()
    assert await child.wait() == -signal.SIGKILL
    given = Given(5_000)
    left_over = given.exports.left_over_at(target)
    assert left_over is not None
    assert 3 <= left_over.pages < 20
    await given.settled(given.exports.go_on(left_over, TODAY))
    assert given.list_requests == 20 - left_over.pages
    assert ids_in(target) == given.truth
    await given.worker.close()


async def test_pausing_asks_for_nothing_and_goes_on(tmp_path: Path) -> None:
    given = Given(1_000)
    export = given.exports.begin(given.plan(), tmp_path / "calls.csv")
    export.pause()
    await given.settled(export, lambda one: one.progress.state is ExportState.PAUSED)
    await asyncio.wait({export._task} if export._task else {asyncio.ensure_future(asyncio.sleep(0))})
    before = given.list_requests
    await settle(given.worker)
    assert given.list_requests == before
    assert export.progress.state is ExportState.PAUSED
    export.go_on()
    export.pause()
    export.go_on()
    await given.settled(export)
    assert given.list_requests == 4
    assert ids_in(tmp_path / "calls.csv") == given.truth
    await given.worker.close()


async def test_a_limit_parks_it_and_it_goes_on_by_itself(tmp_path: Path) -> None:
    refusals = [429] * 3
    waited: list[Any] = []

    async def limit(method: str, path: str) -> int | None:
        return refusals.pop() if refusals and path.endswith("/calls.json") else None

    given = Given(500, intercept=limit)
    given.worker._sleep = lambda seconds: asyncio.sleep(0)
    given.worker.budget.park = lambda retry_after: waited.append(retry_after)  # type: ignore[method-assign]
    export = given.exports.begin(given.plan(), tmp_path / "calls.csv")
    await given.settled(export)
    assert export.progress.state is ExportState.DONE
    assert ids_in(tmp_path / "calls.csv") == given.truth
    await given.worker.close()


async def test_its_share_of_the_budget_is_kept(tmp_path: Path) -> None:
    clock = [0.0]
    budget = Budget(clock=lambda: clock[0])
    for _ in range(848):
        budget.note_attempt(0.0)
    given = Given(1_000, budget=budget)
    assert given.exports.left == (2, 7652)
    export = given.exports.begin(given.plan(), tmp_path / "calls.csv")
    await given.settled(export, lambda one: one.progress.state is ExportState.WAITING and len(given.naps) > 3)
    assert isinstance(export.progress.error, BudgetSpent)
    assert export.progress.done == 2
    clock[0] = 3_601.0
    await given.settled(export)
    assert ids_in(tmp_path / "calls.csv") == given.truth
    assert given.list_requests == 4
    await given.worker.close()


async def test_what_is_over_in_a_while_is_waited_out_and_anything_else_stops_it(tmp_path: Path) -> None:
    status = [503]

    async def fail(method: str, path: str) -> int | None:
        return status[0] if status[0] and path.endswith("/calls.json") else None

    given = Given(500, intercept=fail)
    export = given.exports.begin(given.plan(), tmp_path / "calls.csv")
    await given.settled(export)
    assert export.progress.state is ExportState.STOPPED
    assert [nap for nap in given.naps if nap >= 10] == [10, 20, 40, 80, 160, 300]
    status[0] = 403
    export.go_on()
    await given.settled(export)
    assert export.progress.error is not None
    assert export.progress.error.hint
    status[0] = 0
    export.go_on()
    await given.settled(export)
    assert ids_in(tmp_path / "calls.csv") == given.truth
    await given.worker.close()


async def test_a_server_that_does_not_turn_the_page_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Given(1_000)
    page = given.worker.gateway.calls.relative_page

    async def first(account: str, query: CallQuery, offset: int = 0) -> Any:
        return await page(account, query, 0)

    monkeypatch.setattr(given.worker.gateway.calls, "relative_page", first)
    export = given.exports.begin(given.plan(), tmp_path / "calls.csv")
    await given.settled(export)
    assert isinstance(export.progress.error, Repeats)
    assert export.progress.calls == 250
    await given.exports.close()
    await given.worker.close()


async def test_a_strange_host_for_the_next_page_stops_it_and_is_never_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Given(500)
    page = given.worker.gateway.calls.relative_page

    async def strange(account: str, query: CallQuery, offset: int = 0) -> Any:
        answer = await page(account, query, offset)
        return answer._replace(has_next=False, stopped_by="evil.example") if answer.has_next else answer

    monkeypatch.setattr(given.worker.gateway.calls, "relative_page", strange)
    export = given.exports.begin(given.plan(), tmp_path / "calls.csv")
    await given.settled(export)
    assert isinstance(export.progress.error, StrangeHost)
    assert (export.progress.done, export.progress.calls) == (1, 250)
    assert not (tmp_path / "calls.csv").exists()
    export.go_on()
    await given.settled(export)
    assert ids_in(tmp_path / "calls.csv") == given.truth
    await given.worker.close()


async def test_a_refused_field_is_left_out_and_the_list_does_not_suffer(tmp_path: Path) -> None:
    given = Given(300, refused_fields=frozenset({"spam", "sentiment"}))
    fields = permitted(all_fields(), links=False, hipaa=False)
    export = given.exports.begin(given.plan(fields=fields), tmp_path / "calls.csv")
    await given.settled(export)
    assert set(export.progress.refused) >= {"spam", "sentiment"}
    headings, rows = table(tmp_path / "calls.csv")
    assert not {"spam", "sentiment"} & set(headings)
    assert len(rows) == 300
    assert given.worker.gateway.calls.refused_fields == frozenset()
    assert given.list_requests == 3
    await given.worker.close()


@pytest.mark.parametrize("format", list(Format))
async def test_no_access_key_leaves_unless_it_is_asked_for(tmp_path: Path, format: Format) -> None:  # noqa: A002
    given = Given(250)
    for links in (False, True):
        fields = permitted(all_fields(), links=links, hipaa=False)
        plan = plan_query(view_query("all", TODAY), Sheet(format, fields, links=links), 250, NOW)
        target = tmp_path / f"{links}"
        await given.settled(given.exports.begin(plan, target))
        text = target.read_text().replace("\\_", "_")
        assert ("access_key=" in text) is links
        assert bool(LINKS & set(fields)) is links
    await given.worker.close()


async def test_the_disk_fails_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Given(1_000)
    append, left = ExportFile.append, [2]

    def full(self: ExportFile, data: bytes, note: dict[str, Any]) -> None:
        if not left[0]:
            raise NotWritten("The disk is full.", "Make room, then go on.")
        left[0] -= 1
        append(self, data, note)

    monkeypatch.setattr(ExportFile, "append", full)
    export = given.exports.begin(given.plan(), tmp_path / "calls.csv")
    await given.settled(export)
    assert export.progress.state is ExportState.STOPPED
    assert isinstance(export.progress.error, NotWritten)
    assert export.progress.calls == 500
    left[0] = 100
    export.go_on()
    await given.settled(export)
    assert ids_in(tmp_path / "calls.csv") == given.truth
    await given.worker.close()


async def test_one_export_at_a_time_and_no_file_is_replaced_unasked(tmp_path: Path) -> None:
    given = Given(500)
    (tmp_path / "mine.csv").write_text("mine")
    with pytest.raises(NotWritten):
        given.exports.begin(given.plan(), tmp_path / "mine.csv")
    export = given.exports.begin(given.plan(), tmp_path / "mine.csv", replace=True)
    export.pause()
    with pytest.raises(Exception, match="not finished"):
        given.exports.begin(given.plan(), tmp_path / "other.csv")
    await given.exports.put_aside(delete=True)
    assert os.listdir(tmp_path) == ["mine.csv"]
    assert (tmp_path / "mine.csv").read_text() == "mine"
    export = given.exports.begin(given.plan(), tmp_path / "mine.csv", replace=True)
    await given.settled(export)
    assert len(ids_in(tmp_path / "mine.csv")) == 500
    await given.worker.close()


async def test_what_another_account_left_over_is_not_touched(tmp_path: Path) -> None:
    given = Given(1_000)
    given.cut_after = 2
    export = given.exports.begin(given.plan(), tmp_path / "calls.csv")
    await given.settled(export)
    await export.close()
    other = Exports(given.worker, given.app.accounts[1].id, given.facts.append)
    assert other.left_over(tmp_path) == []
    assert other.left_over_at(tmp_path / "calls.csv") is None
    refusal = other.refusal(tmp_path / "calls.csv")
    assert refusal is not None
    assert refusal.hint
    assert given.anew().refusal(tmp_path / "calls.csv") is None
    await given.worker.close()


# Marked calls ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("marked", "source", "requests"), [(3, Source.SINGLES, 3), (9, Source.PAGES, 4)])
async def test_marked_calls_are_read_the_cheaper_way(
    tmp_path: Path, marked: int, source: Source, requests: int
) -> None:
    given = Given(1_000)
    calls = {call_id: {"id": call_id} for call_id in given.truth[:1000:111][:marked]}
    sheet = Sheet(Format.CSV, COLUMNS)
    plan = plan_marked(view_query("all", TODAY), sheet, 1_000, calls, NOW)
    assert (plan.source, plan.requests) == (source, requests)
    before = given.app.request_count
    export = given.exports.begin(plan, tmp_path / "marked.csv")
    await given.settled(export)
    assert given.app.request_count - before <= requests
    assert sorted(ids_in(tmp_path / "marked.csv")) == sorted(calls)
    assert export.progress.gone == 0
    await given.worker.close()


async def test_what_is_loaded_with_all_that_is_wanted_costs_nothing(tmp_path: Path) -> None:
    given = Given(300)
    plan = given.plan()
    page = await given.worker.submit(
        "page", lambda gateway: gateway.calls.page(given.account, plan.query), Urgency.VIEW
    )
    marked = {call.id: call.raw for call in page.items[:40]}
    plan = plan_marked(view_query("all", TODAY), plan.sheet, 300, marked, NOW)
    assert (plan.source, plan.requests) == (Source.LOADED, 0)
    before = given.app.request_count
    await given.settled(given.exports.begin(plan, tmp_path / "marked.csv", loaded=marked.values()))
    assert given.app.request_count == before
    assert ids_in(tmp_path / "marked.csv") == list(marked)
    await given.worker.close()


async def test_a_marked_call_that_is_gone_is_counted(tmp_path: Path) -> None:
    given = Given(1_000)
    calls = {call_id: {"id": call_id} for call_id in (given.truth[0], "CAL" + "0" * 32)}
    plan = plan_marked(view_query("all", TODAY), Sheet(Format.CSV, COLUMNS), 1_000, calls, NOW)
    export = given.exports.begin(plan, tmp_path / "marked.csv")
    await given.settled(export)
    assert (export.progress.state, export.progress.calls, export.progress.gone) == (ExportState.DONE, 1, 1)
    await given.worker.close()


# Pure ------------------------------------------------------------------------------------------------------------


def test_a_plan_survives_its_journal() -> None:
    plan = plan_query(view_query("missed", TODAY), Sheet(Format.JSON, COLUMNS, links=True), 7, NOW)
    assert plan_of(json.loads(json.dumps(plan.as_json()))) == plan
    for broken in (None, {}, [], {**plan.as_json(), "format": "xls"}, {**plan.as_json(), "fields": [1]}):
        assert plan_of(broken) is None


def test_the_end_is_fixed_only_where_it_lies_ahead_everywhere() -> None:
    base = CallQuery(start_date="2026-01-01", time_zone="user")
    ahead = base.changed(end_date="2026-11-24")
    assert frozen(ahead, NOW, NOW - timedelta(hours=1)).end_date == "2026-11-23T14:05:01+00:00"
    assert frozen(ahead, NOW).end_date == "2026-11-23T14:15:00+00:00"
    assert frozen(ahead, NOW, NOW + timedelta(hours=1)).end_date == "2026-11-23T15:05:01+00:00"
    for kept in (base.changed(end_date="2026-11-22"), base.changed(end_date="2026-11-22T10:00:00-08:00"), base):
        assert frozen(kept, NOW) == kept
    preset = CallQuery(date_range=DatePreset.TODAY)
    assert frozen(preset, NOW) == preset
    assert frozen(base.changed(end_date="2026-99-99"), NOW).end_date == "2026-99-99"


def test_going_on_later_asks_only_for_what_is_kept() -> None:
    plan = plan_query(view_query("all", TODAY), Sheet(Format.CSV, COLUMNS), 7, NOW)
    later = resumable(plan, TODAY + timedelta(days=40))
    assert later.query.start_date == view_query("all", TODAY + timedelta(days=40)).start_date
    assert resumable(plan, TODAY) == plan
    assert date.fromisoformat(later.query.start_date or "") > date.fromisoformat(plan.query.start_date or "")


def test_seen_ids_are_known_again() -> None:
    seen, digests = SeenIds(), [digest(f"CAL{number}") for number in range(3_000)]
    for start in range(0, 3_000, 250):
        assert digests[start] not in seen
        seen.add(digests[start : start + 250])
    assert all(one in seen for one in digests)
    assert digest("CAL3000") not in seen
    assert len(seen) == 3_000
    assert unpacked(packed(digests)) == digests
    for broken in (None, 7, "!", "AAAA"):
        with pytest.raises(ValueError, match=r"."):
            unpacked(broken)
