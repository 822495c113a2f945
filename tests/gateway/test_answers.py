"""Bytes to objects, and the server's own words."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callrail_tui.errors import BadReply, HtmlPage, NotJson
from callrail_tui.gateway.answers import Reply, decode_json, decode_reply, rows_of, server_words
from callrail_tui.model.read import Json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"{", b'{"calls": [', b"[]", b"null", b'"text"', b"1", b"{} {}", b'{"a": NaN}', b'{"a": -Infinity}',
        b'{"a": ' + b"1" * 5000 + b"}", b'{"a":' + b"[" * 100_000, b'{"a": "\xe9"}', b"\xff\xfe{\x00}\x00", b"<html>",
        b"OK", b"\x00",
    ],
)  # fmt: skip
def test_what_is_no_json_object_is_not_json(body: bytes) -> None:
    with pytest.raises(NotJson) as refusal:
        decode_json(body)
    assert len(refusal.value.detail) <= 500


def test_a_byte_order_mark_and_a_lone_surrogate_are_read() -> None:
    assert decode_json(b'\xef\xbb\xbf{"a": "\\ud800"}') == {"a": "\ud800"}


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_not_json(body: bytes) -> None:
    with suppress(NotJson):
        assert isinstance(decode_json(body), dict)


@settings(max_examples=40)
@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_every_object_is_read_as_it_was_written(value: dict[str, object]) -> None:
    assert decode_json(json.dumps(value).encode()) == value


def test_an_empty_answer_is_an_empty_object() -> None:
    assert decode_reply(Reply(204, {}, b"ignored")) == {}
    assert decode_reply(Reply(200, {}, b" \n")) == {}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, {"content-type": "text/html; charset=utf-8"}, b"{}"),
        Reply(200, {}, b"\n <!doctype html><title>Log in</title>"),
    ],
)
def test_a_web_page_is_told_apart(reply: Reply) -> None:
    with pytest.raises(HtmlPage):
        decode_reply(reply)
    assert server_words(reply) == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"error": "You do not have permission"}', "You do not have permission"),
        ('{"error": {"message": "Nested"}}', "Nested"),
        ('{"message": "Second"}', "Second"),
        ('{"error": "First", "message": "Second"}', "First"),
        ('{"error": null, "message": "Second"}', "Second"),
        ('{"error": true, "message": "Second"}', "Second"),
        ('{"errors": "Text"}', "Text"),
        ('{"errors": ["One", "Two"]}', "One; Two"),
        ('{"errors": [{"field": "name", "message": "is taken"}]}', "name: is taken"),
        ('{"errors": {"color": ["is not included in the list"]}}', "color: is not included in the list"),
        ('{"errors": []}', '{"errors": []}'),
        ("{}", ""),
        ('["One"]', '["One"]'),
        ("plain text", "plain text"),
        ("", ""),
    ],
)
def test_the_servers_words_are_found_in_every_shape(body: str, words: str) -> None:
    assert server_words(Reply(400, {}, body.encode())) == words


@given(st.one_of(st.binary(max_size=3000), JSON.map(lambda value: json.dumps({"errors": value}).encode())))
def test_the_servers_words_are_always_short_text(body: bytes) -> None:
    assert len(server_words(Reply(400, {}, body))) <= 500


def test_a_list_may_be_null_but_not_missing() -> None:
    assert rows_of({"calls": None}, "calls") == []
    assert rows_of({"calls": [1]}, "calls") == [1]
    wrong: list[Json] = [{}, {"calls": "none"}, {"calls": {}}, {"error": "Try later"}]
    for answer in wrong:
        with pytest.raises(BadReply, match="no list of calls") as refused:
            rows_of(answer, "calls")
        assert refused.value.detail == answer.get("error", "")
