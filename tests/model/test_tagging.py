"""Tags by rule: which are usable, what colour they have, which look alike, which are favourites."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.demo.tags import COLORS as DEMO_COLORS
from callrail_tui.model.administration import Tag, decode_tag
from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.tagging import (
    ACCEPTED,
    COLORS,
    favourites,
    look_alikes,
    most_used,
    resembling,
    swatch,
    tidy,
    times_used,
    usable,
    uses,
)


def tag(name: str, company: str | None = None, *, id: str = "", **more: object) -> Tag:  # noqa: A002
    level = "account" if company is None else "company"
    return decode_tag({"id": id or f"{company}{name}", "name": name, "tag_level": level, "company_id": company, **more})


def call(*names: str, company: str = "COM1") -> Call:
    return decode_call({"id": "CAL1", "company_id": company, "tags": list(names)})


def alike(*tags: Tag) -> set[tuple[str, str]]:
    found = look_alikes(tags)
    by_id = {one.id: one.name for one in tags}
    return {(by_id[one], other.name) for one, others in found.items() for other in others if by_id[one] < other.name}


def test_the_colours_are_the_documented_ones_and_the_common_ones_come_first() -> None:
    assert set(COLORS) == DEMO_COLORS
    assert tuple(COLORS)[:5] == ("gray1", "blue1", "green1", "orange1", "red1")
    assert set(ACCEPTED) == set(
        ["red1", "red2", "orange1", "yellow1", "green1", "blue1", "purple1", "pink1", "gray1", "gray2"]
    )
    assert COLORS["orange4"] == ("orange4", "#ffffff", "#ffae38")


@pytest.mark.parametrize(
    ("color", "background", "shown"),
    [
        ("orange3", "gray1", COLORS["gray1"]),
        ("orange3", "orange3", COLORS["orange3"]),
        ("orange3", None, COLORS["orange3"]),
        ("mauve9", None, ("mauve9", None, None)),
        ("gray1", "mauve9", ("mauve9", None, None)),
        (None, None, ("", None, None)),
    ],
)
def test_the_swatch(color: str | None, background: str | None, shown: tuple[object, ...]) -> None:
    assert swatch(tag("x", color=color, background_color=background)) == shown


def test_usable_are_enabled_tags_of_the_account_and_of_the_company() -> None:
    tags = [tag("a"), tag("b", "COM1"), tag("c", "COM2"), tag("d", status="disabled"), tag("")]
    assert [one.name for one in usable(tags, "COM1")] == ["a", "b"]
    assert [one.name for one in usable(tags, None)] == ["a"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Follow up", "follow-up"),
        ("Quote", "Quotes"),
        ("Price shopper", "Prices shoppers"),
        ("Booked", "Boked"),
        ("Booked", "Bokoed"),
        ("Emergency", "Emergencyy"),
        ("Schedule", "Schedula"),
        ("Vendor", "VENDOR "),
    ],
)
def test_these_look_alike(one: str, other: str) -> None:
    assert alike(tag(one, "COM1"), tag(other, "COM1")) == {tuple(sorted((one, other)))}
    assert [found.name for found in resembling(one, [tag(other)])] == [other]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("VIP", "VIN"),
        ("Tier level 1", "Tier level 2"),
        ("Booked", "Booking"),
        ("Quote", "Quote"),
        ("!", "?"),
        ("", "x"),
    ],
)
def test_these_do_not(one: str, other: str) -> None:
    assert alike(tag(one, "COM1", id="1"), tag(other, "COM1", id="2")) == set()


def test_only_what_meets_on_a_call_looks_alike() -> None:
    assert alike(tag("Quote", "COM1"), tag("Quotes", "COM2")) == set()
    assert alike(tag("Quote", "COM1"), tag("Quotes")) == {("Quote", "Quotes")}


def test_the_same_tags_in_every_company_are_compared_within_each() -> None:
    names = ("Booked", "Emergency", "Opportunity", "Quote")
    tags = [tag(name, f"COM{number}") for number in range(2_000) for name in names]
    assert look_alikes(tags) == {}
    found = look_alikes([*tags, tag("Bookd")])
    assert len(found) == 2_001
    assert [one.name for one in found["COM7Booked"]] == ["Bookd"]


@given(st.lists(st.text(max_size=9), max_size=9))
def test_any_names_can_be_compared_and_the_likeness_is_mutual(names: list[str]) -> None:
    tags = [tag(name, id=str(number)) for number, name in enumerate(names)]
    found = look_alikes(tags)
    for one, others in found.items():
        for other in others:
            assert one in {back.id for back in found[other.id]}


def test_uses_are_counted_by_company_whatever_the_case() -> None:
    calls = [call("Booked", "booked "), call("BOOKED", company="COM2"), call()]
    counted = uses(calls)
    assert times_used(tag("Booked"), counted) == 2
    assert times_used(tag("Booked", "COM2"), counted) == 1
    assert times_used(tag("Other"), counted) == 0
    assert most_used(calls) == {"booked": 2}
    assert most_used(calls, "COM1") == {"booked": 1}


def test_set_slots_stay_and_the_others_are_filled_by_use_then_by_name() -> None:
    tags = [tag(name) for name in ("Vendor", "Booked", "Quote", "Old", "Never")]
    used = {"quote": 5, "booked": 2, "vendor": 2, "gone": 9}
    assert favourites((), used, tags) == ("Quote", "Booked", "Vendor")
    assert favourites((None, "Old"), used, tags) == ("Quote", "Old", "Booked", "Vendor")
    assert favourites((None, "Quote"), used, tags) == ("Booked", "Quote", "Vendor")
    assert favourites((None, None, "Retired"), {}, tags) == (None, None, "Retired")


def test_there_are_nine_favourites_at_most() -> None:
    tags = [tag(f"tag {number:02}") for number in range(20)]
    found = favourites(("tag 19",), {one.name: 1 for one in tags}, tags)
    assert found == ("tag 19", *(f"tag {number:02}" for number in range(8)))
    assert len(favourites(["x"] * 12, {}, [])) == 9


def test_a_typed_name_is_tidied() -> None:
    assert tidy("  Wants   a quote ") == "Wants a quote"
