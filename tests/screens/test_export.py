"""`x` on the screen: the offer and its price, what is refused, the run beside the work, and what is left over."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.messages import CopyAsked
from callrail_tui.model.export_fields import LINKS, SPOKEN
from callrail_tui.model.export_plan import ExportState
from callrail_tui.present.exports import default_name, duration, needs_consent, price, shown_path
from callrail_tui.screens.dialogs.choosing import ChoosingDialog
from callrail_tui.screens.dialogs.confirming import ConfirmDialog
from callrail_tui.screens.dialogs.export import ExportDialog
from callrail_tui.screens.dialogs.export_progress import ExportProgressDialog
from callrail_tui.session.exporting import Export
from callrail_tui.session.exports import Exports
from tests.screens.running import NOW, Program, now, program

SIZES = [(80, 24), (120, 36)]


class Exporting:
    """The running program, and the folder that it exports to."""

    def __init__(self, run: Program, folder: Path, gate: asyncio.Event, waiting: list[str]) -> None:
        self.run = run
        self.folder = folder
        self.gate = gate
        self.waiting = waiting
        """The paths that have met the closed gate."""

    async def held(self) -> Export:
        """Begin an export whose first page is on the wire and stays there until `let_go`."""
        await self.open()
        self.gate.clear()
        await self.run.press("enter")
        current = self.exports.current
        assert current is not None
        await self.run.until(lambda: self.waiting)
        return current

    async def paused(self) -> Export:
        """Begin an export, and have it paused behind its first page."""
        current = await self.held()
        current.pause()
        self.gate.set()
        await self.run.until(lambda: current.progress.done == 1)
        return current

    @property
    def exports(self) -> Exports:
        session = self.run.app.opener.session
        assert session is not None
        return session.exports

    @property
    def text(self) -> str:
        """The screen, its blanks and frames as single blanks."""
        return " ".join(self.run.screen_text().replace("│", " ").split())

    @property
    def names(self) -> list[str]:
        return sorted(os.listdir(self.folder))

    async def dialog(self, kind: type[Any]) -> Any:
        await self.run.until(lambda: isinstance(self.run.app.screen, kind) and self.run.app.focused)
        return self.run.app.screen

    async def open(self) -> ExportDialog:
        """Press `x` and wait for the offer."""
        await self.run.press("x")
        dialog: ExportDialog = await self.dialog(ExportDialog)
        return dialog

    async def to_file(self, path: str) -> None:
        """Put this path into the field."""
        field = self.run.app.screen.query_one(Input)
        field.focus()
        await self.run.pilot.pause()
        await self.run.press("end", "ctrl+u")
        field.value = path

    async def done(self) -> None:
        """Wait until the export is whole."""
        current = self.exports.current
        assert current is not None
        await self.run.until(lambda: current.progress.is_over)


@asynccontextmanager
async def exporting(
    tmp_path: Path, *, size: tuple[int, int] = (120, 36), account: str | None = None, **demo: Any
) -> AsyncIterator[Exporting]:
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
    gate = asyncio.Event()
    gate.set()
    waiting: list[str] = []

    async def wait(method: str, path: str) -> int | None:
        if not gate.is_set():
            waiting.append(path)
        await gate.wait()
        return None

    settings = DemoSettings(now=now, **{"calls": 600, "intercept": wait, **demo})
    async with program(tmp_path, settings, size=size, toasts=True, export_folder=folder, account=account) as run:
        try:
            yield Exporting(run, folder, gate, waiting)
        finally:
            gate.set()


def read(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("size", SIZES)
async def test_the_offer_names_everything_and_its_price(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exporting(tmp_path, size=size) as at:
        await at.open()
        for words in ("this list: 600 calls", "the list's columns", "CSV", "left out", "3 requests of the 9", "enter"):
            assert words in at.text
        assert at.run.app.screen.query_one(Input).value.endswith("/callrail-brightwater-agency-2026-11-23.csv")
        await at.run.press("escape")
        assert at.run.app.screen is at.run.explorer
        assert at.names == []


@pytest.mark.parametrize("size", SIZES)
async def test_enter_writes_the_list_and_tells_once(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exporting(tmp_path, size=size) as at:
        before = len(at.run.requests("/calls.json"))
        await at.open()
        await at.run.press("enter")
        await at.done()
        path = at.folder / f"callrail-brightwater-agency-{NOW.date()}.csv"
        assert at.names == [path.name]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert len({row["id"] for row in read(path)}) == 600
        assert len(at.run.requests("/calls.json")) - before == 3
        await at.run.until(lambda: "Exported 600 calls to" in at.text)
        assert at.text.count("Exported 600 calls to") == 1
        assert "export" not in at.run.screen_text().splitlines()[-1]


async def test_the_choices_are_what_is_written(tmp_path: Path) -> None:
    async with exporting(tmp_path) as at:
        await at.open()
        await at.run.press("up", "right", "down", "right", "right")
        assert "JSON, one list" in at.text
        assert "plain UTF-8" not in at.text
        await at.run.press("down", "down", "right")
        assert "in the file" in at.text
        await at.run.press("enter")
        await at.done()
        (name,) = at.names
        assert name.endswith(".json")
        calls = json.loads((at.folder / name).read_text())
        assert len(calls) == 600
        assert any(call.get("recording_player") for call in calls)
        assert "milestones" in calls[0]


async def test_the_marked_calls_cost_nothing_where_they_are_here(tmp_path: Path) -> None:
    async with exporting(tmp_path) as at:
        await at.run.press("space", "space", "down", "space")
        ids = list(at.run.explorer.marks.calls)
        before = len(at.run.requests())
        await at.open()
        assert "the marked: 3 calls" in at.text
        assert "No request: all of it is here" in at.text
        await at.run.press("enter")
        await at.done()
        assert [row["id"] for row in read(at.folder / at.names[0])] == ids
        assert len(at.run.requests()) == before


async def test_the_marked_calls_with_all_fields_are_read_one_by_one(tmp_path: Path) -> None:
    async with exporting(tmp_path) as at:
        await at.run.press("space")
        await at.open()
        await at.run.press("up", "right")
        assert "1 request of the" in at.text
        await at.run.press("enter")
        await at.done()
        (row,) = read(at.folder / at.names[0])
        assert row["milestones"] != ""
        assert "recording_player" not in row


@pytest.mark.parametrize("size", SIZES)
async def test_a_large_one_is_agreed_to_first_and_enter_is_no(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exporting(tmp_path, size=size, calls=6_000) as at:
        await at.open()
        await at.run.press("enter")
        await at.dialog(ConfirmDialog)
        assert "24 requests of the" in at.text
        assert "about a minute" in at.text
        await at.run.press("enter")
        await at.dialog(ExportDialog)
        assert at.names == []
        await at.run.press("enter")
        await at.dialog(ConfirmDialog)
        at.gate.clear()
        await at.run.press("y")
        await at.run.until(lambda: at.exports.current)
        await at.run.until(lambda: "export 0/24" in at.run.screen_text().splitlines()[-1])
        assert " of " in at.run.screen_text().splitlines()[-1]


async def test_a_folder_that_is_not_there_is_refused_with_its_cure(tmp_path: Path) -> None:
    async with exporting(tmp_path) as at:
        await at.open()
        await at.to_file(str(tmp_path / "nowhere" / "calls.csv"))
        await at.run.press("enter")
        assert "There is no folder" in at.text
        assert "mkdir -p" in at.text
        await at.to_file(str(at.folder))
        await at.run.press("enter")
        assert "This is a folder" in at.text
        await at.to_file("other.csv")
        await at.run.press("enter")
        await at.done()
        assert at.names == ["other.csv"]


async def test_a_file_that_is_there_is_replaced_only_after_a_yes(tmp_path: Path) -> None:
    async with exporting(tmp_path) as at:
        (at.folder / "mine.csv").write_text("mine")
        for answer, expected in (("enter", "mine"), ("y", None)):
            await at.open() if answer == "enter" else await at.dialog(ExportDialog)
            await at.to_file("mine.csv")
            await at.run.press("enter")
            await at.dialog(ConfirmDialog)
            assert "is replaced" in at.text
            await at.run.press(answer)
            if expected is not None:
                assert (at.folder / "mine.csv").read_text() == expected
        await at.done()
        assert len(read(at.folder / "mine.csv")) == 600


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_paused_gone_on_with_and_its_path_copied(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exporting(tmp_path, size=size) as at:
        current = await at.paused()
        await at.run.press("x")
        dialog = await at.dialog(ExportProgressDialog)
        await at.run.until(lambda: "Paused" in at.text)
        asked: list[object] = []
        dialog.post_message = lambda message: asked.append(message) or True
        dialog.action_copy_path()
        (message,) = asked
        assert isinstance(message, CopyAsked)
        assert message.what.text == str(current.progress.target)
        del dialog.post_message
        await at.run.press("p")
        await at.done()
        await at.run.until(lambda: "Exported 600 calls" in at.text)
        await at.run.press("escape")
        await at.open()


@pytest.mark.parametrize(("key", "left"), [("d", 0), ("a", 2)])
async def test_ending_it_deletes_or_keeps_what_is_written(tmp_path: Path, key: str, left: int) -> None:
    async with exporting(tmp_path) as at:
        await at.paused()
        await at.run.press("x")
        await at.dialog(ExportProgressDialog)
        await at.run.press("D")
        await at.dialog(ChoosingDialog)
        await at.run.press(key)
        await at.run.until(lambda: at.exports.current is None)
        await at.run.until(lambda: len(at.names) == left)
        await at.run.press("x")
        await at.dialog(ChoosingDialog if left else ExportDialog)


@pytest.mark.parametrize("size", SIZES)
async def test_what_another_run_left_over_is_offered_and_gone_on_with(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exporting(tmp_path, size=size) as at:
        await at.paused()
        at.run.app.exit()
        assert "is not finished" in at.run.app.parting
    async with exporting(tmp_path, size=size) as at:
        await at.run.press("x")
        await at.dialog(ChoosingDialog)
        assert "An export is not finished" in at.text
        await at.run.press("y")
        await at.run.until(lambda: at.exports.current)
        await at.done()
        (name,) = at.names
        assert len({row["id"] for row in read(at.folder / name)}) == 600


@pytest.mark.parametrize(("key", "requests"), [("y", 2), ("d", 3)])
async def test_a_name_that_something_unfinished_has_is_gone_on_with_or_begun_anew(
    tmp_path: Path, key: str, requests: int
) -> None:
    async with exporting(tmp_path) as at:
        current = await at.held()
        current.pause()
        at.gate.set()
        await at.run.until(lambda: current.progress.done == 1)
        await at.exports.put_aside(delete=False)
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        for name in at.names:
            (at.folder / name).rename(elsewhere / name)
        await at.open()
        await at.to_file(str(elsewhere / current.progress.target.name))
        before = len(at.run.requests("/calls.json"))
        await at.run.press("enter")
        await at.dialog(ChoosingDialog)
        assert "It holds 250 calls so far" in at.text
        await at.run.press("n")
        await at.dialog(ExportDialog)
        await at.run.press("enter")
        await at.dialog(ChoosingDialog)
        await at.run.press(key)
        await at.done()
        assert len({row["id"] for row in read(elsewhere / current.progress.target.name)}) == 600
        assert len(at.run.requests("/calls.json")) - before == requests


async def test_of_a_hipaa_account_neither_links_nor_words_leave(tmp_path: Path) -> None:
    account = create_app(DemoSettings(now=now, calls=600)).accounts[1].id
    async with exporting(tmp_path, account=account) as at:
        await at.open()
        assert "HIPAA" in at.text
        assert "whoever has them" not in at.text
        await at.run.press("up", "right", "enter")
        await at.done()
        kept = set(read(at.folder / at.names[0])[0])
        assert not kept & (LINKS | SPOKEN)
        assert "milestones" in kept


async def test_what_stops_it_is_told_with_its_cure(tmp_path: Path) -> None:
    failing = [0]

    async def fail(method: str, path: str) -> int | None:
        return failing[0] if failing[0] and path.endswith("/calls.json") else None

    async with exporting(tmp_path, intercept=fail) as at:
        failing[0] = 403
        await at.open()
        await at.run.press("enter")
        await at.run.until(lambda: "The export stopped" in at.text)
        assert "administrator" in at.text
        assert "export stopped 0/3" in at.run.screen_text().splitlines()[-1]
        failing[0] = 0
        await at.run.press("x")
        await at.dialog(ExportProgressDialog)
        await at.run.press("p")
        await at.done()
        assert at.exports.current is not None
        assert at.exports.current.progress.state is ExportState.DONE


async def test_unsent_decisions_are_said_to_be_missing(tmp_path: Path) -> None:
    async with exporting(tmp_path) as at:
        await at.run.press("plus")
        await at.open()
        assert "1 decision not sent yet" in at.text


def test_the_price_says_how_long() -> None:
    assert price(8, (850, 8_500), 987) == "8 requests of the 987 left this hour."
    assert "about 10 minutes" in price(400, (850, 8_500), 987)
    assert "about 2 hours" in duration(1_000, (100, 8_500))
    assert "about 2 days" in duration(9_000, (850, 8_500))
    assert [needs_consent(one, (850, 8_500)) for one in (20, 21, None)] == [False, True, True]
    assert needs_consent(5, (4, 8_500))


def test_the_name_is_one_that_every_system_takes() -> None:
    today = NOW.date()
    assert default_name("../Éa & b\x1b[2J", today, ".csv") == "callrail-éa-b-2j-2026-11-23.csv"
    assert default_name("///", today, ".md") == "callrail-calls-2026-11-23.md"
    assert shown_path(Path.home() / "x.csv") == "~/x.csv"


@pytest.mark.parametrize("size", SIZES)
async def test_a_report_is_one_of_the_formats(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exporting(tmp_path, size=size) as at:
        await at.open()
        await at.run.press("left")
        assert "client report" in at.text
        assert "at most" in at.text
        assert "Fields" not in at.text
        await at.run.press("enter")
        await at.done()
        (name,) = at.names
        assert name == "callrail-brightwater-agency-2026-11-23.md"
        assert (at.folder / name).read_text().startswith("# Calls of Brightwater Agency\n")
        await at.run.until(lambda: "The report is in" in at.text)


async def test_a_report_that_would_not_be_true_is_refused(tmp_path: Path) -> None:
    async with exporting(tmp_path) as at:
        await at.run.press("slash", *"google", "enter")
        await at.run.until(lambda: at.run.list.row_count)
        await at.open()
        await at.run.press("left", "enter")
        assert "would not be true" in at.text
        assert at.names == []


async def test_leaving_the_account_says_that_it_can_be_gone_on_with(tmp_path: Path) -> None:
    async with exporting(tmp_path) as at:
        await at.paused()
        first = at.exports
        await at.run.press("N")
        await at.run.until(lambda: at.run.app.choice)
        at.run.app.explorer.leave_export()
        await at.run.until(lambda: "is not finished" in at.text)
        assert first.current is not None
        assert not first.current.progress.is_over


async def test_the_session_lets_go_of_the_file_when_it_ends(tmp_path: Path) -> None:
    async with exporting(tmp_path) as at:
        current = await at.held()
        session = at.run.app.opener.session
        assert session is not None
        closing = asyncio.ensure_future(session.close())
        await at.run.pilot.pause()
        at.gate.set()
        await closing
        assert not current.progress.is_at_work
        assert len(at.names) == 2
        at.run.app.opener.session = None
