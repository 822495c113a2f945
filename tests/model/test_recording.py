"""Which links count as CallRail's own, and what an answer about a recording means."""

from __future__ import annotations

import pytest
from hypothesis import given

from callrail_tui.model.recording import NO_RECORDING, Recording, Sound, decode_recording, media_address
from tests.model.json_values import VALUES

APP = "https://app.callrail.com/calls/CAL1/recording/redirect?access_key=0123"


@pytest.mark.parametrize(
    "address",
    [
        APP,
        "https://cdn.callrail.com/a.mp3",
        "https://calltrk-production.s3.amazonaws.com/recordings/a.mp3?X-Amz-Signature=1",
        "https://calltrk-production.s3.us-east-1.amazonaws.com/a.mp3",
        "https://calltrk-production.s3-us-west-2.amazonaws.com/a.mp3",
        "https://s3.amazonaws.com/calltrk-production/a.mp3",
        "https://s3.dualstack.us-east-1.amazonaws.com/calltrk-production/a%20b.mp3",
    ],
)
def test_callrails_own_hosts_pass(address: str) -> None:
    assert media_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://cdn.callrail.com/a.mp3",
        "ftp://app.callrail.com/a",
        "https://callrail.com.evil.example/a",
        "https://evilcallrail.com/a",
        "https://callrail.com/a",
        "https://app.callrail.com@evil.example/a",
        "https://user@app.callrail.com/a",
        "https://app.callrail.com:8443/a",
        "https://app.callrail.com:443/a",
        "https://app.callrail.com:/a",
        "https://app.callrail.com./a",
        "https://evil.example\\.callrail.com/a",
        "https://evil.example#.callrail.com/a",
        "https://app.callrail.com/a\x1b[2J",
        "https://app.callrail.com/\n",
        "https://аpp.callrail.com/a",
        "https://s3.amazonaws.com/calltrk-production-evil/a.mp3",
        "https://s3.amazonaws.com/evil/a.mp3",
        "https://s3.amazonaws.com/calltrk-production/../evil/a.mp3",
        "https://s3.amazonaws.com/calltrk-production/%2e%2E/evil/a.mp3",
        "https://evil.s3.amazonaws.com/calltrk-production/a.mp3",
        "https://calltrk-production.s3.evil.amazonaws.com/a.mp3",
        "https://calltrk-production.s3.us-east-1.elb.amazonaws.com/a.mp3",
        "https://calltrk-production.s3.amazonaws.com.evil.example/a.mp3",
        "https://[::1]/a",
        "https://",
        "javascript:alert(1)",
        "",
    ],
)
def test_every_other_host_is_refused(address: str) -> None:
    assert media_address(address) is None


def test_plain_http_of_the_application_becomes_https() -> None:
    assert media_address(APP.replace("https", "http")) == APP


def test_an_answer_holds_a_link_a_strange_one_or_none() -> None:
    assert decode_recording({"url": f" {APP} "}) == Recording(Sound.LINK, APP)
    assert decode_recording({"url": "https://evil.example/a"}) == Recording(Sound.STRANGE, "https://evil.example/a")
    for nothing in ({}, {"url": None}, {"url": ""}, {"url": "  "}, {"url": []}, {"url": {}}):
        assert decode_recording(nothing) == NO_RECORDING


def test_the_store_is_told_from_the_application() -> None:
    stored = decode_recording({"url": "https://calltrk-production.s3.amazonaws.com/a.mp3"})
    assert stored.is_stored_by_link
    assert not decode_recording({"url": APP}).is_stored_by_link


def test_no_repr_shows_a_link() -> None:
    assert "0123" not in repr(decode_recording({"url": APP}))


@given(VALUES)
def test_any_answer_can_be_read(value: object) -> None:
    assert decode_recording({"url": value}).sound in Sound
