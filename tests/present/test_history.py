"""A caller's other calls and a visitor's pages, as they are read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from callrail_tui.errors import NotAllowed
from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.page import Page
from callrail_tui.model.read import Json
from callrail_tui.present.history import HistoryFacts, history_passages
from callrail_tui.present.page_views import PageViewFacts, page_view_passages
from callrail_tui.present.reader import Passage, plain
from tests.hostile import PAYLOADS

TODAY = date(2026, 11, 23)
ZONE = "America/Denver"


def call(number: int, **raw: Any) -> Call:
    base = {"id": f"CAL{number}", "customer_phone_number": "+14045550117", "direction": "inbound", "answered": True,
            "start_time": "2026-11-20T10:00:00-07:00", "company_time_zone": ZONE, "company_id": "COM1",
            "duration": 65, "source_name": "Google", "lead_status": None}  # fmt: skip
    return decode_call({**base, **raw})


def shown(passages: object) -> list[str]:
    assert isinstance(passages, list)
    assert all(isinstance(one, Passage) for one in passages)
    return plain(passages).splitlines()


def history(*others: Call, total: int | None = None) -> list[str]:
    found = Page(others, 1, 250, None, total)
    return shown(history_passages(HistoryFacts(call(0), TODAY, found)))


def test_a_call_says_when_what_and_how_it_was_judged() -> None:
    others = (
        call(1, lead_status="good_lead", tags=["Quote", "Roof"], note=" Wants a roof. "),
        call(2, answered=False, voicemail=True, duration=20, lead_status="odd", company_id="COM2", company_name="B"),
        call(3, customer_name="Other Name"),
    )
    lines = history(*others)
    assert lines[0] == "Fri 20 Nov 10:00 ← answered 1:05 · Google · + good lead · Quote, Roof · note: Wants a roof."
    assert lines[1] == "Fri 20 Nov 10:00 ← voicemail 0:20 · B · Google · ? odd"
    assert lines[2].endswith("not scored · as Other Name")


def test_the_call_itself_and_numbers_that_only_hold_the_digits_are_left_out() -> None:
    assert history(call(0), call(1, customer_phone_number="+14045550118")) == [
        "No other call of this caller in the 25 months that are kept."
    ]


def test_more_than_fit_are_counted() -> None:
    lines = history(*(call(number) for number in range(1, 31)), total=1_300)
    assert len(lines) == 27
    assert lines[25] == "and 5 more: enter shows all in the list"
    assert lines[26] == "the search found 1,300 calls; the newest 30 were looked at"


def test_waiting_and_failing_are_told() -> None:
    assert shown(history_passages(HistoryFacts(call(0), TODAY))) == ["Searching the caller's calls …"]
    failed = shown(history_passages(HistoryFacts(call(0), TODAY, None, NotAllowed(status=403, detail="no"))))
    assert "could not be read" in failed[0]
    assert "r asks again" in failed[0]
    assert failed[1] == "The server said: no"


def views(*rows: Json, total: int | None = None) -> list[str]:
    return shown(page_view_passages(PageViewFacts(call(0), TODAY, Page(rows, 1, 250, None, total))))


def test_pages_stand_with_their_times_in_the_calls_zone() -> None:
    lines = views(
        {"page_url": "https://a.example/b", "referrer_url": "https://a.example/", "created_at": "2026-11-20T16:58:00Z"},
        {"page_url": None, "created_at": "odd"},
        {},
        total=400,
    )
    assert lines == [
        "Denver time Page, and where from; newest first",
        "Fri 20 Nov 09:58 https://a.example/b",
        "from https://a.example/",
        "odd page not told",
        "time not told page not told",
        "400 in all; the newest 3 are shown",
    ]


def test_no_page_says_who_has_pages() -> None:
    assert "only session trackers" in views()[0]
    assert "Reading" in shown(page_view_passages(PageViewFacts(call(0), TODAY)))[0]
    assert "r asks again" in shown(page_view_passages(PageViewFacts(call(0), TODAY, None, NotAllowed())))[0]


@pytest.mark.parametrize("payload", PAYLOADS.values())
def test_hostile_words_are_cleaned(payload: str) -> None:
    lines = history(call(1, source_name=payload, note=payload, tags=[payload], lead_status=payload))
    lines += views({"page_url": payload, "referrer_url": payload, "created_at": payload})
    assert "\x1b" not in "".join(lines)
