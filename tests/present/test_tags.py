"""The lines of the tag manager: every cell accounted for, whatever the names are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.administration import Tag, decode_tag
from callrail_tui.model.tagging import COLORS
from callrail_tui.present.tags import TagRow, alike_words, heading, lay_out, named, row_pieces, sample
from callrail_tui.present.text import width


def tag(name: str, company: str | None = None, **more: object) -> Tag:
    return decode_tag({"id": f"{company}{name}", "name": name, "company_id": company, "color": "blue1", **more})


def line(row: TagRow, cells: int) -> str:
    return "".join(text for text, _ in row_pieces(row, lay_out(cells)))


@pytest.mark.parametrize("cells", [78, 99, 100, 109, 110, 119, 199])
@given(name=st.text(max_size=60), company=st.text(max_size=40), used=st.integers(0, 99_999), other=st.text(max_size=30))
def test_a_row_is_as_wide_as_its_headings(cells: int, name: str, company: str, used: int, other: str) -> None:
    row = TagRow(tag(name, "COM1"), company, used, (tag(other),))
    assert width(line(row, cells)) == width(heading(lay_out(cells))) == cells


def test_the_level_has_a_column_where_there_is_room_and_else_the_owner_tells() -> None:
    account, own = TagRow(tag("Vendor"), "", 3), TagRow(tag("Booked", "COM1", tag_level="company"), "Acme", 3)
    assert "whole account" in line(account, 80)
    assert "account  " in line(account, 120)
    assert "company  Acme" in line(own, 120)
    assert "Acme" in line(own, 80)
    assert "COM1" in line(TagRow(tag("Booked", "COM1"), "", 0), 80)


def test_a_swatch_has_the_documented_colours_and_an_unknown_one_none() -> None:
    styles = dict(row_pieces(TagRow(tag("Vendor"), "", 0), lay_out(80)))
    assert styles["Aa"] == "#0f3778 on #b5cef7"
    styles = dict(row_pieces(TagRow(tag("Vendor", color="mauve9"), "", 0), lay_out(80)))
    assert styles["··"] == "dim"
    assert sample(COLORS["red1"]).plain == "Aa red1"


def test_what_looks_alike_is_a_sign_where_there_is_no_room_and_named_where_there_is() -> None:
    row = TagRow(tag("Quote"), "", 0, (tag("Quotes", "COM1"), *(tag(f"Quot{n}") for n in range(4))))
    assert line(row, 80).endswith("≈")
    assert "≈ Quotes, Quot0" in line(row, 199)
    words = alike_words(row, {"COM1": "Acme"}.__getitem__).plain
    assert words == "≈ “Quote” looks like “Quotes” of Acme, “Quot0” of the account, “Quot1” of the account and 2 more."
    assert alike_words(TagRow(tag("Quote"), "", 0), str).plain == ""


def test_of_a_long_name_a_sentence_has_the_beginning() -> None:
    assert width(named("x" * 600).plain) == 42
