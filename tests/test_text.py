"""The cleaning of foreign text: what is replaced, what stays, and what holds for every string there is."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import get_character_cell_size

from callrail_tui.text import FORBIDDEN, FORBIDDEN_MULTILINE, LIMIT, MARKS_PER_BASE, REPLACEMENT, clean, is_clean
from tests.hostile import PAYLOADS

ANY_TEXT = st.text(st.characters(codec=None, categories=None))
"""All of Unicode, lone surrogates among it."""
NASTY = st.text(
    st.one_of(
        st.sampled_from(
            "\x00\t\n\r\x1b\x7f\x9b\u00ad\u0301\u0489\u200b\u200c\u200d\u202e\u2028\u3164\ud800\ufe0f\ufeff"
        ),
        st.sampled_from("a [/]…�◌日👨🏻\u1160\u093f\U000e0041\U000e0100\uffff"),
        st.characters(codec=None, categories=None),
    )
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Dana Whitfield", "Dana Whitfield"),
        ("\x1b]52;c;eA==\x1b\\", "␛]52;c;eA==␛\\"),
        ("a\rb\x00c\x7fd", "a␍b␀c␡d"),
        ("one\ntwo\r\nthree", "one␊two␍␊three"),
        ("a\tb", "a    b"),
        ("\x9b31m\u202ex\u2028\ufeff\ud800\U000e0041", "�31m�x����"),
        ("a\u200bb\u00adc\u3164", "a�b�c�"),
        ("👨\u200d👩 ❤\ufe0f क्\u200dष", "👨\u200d👩 ❤\ufe0f क्\u200dष"),
        ("\u200d", "◌\ufffd"),
        ("Ann\u200d\u200d", "Ann\ufffd"),
        ("e" + "\u0301" * 9 + "x", "e" + "\u0301" * 4 + "�x"),
        ("\u0301a", "◌\u0301a"),
        ("Zoë [b]x[/b]", "Zoë [b]x[/b]"),
    ],
)
def test_shows_what_was_there_in_a_form_that_cannot_act(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_keeps_lines_where_lines_may_be() -> None:
    assert clean("one\r\ntwo\nthree\rfour\u2028", multiline=True) == "one\ntwo\nthree␍four�"
    assert clean("a\n\u0301", multiline=True) == "a\n◌\u0301"


def test_every_control_character_keeps_a_picture_of_its_own() -> None:
    pictures = {clean(chr(point)) for point in (*range(32), 0x7F)}
    assert len(pictures) == 33


@pytest.mark.parametrize(
    ("value", "shown"), [(None, ""), (7, "7"), (1.5, "1.5"), (True, "True"), (["\x1b"], r"['\x1b']")]
)
def test_takes_whatever_json_holds(value: object, shown: str) -> None:
    assert clean(value) == shown


def test_takes_values_that_cannot_be_written_out() -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    assert clean(10**5_000) == "<int>"
    assert clean(nested) == "<list>"


def test_takes_a_text_enum_by_its_value() -> None:
    class Colour(StrEnum):
        RED = "re\x1bd"

    assert clean(Colour.RED) == "re␛d"


def test_cuts_at_the_limit_and_says_so() -> None:
    assert clean("abcdef", limit=6) == "abcdef"
    assert clean("abcdefg", limit=6) == "abcde…"
    assert clean("👨\u200d👩", limit=3) == "👨\u200d👩"
    assert clean("👨\u200d👩x", limit=3) == "👨…"
    assert len(clean("\x1b" * 300_000)) == LIMIT
    assert clean("abc", limit=0) == "…"


def test_tells_whether_anything_was_replaced() -> None:
    assert is_clean("plain ❤\ufe0f")
    assert not is_clean("two\nlines")
    assert is_clean("two\r\nlines", multiline=True)
    assert not is_clean("two\x1blines", multiline=True)


@pytest.mark.parametrize("name", PAYLOADS)
def test_no_payload_gets_through(name: str) -> None:
    shown = clean(PAYLOADS[name])
    assert not FORBIDDEN.search(shown)
    assert longest_pile(shown) <= MARKS_PER_BASE


def test_covers_every_format_control_and_separator_of_unicode() -> None:
    joiners = {0x200C, 0x200D}
    written = {
        *range(0x600, 0x606),
        0x6DD,
        0x70F,
        0x890,
        0x891,
        0x8E2,
        0x110BD,
        0x110CD,
    }  # drawn, with a width of their own
    for point in range(0x110000):
        if unicodedata.category(chr(point)) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            assert bool(FORBIDDEN.match(chr(point))) is (point not in joiners | written), hex(point)


def test_knows_every_character_without_a_width() -> None:
    for point in range(0x110000):
        if get_character_cell_size(chr(point)) == 0 and not FORBIDDEN.match(chr(point)):
            shown = REPLACEMENT if point == 0x200D else chr(point)  # a joiner joins to nothing at the end of a line
            assert clean(chr(point)) == "◌" + shown, hex(point)


@given(ANY_TEXT | NASTY, st.booleans(), st.integers(1, 60))
@settings(max_examples=800)
def test_holds_for_every_string(raw: str, multiline: bool, limit: int) -> None:
    shown = clean(raw, multiline=multiline, limit=limit)
    assert clean(shown, multiline=multiline, limit=limit) == shown
    assert not re.search(FORBIDDEN_MULTILINE if multiline else FORBIDDEN, shown)
    assert len(shown) <= limit
    assert longest_pile(shown) <= MARKS_PER_BASE
    assert bool(shown) is bool(raw)
    assert sum(map(get_character_cell_size, shown)) >= 1 or not shown.replace("\n", "")


@given(st.text(st.sampled_from([chr(point) for point in (*range(9), *range(10, 32), 0x7F)] + list("ab")), max_size=40))
@settings(max_examples=300)
def test_different_control_strings_stay_different(raw: str) -> None:
    pictures = {chr(0x2400 + point): chr(point) for point in range(32)} | {"␡": "\x7f"}
    assert "".join(pictures.get(character, character) for character in clean(raw)) == raw


def longest_pile(text: str) -> int:
    """The most combining marks that stand in a row."""
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character)[0] == "M" else 0
        longest = max(longest, run)
    return longest


def test_replacement_is_the_one_that_unicode_names() -> None:
    assert unicodedata.name(REPLACEMENT) == "REPLACEMENT CHARACTER"
