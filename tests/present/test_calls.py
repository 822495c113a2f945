"""Rows of the call list without a screen: columns, layout and cells."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.fields import CALL_FIELDS
from callrail_tui.present.calls import RowContext, caller, phone
from callrail_tui.present.columns import (
    DEFAULT_COLUMNS,
    columns_for,
    heading,
    lay_out,
    row_pieces,
    waiting,
)
from callrail_tui.text import is_clean
from tests.hostile import PAYLOADS

CONTEXT = RowContext(today=date(2026, 11, 23), zone=ZoneInfo("America/Denver"))
PLAIN: dict[str, Any] = {
    "id": "CAL1",
    "start_time": "2026-11-23T14:05:09.000-07:00",
    "direction": "inbound",
    "answered": True,
    "voicemail": False,
    "duration": 187,
    "customer_name": "Jane Doe",
    "customer_phone_number": "+13035550142",
    "company_name": "Acme Plumbing",
    "source_name": "Google Ads",
    "lead_status": None,
    "tags": ["hot", "callback"],
    "note": None,
    "first_call": True,
}


def call(**changes: object) -> Call:
    return decode_call({**PLAIN, **changes})


def row(one: Call, *, cells: int = 79, above: Call | None = None, columns: tuple[str, ...] = DEFAULT_COLUMNS) -> str:
    layout = lay_out(columns_for(columns, several_companies=True), cells)
    return "".join(text for text, _ in row_pieces(one, above, layout, CONTEXT))


def cell(one: Call, column: str, cells: int = 30) -> str:
    return row(one, cells=cells, columns=(column,)).strip()


def style_of(one: Call, column: str) -> str:
    layout = lay_out(columns_for([column], several_companies=True), 30)
    return row_pieces(one, None, layout, CONTEXT)[-1][1]


def test_eighty_cells_hold_every_standing_fact() -> None:
    layout = lay_out(columns_for(DEFAULT_COLUMNS, several_companies=True), 79)
    assert [placed.column.id for placed in layout] == [
        "when", "outcome", "length", "who", "company", "tracker", "lead", "flags", "tags",
    ]  # fmt: skip
    assert (
        row(call(lead_status="good_lead"))
        == "  23 Nov  14:05 ← answer  3:07 Jane Doe       Acme Pl… Google… + good  1  hot,…"
    )
    assert heading(layout, CONTEXT).startswith("  Denver time   Outcome    Len Who")


def test_the_company_is_shown_only_where_there_are_several() -> None:
    assert "company" not in [column.id for column in columns_for(DEFAULT_COLUMNS, several_companies=False)]
    assert [column.id for column in columns_for(["company", "who", "who"], several_companies=True)] == [
        "company",
        "who",
    ]


def test_a_narrower_list_keeps_the_most_telling_columns() -> None:
    columns = columns_for(DEFAULT_COLUMNS, several_companies=True)
    before = len(columns)
    for cells in range(200, 0, -1):
        shown = [placed.column.id for placed in lay_out(columns, cells)]
        assert 1 <= len(shown) <= before
        before = len(shown)
        if cells >= 40:
            assert {"when", "outcome", "who"} <= set(shown)


@given(
    st.integers(min_value=40, max_value=400), st.sets(st.sampled_from([*DEFAULT_COLUMNS, *CALL_FIELDS])), st.booleans()
)
def test_a_layout_fills_the_row_and_no_more(cells: int, chosen: set[str], several: bool) -> None:
    columns = columns_for(["who", *sorted(chosen)], several_companies=several)
    layout = lay_out(columns, cells)
    taken = 2 + sum(placed.cells for placed in layout) + len(layout) - 1
    assert taken <= cells
    assert taken == cells or not any(placed.column.grows for placed in layout)
    assert all(placed.cells >= placed.column.minimum for placed in layout)
    assert len(heading(layout, CONTEXT)) == taken
    assert len(waiting(layout)) == taken


def test_the_day_is_dim_where_the_row_above_has_it_too() -> None:
    layout = lay_out(columns_for(["when"], several_companies=False), 20)
    same, other = call(start_time="2026-11-23T18:00:00Z"), call(start_time="2026-11-22T18:00:00Z")
    assert row_pieces(call(), None, layout, CONTEXT)[0] == ("  Mon 23 Nov 14:05", "")
    assert row_pieces(call(), other, layout, CONTEXT)[0][1] == ""
    assert row_pieces(call(), same, layout, CONTEXT)[0] == ("  Mon 23 Nov ", "dim")


def test_a_day_is_a_day_of_the_lists_zone() -> None:
    layout = lay_out(columns_for(["when"], several_companies=False), 20)
    evening = call(start_time="2026-11-23T05:00:00Z")
    above = call(start_time="2026-11-23T20:00:00Z")
    assert row_pieces(evening, above, layout, CONTEXT)[0][0].startswith("  Sun 22 Nov")


@pytest.mark.parametrize(("start", "shown"), [("yesterday-ish", "?yesterday-ish"), (None, ""), (17, "?17")])
def test_a_start_that_is_no_time_is_shown_as_it_came(start: object, shown: str) -> None:
    assert cell(call(start_time=start), "when") == shown


@pytest.mark.parametrize(
    ("changes", "shown", "style"),
    [
        ({}, "← answered", ""),
        ({"answered": False}, "← missed", "missed"),
        ({"answered": False, "voicemail": True}, "← voicemail", "missed"),
        ({"direction": "outbound"}, "→ answered", ""),
        ({"direction": "outbound", "answered": False}, "→ abandoned", ""),
        ({"call_type": "abandonded"}, "← abandoned", "missed"),
        ({"answered": None, "duration": None}, "← ongoing", ""),
        ({"direction": "sideways"}, "? answered", ""),
    ],
)
def test_the_outcome_is_an_arrow_and_a_word(changes: dict[str, object], shown: str, style: str) -> None:
    assert cell(call(**changes), "outcome") == shown
    assert style_of(call(**changes), "outcome") == style


@pytest.mark.parametrize(
    ("status", "shown", "style"),
    [
        (None, "·", "dim"),
        ("", "·", "dim"),
        ("good_lead", "+ good lead", "good"),
        ("not_a_lead", "- not a lead", "bad"),
        ("previously_marked_good_lead", "~ prev. good", ""),
        ("maybe", "? maybe", "odd"),
        (["good_lead"], "?good_lead", "odd"),
    ],
)
def test_the_lead_status_is_a_glyph_and_words(status: object, shown: str, style: str) -> None:
    assert cell(call(lead_status=status), "lead") == shown
    assert style_of(call(lead_status=status), "lead") == style


def test_a_lead_status_that_did_not_come_is_not_called_not_scored() -> None:
    assert cell(decode_call({"id": "CAL1"}), "lead") == "absent"
    assert cell(decode_call({"id": "CAL1"}), "lead", 8) == "absent"


def test_a_caller_without_a_name_is_a_number_and_without_a_number_unknown() -> None:
    assert caller(call()) == "Jane Doe"
    assert caller(call(customer_name=None)) == "(303) 555-0142"
    assert caller(call(customer_name=None, customer_phone_number="+266696687")) == "Unknown caller"
    assert caller(call(customer_name=None, customer_phone_number=None)) == "Unknown caller"
    assert phone("+442079460000") == "+442079460000"
    assert phone("+1303555٠142") == "+1303555٠142"


def test_flags_keep_their_places() -> None:
    assert row(call(note="said yes"), cells=30, columns=("flags",))[2:4] == "1n"
    assert row(call(note="said yes", first_call=False), cells=30, columns=("flags",))[2:4] == " n"


def test_absent_null_and_wrong_typed_fields_are_told_apart() -> None:
    assert cell(decode_call({"id": "CAL1"}), "tags") == "·"
    assert cell(call(tags=None), "tags") == ""
    assert cell(call(tags=[]), "tags") == ""
    assert cell(call(tags="hot"), "tags") == "?hot"
    assert cell(call(tags=[{"name": "hot"}]), "tags") == "hot"
    assert cell(call(tags=["hot", 7, "cold"]), "tags") == "? hot, cold"
    assert style_of(call(tags=["hot", 7]), "tags") == "odd"
    assert cell(call(duration="long"), "length") == "?long"
    assert cell(call(customer_name={"first": "Jane"}), "who") == "?first: Jane"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("spam", False, "no"),
        ("prior_calls", 4, "4"),
        ("prior_calls", [4], "?4"),
        ("good_lead_call_time", "2026-11-22T10:00:00Z", "Sun 22 Nov 03:00"),
        ("keywords_spotted", [{"keyword": "price"}], "{keyword: price}"),
        ("speaker_percent", {"agent": 40}, "agent: 40"),
        ("campaign", None, ""),
        ("a_new_field", "seen", "seen"),
    ],
)
def test_a_chosen_field_is_shown_by_its_kind(name: str, value: object, shown: str) -> None:
    assert cell(call(**{name: value}), name) == shown


def test_a_chosen_field_that_did_not_come_is_a_dot() -> None:
    assert cell(call(), "campaign") == "·"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_words_stay_in_their_cells(payload: str) -> None:
    hostile = call(
        customer_name=payload,
        company_name=payload,
        source_name=payload,
        tags=[payload],
        start_time=payload,
        lead_status=payload,
        direction=payload,
        call_type=payload,
        campaign={payload: payload},
    )
    for cells in (40, 79, 160):
        drawn = row(hostile, cells=cells, columns=(*DEFAULT_COLUMNS, "campaign"))
        assert cell_len(drawn) <= cells
        assert is_clean(drawn)


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(sorted(CALL_FIELDS)),
        st.none()
        | st.booleans()
        | st.integers()
        | st.text()
        | st.lists(st.text(), max_size=3)
        | st.dictionaries(st.text(), st.text(), max_size=2),
        max_size=12,
    ),
    st.integers(min_value=20, max_value=220),
)
def test_any_call_is_a_clean_row_of_the_right_width(raw: dict[str, Any], cells: int) -> None:
    columns = (*DEFAULT_COLUMNS, *raw)
    layout = lay_out(columns_for(columns, several_companies=True), cells)
    drawn = "".join(text for text, _ in row_pieces(decode_call(raw), decode_call(raw), layout, CONTEXT))
    assert is_clean(drawn)
    assert cell_len(drawn) == len(waiting(layout))


def test_a_usual_row_has_few_pieces() -> None:
    layout = lay_out(columns_for(DEFAULT_COLUMNS, several_companies=True), 119)
    assert len(row_pieces(call(lead_status="good_lead"), call(), layout, CONTEXT)) <= 6
