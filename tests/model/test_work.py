"""Which calls `W` works, in what order, and how fast: pure rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.fields import LIST_FIELDS
from callrail_tui.model.query import CallQuery, DatePreset
from callrail_tui.model.views import view_query
from callrail_tui.model.work import Order, Tempo, is_untouched, judged_since, questions, rank, work_of

TODAY = date(2026, 11, 23)
ALL = view_query("all", TODAY)


def call(**raw: Any) -> Call:
    return decode_call({"id": "CAL1", "lead_status": None, "tags": [], "note": None, **raw})


def test_without_a_filter_it_is_the_untouched_calls_of_the_last_30_days() -> None:
    query, is_checked = work_of(ALL.changed(company_id="COM1", sort="duration", fields=("value",)), TODAY)
    assert is_checked
    assert (query.start_date, query.end_date, query.time_zone) == ("2026-10-25", "2026-11-24", "user")
    assert (query.lead_status, query.company_id, query.sort, query.fields) == ("not_scored", "COM1", None, LIST_FIELDS)


def test_default_dates_of_yesterday_or_narrowed_by_a_day_are_no_filter() -> None:
    yesterday = view_query("all", date(2026, 11, 22))
    narrowed = ALL.changed(start_date="2024-10-25")
    assert ALL.start_date == "2024-10-24"
    assert work_of(yesterday, TODAY)[1]
    assert work_of(narrowed, TODAY)[1]


@pytest.mark.parametrize(
    "change",
    [
        {"search": "ann"},
        {"lead_status": "good_lead"},
        {"tags": ("Hot",)},
        {"answer_status": "missed"},
        {"start_date": "2026-11-01"},
        {"start_date": None, "end_date": None, "date_range": DatePreset.TODAY},
    ],
)
def test_a_filter_or_dates_of_the_list_hold_as_they_are(change: dict[str, Any]) -> None:
    asked = ALL.changed(**change)
    query, is_checked = work_of(asked.changed(sort="duration", order="asc"), TODAY)
    assert not is_checked
    assert query == asked


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ({}, True),
        ({"lead_status": "good_lead"}, False),
        ({"tags": ["Hot"]}, False),
        ({"tags": ["Hot", 7]}, True),
        ({"tags": "Hot"}, True),
        ({"note": "call back"}, False),
        ({"note": ""}, True),
        ({"spam": True}, False),
    ],
)
def test_untouched_is_without_lead_tag_and_note_and_what_cannot_be_read_is_kept(
    raw: dict[str, Any], kept: bool
) -> None:
    assert is_untouched(call(**raw)) is kept


def test_absent_fields_count_as_unknown_and_are_kept() -> None:
    assert is_untouched(decode_call({"id": "CAL1"}))


def test_what_a_colleague_filled_is_told_and_what_we_did_or_they_cleared_is_not() -> None:
    row = call(note="old")
    assert judged_since(row, call(lead_status="good_lead", tags=["Hot"], note="old"), ()) == ("lead_status", "tags")
    assert judged_since(row, call(lead_status="good_lead", note="new"), {"lead_status"}) == ("note",)
    assert judged_since(row, call(note=None), ()) == ()
    assert judged_since(row, decode_call({"id": "CAL1"}), ()) == ()
    assert judged_since(None, call(tags=["Hot"]), ()) == ("tags",)


def test_missed_first_asks_the_server_for_what_comes_first_and_for_all_last() -> None:
    asked = questions(ALL, Order.MISSED)
    assert [one.answer_status for one in asked] == ["missed", "voicemail", None]
    assert questions(ALL.changed(answer_status="answered"), Order.MISSED) == (ALL.changed(answer_status="answered"),)
    assert questions(ALL, Order.NEWEST) == (ALL,)
    (oldest,) = questions(ALL, Order.OLDEST)
    assert (oldest.sort, oldest.order) == ("start_time", "asc")


def test_missed_and_abandoned_come_before_voicemails_before_the_rest() -> None:
    kinds = ("missed", "abandoned", "voicemail", "answered")
    assert [rank(call(call_type=kind, direction="inbound"), Order.MISSED) for kind in kinds] == [0, 0, 1, 2]
    assert rank(call(direction="outbound", answered=False, voicemail=False, duration=1), Order.MISSED) == 2
    assert rank(call(call_type="answered"), Order.NEWEST) == 0


def test_the_rate_counts_a_pause_for_a_minute_at_most() -> None:
    tempo = Tempo()
    tempo.step(0, settles=False)
    for at in (5, 10):
        tempo.step(at, settles=True)
    assert tempo.per_minute is None
    tempo.step(15, settles=True)
    assert tempo.per_minute == 12
    tempo.step(15 + 3_600, settles=True)
    assert tempo.per_minute == pytest.approx(4 * 60 / 75)


def test_a_plain_query_without_dates_is_no_filter_either() -> None:
    assert work_of(CallQuery(), TODAY)[1]
