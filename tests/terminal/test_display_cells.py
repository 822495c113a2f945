"""Rows, cells, styles and spans: the pure parts of the display layer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import ControlType, Segment
from rich.style import Style

from callrail_tui.terminal import guard
from callrail_tui.terminal.cells import NARROW, WIDE, cells_of, fitted, replaced, row_of, row_width, split_row
from callrail_tui.terminal.diff import changed_spans, find_shift, shifted
from callrail_tui.terminal.sgr import change, ground

TRUE = ColorSystem.TRUECOLOR
STYLES = st.lists(
    st.sampled_from(("1", "2", "3", "4", "7", "9", "21", "31", "92", "44", "103", "38;5;9", "48;2;1;2;3", "39", "49")),
    unique=True,
).map(";".join)


def characters(body: str) -> str:
    """All characters of a class body."""
    parts, text = [], body
    while text:
        ends = text[0], text[2] if text[1:2] == "-" else text[0]
        parts.append("".join(map(chr, range(ord(ends[0]), ord(ends[1]) + 1))))
        text = text[3:] if text[1:2] == "-" else text[1:]
    return "".join(parts)


@pytest.mark.parametrize(("body", "width"), [(NARROW, 1), (WIDE, 2)])
def test_what_is_certain_is_so_for_textual_too(body: str, width: int) -> None:
    assert {f"U+{ord(c):04x}" for c in characters(body) if cell_len(c) != width or not c.isprintable()} <= {"U+00a0"}


@given(st.lists(st.tuples(st.text(max_size=6), st.sampled_from(("", "1", "31;44"))), max_size=6).map(tuple))
def test_cells_are_as_many_as_textual_counts(row: tuple[tuple[str, str], ...]) -> None:
    row = tuple((text, style) for text, style in row if text.isprintable())
    glyphs, styles, _ = cells_of(row)
    assert len(glyphs) == len(styles)
    if all(cell_len(text) == sum(map(cell_len, text)) and cell_len(text[:1]) for text, _ in row):
        assert len(glyphs) == row_width(row)


def test_rows_pass_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "hits", guard.hits)
    (text, _), *_ = row_of([Segment("a\x1b]52;c;x\x07b\x9b31m")], TRUE)
    assert not any(control in text for control in "\x1b\x07\x9b")


def test_rows_carry_no_links_and_no_controls() -> None:
    segments = [
        Segment("home", Style(link="https://example.com", bold=True)),
        Segment("\x1b[2J", None, [(ControlType.CLEAR,)]),
        Segment("!", Style(bold=True)),
    ]
    assert row_of(segments, TRUE) == (("home!", "1"),)


def test_colours_are_those_of_the_terminal() -> None:
    row = row_of([Segment("x", Style.parse("#ff0000 on #000000"))], ColorSystem.STANDARD)
    assert row == (("x", "31;40"),)


def test_rows_are_cut_at_glyphs_and_a_wide_one_cut_in_two_is_blanks() -> None:
    row = (("a漢b", "1"),)
    assert split_row(row, 2) == ((("a ", "1"),), ((" b", "1"),))
    assert replaced(row, 2, (("x", ""),)) == (("a ", "1"), ("x", ""), ("b", "1"))
    assert split_row((("ab नि▌", "1"),), 4) == ((("ab नि", "1"),), (("▌", "1"),))
    assert fitted(row, 6) == (("a漢b", "1"), ("  ", ""))


@given(STYLES, STYLES)
def test_a_change_of_style_arrives(old: str, new: str) -> None:
    """Step by step or afresh, a terminal in the old style ends in the new one."""
    started, wanted = after(frozenset(), change("", old)), after(frozenset(), f"\x1b[;{new}m")
    assert after(started, change(old, new)) == wanted
    assert after(frozenset(), f"\x1b[;{old}m") == started


def after(state: frozenset[str], sequence: str) -> frozenset[str]:
    """The attributes and colours that a terminal draws in after an SGR sequence."""
    ends = {"22": ("1", "2"), "23": ("3",), "24": ("4", "21"), "27": ("7",), "29": ("9",)}
    left = sequence.removeprefix("\x1b[").removesuffix("m").split(";") if sequence else []
    while left:
        code = left.pop(0)
        if code in ("38", "48"):
            length = 2 if left[0] == "5" else 4
            code, left = ";".join([code, *left[:length]]), left[length:]
        if not code:
            state = frozenset()
        elif code in ends:
            state -= set(ends[code])
        elif code in ("1", "2", "3", "4", "7", "9", "21"):
            state |= {code}
        else:
            others = {
                old for old in state if old in ("1", "2", "3", "4", "7", "9", "21") or is_back(old) != is_back(code)
            }
            state = frozenset(others | (set() if code in ("39", "49") else {code}))
    return state


def is_back(code: str) -> bool:
    """Whether a colour is one of the background."""
    return code.startswith(("4", "10"))


def test_only_what_shows_on_a_blank_counts_there() -> None:
    assert ground("1;31;44") == "44"
    assert ground("4;31;44") == "4;31;44"
    assert ground("1;32") == ""
    assert ground("3;32") == "3;32"


def test_spans_skip_wide_gaps_and_join_narrow_ones() -> None:
    old, new = cells_of((("abcdefghijklmnop", ""),)), cells_of((("Xbcd" + "efghijklmnoY", ""),))
    assert changed_spans(old, new) == [(0, 1), (15, 16)]
    assert changed_spans(old, cells_of((("XbcdXfghijklmnop", ""),))) == [(0, 5)]
    assert changed_spans(None, new) == [(0, 16)]


def test_a_glyph_keeps_its_style_before_one_in_another_style() -> None:
    assert cells_of((("a", "1"), ("👍", "31"))) == (["a", "👍", ""], ["1", "31", "31"], (1,))
    assert cells_of((("漢", "1"), ("\u0301b", "31"))) == (["漢\u0301", "", "b"], ["1", "1", "31"], (0,))
    assert cells_of((("\u0301b", "31"),)) == (["b"], ["31"], ())


def test_a_joiner_joins_what_textual_joins() -> None:
    """It takes the next character with it, whatever that is, but not one that came in another piece of text."""
    assert cells_of((("a\u200db c", ""),)) == (["a\u200db", " ", "c"], ["", "", ""], (0,))
    assert cells_of((("👩\u200d x", ""),)) == (["👩\u200d ", "", "x"], ["", "", ""], (0,))
    for left, right in (("a\u200d", "b"), ("❤", "\ufe0f"), ("👩", "\u200d👧")):
        row = row_of([Segment(left), Segment(right), Segment("!")], TRUE)
        assert len(cells_of(row).glyphs) == row_width(row) == cell_len(left) + cell_len(right) + 1


def test_no_glyph_is_made_wider_than_its_cells() -> None:
    """A VS16 cut off a heart would make it so, and cost it the heart on a terminal that joins them."""
    assert cells_of((("x❤", ""), ("\ufe0f", ""), ("!", "44"))) == (["x❤", "", "!"], ["", "", "44"], (0,))
    assert cells_of((("👍", ""), ("\ufe0f\u0301", "1"))) == (["👍\ufe0f\u0301", ""], ["", ""], (0,))


def test_from_a_doubtful_glyph_on_the_row_is_written_again() -> None:
    old, new = cells_of((("ab 👨‍👩‍👧 cdefgh X", ""),)), cells_of((("ab 👨‍👩‍👧 cdefgh Y", ""),))
    ((start, end),) = changed_spans(old, new)
    assert start <= 3
    assert end == len(new.glyphs)


def test_what_a_glyph_at_the_edge_may_have_been_drawn_over_is_written_again() -> None:
    """A terminal that takes it to be wider may have put it one column further left."""
    assert changed_spans(cells_of((("abc", ""), ("🇩", "1"))), cells_of((("abcd", ""),))) == [(2, 4)]


def test_a_shift_is_recognised_within_its_band() -> None:
    rows = [((f"row {number}", ""),) for number in range(10)]
    new = [rows[0], *rows[2:7], ((("fresh"), ""),), *rows[7:]]
    changed = [index for index in range(10) if new[index] != rows[index]]
    shift = find_shift(rows, new, changed)
    assert shift is not None
    assert (shift.top, shift.bottom, shift.rows) == (1, 6, 1)
    after = shifted(rows, shift)
    assert [index for index in range(10) if after[index] != new[index]] == [6]


def test_rows_that_only_look_alike_do_not_shift() -> None:
    blank, text = ((" ", ""),), ((("text"), ""),)
    old = [blank, text, blank, blank, blank]
    assert find_shift(old, [text, blank, blank, blank, text], [0, 1, 4]) is None
