"""Which calls are of the same caller, and what is searched for to find them."""

from __future__ import annotations

from datetime import date

import pytest

from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.same_caller import history_query, is_same_caller, search_term


def call(number: object, person: object = None) -> Call:
    return decode_call({"customer_phone_number": number, "person_id": person})


@pytest.mark.parametrize(
    ("number", "term"),
    [
        ("+14045550117", "4045550117"),
        ("(404) 555-0117", "4045550117"),
        ("+441632960961", "1632960961"),
        ("5550117", "5550117"),
        ("911", None),
        (None, None),
        ("", None),
        ("anonymous", None),
        ("Restricted", None),
        ("+266696687", None),
        ("+7378742833", None),
        ("+2562533", None),
        ("+8656696", None),
        ("+86282452253", None),
    ],
)
def test_a_withheld_number_is_not_searched_for(number: object, term: str | None) -> None:
    assert search_term(call(number)) == term


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (call("+14045550117"), call("404-555-0117"), True),
        (call("+14045550117"), call("+14045550118"), False),
        (call("+14045550117", "PER1"), call("+14045550118", "PER1"), True),
        (call("+14045550117", "anonymous"), call("+14045550118", "anonymous"), False),
        (call("anonymous"), call("anonymous"), False),
        (call(None), call(None), False),
        (call("+14045550117"), call("+4045550117999"), False),
    ],
)
def test_the_last_ten_digits_or_the_person_tell(one: Call, other: Call, same: bool) -> None:
    assert is_same_caller(one, other) is same


def test_every_kept_day_is_searched_and_none_that_is_gone() -> None:
    query = history_query("4045550117", date(2026, 11, 23))
    assert (query.start_date, query.end_date) == ("2024-10-25", "2026-11-24")
    assert query.search == "4045550117"
    assert "person_id" in query.fields
