"""What is said of a connection, and what is not: secrets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.directory import decode_connection
from callrail_tui.present.connections import ConnectionRow, age, delete_question, detail, heading, row_pieces
from callrail_tui.present.text import width
from tests.model.json_values import VALUES

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
TOKEN = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"


@pytest.mark.parametrize(
    ("ago", "words"),
    [(0, "just now"), (59, "just now"), (60, "1 min"), (7_199, "119 minutes"), (7_200, "2 hours"),
     (3 * 86_400, "3 days"), (21 * 86_400, "3 weeks"), (90 * 86_400, "3 months")],
)  # fmt: skip
def test_an_age_in_the_largest_unit_of_which_there_are_two(ago: int, words: str) -> None:
    assert age(NOW - timedelta(seconds=ago), NOW) == words


@pytest.mark.parametrize(("ago", "words"), [(5, ", just now\n"), (7_200, ", 2 hours ago\n")])
def test_when_it_was_made_is_told_as_a_person_would(ago: int, words: str) -> None:
    made = f"{NOW - timedelta(seconds=ago):%Y-%m-%dT%H:%M:%SZ}"
    row = ConnectionRow(decode_connection({"connection_id": "c-1", "status": "ACTIVE", "creation_time": made}))
    assert words in detail(row, NOW).plain


def test_no_secret_stands_in_the_details() -> None:
    raw = {
        "connection_id": "c-1", "status": "active", "url": f"https://connect.maton.ai/?session_token={TOKEN}",
        "metadata": {"email": "a@example.com", "refresh_token": TOKEN, "plain": TOKEN, "page": f"https://x.example/?k={TOKEN}"},
        "api_key": TOKEN, "note": "seen",
    }  # fmt: skip
    text = detail(ConnectionRow(decode_connection(raw)), NOW).plain
    assert TOKEN not in text
    assert "a@example.com" in text
    assert "seen" in text
    assert "https://connect.maton.ai/?session_token=…" in text


@given(st.dictionaries(st.sampled_from(("connection_id", "status", "creation_time", "metadata", "url", "x")), VALUES))
def test_any_connection_can_be_shown(raw: dict[str, object]) -> None:
    row = ConnectionRow(decode_connection(raw), is_default=True, is_stale=True)
    assert detail(row, NOW).plain
    for cells in (80, 120):
        assert sum(width(text) for text, _ in row_pieces(row, cells, NOW)) <= cells
        assert width(heading(cells)) == cells


def test_a_deletion_says_what_stops() -> None:
    active = decode_connection({"connection_id": "c-1", "status": "ACTIVE"})
    words = delete_question(ConnectionRow(active, is_default=True, is_pinned=True), "c-2")
    assert "no longer" in words
    assert "The default is then c-2." in words
    assert "the one in use here" in words
    assert "There is no other active connection." in delete_question(ConnectionRow(active, is_default=True), "")
    pending = decode_connection({"connection_id": "c-3", "status": "PENDING"})
    assert "not in use by anything" in delete_question(ConnectionRow(pending), "")
