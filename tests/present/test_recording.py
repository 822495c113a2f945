"""What is said of a recording in each of its states, and which links of a call are listed."""

from __future__ import annotations

from typing import Any

import pytest

from callrail_tui.errors import NotAllowed, NotFound
from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.recording import NO_RECORDING, Recording, Sound, recording_at
from callrail_tui.present.recording import (
    RecordingFacts,
    call_links,
    failure_words,
    link_line,
    progress_words,
    recording_words,
)
from tests.hostile import PAYLOADS

APP = recording_at("https://app.callrail.com/calls/CAL1/recording/redirect?access_key=7")
STORE = recording_at("https://calltrk-production.s3.amazonaws.com/a.mp3")


def call(**raw: Any) -> Call:
    return decode_call({"id": "CAL1", "direction": "inbound", "answered": True, "duration": 60, **raw})


def words(recording: Recording | None, *, hipaa: bool = False, error: NotAllowed | None = None, **raw: Any) -> str:
    return recording_words(RecordingFacts(call(**raw), recording, error, hipaa)).plain


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (words(None), "Reading the link"),
        (words(APP, recording_duration="125"), "Recorded: 2:05."),
        (words(APP), "There is a recording. Whoever has the link can listen; it is kept only while this is open."),
        (words(STORE), "lives about 24 hours and is not stored"),
        (words(APP, hipaa=True), "lives about 24 hours and is not stored"),
        (words(STORE, hipaa=True), "not saved to a file"),
        (words(Recording(Sound.STRANGE, "https://evil.example/")), "neither opened nor played"),
        (words(Recording(Sound.DIRECT)), "sound itself"),
        (words(NO_RECORDING), "Recording may be off"),
        (words(NO_RECORDING), "deleted"),
        (words(NO_RECORDING, answered=False, voicemail=False), "nobody answered"),
        (words(NO_RECORDING, answered=None, duration=None), "still going on"),
        (words(NO_RECORDING, call_type="abandoned"), "hung up first"),
        (words(None, error=NotAllowed(status=403, detail="no")), "r asks again."),
        (words(None, error=NotAllowed(status=403, detail="no")), "The server said: no"),
    ],
)
def test_each_state_has_its_words(shown: str, said: str) -> None:
    assert said in shown


def test_links_are_listed_with_the_recordings_first_and_without_the_apis_own() -> None:
    links = call_links(
        call(
            recording="https://api.callrail.com/v3/a/1/calls/2/recording.json",
            recording_player="https://app.callrail.com/p?access_key=7",
            timeline_url="https://app.callrail.com/t",
            landing_page_url="https://a.example/",
            waveforms=["https://cdn.example/1", None, "https://cdn.example/2"],
        ),
        APP,
    )
    assert [link.label for link in links] == [
        "Recording", "Player", "Timeline", "Landing page", "Waveform 1", "Waveform 2",
    ]  # fmt: skip
    assert [link.is_secret for link in links] == [True, True, False, False, False, False]
    assert not any("api.callrail.com" in link.address for link in links)
    assert "access_key" not in repr(links)
    assert call_links(call(waveforms="x", recording_player=["y"]), None) == []
    assert call_links(call(), NO_RECORDING) == []


def test_progress_and_failures_are_told() -> None:
    assert progress_words("playing", 1_025, 4_096).plain == "Playing: 2/4 KB · p stops"
    assert progress_words("saving", 0, None).plain == "Saving: 0 KB · p stops it, and leaves no file"
    assert failure_words(NotFound("Gone.", "Ask again.")).plain == "Gone. Ask again."


@pytest.mark.parametrize("payload", PAYLOADS.values())
def test_hostile_links_are_cleaned(payload: str) -> None:
    links = call_links(call(recording_player=payload, waveforms=[payload]), Recording(Sound.STRANGE, payload))
    assert not any("\x1b" in link_line(link).plain for link in links)
    assert len(links) == (3 if payload else 0)
