"""The outbox's lines: which section, what is folded, what fits in how many cells."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.edit import GOOD, LEAD, NOTE, TAGS, Edit, Known, State, TagDelta
from callrail_tui.present.outbox import (
    Heading,
    One,
    OutboxContext,
    Summary,
    change_words,
    edits_of,
    heading_text,
    line_pieces,
    outline,
    tally_words,
    when_words,
)
from callrail_tui.present.outbox_detail import detail_text
from callrail_tui.present.outbox_title import title
from callrail_tui.present.text import width
from callrail_tui.session.edits import Counts

CONTEXT = OutboxContext(date(2026, 11, 23), lambda call_id: call_id, {1: 4, 2: 5}.get, UTC)
NOON = 1_795_435_200.0
"""The 23rd of November 2026, 12:00 in UTC."""


def edit(seq: int, state: State, act: int = 0, call_id: str = "") -> Edit:
    return Edit(seq, act or seq, "ACC1", call_id or f"CAL{seq}", LEAD, Known(None), GOOD, state, created=NOON)


def names(edits: list[Edit], *unfolded: int, words: str = "good lead") -> list[str]:
    """Each line in a word."""
    said = []
    for line in outline(edits, unfolded, lambda _: words):
        match line:
            case Heading():
                said.append(line.words)
            case Summary():
                said.append(f"{line.words} x{len(line.edits)}")
            case One():
                said.append(("  " if line.is_child else "") + line.edit.call_id)
    return said


def test_the_sections_stand_in_the_order_of_their_urgency() -> None:
    edits = [edit(at, state) for at, state in enumerate(State, 1)]
    assert names(edits) == [
        "Conflicts", "CAL7", "Failed", "CAL8", "On their way", "CAL1", "CAL2", "CAL3", "CAL4", "CAL5",
        "Done in this session", "CAL6", "CAL9",
    ]  # fmt: skip
    assert names([]) == []


def test_an_act_about_several_calls_is_one_line_where_its_most_pressing_edit_belongs() -> None:
    edits = [edit(1, State.DONE, 7), edit(2, State.QUEUED), edit(3, State.FAILED, 7), edit(4, State.QUEUED, 7)]
    assert names(edits) == ["Failed", "good lead x3", "On their way", "CAL2"]
    assert names(edits, 7) == ["Failed", "good lead x3", "  CAL3", "  CAL4", "  CAL1", "On their way", "CAL2"]
    assert names(edits, words="")[1] == "good lead x3"


def test_several_fields_of_one_call_are_not_folded() -> None:
    edits = [edit(1, State.HELD, 7, "CAL1"), edit(2, State.HELD, 7, "CAL1")]
    assert names(edits) == ["On their way", "CAL1", "CAL1"]


def test_calls_are_counted_once_by_their_most_pressing_edit() -> None:
    edits = [edit(1, State.DONE, 7, "A"), edit(2, State.FAILED, 7, "A"), edit(3, State.DONE, 7, "B")]
    assert tally_words(edits) == "1/2 done · 1 failed"
    edits += [edit(4, State.CONFLICT, 7, "C"), edit(5, State.PAUSED, 7, "D")]
    assert tally_words(edits) == "1/4 done · 1 failed · 1 conflict · paused"


@pytest.mark.parametrize("cells", [60, 79, 80, 104, 105, 119, 149, 150, 199])
@pytest.mark.parametrize("state", list(State))
def test_every_line_has_exactly_the_cells_it_is_given(cells: int, state: State) -> None:
    assert width(heading_text(cells)) <= max(cells, 70)
    edits = [edit(1, state, 7), edit(2, state, 7), edit(3, state)]
    for line in outline(edits, {7}, lambda _: "a decision with long words " * 9):
        drawn = "".join(text for text, _ in line_pieces(line, cells, CONTEXT))
        assert isinstance(line, Heading) or width(drawn) == cells


def test_a_summary_keeps_its_figures_where_its_words_are_too_long() -> None:
    line = outline([edit(1, State.HELD, 7), edit(2, State.HELD, 7)], (), lambda _: "a long tag's name " * 9)[1]
    (drawn,) = (text for text, _ in line_pieces(line, 79, CONTEXT))
    assert drawn.rstrip().endswith("… on 2 calls · 0/2 done · held 5 s")


def test_a_change_keeps_both_sides_where_it_is_cut_and_of_tags_what_changes() -> None:
    note = edit(1, State.HELD)._replace(field=NOTE, base=Known("a" * 50), want="b" * 50)
    assert change_words(note, 25) == "“aaaaaaaaa… → “bbbbbbbbb…"
    short = note._replace(base=Known(None))
    assert change_words(short, 25) == "no note → “bbbbbbbbbbbbb…"
    tags = note._replace(field=TAGS, base=Known(("a" * 50,)), want=TagDelta(("Quote",), ("Old",)))
    assert change_words(tags, 25) == "+ Quote, − Old           "


def test_when_is_the_clock_today_and_the_day_else() -> None:
    assert when_words(NOON, 7, CONTEXT) == "12:00"
    assert when_words(NOON - 86_400, 7, CONTEXT) == "22 Nov"
    assert when_words(NOON, 16, CONTEXT) == "Mon 23 Nov 12:00"
    assert when_words(1e30, 16, CONTEXT) == "?"


def test_the_text_of_nothing_is_empty() -> None:
    assert detail_text(None, 80, CONTEXT).plain == ""
    assert detail_text(Heading("Failed"), 80, CONTEXT).plain == ""
    assert edits_of(Heading("Failed")) == edits_of(None) == ()


def test_the_text_of_a_report_of_spam_says_that_it_is_one_way() -> None:
    spam = edit(1, State.HELD)._replace(field="spam", base=Known(False), want=True)
    assert "cannot be taken back" in detail_text(One(spam), 80, CONTEXT).plain
    assert "u undo" not in detail_text(One(spam._replace(state=State.DONE)), 80, CONTEXT).plain


def test_the_title_counts_what_there_is_and_says_what_is_in_the_way() -> None:
    assert title("Outbox", Counts(), [], 540, None).plain == " Outbox"
    lines = outline([edit(1, State.DONE, 7), edit(2, State.QUEUED, 7), edit(3, State.DONE)], {7}, lambda _: "x")
    parked = CallrailTuiError("Read-only.", "Start without --read-only.")
    said = title("Outbox", Counts(1, 2, 1, 3), lines, 540, parked, elsewhere=True).plain.splitlines()
    assert said[0] == " Outbox  1 conflict · 2 failed · 1 pending · 3 paused · 2 done · 1/2 · h 540 left"
    assert said[1].startswith(" Another window is sending")
    assert said[2] == " Nothing is sent: Read-only. Start without --read-only."
