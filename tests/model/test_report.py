"""The client report as text: true sums, changes, safe words."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.call import decode_call
from callrail_tui.model.figures import FigureRow, decode_figures
from callrail_tui.model.query import CallQuery, DatePreset
from callrail_tui.model.report import (
    Period,
    Reached,
    Report,
    made_query,
    period_of,
    reached_later,
    report_text,
    summary_filters,
    why_no_report,
)

TODAY = date(2026, 11, 23)
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
MISSED = decode_call(
    {
        "id": "CAL1", "start_time": "2026-11-20T10:00:00-05:00", "customer_name": "A|b", "source_name": "Mailer",
        "customer_phone_number": "+14045550123", "direction": "inbound", "answered": False,
    }
)  # fmt: skip
REPORT = Report(
    account="Agency", company="Acme", filters="good lead", period=WEEK, zone="UTC",
    totals={"total_calls": 1_200, "leads": 0, "average_duration": 187, "answered_calls": 5},
    before={"total_calls": 1_000, "leads": 0, "average_duration": 197}, before_period=WEEK.before(TODAY),
    sources=[FigureRow(f"Source {n}", {"total_calls": n, "leads": 1}) for n in range(12)],
    interval="day", points=[FigureRow("2026-11-16", {"total_calls": 3}), FigureRow("2026-11-24", {"total_calls": 0})],
    missed=[MISSED], is_cut=True, reached={}, knows_all=True, made=TODAY,
)  # fmt: skip


def test_it_says_what_the_sums_say() -> None:
    text = report_text(REPORT)
    for line in (
        "# Calls of Acme",
        "Account: Agency",
        "Period: 2026-11-16 to 2026-11-22 (7 days, UTC)",
        "Only: good lead",
        "| Calls | 1,200 | 1,000 | +200 (+20%) |",
        "| Leads | 0 | 0 | none |",
        "| Answered | 5 | – | – |",
        "| Missed | – | – | – |",
        "| Average length | 3:07 | 3:17 | −0:10 (−5%) |",
        "The one before: 2026-11-09 to 2026-11-15.",
        "| 2 more | 1 | 2 | 0 |",
        "| 2026-11-16 | 3 | – | – |",
        "| 2026-11-20 10:00 | A\\|b | +14045550123 | Mailer | no |",
        "The newest 1 are listed; more were missed.",
    ):
        assert line in text.splitlines()
    assert "2026-11-24" not in text


def test_without_anything_to_compare_with_it_says_so() -> None:
    text = report_text(REPORT._replace(before=None, before_period=None, company=None, missed=[], sources=[], points=[]))
    assert "CallRail keeps calls for 25 months" in text
    assert "| Calls | 1,200 |" in text
    assert "None." in text


@given(st.text(), st.text(st.sampled_from("|`<>#*\n\r\x1b[](): ")))
def test_no_text_of_others_breaks_it(one: str, other: str) -> None:
    call = decode_call({**MISSED.raw, "customer_name": one, "source_name": other})
    report = REPORT._replace(account=one, company=other or None, filters=one, zone=other, missed=[call])
    report = report._replace(sources=[FigureRow(one, {"total_calls": 1}), FigureRow(other, {})])
    lines = report_text(report).split("\n")
    assert sum(line.startswith("#") for line in lines) == 5
    for line in lines:
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) in (5, 6)


def test_who_was_reached_later() -> None:
    def call(hours: int, **parts: object) -> object:
        start = (datetime.fromisoformat("2026-11-20T10:00:00-05:00") + timedelta(hours=hours)).isoformat()
        return decode_call({**MISSED.raw, "id": f"CAL{hours}", "start_time": start, **parts})

    back = call(3, direction="outbound", duration=20, answered=None)
    unanswered = call(1, direction="outbound", duration=0, answered=False)
    earlier = call(-1, direction="outbound", duration=20, answered=True)
    again = call(2, answered=True)
    found = reached_later([MISSED], [back, unanswered, earlier])  # type: ignore[list-item]
    assert found == {"CAL1": Reached(back.start, True)}  # type: ignore[attr-defined]
    assert not reached_later([MISSED], [back, again])["CAL1"].is_call_back  # type: ignore[list-item]
    withheld = decode_call({**MISSED.raw, "customer_phone_number": "+266696687"})
    answered = decode_call({**withheld.raw, "start_time": "2026-11-21T10:00:00-05:00", "answered": True})
    assert reached_later([withheld], [answered]) == {}


@pytest.mark.parametrize(
    ("days", "interval"), [(1, "day"), (31, "day"), (32, "week"), (217, "week"), (218, "month"), (762, "month")]
)
def test_a_period_is_counted_by_what_fits(days: int, interval: str) -> None:
    assert Period(TODAY - timedelta(days=days - 1), TODAY).interval == interval


def test_the_period_before_is_as_long_and_still_kept() -> None:
    assert Period(date(2026, 11, 1), date(2026, 11, 30)).before(TODAY) == Period(date(2026, 10, 2), date(2026, 10, 31))
    assert Period(date(2025, 1, 1), date(2026, 11, 23)).before(TODAY) is None


def test_the_period_is_what_the_answer_says() -> None:
    query = CallQuery(start_date="2026-11-01", end_date="2026-11-24")
    told = decode_figures({"start_date": "2026-11-02T00:00:00-0800", "end_date": "2026-11-24T23:59:59-0800"})
    assert period_of(told, query, TODAY) == Period(date(2026, 11, 2), TODAY)
    assert period_of(decode_figures({}), query, TODAY) == Period(date(2026, 11, 1), TODAY)
    assert period_of(decode_figures({"start_date": "x"}), CallQuery(date_range=DatePreset.TODAY), TODAY) is None


def test_the_filters_are_in_the_words_of_the_sums() -> None:
    query = CallQuery(date_range=DatePreset.TODAY, tracker_id="TRK1", company_id="COM1", tags=("a",))
    assert summary_filters(query) == (
        ("date_range", "today"), ("company_id", "COM1"), ("tracker_ids[]", "TRK1"), ("tags[]", "a"),
    )  # fmt: skip
    assert summary_filters(query, WEEK)[-2:] == (("start_date", "2026-11-16"), ("end_date", "2026-11-22"))
    assert why_no_report(query) == ""
    for untrue in (query.changed(search="x"), query.changed(call_type="missed"), query.changed(answer_status="missed")):
        assert "(X)" in why_no_report(untrue)


def test_the_calls_that_were_made_reach_up_to_now() -> None:
    query = CallQuery(start_date="2026-10-01", end_date="2026-10-31", company_id="COM1", lead_status="good_lead")
    made = made_query(query, TODAY)
    assert made.filters() == (
        ("start_date", "2026-10-01"), ("end_date", "2026-11-24"), ("company_id", "COM1"), ("direction", "outbound"),
    )  # fmt: skip
