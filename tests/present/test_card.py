"""The card: what is needed to judge a call stands on top, at every size, and hostile words stay inert."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callrail_tui.errors import BadRequest
from callrail_tui.model.call import decode_call
from callrail_tui.model.edit import LEAD, NOTE, State
from callrail_tui.model.fields import CALL_FIELDS
from callrail_tui.present.card import TWO_COLUMNS, CardFacts, card
from callrail_tui.text import FORBIDDEN_MULTILINE
from tests.hostile import PAYLOADS
from tests.hostile_clicks import CLICKS

TODAY = date(2026, 11, 23)
TURNS = [
    {"speaker": "agent" if turn % 2 else "caller", "phrase": f"Turn {turn} of what was said."} for turn in range(30)
]
JANE: dict[str, Any] = {
    "customer_name": "Jane Doe", "customer_phone_number": "+13035550123", "direction": "inbound", "answered": True,
    "voicemail": False, "duration": 187, "start_time": "2026-11-23T14:05:00Z", "company_name": "Acme Roofing",
    "source": "Google Ads", "medium": "cpc", "campaign": "Brand", "source_name": "Website pool",
    "keywords": "roof repair", "landing_page_url": "https://www.example.com/roof", "customer_city": "Denver",
    "customer_state": "CO", "prior_calls": 3, "total_calls": 6, "good_lead_call_time": "2026-10-12T15:15:00Z",
    "recording": "https://api.example.com/r", "recording_duration": 187, "agent_email": "robin@example.com",
    "lead_status": None, "tags": [], "note": None, "value": None, "call_summary": ["Wants a quote.", "In a hurry."],
    "sentiment": "positive", "conversational_transcript": TURNS,
}  # fmt: skip


def facts(whole: bool = True, **raw: Any) -> CardFacts:
    return CardFacts(decode_call({"id": "CAL1", **raw}), TODAY, ZoneInfo("America/Denver"), whole=whole)


def lines(of: CardFacts, cells: int = 80, rows: int = 19) -> list[str]:
    return [line.plain.rstrip() for line in card(of, cells, rows)]


def text(of: CardFacts, cells: int = 80) -> str:
    return "\n".join(lines(of, cells))


def flat(of: CardFacts, cells: int = 80) -> str:
    return " ".join(text(of, cells).split())


@pytest.mark.parametrize(("cells", "rows"), [(79, 19), (119, 31), (199, 45)])
def test_what_is_needed_to_judge_is_in_view_at_every_size(cells: int, rows: int) -> None:
    shown = lines(facts(**JANE), cells, rows)[:rows]
    half = (cells - 4) // 2 if cells >= TWO_COLUMNS else cells
    words = " ".join(" ".join([*shown[:3], *(line[:half] for line in shown), *(line[half:] for line in shown)]).split())
    for needed in (
        "Jane Doe", "← answered 3:07", "(303) 555-0123 · Denver, CO", "Mon 23 Nov 07:05 Denver time",
        "3 earlier calls", "6 by now", "a good lead on Mon 12 Oct 09:15", "Acme Roofing", "Google Ads · cpc · Brand",
        "tracker Website pool", "roof repair", "yes, 3:07", "not scored", "no tags · no note · no value",
        "Wants a quote.",
    ):  # fmt: skip
        assert needed in words, needed


@pytest.mark.parametrize("cells", [30, 79, TWO_COLUMNS - 1, TWO_COLUMNS, 200])
def test_no_line_is_too_wide(cells: int) -> None:
    long = facts(**JANE | {"landing_page_url": "https://www.example.com/" + "path/" * 60, "note": "words " * 90})
    assert all(line.cell_length <= cells for line in card(long, cells, 20))


def test_the_transcript_stands_beside_the_facts_where_there_is_room_and_below_where_not() -> None:
    wide, narrow = lines(facts(**JANE), 160), lines(facts(**JANE), 80)
    assert next(i for i, line in enumerate(wide) if "Turn 0 " in line) < 12
    assert next(i for i, line in enumerate(narrow) if "Turn 0 " in line) > 15
    assert all(any(f"Turn {turn} " in line for line in of) for of in (wide, narrow) for turn in range(30))


def test_a_first_time_caller_is_told_from_the_lists_own_fields_at_once() -> None:
    reading = facts(whole=False, customer_name="Ann Example", first_call=True)._replace(reading=True)
    assert "first-time caller" in text(reading)
    assert "never, this is the first call" in text(reading)
    assert "Said       reading …" in text(reading)


def test_how_often_before_is_being_read_until_the_whole_call_is_here() -> None:
    reading = facts(whole=False, customer_name="Ann Example")._replace(reading=True)
    assert "Before     reading …" in text(reading)
    assert "Before     not told" in text(facts())
    assert "Before     1 earlier call" in text(facts(prior_calls=1, total_calls=2))


def test_what_is_decided_stands_out_and_says_how_it_stands() -> None:
    decided = facts(
        **JANE | {"lead_status": "good_lead", "tags": ["Hot", "Quote"], "note": "one\ntwo", "value": "12.50"}
    )
    shown = text(decided._replace(state=State.HELD))
    assert "+ good lead   not sent yet: u takes it back" in shown
    assert "Tags       Hot · Quote" in shown
    assert "Note       one\n             two" in shown
    assert "Value      12.50" in shown
    assert "failed: O says why" in text(decided._replace(state=State.FAILED))


def test_spam_counts_down() -> None:
    assert "spam in 7 s   u takes it back" in text(facts(spam=True)._replace(spam_seconds=7))
    assert "reported as spam" in text(facts(spam=True))


def test_absent_and_odd_fields_are_not_called_none() -> None:
    shown = flat(facts(tags=["Hot", 7]))
    assert "not names as expected: Hot, 7" in shown
    assert "lead status not told" in shown
    assert "note not told · value not told" in shown


def test_a_call_without_name_shows_its_number_once() -> None:
    shown = text(facts(customer_phone_number="+13035550123"))
    assert shown.count("(303) 555-0123") == 1
    assert "number withheld" in text(facts(customer_phone_number="+266696687"))


def test_why_there_is_no_transcript_is_said() -> None:
    assert "Said no transcript: the plan gives none" in flat(facts(transcription=None))


def test_what_happened_meanwhile_stands_on_top() -> None:
    other = decode_call({"id": "CAL2", "customer_name": "Bob Example"})
    shown = lines(facts(**JANE)._replace(judged=(LEAD, NOTE), passed=(other,), draft=True, pile="deferred"))
    top = " ".join(" ".join(shown[:8]).split())
    assert "» Passed over: Bob Example, judged by a colleague meanwhile." in top
    assert "A colleague judged this call meanwhile: it has a lead status and a note now." in top
    assert "A draft of a note is kept · n opens it" in top
    assert "among the deferred already" in top


def test_a_call_that_could_not_be_read_says_why_in_the_servers_words() -> None:
    refused = facts(whole=False)._replace(error=BadRequest(status=400, detail="no \x1b[2J such call"))
    assert f"The whole call could not be read: {BadRequest.title}" in flat(refused)
    assert "no ␛[2J such call" in flat(refused)


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("cells", [80, 160])
def test_hostile_fields_stay_inert(name: str, cells: int) -> None:
    words = PAYLOADS[name][:10_000]
    raw = {field: words for field in CALL_FIELDS} | {"tags": [words], "conversational_transcript": [{"speaker": words}]}
    of = facts(**raw)._replace(company=words, pile=words, passed=(decode_call(raw),))
    assert re.search(FORBIDDEN_MULTILINE, text(of, cells)) is None


def test_no_name_in_any_field_becomes_an_action() -> None:
    for payload in CLICKS:
        of = facts(**{**dict.fromkeys(CALL_FIELDS, payload), "tags": [payload]})
        for line in card(of, 160, 30):
            assert not any("@" in str(span.style) for span in line.spans), payload
