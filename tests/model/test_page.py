"""Where a collection ends (wire 3.1)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.page import Page, decode_page
from tests.model.json_values import VALUES


def page(answer: dict[str, Any], *, number: int = 1, per_page: int = 2) -> Page[Any]:
    return decode_page(answer, "tags", lambda row: row, page=number, per_page=per_page)


ONE, TWO = [{"id": 1}], [{"id": 1}, {"id": 2}]


@pytest.mark.parametrize(
    ("answer", "is_last"),
    [
        ({"page": 1, "total_pages": 1, "tags": TWO}, True),
        ({"page": 1, "total_pages": 2, "tags": ONE}, False),
        ({"page": 2, "total_pages": "2", "tags": TWO}, True),
        ({"page": 1, "total_pages": 1, "total_records": 99, "tags": TWO}, True),
        ({"page": 1, "per_page": 2, "total_records": 3, "tags": TWO}, False),
        ({"page": 2, "per_page": 2, "total_records": 3, "tags": ONE}, True),
        ({"page": 1, "per_page": 2, "total_records": 2, "tags": TWO}, True),
        ({"page": 1, "per_page": 2, "total_records": 0, "tags": []}, True),
        ({"page": 1, "per_page": 2, "total_pages": 0, "total_records": 3, "tags": TWO}, False),
        ({"total_pages": None, "total_records": "3", "tags": TWO}, False),
        ({"total_pages": -1, "total_records": -1, "tags": TWO}, False),
        ({"tags": TWO}, False),
        ({"tags": ONE}, True),
        ({"tags": []}, True),
        ({}, True),
        ({"per_page": 1, "tags": ONE}, False),
        ({"per_page": -1, "total_records": 9, "tags": ONE}, False),
        ({"per_page": 0, "page": -3, "total_records": 1, "tags": ONE}, True),
    ],
)
def test_the_end_of_list_rule(answer: dict[str, Any], is_last: bool) -> None:
    assert page(answer).is_last is is_last


def test_what_was_asked_stands_in_for_what_is_missing() -> None:
    found = page({"page": None, "per_page": "x", "tags": [None, 7, {"id": 1}]}, number=3, per_page=50)
    assert (found.number, found.per_page, found.items) == (3, 50, ({"id": 1},))


@given(st.dictionaries(st.sampled_from(["page", "per_page", "total_pages", "total_records", "tags"]), VALUES))
def test_every_answer_is_a_page_with_sound_numbers(answer: dict[str, Any]) -> None:
    found = page(answer)
    assert found.number >= 1
    assert found.per_page >= 1
    assert (found.total_pages or 0) >= 0
    assert (found.total_records or 0) >= 0
    assert found.is_last in (True, False)


@given(st.integers(0, 60), st.integers(1, 10), st.sampled_from(["total_pages", "total_records", "neither"]))
def test_a_walk_ends_where_the_records_do(records: int, per_page: int, told: str) -> None:
    pages = -(-records // per_page)
    number, seen, is_last = 0, 0, False
    while not is_last:
        number += 1
        rows = [{"id": n} for n in range(records)][(number - 1) * per_page : number * per_page]
        totals = {"total_pages": {"total_pages": pages}, "total_records": {"total_records": records}}.get(told, {})
        found = page({"page": number, "per_page": per_page, "tags": rows, **totals})
        seen, is_last = seen + len(found.items), found.is_last
    assert seen == records
    assert number <= pages + 1
