"""The turns of a conversation, from every shape in which answers were seen to hold them."""

from __future__ import annotations

import pytest
from hypothesis import given

from callrail_tui.model.call import decode_call
from callrail_tui.model.transcript import Turn, seconds, turns_of
from tests.model.json_values import VALUES


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ({"conversational_transcript": [{"speaker": "agent", "phrase": "Hello", "start": 1.2}]},
         [Turn("Hello", "agent", 1.2)]),
        ({"conversational_transcript": [{"phrase": "Hello", "start": "7"}, None, 3, {"speaker": "agent"}]},
         [Turn("Hello", None, 7.0)]),
        ({"conversational_transcript": [], "transcription": "One.\n\nTwo."}, [Turn("One."), Turn("Two.")]),
        ({"conversational_transcript": None, "transcription": {"text": "One."}}, [Turn("One.")]),
        ({"transcription": [{"speaker": "caller", "text": "One.", "start": 2}, "Two.", None, 4]},
         [Turn("One.", "caller", 2.0), Turn("Two.")]),
        ({"transcription": {"segments": [{"text": "One."}]}}, [Turn("One.")]),
        ({"transcription": ""}, []),
        ({"transcription": None}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_each_shape_is_read(raw: dict[str, object], wanted: list[Turn]) -> None:
    assert turns_of(decode_call(raw)) == wanted


@pytest.mark.parametrize("value", [-1, "x", None, True, [], 1e300, float("nan"), "1" * 400])
def test_what_is_no_moment_of_a_call_is_none(value: object) -> None:
    assert seconds(value) is None


@given(VALUES)
def test_any_value_can_be_read(value: object) -> None:
    call = decode_call({"transcription": value, "conversational_transcript": value})
    assert all(isinstance(turn, Turn) and turn.phrase for turn in turns_of(call))
