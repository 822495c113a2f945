"""Decisions in words: every field, every state, what was and what is, and what a conflict is about."""

from __future__ import annotations

import pytest

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.edit import (
    FIELDS,
    GOOD,
    LEAD,
    NAME,
    NOT_A_LEAD,
    NOTE,
    PREVIOUSLY,
    SPAM,
    TAGS,
    VALUE,
    Appended,
    Edit,
    Failure,
    Known,
    State,
    TagDelta,
    Want,
)
from callrail_tui.present.edits import (
    conflict_lines,
    field_word,
    leaving,
    left_over,
    quoted_note,
    reason,
    state_words,
    staying,
    value_words,
    want_words,
    was_is,
)


def edit(field: str, want: Want, base: Known | None = None, state: State = State.HELD, **others: object) -> Edit:
    return Edit(1, 1, "ACC1", "CAL1", field, base, want, state, **others)  # type: ignore[arg-type]


def test_every_field_and_every_state_has_words() -> None:
    assert [field_word(field) for field in FIELDS] == ["lead status", "tags", "note", "name", "value", "spam"]
    assert field_word("colour") == "colour"
    said = [state_words(edit(LEAD, GOOD, state=state)) for state in State]
    assert all(said)
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (LEAD, GOOD, "good lead"), (LEAD, NOT_A_LEAD, "not a lead"), (LEAD, None, "not scored"),
        (LEAD, "", "not scored"), (LEAD, PREVIOUSLY, "previously a good lead"), (LEAD, "warm", "warm"),
        (TAGS, ("Quote", "Old"), "Quote, Old"), (TAGS, (), "no tags"), (TAGS, None, "no tags"),
        (NOTE, "call back", "“call back”"), (NOTE, None, "no note"), (NOTE, "  ", "no note"),
        (NAME, "Kerry Dunn", "Kerry Dunn"), (NAME, None, "no name"),
        (VALUE, "1250", "1,250.00"), (VALUE, "$12.5", "12.50"), (VALUE, None, "no value"), (VALUE, "lots", "lots"),
        (SPAM, True, "spam"), (SPAM, False, "not spam"), (SPAM, None, "not spam"),
    ],
)  # fmt: skip
def test_a_value_in_words(field: str, value: object, words: str) -> None:
    assert value_words(field, value) == words


def test_a_long_note_is_shortened_within_its_quotes_and_whole_where_that_is_asked_for() -> None:
    assert quoted_note("a" * 60) == f"“{'a' * 60}”"
    assert quoted_note("a" * 61) == f"“{'a' * 60}…”"
    assert value_words(NOTE, "a" * 500, whole=True) == "a" * 500


@pytest.mark.parametrize(
    ("field", "want", "words"),
    [
        (TAGS, TagDelta(("Quote", "Spring"), ("Old",)), "+ Quote, + Spring, − Old"), (TAGS, TagDelta(), "no change"),
        (LEAD, GOOD, "good lead"), (LEAD, None, "not scored"), (SPAM, True, "spam"),
        (NOTE, "call back", "note: “call back”"), (NOTE, None, "note cleared"), (NOTE, "", "note cleared"),
        (NOTE, Appended("paid"), "appended: “paid”"), (NAME, "Kerry", "name: Kerry"), (NAME, "", "name cleared"),
        (VALUE, "12.50", "value: 12.50"), (VALUE, "", "value cleared"),
    ],
)  # fmt: skip
def test_what_was_decided_by_itself(field: str, want: Want, words: str) -> None:
    assert want_words(edit(field, want)) == words


@pytest.mark.parametrize(
    ("one", "was", "now"),
    [
        (edit(LEAD, GOOD, Known(None)), "not scored", "good lead"),
        (edit(LEAD, GOOD), "not read", "good lead"),
        (edit(TAGS, TagDelta(("New",), ("Old",)), Known(("Old", "Kept"))), "Old, Kept", "Kept, New"),
        (edit(TAGS, TagDelta(("New",))), "not read", "+ New"),
        (edit(NOTE, Appended("two"), Known("one")), "“one”", "“one\ntwo”"),
        (edit(NOTE, Appended("two")), "not read", "appended: “two”"),
        (edit(NOTE, None, Known("one")), "“one”", "no note"),
        (edit(VALUE, "3.00", Known("$2")), "2.00", "3.00"),
    ],
)
def test_what_was_and_what_is(one: Edit, was: str, now: str) -> None:
    assert was_is(one) == (was, now)


