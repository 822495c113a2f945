"""A question is a value: normalised, hashable, and the same however it was put (wire 8.1)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.fields import LIST_FIELDS
from callrail_tui.model.figures import FigureQuery
from callrail_tui.model.query import CallQuery, DatePreset

TEXTS = st.none() | st.text(max_size=12) | st.sampled_from(["", " ", "good_lead", " x "])
QUERIES = st.builds(
    CallQuery,
    date_range=st.none() | st.sampled_from(DatePreset),
    start_date=TEXTS,
    end_date=TEXTS,
    time_zone=TEXTS,
    company_id=TEXTS,
    tracker_id=TEXTS,
    search=TEXTS,
    sort=st.none() | st.sampled_from(["start_time", "source", "tags", ""]),
    order=st.sampled_from([None, "asc", "desc"]),
    fields=st.lists(st.sampled_from(["note", "tags", "value", ""])).map(tuple),
    per_page=st.integers(-5, 1000),
    lead_status=TEXTS,
    tags=st.lists(st.text(max_size=4)).map(tuple),
)


@given(QUERIES)
def test_normalising_twice_changes_nothing(query: CallQuery) -> None:
    again = query.changed()
    assert again == query
    assert hash(again) == hash(query)
    assert again.params() == query.params()


@given(QUERIES)
def test_only_what_was_asked_is_sent(query: CallQuery) -> None:
    pairs = query.params()
    assert all(name and value for name, value in pairs)
    names = [name for name, _ in pairs]
    assert all(names.count(name) == 1 for name in set(names) - {"tags[]"})
    assert 1 <= int(dict(pairs)["per_page"]) <= 250
    assert not ("date_range" in names and {"start_date", "end_date"} & set(names))
    assert "sort" in names or "order" not in names
    assert set(query.filters()) <= set(pairs)


def test_the_same_question_in_any_order_is_one_key() -> None:
    asked = {
        CallQuery(fields=fields, tags=tags, search=" 555 ")
        for fields in itertools.permutations(("note", "tags", "value", "note"))
        for tags in itertools.permutations(("b", "a", "b"))
    }
    assert asked == {CallQuery(fields=("note", "tags", "value"), tags=("a", "b"), search="555")}


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        (CallQuery(fields=()), {"per_page": "250"}),
        (CallQuery(fields=(), date_range=DatePreset.ALL_TIME), {"date_range": "all_time", "per_page": "250"}),
        (
            CallQuery(fields=(), date_range=DatePreset.TODAY, start_date="2026-11-01"),
            {"start_date": "2026-11-01", "per_page": "250"},
        ),
        (CallQuery(fields=(), order="asc"), {"per_page": "250"}),
        (
            CallQuery(fields=(), sort="duration", order="asc", per_page=0),
            {"sort": "duration", "order": "asc", "per_page": "1"},
        ),
        (
            CallQuery(fields=("note",), sort="source", per_page=999),
            {"fields": "note,source", "sort": "source", "per_page": "250"},
        ),
        (
            CallQuery(
                fields=(), call_type="missed", answer_status="voicemail", direction="inbound", device="mobile",
                lead_status="not_scored", company_id="COM1", tracker_id="TRK1", time_zone="user", search="555",
            ),
            {
                "time_zone": "user", "company_id": "COM1", "tracker_id": "TRK1", "search": "555", "call_type": "missed",
                "answer_status": "voicemail", "direction": "inbound", "device": "mobile", "lead_status": "not_scored",
                "per_page": "250",
            },
        ),
    ],
)  # fmt: skip
def test_each_parameter_is_spelled_as_the_reference_does(query: CallQuery, pairs: dict[str, str]) -> None:
    assert dict(query.params()) == pairs
    assert len(query.params()) == len(pairs)


def test_refused_fields_can_be_left_out() -> None:
    query = CallQuery(tags=("b", "a"))
    assert dict(query.params())["fields"] == ",".join(LIST_FIELDS)
    assert "fields" not in dict(query.params(without_fields=frozenset(LIST_FIELDS)))
    assert [value for name, value in query.params() if name == "tags[]"] == ["a", "b"]


@pytest.mark.parametrize(
    ("query", "newest"),
    [
        (CallQuery(), True),
        (CallQuery(sort="start_time"), True),
        (CallQuery(sort="start_time", order="desc"), True),
        (CallQuery(sort="start_time", order="asc"), False),
        (CallQuery(sort="duration"), False),
    ],
)
def test_whether_new_calls_appear_on_top(query: CallQuery, newest: bool) -> None:
    assert query.is_newest_first is newest


def test_a_figure_query_names_only_what_is_set() -> None:
    assert FigureQuery().params() == ()
    whole = FigureQuery((("device", "mobile"),), ("leads", "total_calls"), "source", "day")
    assert dict(whole.params()) == {
        "device": "mobile",
        "group_by": "source",
        "interval": "day",
        "fields": "leads,total_calls",
    }
