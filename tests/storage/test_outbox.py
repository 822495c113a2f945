"""The outbox: private, durable, all or nothing, shared by windows, and it forgets what is over."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callrail_tui.errors import NotJournalled
from callrail_tui.model.edit import (
    GOOD,
    LEAD,
    NAME,
    NOTE,
    SPAM,
    TAGS,
    VALUE,
    Act,
    Appended,
    Change,
    Failure,
    Known,
    State,
    TagDelta,
    Want,
)
from callrail_tui.storage.outbox import Outbox
from callrail_tui.storage.outbox_rows import storable
from tests.storage.journalled import ACCOUNT, KEY, note, notes, opened, put_in_state

HOSTILE = "\x1b]52;c;eA==\x1b\\ [@click=app.quit]x[/] '); DROP TABLE outbox; -- \x00 \u202e \u2028 \ud800 \U0001f600"
EVERY_STATE = pytest.mark.parametrize("state", list(State))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


@pytest.fixture
def outbox(path: Path) -> Iterator[Outbox]:
    outbox = opened(path)
    yield outbox
    outbox.close()


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


# The file -------------------------------------------------------------------------------------------------------


def test_nobody_else_may_read_any_of_its_files(open_umask: None, path: Path, outbox: Outbox) -> None:
    outbox.add([note()], "note")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"outbox.db": 0o600, "outbox.db-wal": 0o600, "outbox.db-shm": 0o600}


def test_a_file_that_was_open_to_others_is_closed_to_them(path: Path) -> None:
    opened(path).close()
    path.chmod(0o644)
    opened(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_each_commit_reaches_the_disk_and_carries_our_mark(path: Path, outbox: Outbox) -> None:
    ask = outbox._connection.execute
    facts = {name: ask(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "secure_delete")}
    assert facts == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert ask("PRAGMA application_id").fetchone()[0] == 0x43525442
    assert ask("PRAGMA user_version").fetchone()[0] == 1


def test_opening_leaves_nothing_beside_it_and_tells_nothing(path: Path) -> None:
    outbox = opened(path)
    assert outbox.told == ()
    outbox.close()
    assert [file.name for file in path.parent.iterdir()] == ["outbox.db"]


def test_a_folder_that_is_missing_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotJournalled, match=r"outbox\.db cannot be used: No such file"):
        opened(tmp_path / "missing" / "outbox.db")


# Acts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "want", "base"),
    [
        (LEAD, GOOD, Known(None)), (LEAD, None, Known(GOOD)), (NOTE, "", None), (NOTE, "a\r\nb", Known("")),
        (NOTE, Appended("more"), Known("x")), (NOTE, HOSTILE, Known(HOSTILE)), (NAME, "Ünïted ☃", Known("\ud800")),
        (VALUE, "12.50", Known("600.00")), (SPAM, True, Known(False)), (NOTE, Appended(HOSTILE), None),
        (TAGS, TagDelta(("Lead", HOSTILE), ("Old",)), Known(("Old", "x"))), (TAGS, TagDelta(), Known(())),
    ],
)  # fmt: skip
def test_a_decision_is_read_as_it_was_written(path: Path, field: str, want: Want, base: Known | None) -> None:
    outbox = opened(path)
    (added,) = outbox.add([Change("CAL1", field, want, base)], "words")
    failure = Failure("Refused.", "Look.", HOSTILE)
    assert outbox.move([added.seq], State.CONFLICT, expecting=[State.HELD], seen=base, failure=failure, is_attempt=True)
    outbox.close()
    again = opened(path)
    (read,) = again.edits()
    again.close()
    assert read == added._replace(
        state=State.CONFLICT, seen=base, failure=failure, attempts=1, updated=read.updated, created=read.created
    )
    assert read.updated >= read.created > 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=20) | st.none() | st.booleans() | st.builds(Appended, st.text(max_size=20))
    | st.builds(TagDelta, st.lists(st.text(max_size=5)).map(tuple), st.lists(st.text(max_size=5)).map(tuple))
)  # fmt: skip
def test_any_text_comes_back_whole(outbox: Outbox, want: Want) -> None:
    field = TAGS if isinstance(want, TagDelta) else NOTE
    outbox.add([Change("CAL1", field, want)], "words")
    assert outbox.edits()[-1].want == want


@pytest.mark.parametrize("text", [HOSTILE, "\ud800", "\udfff tail"])
def test_words_and_drafts_with_half_characters_are_kept_in_a_form_that_a_file_takes(outbox: Outbox, text: str) -> None:
    (added,) = outbox.add([note(want=text)], text, query={"q": text})
    outbox.keep_draft("note", "CAL1", text)
    outbox.store("name", {"a": text})
    assert outbox.acts() == {added.act: Act(added.act, storable(text), {"q": text})}
    assert outbox.edits() == [added]
    assert outbox.drafts() == [("note", "CAL1", storable(text))]
    assert outbox.recall("name") == {"a": text}


def test_a_call_whose_id_no_file_takes_is_refused_and_never_sent_to_another(outbox: Outbox) -> None:
    with pytest.raises(NotJournalled, match="no text that a file takes"):
        outbox.add([note("CAL1"), note("CAL\ud800")], "note")
    assert outbox.edits() == []
    outbox.add([note()], "note")
    assert len(outbox.edits()) == 1


def test_what_one_key_decided_shares_an_act(outbox: Outbox) -> None:
    first = outbox.add([note("CAL1"), note("CAL2")], "note to 2 calls", query={"view": "missed"})
    (second,) = outbox.add([note("CAL1", "later")], "note", state=State.PAUSED)
    assert len({edit.act for edit in first}) == 1
    assert second.act != first[0].act
    assert second.state is State.PAUSED
    assert [edit.seq for edit in outbox.edits()] == sorted({*(edit.seq for edit in first), second.seq})
    assert outbox.acts()[first[0].act] == Act(first[0].act, "note to 2 calls", {"view": "missed"})
    assert outbox.acts()[second.act].query is None


def test_an_act_is_journalled_whole_or_not_at_all(outbox: Outbox) -> None:
    broken = Change("CAL2", NOTE, None, Known(object()))
    with pytest.raises(TypeError):
        outbox.add([note("CAL1"), broken, note("CAL3")], "note to 3 calls")
    assert outbox.edits() == []
    assert outbox.acts() == {}
    outbox.add([note()], "afterwards")
    assert notes(outbox.edits()) == ["a note"]


def test_a_write_that_is_cut_short_leaves_nothing(path: Path) -> None:
    class Cut(BaseException):
        pass

    def cut(step: str) -> None:
        if step == "before add":
            raise Cut

    outbox = Outbox(path, KEY, ACCOUNT, on_step=cut)
    with pytest.raises(Cut):
        outbox.add([note(), note("CAL2")], "note")
    assert outbox.edits() == []
    outbox.keep_draft("note", "CAL1", "the next write works")
    outbox.close()


@EVERY_STATE
def test_a_move_is_made_only_from_an_expected_state(outbox: Outbox, state: State) -> None:
    (edit,) = outbox.add([note()], "note")
    put_in_state(outbox, edit, state)
    others = [one for one in State if one is not state]
    assert not outbox.move([edit.seq], State.DONE, expecting=others, failure=Failure("no"), is_attempt=True)
    (same,) = outbox.edits()
    assert (same.state, same.failure, same.attempts) == (state, None, 0)
    assert outbox.move([edit.seq], State.DONE, expecting=[state])
    assert outbox.edits()[0].state is State.DONE


def test_a_move_of_several_is_made_for_all_or_for_none(outbox: Outbox) -> None:
    one, two = outbox.add([note("CAL1"), note("CAL2")], "note")
    put_in_state(outbox, two, State.CANCELLED)
    assert not outbox.move([one.seq, two.seq], State.INFLIGHT, expecting=[State.HELD])
    assert [edit.state for edit in outbox.edits()] == [State.HELD, State.CANCELLED]
    assert not outbox.move([one.seq, 999], State.INFLIGHT, expecting=[State.HELD])
    assert outbox.move([one.seq, one.seq], State.QUEUED, expecting=[State.HELD])
    assert outbox.move([], State.INFLIGHT, expecting=[State.HELD])
    assert outbox.move([one.seq], State.INFLIGHT, expecting=[State.QUEUED])


def test_a_move_of_more_edits_than_a_statement_takes_is_still_one(outbox: Outbox) -> None:
    outbox._connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 100)
    edits = outbox.add([note(f"CAL{number}") for number in range(250)], "note to 250 calls")
    seqs = [edit.seq for edit in edits]
    assert outbox.move(seqs, State.CANCELLED, expecting=[State.HELD])
    assert {edit.state for edit in outbox.edits()} == {State.CANCELLED}
    assert not outbox.move([*seqs, 999_999], State.QUEUED, expecting=[State.CANCELLED])
    assert {edit.state for edit in outbox.edits()} == {State.CANCELLED}
    outbox.forget(seqs)
    assert outbox.edits() == []


def test_a_move_keeps_what_was_seen_and_known_and_replaces_the_failure(outbox: Outbox) -> None:
    (edit,) = outbox.add([note()], "note")
    held, flying, failed = [State.HELD], [State.INFLIGHT], [State.FAILED]
    assert outbox.move([edit.seq], State.INFLIGHT, expecting=held, seen=Known("s"), base=Known("b"), is_attempt=True)
    assert outbox.move([edit.seq], State.FAILED, expecting=flying, base=Known("other"), failure=Failure("no", "h"))
    (failed_edit,) = outbox.edits()
    assert (failed_edit.seen, failed_edit.base, failed_edit.failure, failed_edit.attempts) == (
        Known("s"), Known("b"), Failure("no", "h"), 1,
    )  # fmt: skip
    assert outbox.move([edit.seq], State.INFLIGHT, expecting=failed, seen=Known(None), is_attempt=True)
    (again,) = outbox.edits()
    assert (again.seen, again.failure, again.attempts) == (Known(None), None, 2)


# Beginning and ending -------------------------------------------------------------------------------------------


def test_a_new_sender_is_unsure_of_what_flew_and_forgets_what_is_over(outbox: Outbox) -> None:
    edits = outbox.add([note(f"CAL-{state.value}") for state in State], "note")
    (alone,) = outbox.add([note("CAL-alone")], "over")
    for edit, state in zip(edits, State, strict=True):
        put_in_state(outbox, edit, state)
    put_in_state(outbox, alone, State.DONE)
    outbox.restart()
    left = {edit.call_id.removeprefix("CAL-"): edit.state.value for edit in outbox.edits()}
    kept = {state.value: state.value for state in State if state not in (State.DONE, State.CANCELLED)}
    assert left == {**kept, "inflight": "unsure"}
    assert list(outbox.acts()) == [edits[0].act]


def test_what_is_forgotten_leaves_the_disk(path: Path) -> None:
    outbox = opened(path)
    secret, kept = outbox.add(
        [note("CAL1", "canary-want", Known("canary-base")), note("CAL2", "stays")], "note to 2 calls"
    )
    (alone,) = outbox.add([note("CAL3", "x")], "canary-words", query={"q": "canary-query"})
    outbox.keep_draft("note", "CAL1", "canary-draft")
    outbox.move([secret.seq], State.DONE, expecting=[State.HELD], seen=Known("canary-seen"))
    outbox.move([alone.seq], State.CANCELLED, expecting=[State.HELD])
    assert b"canary-want" in b"".join(file.read_bytes() for file in path.parent.iterdir())
    outbox.forget([secret.seq, kept.seq, alone.seq])
    outbox.drop_draft("note", "CAL1")
    outbox.close()
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"canary" not in left
    assert b"stays" in left


@EVERY_STATE
def test_only_what_is_over_is_forgotten(outbox: Outbox, state: State) -> None:
    edit, other = outbox.add([note("CAL1"), note("CAL2")], "note")
    put_in_state(outbox, edit, state)
    put_in_state(outbox, other, State.DONE)
    outbox.forget([edit.seq])
    is_over = state in (State.DONE, State.CANCELLED)
    assert [one.call_id for one in outbox.edits()] == (["CAL2"] if is_over else ["CAL1", "CAL2"])


def test_a_number_is_never_given_twice(path: Path) -> None:
    outbox = opened(path)
    (first,) = outbox.add([note()], "note")
    put_in_state(outbox, first, State.DONE)
    outbox.forget([first.seq])
    outbox.close()
    again = opened(path)
    (second,) = again.add([note()], "note")
    again.close()
    assert second.seq > first.seq
    assert second.act > first.act
