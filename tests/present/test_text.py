"""The door: foreign text becomes drawable in one way only."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from callrail_tui.present.text import assemble, display, display_text, fit, width
from callrail_tui.text import FORBIDDEN, clean
from tests.hostile import PAYLOADS

CLICK = "[@click=app.quit]x[/]"


def test_content_is_cleaned_and_free_of_markup() -> None:
    content = display(f"\x1b{CLICK}")
    assert content.plain == f"␛{CLICK}"
    assert list(content.spans) == []


def test_rich_text_is_cleaned_and_free_of_markup() -> None:
    text = display_text(f"\x1b{CLICK}", style="bold")
    assert text.plain == f"␛{CLICK}"
    assert text.spans == []


def test_a_style_covers_the_whole() -> None:
    (span,) = display("abc", style="bold").spans
    assert (span.start, span.end, span.style) == (0, 3, "bold")


def test_lines_stay_only_where_asked_for() -> None:
    assert display("a\nb").plain == "a␊b"
    assert display("a\nb", multiline=True).plain == "a\nb"
    assert display_text("a\nb", multiline=True, limit=3).plain == "a\nb"


def test_parts_are_cleaned_each_on_its_own() -> None:
    drawn = assemble("Calls of ", (f"\x1b{CLICK}", "bold"), display("\r"), 7)
    assert drawn.plain == f"Calls of ␛{CLICK}␍7"
    assert [span.style for span in drawn.spans] == ["bold"]
    assert assemble("a", "b", separator=" · ").plain == "a · b"
    assert assemble() == Content("")


@pytest.mark.parametrize(
    ("value", "cells", "end", "drawn"),
    [
        ("Dana", 6, True, "Dana  "),
        ("Dana Whitfield", 6, True, "Dana …"),
        ("Dana Whitfield", 6, False, "…field"),
        ("日本語", 6, True, "日本語"),
        ("日本語", 5, True, "日本…"),
        ("日本語", 4, True, "日 …"),
        ("日本語", 4, False, "… 語"),
        ("a\x1bb", 4, True, "a␛b "),
        ("ab", 1, True, "…"),
        ("ab", 0, True, ""),
        (None, 3, True, "   "),
    ],
)
def test_fits_exactly(value: object, cells: int, end: bool, drawn: str) -> None:
    assert fit(value, cells, end=end) == drawn


@given(
    st.text(st.characters(codec=None, categories=None)) | st.sampled_from(list(PAYLOADS.values())), st.integers(0, 90)
)
@example("\u200d", 2)
@example("ab\u200dcd", 3)
@settings(max_examples=500)
def test_fits_every_string(value: str, cells: int) -> None:
    for end in (True, False):
        drawn = fit(value, cells, end=end)
        assert cell_len(drawn) == cells
        assert not FORBIDDEN.search(drawn)
    assert width(value) == cell_len(clean(value))