def test_a_confirmed_edit_goes_by_what_the_server_held_and_a_bulk_one_by_what_was_read_later() -> None:
    seen = Known(("Theirs",))
    want = TagDelta(("Mine",))
    assert was_is(edit(TAGS, want, Known(()), State.DONE, seen=seen)) == ("Theirs", "Theirs, Mine")
    assert was_is(edit(TAGS, want, Known(()), State.QUEUED, seen=seen)) == ("no tags", "Mine")
    assert was_is(edit(TAGS, want, None, State.QUEUED, seen=seen)) == ("Theirs", "Theirs, Mine")
    assert was_is(edit(LEAD, GOOD, None, State.CONFLICT, seen=Known(NOT_A_LEAD))).was == "not read"


def test_where_it_is_on_its_way() -> None:
    assert state_words(edit(LEAD, GOOD), 4) == "held 4 s"
    assert state_words(edit(LEAD, GOOD), 0) == "held 0 s"
    assert state_words(edit(LEAD, GOOD)) == "held"
    assert state_words(edit(LEAD, GOOD, state=State.UNSURE), 4) == "not sure whether it arrived"
    assert state_words(edit(LEAD, GOOD, state=State.QUEUED)) == "waiting"
    assert state_words(edit(LEAD, GOOD, state=State.QUEUED, attempts=2)) == "waiting, try 3"
    assert state_words(edit(LEAD, GOOD, state=State.FAILED, failure=Failure("No."))) == "failed: No."
    assert state_words(edit(LEAD, GOOD, state=State.FAILED)) == "failed"


def test_a_conflict_has_three_values_whole() -> None:
    note = edit(NOTE, "mine\n" + "m" * 100, Known("base"), State.CONFLICT, seen=Known("theirs\nmore"))
    assert conflict_lines(note) == (("was", "base"), ("theirs", "theirs\nmore"), ("mine", "mine\n" + "m" * 100))
    unread = edit(TAGS, TagDelta(("Quote",)), state=State.CONFLICT)
    assert conflict_lines(unread) == (("was", "not read"), ("theirs", "not read"), ("mine", "+ Quote"))


def test_the_reason_names_the_call_the_change_and_what_stood_in_the_way() -> None:
    failure = Failure("Refused.", "Ask an administrator.", "Forbidden")
    one = edit(LEAD, GOOD, Known(None), State.FAILED, failure=failure)
    assert reason(one).splitlines() == [
        "call CAL1, lead status", "not scored → good lead", "Refused.", "Ask an administrator.",
        "The server said: Forbidden",
    ]  # fmt: skip
    conflict = edit(LEAD, GOOD, Known(None), State.CONFLICT, seen=Known(NOT_A_LEAD))
    assert reason(conflict).splitlines()[1:] == [
        "Somebody else changed it meanwhile.", "was: not scored", "theirs: not a lead", "mine: good lead",
    ]  # fmt: skip
    assert reason(edit(LEAD, GOOD, Known(None), State.FAILED, failure=Failure("Refused."))).endswith("lead\nRefused.")


def test_what_the_last_run_left() -> None:
    assert left_over(3) == "3 decisions from last time are being sent."
    assert left_over(1) == "1 decision from last time is being sent."
    assert left_over(2, elsewhere=True) == "2 decisions from last time wait: another window is sending."
    parked = CallrailTuiError("The key is refused.", "Set MATON_API_KEY.")
    assert left_over(1, parked) == "1 decision from last time waits: The key is refused. Set MATON_API_KEY."


def test_how_leaving_goes_and_what_stays() -> None:
    assert leaving(3, 2, 9) == "Sending 3 decisions … 2 left · 9 s"
    assert staying(0) == ""
    assert staying(1) == "1 decision stays in the outbox and is sent at the next start."
    assert staying(1_200) == "1,200 decisions stay in the outbox and are sent at the next start."
