"""What is said of exports, in every state."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui.errors import BudgetSpent
from callrail_tui.model.export_plan import ExportState, Progress
from callrail_tui.present.exports import (
    counted,
    ended,
    free_path,
    headline,
    path_of,
    shown_path,
    standing,
    status,
    stays,
)
from callrail_tui.present.status import StatusFacts, status_line
from callrail_tui.storage.export_file import NotWritten

HALF = Progress(ExportState.RUNNING, Path("/x/calls.csv"), 12, 400, 3_000, 100_000)


def test_the_status_line_counts_while_there_is_something_to_count() -> None:
    assert status(None) == status(HALF._replace(state=ExportState.DONE)) == ""
    assert status(HALF) == "export 12/400"
    assert status(HALF._replace(steps=None)) == "export 12"
    assert status(HALF._replace(state=ExportState.WAITING)) == "export waits 12/400"
    assert status(HALF._replace(state=ExportState.STOPPED)) == "export stopped 12/400"


@pytest.mark.parametrize("cells", [40, 80, 200])
def test_it_stays_on_the_status_line_where_names_go(cells: int) -> None:
    facts = StatusFacts(1, 2_000, connection="conn 12345678", account="A" * 60, left_hour=1, export="export 12/400")
    text = "".join(piece for piece, _ in status_line(facts, cells))
    assert "export 12/400" in text
    assert text.count(" of ") == 1


def test_each_state_says_what_comes_next() -> None:
    assert headline(HALF) == "Export 12/400: 3,000 calls are written"
    assert "beside your work" in standing(HALF)
    waits = HALF._replace(state=ExportState.WAITING, error=BudgetSpent())
    assert standing(waits) == "The request budget is spent. It goes on by itself as soon as it can."
    stopped = HALF._replace(state=ExportState.STOPPED, error=NotWritten("The disk is full.", "Make room, then go on."))
    assert standing(stopped) == "The disk is full. Make room, then go on. p goes on; what is written stays."
    assert ended(stopped) == (
        "The export stopped at 12/400. The disk is full. Make room, then go on. x shows it; what is written stays."
    )
    assert "can be gone on with" in standing(HALF._replace(state=ExportState.PAUSED))
    assert "/x/calls.csv is not finished (12/400)" in stays(HALF)


def test_the_end_tells_what_the_file_lacks() -> None:
    done = HALF._replace(state=ExportState.DONE, done=400, calls=100_000)
    assert ended(done) == standing(done) == "Exported 100,000 calls to /x/calls.csv."
    assert "3 fewer than the list had" in ended(done._replace(calls=99_997))
    assert "1 marked call could not be found" in ended(done._replace(calls=4, expected=5, gone=1))
    assert "refuses these fields, so they are not there: spam" in ended(done._replace(refused=("spam",)))


def test_a_report_is_called_one() -> None:
    report = Progress(ExportState.DONE, Path("/x/r.md"), 6, 6, is_report=True)
    assert ended(report) == "The report is in /x/r.md."
    assert headline(report) == "Report 6/6"
    assert "there is none" in stays(report._replace(state=ExportState.PAUSED, done=2))
    assert standing(report._replace(state=ExportState.PAUSED)) == "Paused."


def test_paths_are_read_as_people_write_them(tmp_path: Path) -> None:
    assert path_of(" ~/a.csv ", tmp_path) == Path.home() / "a.csv"
    assert path_of("a.csv", tmp_path) == tmp_path / "a.csv"
    assert path_of("/b/a.csv", tmp_path) == Path("/b/a.csv")
    assert path_of("~nobody-of-this-name/a.csv", tmp_path).parent.name == "~nobody-of-this-name"
    assert shown_path(tmp_path / "a.csv") in (str(tmp_path / "a.csv"), f"~/{tmp_path.name}/a.csv")
    assert free_path(tmp_path, "a.csv") == tmp_path / "a.csv"
    (tmp_path / "a.csv").touch()
    (tmp_path / "a-2.csv").touch()
    assert free_path(tmp_path, "a.csv") == tmp_path / "a-3.csv"
    assert counted(1, "call") == "1 call"
