"""The detail: every field somewhere, in its group, and what holds nothing said to hold nothing, by why."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callrail_tui.errors import BadRequest
from callrail_tui.model.call import decode_call
from callrail_tui.model.fields import CALL_FIELDS, CallField, Kind
from callrail_tui.present.detail import TWO_COLUMNS, DetailFacts, detail_page, raw_page
from callrail_tui.text import FORBIDDEN, FORBIDDEN_MULTILINE
from tests.hostile import PAYLOADS
from tests.hostile_clicks import CLICKS

TODAY = date(2026, 11, 23)
URL = "https://www.example.com/" + "long-path/" * 20 + "end"


def facts(whole: bool = True, **raw: Any) -> DetailFacts:
    """A call of these fields."""
    return DetailFacts(decode_call({"id": "CAL1", **raw}), TODAY, ZoneInfo("America/Denver"), whole=whole)


def text(of: DetailFacts, cells: int = 100) -> str:
    """The lines as one text."""
    return "\n".join(line.plain for line in detail_page(of, cells).lines)


@pytest.mark.parametrize("cells", [8, 30, 59, 60, TWO_COLUMNS - 1, TWO_COLUMNS, 200])
def test_every_label_is_there_and_no_line_is_too_wide(cells: int) -> None:
    page = detail_page(
        facts(customer_name="Ann Example", landing_page_url=URL, note="one\n  two " + "words " * 60), cells
    )
    assert all(line.cell_length <= max(cells, 40) for line in page.lines)
    if cells >= 60:
        assert all(line.cell_length <= cells for line in page.lines)
        shown = " ".join(" ".join(line.plain for line in page.lines).split())
        hidden = {"Conversation", "Transcript", "Milestones"}
        missing = [each.label for each in CALL_FIELDS.values() if each.label not in hidden and each.label not in shown]
        assert cells >= TWO_COLUMNS or missing == []


SAMPLES: dict[Kind, Any] = {
    Kind.TEXT: "words of {}", Kind.NUMBER: 4711, Kind.BOOLEAN: True, Kind.TIME: "2026-11-23T14:05:00Z",
    Kind.NAMES: ["name of {}"], Kind.OBJECT: {"key of {}": "value of {}"}, Kind.LIST: ["item of {}"],
    Kind.ANY: "words of {}",
}  # fmt: skip
SHAPED: dict[str, tuple[Any, str]] = {
    "milestones": (
        {"first_touch": {"source": "Bing", "landing": "/a"}, "lead_created": {"source": None}},
        "First touch: source Bing",
    ),
    "voice_assist_message": ({"contents": {"Who calls?": "A neighbour"}, "urgency": "high"}, "Who calls?: A neighbour"),
    "keypad_entries": ([{"name": "Main menu", "value": "2"}], "Main menu: 2"),
    "zip_code": (["80202"], "80202"),
    "custom": ({"plan": "gold"}, "plan: gold"),
    "integration_data": ([{"integration": "Slack", "data": {"channel": "#calls"}}], "integration: Slack"),
    "detail_tags": ([{"name": "Hot"}], "name: Hot"),
    "waveforms": (["https://a.example/1", "https://a.example/2"], "2 pictures"),
    "keywords_spotted": ([{"keyword": "roof", "locations": [{"start": 1}, {"start": 2}]}], "roof ×2"),
    "speaker_percent": ({"agent": 60, "customer": 40}, "agent 60 %"),
    "conversational_transcript": ([{"speaker": "agent", "phrase": "Good day.", "start": 1}], "Good day."),
    "duration": (65, "1:05"),
    "recording_duration": (65, "1:05"),
    "recording_player": ("https://app.callrail.com/x?access_key=7", "lets anyone listen"),
    "lead_status": ("good_lead", "good_lead"),
}
"""Values of fields that have a shape of their own, and what of them must be seen."""


@pytest.mark.parametrize("each", CALL_FIELDS.values(), ids=lambda each: each.name)
def test_every_field_of_the_catalogue_is_shown_with_its_label(each: CallField) -> None:
    value, seen = SHAPED.get(each.name, (None, ""))
    if value is None:
        value = json.loads(json.dumps(SAMPLES[each.kind]).replace("{}", each.name))
        seen = {Kind.NUMBER: "4711", Kind.BOOLEAN: "yes", Kind.TIME: "Mon 23 Nov 07:05"}.get(
            each.kind, f"of {each.name}"
        )
    shown = text(facts(**{"id": "CAL1", each.name: value}), 100)
    labels = {"milestones": "Milestone", "conversational_transcript": "Agent", "customer_city": "Place"}
    label = labels.get(each.name, each.label)
    lines = [line for line in shown.splitlines() if line.strip().startswith(label)]
    assert lines, shown
    assert seen in shown
    assert "access_key" not in shown


def test_fields_that_say_the_same_stand_on_one_line() -> None:
    raw = {name: f"words of {name}" for name in CALL_FIELDS if name.startswith("formatted_")}
    base = {
        "customer_name": "A",
        "customer_phone_number": "+13035550123",
        "customer_city": "Denver",
        "call_type": "b",
        "duration": 65,
        "business_phone_number": "c",
        "tracking_phone_number": "d",
        "source": "e",
        "value": "5",
    }
    shown = " ".join(text(facts(**raw, **base), 100).split())
    assert [name for name, words in raw.items() if words not in shown] == []


def test_the_head_is_enough_to_judge_by() -> None:
    call = facts(
        customer_name="Ann Example", customer_phone_number="+13035550123", answered=False, voicemail=False,
        direction="inbound", duration=31, start_time="2026-11-23T14:05:00Z", company_name="Acme", source_name="Ads",
        first_call=True,
    )  # fmt: skip
    head = text(call, 160).splitlines()[:2]
    assert head[0].strip() == "Ann Example · (303) 555-0123 · ← missed 0:31 · first-time caller"
    assert "Mon 23 Nov 07:05 Denver time" in head[1]
    assert head[1].rstrip().endswith("Acme · Ads")


def test_absent_null_and_wrong_type_are_told_apart() -> None:
    shown = text(facts(note=None, tags=17, call_summary=None, keywords=None), 200)
    assert "not names as expected: 17" in shown
    assert any("empty" in line and "Note" in line for line in shown.splitlines())
    assert "the plan has none, or it is not ready yet: Summary" in shown
    assert "known only of website visitors: Keywords" in shown
    assert "not in the answer: " in shown
    assert "not asked for: " in shown


def test_tags_with_something_else_among_them_are_shown_as_they_came() -> None:
    assert 'Tags              not names as expected: ["hot", 7, {"title": "x"}]' in text(
        facts(tags=["hot", 7, {"title": "x"}])
    )
    assert "Tags              hot" in text(facts(tags=["hot"]))


def test_a_lead_status_that_is_not_scored_is_not_one_that_did_not_come() -> None:
    assert "Lead status       not scored" in text(facts(lead_status=None))
    shown = text(facts(), 400)
    assert "not scored" not in shown
    assert any("not in the answer" in line and "Lead status" in line for line in shown.splitlines())


def test_what_the_list_did_not_ask_for_is_not_called_absent() -> None:
    shown = text(facts(whole=False, customer_name="Ann Example"))
    assert "absent" not in shown
    assert "enter reads the whole call" in shown


def test_a_long_link_is_whole_and_hangs_in_its_column() -> None:
    shown = text(facts(landing_page_url=URL), 80)
    at = shown.index("Landing page")
    lines = shown[at:].splitlines()[:4]
    assert "".join(line[-61:].strip() for line in lines).startswith(URL[:180])
    assert all(line.startswith(" " * 19) for line in lines[1:])


def test_a_note_keeps_its_lines() -> None:
    lines = [line.strip() for line in text(facts(note="first\nsecond\n\nthird")).splitlines()]
    at = lines.index("Note              first")
    assert lines[at : at + 4] == ["Note              first", "second", "", "third"]


def test_words_for_the_same_stand_on_one_line() -> None:
    shown = text(
        facts(customer_city="Reno", customer_state="NV", customer_country="US", formatted_customer_location="Reno, NV",
              duration=125, formatted_duration="2m 5s", value=None, formatted_value="--")
    )  # fmt: skip
    assert "Place             Reno, NV · US" in shown
    assert "Length            2:05 · 2m 5s" in shown
    assert "--" not in shown


def test_the_transcript_names_each_speaker_once_a_turn() -> None:
    turns = [{"speaker": "agent", "phrase": "Hello."}, {"speaker": "agent", "phrase": "Acme."},
             {"speaker": "caller", "phrase": "Hi."}]  # fmt: skip
    shown = text(facts(conversational_transcript=turns))
    assert "Agent             Hello.\n                   Acme.\n Caller            Hi." in shown


def test_the_player_link_is_not_shown_by_itself() -> None:
    shown = text(facts(recording_player="https://app.example.com/?access_key=abc"))
    assert "access_key" not in shown
    assert "o shows it" in shown


def test_groups_begin_where_they_say() -> None:
    page = detail_page(facts(), 80)
    titles = [page.lines[start].plain.strip() for start in page.starts[1:]]
    assert titles == ["Decided", "Who", "Why", "Said", "What"]


def test_fields_that_the_catalogue_lacks_are_named_and_in_the_raw_view() -> None:
    of = facts(brand_new="words")
    assert "it holds 1 more: brand_new" in text(of)
    assert any('"brand_new": "words"' in line.plain for line in raw_page(of, 80).lines)


def test_a_call_that_could_not_be_read_says_why_in_the_servers_words() -> None:
    refused = facts()._replace(error=BadRequest(status=400, detail="no \x1b[2J such call"))
    head = " ".join(text(refused).split())
    assert f"The whole call could not be read: {BadRequest.title}" in head
    assert "The server said: no ␛[2J such call" in head


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_fields_stay_inert(name: str) -> None:
    words = PAYLOADS[name][:10_000]
    raw = {name: words for name in CALL_FIELDS}
    milestones = {"first_touch": {"source": words}, words: words}
    of = facts(**{**raw, "milestones": milestones, "conversational_transcript": [{"speaker": words}]})
    assert re.search(FORBIDDEN_MULTILINE, text(of)) is None
    assert all(FORBIDDEN.search(line.plain) is None for line in raw_page(of, 80).lines)


def test_no_name_in_any_field_becomes_an_action() -> None:
    for payload in CLICKS:
        of = facts(**{**dict.fromkeys(CALL_FIELDS, payload), "tags": [payload], "milestones": {payload: payload}})
        for line in (*detail_page(of, 160).lines, *raw_page(of, 160).lines):
            assert not any("@" in str(span.style) for span in line.spans), payload
