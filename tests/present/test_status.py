"""What the status line says at each width, and what it never leaves out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from callrail_tui.present.status import StatusFacts, position, status_line
from callrail_tui.text import is_clean
from tests.hostile import PAYLOADS

FULL = StatusFacts(
    row=1,
    total=2_000,
    connection="Main connection",
    account="Harbor Marketing",
    demo=True,
    as_of=datetime(2026, 11, 23, 14, 32, tzinfo=UTC),
    zone=UTC,
    left_hour=987,
    left_day=9_912,
)
CRISIS = FULL._replace(pending=3, failed=1, conflicts=1, offline=True, read_only=True)


def said(facts: StatusFacts, cells: int) -> str:
    return "".join(text for text, _ in status_line(facts, cells))


@pytest.mark.parametrize(
    ("row", "total", "written"),
    [(1, 2_000, "    1 of 2,000"), (2_000, 2_000, "2,000 of 2,000"), (0, 0, "0 of 0"), (0, None, "… of …")],
)
def test_the_place_is_row_of_total(row: int, total: int | None, written: str) -> None:
    assert position(row, total).strip() == written.strip()
    assert total is None or len(position(row, total)) == len(position(total, total))


def test_a_list_that_could_not_be_read_has_no_place_and_is_not_waited_for() -> None:
    assert said(FULL._replace(row=0, total=None, unread=True), 80).startswith(" – of –  ")
    assert said(FULL._replace(unread=True), 80).startswith("     1 of 2,000 ")  # another page failed: the total holds


def test_everything_is_said_where_there_is_room() -> None:
    line = said(FULL, 120)
    assert line.strip().startswith("1 of 2,000")
    assert line.rstrip().endswith("Main connection · Harbor Marketing · demo · h 987 · d 9,912 · as of 14:32")
    assert len(line) == 120


def test_the_names_are_cut_first_and_then_the_days_budget() -> None:
    assert "Main con… · Harbor M…" in said(FULL, 80)
    narrow = said(FULL, 58)
    assert "Main" not in narrow
    assert "d 9,912" in narrow
    narrower = said(FULL, 50)
    assert "d 9,912" not in narrower
    assert "h 987" in narrower
    assert len(said(FULL, 50)) == 50


@given(st.integers(min_value=78, max_value=200))
def test_what_matters_is_never_left_out(cells: int) -> None:
    line = said(CRISIS._replace(total=1_000_000, row=999_999), cells)
    for words in ("999,999 of 1,000,000", "3 pending", "1 failed", "1 conflict", "offline", "read-only"):
        assert words in line


def test_offline_stands_in_place_of_the_time() -> None:
    assert "as of" not in said(CRISIS, 200)
    assert "5 new" in said(FULL._replace(arrived=5), 120)
    assert "2 conflicts" in said(FULL._replace(conflicts=2), 120)


def test_nothing_else_reads_as_a_place() -> None:
    assert said(CRISIS, 200).count(" of ") == 1


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_names_are_drawn_clean(payload: str) -> None:
    for cells in (60, 80, 200):
        line = said(FULL._replace(connection=payload, account=payload), cells)
        assert is_clean(line)
        assert cell_len(line) == cells
