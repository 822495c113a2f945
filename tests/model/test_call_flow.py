"""Sources and call flows of trackers in words: every documented kind, and anything else without a fall."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from callrail_tui.model.call_flow import call_flow_outline
from callrail_tui.model.tracker_source import source_words
from tests.model.json_values import VALUES


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"type": "all"}, "every visitor and caller"),
        ("all", "every visitor and caller"),
        ({"type": "direct"}, "direct visits"),
        ({"type": "offline"}, "offline advertising"),
        ({"type": "google_ad_extension"}, "Google Ads call extension"),
        ({"type": "mobile_ad_extension"}, "mobile ad call extension"),
        ({"type": "google_my_business"}, "Google Business Profile"),
        ({"type": "landing_url", "landing": "/offer"}, "landing page /offer"),
        ({"type": "landing_params", "landing": "utm=x"}, "landing page with utm=x"),
        ({"type": "web_referrer", "referrer": "yelp.example"}, "visits from yelp.example"),
        ({"type": "search", "search_engine": "google", "search_type": "paid"}, "Google, paid search"),
        ({"type": "search", "search_engine": "all", "search_type": "all"}, "any search engine, paid and organic search"),  # noqa: E501
        ({"type": "facebook_all"}, "Facebook"),
        ({"type": "bing_all"}, "Bing, paid and organic"),
        ({"google": ["paid", "organic"], "inverted": False}, "Google: paid search, organic search"),
        ({"google": ["paid"], "yahoo": ["local"], "inverted": True}, "all but: Google: paid search; Yahoo: local search"),  # noqa: E501
        ({"landing": ["/a", "/b"], "referrer": ["x.example"]}, "landing pages /a, /b; visits from x.example"),
        ({"type": "direct", "inverted": True}, "all but: direct visits"),
        ({"type": "carrier_pigeon", "loft": "north"}, "carrier pigeon; loft: north"),
        ("carrier_pigeon", "carrier pigeon"),
        (None, "not said"), ({}, "not said"), ([], "not said"),
    ],
)  # fmt: skip
def test_a_source_in_words(source: object, words: str) -> None:
    assert source_words(source) == words


@given(VALUES)
def test_no_source_and_no_flow_breaks_anything(value: Any) -> None:
    assert source_words(value)
    lines = call_flow_outline(value)
    assert lines
    assert len(lines) <= 200
    assert all(line.words for line in lines)


def test_a_basic_flow() -> None:
    flow = {"type": "basic", "recording_enabled": True, "destination_number": "+18019234886", "greeting_text": "Hi"}
    assert [line.words for line in call_flow_outline(flow)] == ["basic, recorded", "says “Hi”", "rings +18019234886"]


def test_an_advanced_flow_is_followed_from_its_first_step() -> None:
    flow = {
        "type": "advanced", "recording_enabled": False, "initial_step_id": "1",
        "steps": [
            {"id": "1", "type": "menu", "prompt_text": "Press", "menu_options": [
                {"key": "1", "description": "Sales", "next_step_id": "2"},
                {"key": "2", "description": "Again", "next_step_id": "1"},
                {"key": "3", "next_step_id": "gone"}, {"key": "4"},
            ]},
            {"id": "2", "type": "dial", "destination_number": "+1801", "timeout": 20, "timeout_step_id": "3"},
            {"id": "3", "type": "voicemail", "prompt_text": "Leave one", "transcribe": True},
            {"id": "9", "type": "geo_route", "routes": []},
        ],
    }  # fmt: skip
    assert [("  " * line.depth) + line.words for line in call_flow_outline(flow)] == [
        "advanced, not recorded",
        "menu, says “Press”",
        "  1 (Sales): rings +1801 for 20 s",
        "    if nobody answers: voicemail, says “Leave one”, transcribed",
        "  2 (Again): back to menu",
        "  3: a step that is not there (gone)",
        "  4: nothing",
        "never reached:",
        "  geo route (routes: none)",
    ]


def test_a_flow_that_goes_on_for_ever_ends() -> None:
    steps = [{"id": str(number), "type": "dial", "timeout_step_id": str(number + 1)} for number in range(5_000)]
    lines = call_flow_outline({"type": "advanced", "initial_step_id": "0", "steps": steps})
    assert len(lines) == 200
