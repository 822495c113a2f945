"""Outcomes: whose calls they are for, what they decide, and which tags they would make."""

from __future__ import annotations

from typing import Any

import pytest

from callrail_tui.model.administration import Tag, decode_tag
from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.directory import Company, decode_company
from callrail_tui.model.edit import Appended, Change, Known, TagDelta, applied
from callrail_tui.model.outcome import Outcome, applies, changes, unknown_tags, words

QUOTE = Outcome("quote", "Q", "good_lead", ("Quote", "Hot"), "Wants a quote.")


def call(**fields: Any) -> Call:
    return decode_call({"id": "CAL1", "company_id": "COM1", "lead_status": None, "tags": [], "note": None, **fields})


def tag(name: str, company: str | None = None, status: str = "enabled") -> Tag:
    return decode_tag({"id": 1, "name": name, "company_id": company, "status": status})


def companies(*names: str, **changed: str) -> list[Company]:
    return [decode_company({"id": f"COM{number}", "name": name, **changed}) for number, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("named", "company_id", "name", "does"),
    [
        ((), None, None, True),
        (("COM1",), "COM1", None, True),
        (("COM1",), "COM2", "COM1 Plumbing", False),
        (("Acme",), "COM9", " Acme ", True),
        (("Acme",), "COM9", "acme", False),
        (("Acme",), None, None, False),
        (("COM2", "Acme"), "COM2", "Bolt", True),
    ],
)
def test_it_is_for_the_companies_that_it_names(
    named: tuple[str, ...], company_id: str | None, name: str | None, does: bool
) -> None:
    assert applies(Outcome("a", "Q", note="x", companies=named), company_id, name) is does


def test_it_decides_all_that_it_says_and_nothing_else() -> None:
    assert changes(QUOTE, call()) == [
        Change("CAL1", "lead_status", "good_lead", Known(None)),
        Change("CAL1", "tags", TagDelta(("Quote", "Hot")), Known(())),
        Change("CAL1", "note", Appended("Wants a quote."), Known(None)),
    ]
    assert changes(Outcome("a", "Q", lead_status="none"), call(lead_status="good_lead")) == [
        Change("CAL1", "lead_status", None, Known("good_lead"))
    ]


def test_a_field_that_was_not_read_has_no_base() -> None:
    bare = decode_call({"id": "CAL1"})

    assert [one.base for one in changes(QUOTE, bare)] == [None, None, None]


@pytest.mark.parametrize(
    ("note", "after"),
    [
        (None, "Wants a quote."),
        ("", "Wants a quote."),
        ("Called at noon.", "Called at noon.\nWants a quote."),
        ("Wants a quote. Soon.", "Wants a quote. Soon.\nWants a quote."),
    ],
)
def test_the_note_is_put_below_the_one_that_is_there(note: str | None, after: str) -> None:
    made = changes(QUOTE._replace(lead_status=None, add_tags=()), call(note=note))

    assert [applied("note", note, one.want) for one in made] == [after]


@pytest.mark.parametrize("note", ["Wants a quote.", "x\nWants a quote.", "x\r\nWants a quote.\r\ny"])
def test_a_note_that_is_there_is_not_put_there_again(note: str) -> None:
    assert [one.field for one in changes(QUOTE, call(note=note))] == ["lead_status", "tags"]
    assert changes(Outcome("a", "Q", note="Wants a quote."), call(note=note)) == []


def test_a_tag_is_spelled_as_its_company_spells_it() -> None:
    tags = [tag("QUOTE", "COM1"), tag("hoT"), tag("quote", "COM2"), tag("quOte", status="disabled")]
    wanted = changes(QUOTE, call(), tags)[1].want

    assert wanted == TagDelta(("QUOTE", "hoT"))


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (QUOTE, "Good lead; tags Quote, Hot; a note."),
        (Outcome("a", "Q", "none"), "Lead status cleared."),
        (Outcome("a", "Q", add_tags=("x",)), "Tag x."),
        (Outcome("a", "Q", note="x"), "A note."),
    ],
)
def test_it_can_be_said_in_a_sentence(outcome: Outcome, said: str) -> None:
    assert words(outcome) == said


def test_a_tag_that_a_company_lacks_is_named() -> None:
    outcomes = [Outcome("quote", "Q", add_tags=("Quotee", "hot"))]

    assert unknown_tags(outcomes, [tag("Hot"), tag("Quotee", "COM2")], companies("Acme", "Bolt")) == [
        "The outcome quote adds the tag Quotee, which Acme does not have: it would be created."
    ]
    assert unknown_tags(outcomes, [tag("HOT"), tag("quotee")], companies("Acme", "Bolt")) == []


def test_only_the_companies_that_it_is_for_are_looked_at() -> None:
    outcomes = [Outcome("quote", "Q", add_tags=("Quote",), companies=("Bolt",))]

    assert unknown_tags(outcomes, [tag("Quote", "COM2")], companies("Acme", "Bolt")) == []
    assert "which Bolt does" in unknown_tags(outcomes, [tag("Quote", "COM1")], companies("Acme", "Bolt"))[0]
    assert unknown_tags(outcomes, [], companies("Acme", "Bolt", status="disabled")) == []


def test_a_tag_that_is_switched_off_is_told_apart() -> None:
    tags = [tag("Quote", "COM1", "disabled"), tag("Quote", "COM2")]

    assert unknown_tags([Outcome("quote", "Q", add_tags=("Quote",))], tags, companies("Acme", "Bolt")) == [
        "The outcome quote adds the tag Quote, which is disabled at Acme: it cannot be added there."
    ]


def test_many_companies_are_counted() -> None:
    outcomes = [Outcome("quote", "Q", add_tags=("Quote",))]

    assert "which A and B do not have" in unknown_tags(outcomes, [], companies("A", "B"))[0]
    assert "which A, B, C and 2 more do not have" in unknown_tags(outcomes, [], companies(*"ABCDE"))[0]
