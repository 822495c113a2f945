"""A decision by rule: laid over what was read, folded with later ones, weighed against the server, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.call import Call, FieldState, decode_call
from callrail_tui.model.edit import (
    GOOD,
    LEAD,
    NAME,
    NOT_A_LEAD,
    NOTE,
    SPAM,
    TAGS,
    VALUE,
    Appended,
    Edit,
    Known,
    State,
    TagDelta,
    UnreadableMoney,
    Want,
    applied,
    canonical,
    change,
    known,
    merged,
    money,
    note_merged,
    reversal,
    same,
    shown,
)
from callrail_tui.model.weighing import Pile, Verdict, piled, weigh

NAMES = st.sampled_from(["Lead", "lead", " LEAD ", "Booked", "Straße", "STRASSE", "x", "X "])
TAG_SETS = st.lists(NAMES, max_size=5).map(tuple)
DELTAS = st.builds(TagDelta, TAG_SETS, TAG_SETS)
TEXTS = st.text(alphabet="ab \n\r\t\u00a0é", max_size=8)
NOTES = st.none() | TEXTS
NOTE_WANTS = NOTES | st.builds(Appended, TEXTS)


def call(**fields: Any) -> Call:
    return decode_call({"id": "CAL1", **fields})


def edit(field: str, want: Want, state: State = State.HELD, **more: Any) -> Edit:
    return Edit(**{"seq": 1, "act": 1, "account": "ACC1", "call_id": "CAL1", "base": None, **more},
                field=field, want=want, state=state)  # fmt: skip


# Folding --------------------------------------------------------------------------------------------------------


@given(TAG_SETS, DELTAS, DELTAS)
def test_two_tag_decisions_as_one_do_what_both_did(held: tuple[str, ...], first: TagDelta, then: TagDelta) -> None:
    one_by_one = applied(TAGS, applied(TAGS, held, first), then)
    assert same(TAGS, applied(TAGS, held, merged(TAGS, first, then)), one_by_one)


@given(NOTES, NOTE_WANTS, NOTE_WANTS)
def test_two_note_decisions_as_one_do_what_both_did(note: str | None, first: Want, then: Want) -> None:
    one_by_one = applied(NOTE, applied(NOTE, note, first), then)
    assert same(NOTE, applied(NOTE, note, merged(NOTE, first, then)), one_by_one)


@given(st.sampled_from([LEAD, NAME, VALUE]), NOTES, NOTES, NOTES)
def test_of_two_plain_decisions_the_later_holds(field: str, now: Any, first: Want, then: Want) -> None:
    assert applied(field, now, merged(field, first, then)) == applied(field, applied(field, now, first), then) == then


@given(TAG_SETS, DELTAS)
def test_a_tag_decision_adds_no_tag_twice_and_leaves_the_others_tags(held: tuple[str, ...], want: TagDelta) -> None:
    after = applied(TAGS, (), want)
    assert len(canonical(TAGS, after)) == len(after)
    others = canonical(TAGS, held) - canonical(TAGS, want.remove)
    assert canonical(TAGS, applied(TAGS, held, want)) == others | canonical(TAGS, want.add)


@pytest.mark.parametrize(
    ("before", "after"), [(None, "new"), ("", "new"), ("old", "old\nnew"), ("old \n\n", "old\nnew"), ("  ", "new")]
)
def test_an_appended_note_goes_below_what_is_there(before: str | None, after: str) -> None:
    assert applied(NOTE, before, Appended("new")) == after


# Taking back ----------------------------------------------------------------------------------------------------


@given(TAG_SETS, DELTAS)
def test_a_tag_decision_taken_back_restores_what_the_server_held(held: tuple[str, ...], want: TagDelta) -> None:
    done = edit(TAGS, want, State.DONE, seen=Known(held))
    assert same(TAGS, applied(TAGS, applied(TAGS, held, want), reversal(done)), held)


def test_taking_back_a_tag_spares_one_that_was_there_already() -> None:
    want = TagDelta(add=("Lead", "Booked "), remove=("Old", "Gone"))
    done = edit(TAGS, want, State.DONE, base=Known(("Old", "Gone")), seen=Known((" lead", "OLD")))
    assert reversal(done) == TagDelta(add=("Old",), remove=("Booked ",))


@pytest.mark.parametrize(
    ("base", "seen", "back"),
    [
        (Known(None), None, None),
        (Known("mine"), Known("theirs"), "theirs"),
        (None, Known(NOT_A_LEAD), NOT_A_LEAD),
        (Known("old"), Known(None), None),
    ],
)
def test_taking_back_goes_to_what_the_server_held(base: Known | None, seen: Known | None, back: str | None) -> None:
    assert reversal(edit(LEAD, GOOD, State.DONE, base=base, seen=seen)) == back


@pytest.mark.parametrize(("field", "want"), [(SPAM, True), (LEAD, GOOD), (TAGS, TagDelta(("a",)))])
def test_what_cannot_be_taken_back_says_so(field: str, want: Want) -> None:
    base = Known(False) if field == SPAM else None
    with pytest.raises(ValueError, match="blocked numbers" if field == SPAM else "not known"):
        reversal(edit(field, want, State.DONE, base=base))


# Weighing -------------------------------------------------------------------------------------------------------

S, A, C, U = Verdict.SEND, Verdict.ALREADY, Verdict.CONFLICT, Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("field", "base", "want", "sent", "now", "verdict"),
    [
        (LEAD, None, GOOD, None, None, U),
        (LEAD, Known(None), GOOD, None, Known(None), S),
        (LEAD, Known(None), GOOD, None, Known(""), S),
        (LEAD, Known(None), GOOD, None, Known(GOOD), A),
        (LEAD, Known(None), GOOD, None, Known(NOT_A_LEAD), C),
        (LEAD, None, GOOD, None, Known(NOT_A_LEAD), S),
        (LEAD, Known(None), GOOD, Known(NOT_A_LEAD), Known(NOT_A_LEAD), S),
        (LEAD, Known(GOOD), None, None, Known(""), A),
        (NOTE, Known("a\r\nb "), "new", None, Known("a\nb"), S),
        (NOTE, Known("a"), "new", None, Known(" new\r\n"), A),
        (NOTE, Known("a"), "new", None, Known("A"), C),
        (NOTE, Known("a"), "", None, Known(None), A),
        (VALUE, Known("600"), "12.50", None, Known("$600.00"), S),
        (VALUE, Known("600"), "1200.00", None, Known("1,200"), A),
        (VALUE, Known(None), "12.50", None, Known("0"), C),
        (SPAM, Known(False), True, None, Known(True), A),
        (SPAM, Known(False), True, None, Known(False), S),
        (TAGS, Known(()), TagDelta(("Lead",)), None, Known(("lead ",)), A),
        (TAGS, Known(()), TagDelta(("Lead",)), None, Known(("theirs",)), S),
        (TAGS, Known(("a",)), TagDelta((), ("a",)), None, Known(("theirs",)), A),
        (TAGS, Known(("a",)), TagDelta((), ("a",)), None, Known(("A", "theirs")), S),
        (TAGS, None, TagDelta(("a",)), None, None, U),
        (NOTE, Known("a"), Appended("b"), None, Known("theirs"), S),
        (NOTE, Known("a"), Appended("b"), None, Known("a\nb"), S),
        (NOTE, Known("a"), Appended("b"), Known("a"), Known("a"), S),
        (NOTE, Known("a"), Appended("b"), Known("a"), Known("a\r\nb"), A),
        (NOTE, Known("a"), Appended("b"), Known("a"), Known("a\nb\nc"), C),
        (NOTE, None, Appended("b"), Known(None), Known("b"), A),
    ],
)
def test_a_decision_is_weighed_against_the_server(
    field: str, base: Known | None, want: Want, sent: Known | None, now: Known | None, verdict: Verdict
) -> None:
    assert weigh(Pile(field, base, want, (1,), sent is not None, sent), now) is verdict


@given(st.sampled_from([LEAD, NAME, NOTE, VALUE]), NOTES, NOTES)
def test_what_has_arrived_is_never_sent_again(field: str, now: str | None, want: Want) -> None:
    after = applied(field, now, want)
    assert weigh(Pile(field, Known(now), want, (1,), False, None), Known(after)) is A


# Money ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("", ""), ("  ", ""), ("$", ""), ("0", "0.00"), ("12", "12.00"), ("12.5", "12.50"), (".5", "0.50"),
        ("5.", "5.00"), ("$ 1,250.00", "1250.00"), ("1,250", "1250.00"), ("1.234,50", "1234.50"), ("12,5", "12.50"),
        ("1 250", "1250.00"), ("1'250", "1250.00"), ("€3", "3.00"), ("2.5k", "2500.00"), ("3K", "3000.00"),
        ("999999999", "999999999.00"),
    ],
)  # fmt: skip
def test_an_amount_is_taken_as_people_type_it(typed: str, sent: str) -> None:
    assert money(typed) == sent


@pytest.mark.parametrize(
    "typed",
    ["-5", "-$5", "abc", "k", ".", "1.234", "1,2345", "1,23,456", "1e9", "NaN", "inf", "１２", "5\n6", "9999999999",
     "1.2.3", "12.345", "\ud800", "5€5", "+5"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UnreadableMoney, match="1,250"):
        money(typed)


@given(st.text(max_size=12) | st.text(alphabet="0123456789.,k $-", max_size=12))
def test_an_amount_once_read_stays_as_it_is(typed: str) -> None:
    try:
        once = money(typed)
    except UnreadableMoney:
        return
    assert once == "" or (once[-3] == "." and canonical(VALUE, once) >= 0)
    if len(once) <= len("999999999.00"):
        assert money(once) == once


# Reading a call -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "raw", "read"),
    [
        (LEAD, GOOD, Known(GOOD)), (LEAD, None, Known(None)), (LEAD, {"a": 1}, None), (LEAD, "odd", Known("odd")),
        (NOTE, "x", Known("x")), (NOTE, None, Known(None)), (NOTE, ["x"], None), (NAME, "John Doe", Known("John Doe")),
        (VALUE, "600.00", Known("600.00")), (VALUE, None, Known(None)), (VALUE, {}, Known(None)),
        (TAGS, [{"name": "a"}, "b"], Known(("a", "b"))), (TAGS, [], Known(())), (TAGS, None, Known(())),
        (TAGS, "a,b", None), (TAGS, [{"name": "a"}, 5], None), (TAGS, {"a": 1}, None),
        (SPAM, True, Known(True)), (SPAM, "false", Known(False)), (SPAM, None, Known(False)), (SPAM, [1], None),
    ],
)  # fmt: skip
def test_a_field_is_known_only_where_it_can_be_read_whole(field: str, raw: Any, read: Known | None) -> None:
    assert known(call(**{field: raw}), field) == read


@pytest.mark.parametrize("field", [LEAD, TAGS, NOTE, NAME, VALUE, SPAM])
def test_a_field_that_was_not_fetched_is_not_known(field: str) -> None:
    assert known(call(), field) is None
    assert change(call(), field, None) == ("CAL1", field, None, None)


# Laying over ----------------------------------------------------------------------------------------------------


def test_a_call_without_edits_is_itself() -> None:
    one = call(note="x")
    assert shown(one, []) is one


def test_what_is_pending_is_laid_over_in_its_order() -> None:
    edits = [
        edit(LEAD, GOOD), edit(TAGS, TagDelta(("a",))), edit(NOTE, Appended("b"), State.UNSURE),
        edit(TAGS, TagDelta(("c",), ("A",)), State.INFLIGHT), edit(NOTE, Appended("d")), edit(LEAD, NOT_A_LEAD),
        edit(VALUE, ""),
    ]  # fmt: skip
    one = call(lead_status=None, tags=["x"], note="n", value="5")
    after = shown(one, edits)
    assert (after.lead_status, after.tags, after.note, after.value) == (NOT_A_LEAD, ("x", "c"), "n\nb\nd", None)
    assert after.raw["tags"] == ["x", "c"]
    assert after.raw["note"] == "n\nb\nd"
    assert one.raw["note"] == "n"


def test_what_was_confirmed_counts_only_over_what_was_read_before_it() -> None:
    done = edit(LEAD, GOOD, State.DONE, base=Known(None), seen=Known(None))
    assert shown(call(lead_status=None), [done]).lead_status == GOOD
    assert shown(call(lead_status=NOT_A_LEAD), [done]).lead_status == NOT_A_LEAD
    assert shown(call(lead_status=GOOD), [done]).lead_status == GOOD
    unknown = edit(LEAD, GOOD, State.DONE)
    assert shown(call(lead_status=None), [unknown]).lead_status is None


def test_what_was_not_fetched_is_shown_and_stays_absent() -> None:
    for state in (State.HELD, State.DONE):
        after = shown(call(), [edit(NOTE, "x", state), edit(TAGS, TagDelta(("a",)), state)])
        assert (after.note, after.tags) == ("x", ("a",))
        assert after.state_of(NOTE) is after.state_of(TAGS) is FieldState.ABSENT
        assert known(after, NOTE) is None


def test_what_could_not_be_read_is_not_taken_for_read_once_decided() -> None:
    after = shown(call(tags=[{"name": "a"}, 5]), [edit(TAGS, TagDelta(("b",)))])
    assert after.tags == ("a", "b")
    assert after.state_of(TAGS) is FieldState.WRONG_TYPE
    assert known(after, TAGS) is None


# Sending --------------------------------------------------------------------------------------------------------


def test_edits_are_piled_by_field_in_the_order_in_which_they_are_shown() -> None:
    edits = [
        edit(SPAM, True, seq=1), edit(VALUE, "5.00", seq=2), edit(NOTE, "n", seq=3, base=Known("b")),
        edit(TAGS, TagDelta(("a",)), State.QUEUED, seq=4), edit(LEAD, GOOD, seq=5),
        edit(NOTE, Appended("m"), seq=6, base=Known("n")), edit(TAGS, TagDelta((), ("A",)), seq=7),
        edit(NAME, "John", State.UNSURE, seq=8, seen=Known("J")),
        edit(NAME, "Jane", State.UNSURE, seq=9, seen=Known("Jo")),
    ]  # fmt: skip
    assert piled(edits) == [
        Pile(LEAD, None, GOOD, (5,), False, None),
        Pile(TAGS, None, TagDelta((), ("A",)), (4, 7), False, None),
        Pile(NOTE, Known("b"), "n\nm", (3, 6), False, None),
        Pile(NAME, None, "Jane", (8, 9), True, Known("J")),
        Pile(VALUE, None, "5.00", (2,), False, None),
        Pile(SPAM, None, True, (1,), False, None),
    ]


@pytest.mark.parametrize(
    ("first", "then", "now"),
    [(Appended("b"), Appended("c"), "a\nb"), ("b", "c", "b"), ("b", Appended("c"), "b")],
)
def test_what_was_decided_after_an_unsure_one_waits_until_that_is_known(first: Want, then: Want, now: str) -> None:
    unsure = edit(NOTE, first, State.UNSURE, seq=1, base=Known("a"), seen=Known("a"))
    later = edit(NOTE, then, State.QUEUED, seq=2, base=Known(now))
    (pile,) = piled([unsure, later])
    assert pile.seqs == (1,)
    assert weigh(pile, Known(now)) is Verdict.ALREADY
    (rest,) = piled([later])
    assert weigh(rest, Known(now)) is Verdict.SEND


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        (None, None, ""), ("t", None, "t"), (None, "m", "m"), ("t", "m", "t\nm"), ("a\r\nb", "a\nb", "a\nb"),
        ("a", "a\nm", "a\nm"), ("a\nt", "a\nm", "a\nt\nm"), ("a\nm", "m", "a\nm"),
        ("No", "Now he pays", "No\nNow he pays"), ("Call him back", "Call him", "Call him back\nCall him"),
    ],
)  # fmt: skip
def test_two_notes_become_one_that_loses_no_line(theirs: str | None, mine: str | None, both: str) -> None:
    assert note_merged(theirs, mine) == both


@given(NOTES, NOTES)
def test_a_merged_note_holds_every_line_of_both(theirs: str | None, mine: str | None) -> None:
    lines = {line.strip() for line in note_merged(theirs, mine).split("\n")}
    for text in (theirs, mine):
        stripped = (text or "").replace("\r\n", "\n").strip()
        assert {line.strip() for line in stripped.split("\n")} - {""} <= lines
