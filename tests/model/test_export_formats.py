"""Calls as text: every cell comes back as it was, none calculates, every Markdown line has its columns."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.export_fields import (
    LEFT_OUT,
    LINKS,
    SPOKEN,
    all_fields,
    asked_for,
    fields_of_columns,
    permitted,
    record,
)
from callrail_tui.model.export_formats import Format, Sheet, cell, closing, guarded, length, lines, opening
from callrail_tui.model.fields import CALL_FIELDS, DETAIL_FIELDS
from callrail_tui.model.markdown import escaped
from tests.model.json_values import VALUES

FIELDS = ("id", "customer_name", "note", "duration", "tags", "start_time", "answered")
ANY_TEXT = st.text(st.characters(codec="utf-8"))
HOSTILE = st.text(st.sampled_from("=+-@\t\r\n|`<>#*_[]()\\!&~\x1b\x00\u202e'\",; 1a://.www"))
TEXTS = ANY_TEXT | HOSTILE


def whole(sheet: Sheet, calls: list[dict[str, object]], pages: int = 1) -> str:
    """The file as a text, written in so many pieces."""
    data = opening(sheet)
    size = max(1, -(-len(calls) // pages))
    for start in range(0, len(calls), size):
        data += lines(sheet, calls[start : start + size], is_first=start == 0)
    return (data + closing(sheet)).decode()


@given(st.lists(st.fixed_dictionaries({"id": TEXTS, "note": TEXTS, "customer_name": TEXTS}), max_size=4), st.booleans())
def test_csv_comes_back_as_it_was_but_for_an_apostrophe(calls: list[dict[str, object]], bom: bool) -> None:
    text = whole(Sheet(Format.CSV, FIELDS, bom=bom), calls)
    assert text.startswith("\ufeff") is bom
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert head == list(FIELDS)
    assert len(rows) == len(calls)
    for row, call in zip(rows, calls, strict=True):
        assert len(row) == len(FIELDS)
        for name in ("id", "note", "customer_name"):
            kept = row[FIELDS.index(name)]
            assert kept in (call[name], f"'{call[name]}")


@given(TEXTS | VALUES)
def test_no_cell_begins_a_formula(value: object) -> None:
    text = cell(value)
    is_number = re.fullmatch(r"\+\d+|-\d+(\.\d+)?", text, re.ASCII)
    assert is_number or text.strip(" \u00a0\ufeff\u200b\x00\u200c\u200d\u2060")[:1] not in tuple("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize(
    ("text", "guarded_text"),
    [
        ("=1+1", "'=1+1"),
        ("+14045550123", "+14045550123"),
        ("+1 (404) 555", "'+1 (404) 555"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-12.50", "-12.50"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("+١٢", "'+١٢"),
        ("", ""),
        ("plain", "plain"),
    ],
)
def test_what_is_guarded(text: str, guarded_text: str) -> None:
    assert guarded(text) == guarded_text


@given(
    st.lists(st.fixed_dictionaries({"id": TEXTS, "note": TEXTS, "tags": VALUES, "odd": VALUES}), max_size=4),
    st.sampled_from([1, 3]),
)
def test_json_is_one_array_and_ndjson_one_object_a_line(calls: list[dict[str, object]], pages: int) -> None:
    wanted = [{name: value for name, value in call.items() if name in FIELDS} for call in calls]
    found = json.loads(whole(Sheet(Format.JSON, FIELDS, links=True), calls, pages))
    split = whole(Sheet(Format.NDJSON, FIELDS, links=True), calls, pages).split("\n")
    assert found == wanted
    assert split.pop() == ""
    assert [json.loads(line) for line in split] == wanted


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), TEXTS | VALUES), max_size=4))
def test_every_markdown_line_has_its_columns(calls: list[dict[str, object]]) -> None:
    text = whole(Sheet(Format.MARKDOWN, FIELDS), calls)
    split = text.split("\n")
    assert split.pop() == ""
    assert len(split) == 2 + len(calls)
    for line in split:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == len(FIELDS) + 1
        assert line.isprintable() or not re.search(r"[\x00-\x1f\x7f-\x9f]", line)


@given(TEXTS)
def test_escaped_text_holds_no_markup(text: str) -> None:
    shown = escaped(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`<>|*_\[\]]", shown)
    assert not re.match(r"[#>\-=]|\+(?![0-9])", shown)
    assert "://" not in shown
    assert "\n" not in shown


def test_half_a_character_breaks_no_format() -> None:
    call = {"id": "CAL1", "note": "\ud800 half"}
    assert "half" in whole(Sheet(Format.CSV, FIELDS), [call])
    assert "half" in whole(Sheet(Format.MARKDOWN, FIELDS), [call])
    assert json.loads(whole(Sheet(Format.JSON, FIELDS), [call])) == [call]


def test_names_are_joined_and_objects_are_json() -> None:
    assert cell(["VIP", {"name": "New"}]) == "VIP; New"
    assert cell({"first_touch": {"source": "Ads"}}) == '{"first_touch": {"source": "Ads"}}'
    assert [cell(value) for value in (None, True, False, 12, "600.00", [])] == ["", "true", "false", "12", "600.00", ""]


def test_markdown_is_for_people() -> None:
    call = {"start_time": "2026-02-10T00:45:19.781-08:00", "answered": False, "duration": "187", "note": "a|b"}
    line = lines(Sheet(Format.MARKDOWN, ("start_time", "answered", "duration", "note")), [call], is_first=True)
    assert line == b"| 2026-02-10 00:45 | no | 3:07 | a\\|b |\n"
    assert [length(seconds) for seconds in (0, 59, 3753, -1)] == ["0:00", "0:59", "1:02:33", "-1"]


def test_bom_files_have_crlf() -> None:
    assert opening(Sheet(Format.CSV, ("id", "note"), bom=True)) == b"\xef\xbb\xbfid,note\r\n"
    assert opening(Sheet(Format.CSV, ("id", "note"))) == b"id,note\n"


def test_what_lets_listen_is_left_out_unless_asked_for() -> None:
    assert "recording_player" in LINKS
    assert not LINKS & set(permitted(all_fields(), links=False, hipaa=False))
    assert set(all_fields()) == set(permitted(all_fields(), links=True, hipaa=False))
    assert not (LINKS | SPOKEN) & set(permitted(all_fields(), links=True, hipaa=True))
    raw = {"id": "CAL1", "recording": "https://app.callrail.com/x/redirect?access_key=abc123&y=1"}
    kept = record(raw, ("id", "recording"), links=False)["recording"]
    assert kept == f"https://app.callrail.com/x/redirect?access_key={LEFT_OUT}&y=1"
    assert record(raw, ("id", "recording"), links=True) == raw


def test_the_fields_of_columns_begin_with_the_id_and_stand_once() -> None:
    found = fields_of_columns(("when", "who", "number", "flags", "utm_source", "integration_data", "no such"))
    assert found == (
        "id", "start_time", "customer_name", "customer_phone_number", "first_call", "note", "utm_source",
    )  # fmt: skip
    assert asked_for(found) == ("first_call", "note", "utm_source")


def test_all_fields_are_what_a_list_may_be_asked_for() -> None:
    assert len(all_fields()) == len(set(all_fields()))
    assert not {name for name in all_fields() if CALL_FIELDS[name].single_only}
    assert set(DETAIL_FIELDS) - set(all_fields()) == {"conversational_transcript", "integration_data"}
