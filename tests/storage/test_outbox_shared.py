"""The outbox among windows, keys and accounts; drafts, memories, and rows that nobody understands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from callrail_tui.errors import NotJournalled
from callrail_tui.model.edit import (
    State,
)
from callrail_tui.storage.outbox import Outbox
from tests.storage.journalled import ACCOUNT, KEY, note, notes, opened, put_in_state

HOSTILE = "\x1b]52;c;eA==\x1b\\ [@click=app.quit]x[/] '); DROP TABLE outbox; -- \x00 \u202e \u2028 \ud800 \U0001f600"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


@pytest.fixture
def outbox(path: Path) -> Iterator[Outbox]:
    outbox = opened(path)
    yield outbox
    outbox.close()


# Several windows ------------------------------------------------------------------------------------------------


def test_a_window_sees_what_another_wrote_and_its_version_changes(path: Path, outbox: Outbox) -> None:
    other = opened(path)
    before = outbox.version
    outbox.add([note()], "mine")
    assert outbox.version == before
    assert notes(other.edits()) == ["a note"]
    (theirs,) = other.add([note("CAL2", "theirs")], "theirs")
    assert outbox.version != before
    assert outbox.move([theirs.seq], State.CANCELLED, expecting=[State.HELD])
    assert not other.move([theirs.seq], State.INFLIGHT, expecting=[State.HELD])
    other.close()
    assert notes(outbox.edits()) == ["a note", "theirs"]


def test_a_file_that_stays_busy_refuses_the_decision_and_works_again(path: Path, outbox: Outbox) -> None:
    outbox._connection.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotJournalled, match="could not be written: database is locked"):
        outbox.add([note()], "note")
    assert outbox.edits() == []
    other.execute("ROLLBACK")
    other.close()
    outbox.add([note()], "note")
    assert notes(outbox.edits()) == ["a note"]


def test_it_waits_for_another_window_before_it_gives_up(outbox: Outbox) -> None:
    assert outbox._connection.execute("PRAGMA busy_timeout").fetchone()[0] == 5_000


def test_a_closed_outbox_refuses_in_words(path: Path) -> None:
    outbox = opened(path)
    outbox.close()
    with pytest.raises(NotJournalled):
        outbox.add([note()], "note")
    with pytest.raises(NotJournalled):
        outbox.edits()
    with pytest.raises(NotJournalled):
        _ = outbox.version


# Other keys and accounts ----------------------------------------------------------------------------------------


def test_accounts_and_keys_stand_apart(path: Path, outbox: Outbox) -> None:
    account, key = opened(path, account="ACC2"), opened(path, key="fp2")
    (mine,) = outbox.add([note("CAL1", "mine")], "mine")
    theirs = account.add([note("CAL2", "theirs"), note("CAL3", "theirs")], "theirs")
    (strange,) = key.add([note("CAL4", "strange")], "strange")
    for each, text in ((outbox, "mine"), (account, "theirs"), (key, "strange")):
        each.keep_draft("note", "CAL1", text)
        each.store("favourite", text)
    assert set(notes(outbox.edits())) == {"mine"}
    assert [act.words for act in outbox.acts().values()] == ["mine"]
    assert outbox.drafts() == [("note", "CAL1", "mine")]
    assert [each.recall("favourite") for each in (outbox, account, key)] == ["mine", "theirs", "strange"]
    assert (outbox.elsewhere(), account.elsewhere(), key.elsewhere()) == ({"ACC2": 2}, {"ACC1": 1}, {})
    assert (outbox.under_other_keys(), key.under_other_keys()) == (1, 3)
    put_in_state(account, theirs[0], State.DONE)
    put_in_state(key, strange, State.INFLIGHT)
    outbox.restart()
    outbox.forget([mine.seq, theirs[0].seq, strange.seq])
    assert [edit.state for edit in account.edits()] == [State.DONE, State.HELD]
    assert [edit.state for edit in key.edits()] == [State.INFLIGHT]
    assert outbox.elsewhere() == {"ACC2": 1}
    account.close()
    key.close()


# Drafts and memories --------------------------------------------------------------------------------------------


def test_drafts_are_kept_replaced_and_dropped(path: Path) -> None:
    ticks = iter(range(100))
    outbox = Outbox(path, KEY, ACCOUNT, now=lambda: float(next(ticks)))
    outbox.keep_draft("note", "CAL1", "one")
    outbox.keep_draft("note", "CAL2", "two")
    outbox.keep_draft("name", "CAL1", "three")
    outbox.keep_draft("note", "CAL1", "one more")
    assert outbox.drafts() == [("note", "CAL1", "one more"), ("name", "CAL1", "three"), ("note", "CAL2", "two")]
    outbox.drop_draft("note", "CAL1")
    assert outbox.drafts() == [("name", "CAL1", "three"), ("note", "CAL2", "two")]
    outbox.close()


@pytest.mark.parametrize("value", [None, True, 5, "x", ["a", {"b": [1.5, None]}], {}, HOSTILE])
def test_a_memory_is_recalled_as_it_was_stored(path: Path, value: Any) -> None:
    outbox = opened(path)
    outbox.store("name", "before")
    outbox.store("name", value)
    outbox.close()
    again = opened(path)
    assert again.recall("name") == value
    assert again.recall("other") is None
    again.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("want_json", "no json"), ("want_json", "[]"), ("want_json", "null"), ("want_json", "5"), ("want_json", "{}"),
        ("want_json", '{"set": [1]}'), ("want_json", '{"add": 5, "remove": []}'), ("base_json", '{"x": 1}'),
        ("seen_json", '{"x": 1}'), ("state", "strange"), ("error", "[1]"), ("error", '{"odd": 1}'),
        ("field", "strange"), ("attempts", "many"), ("want_json", "[" * 100_000),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_understood_is_passed_over(outbox: Outbox, column: str, value: str) -> None:
    strange, sound = outbox.add([note("CAL1"), note("CAL2")], "note")
    outbox._connection.execute(f"UPDATE outbox SET {column} = ? WHERE seq = ?", (value, strange.seq))
    assert outbox.edits() == [sound]


def test_the_steps_around_each_commit_are_told(path: Path) -> None:
    steps: list[str] = []
    outbox = Outbox(path, KEY, ACCOUNT, on_step=steps.append)
    (edit,) = outbox.add([note()], "note")
    outbox.move([edit.seq], State.INFLIGHT, expecting=[State.HELD])
    assert steps == ["before add", "after add", "before inflight", "after inflight"]
    outbox.close()
