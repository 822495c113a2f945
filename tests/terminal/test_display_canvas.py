"""Frames applied to a terminal emulator show what was asked for, whatever was there before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callrail_tui.terminal.canvas import Canvas
from callrail_tui.terminal.cells import Row, fitted
from tests.terminal.screens import assert_shows, seen, terminal

WIDTH, HEIGHT = 24, 8
STYLES = ("", "1", "31", "44", "1;38;2;1;2;3;48;2;4;5;6", "38;2;9;9;9;48;2;4;5;6", "7;32", "4;41", "3;9;39;49", "2")
TEXTS = st.sampled_from(
    (
        "a",
        "bc d",
        "   ",
        " " * 12,
        "\xa0",
        "Zoë ",
        "│─┼",
        "漢字",
        "x漢",
        "가나",
        "👍",
        "👨‍👩‍👧",
        "e\u0301t",
        "❤️",
        "🇩🇪",
        "ไทย",
        "שלום",
        "\u0301",
        "\u200b",
    )
)
RUNS = st.lists(st.tuples(TEXTS, st.sampled_from(STYLES)), min_size=1, max_size=6).map(tuple)


either_way = pytest.mark.parametrize("erases", [True, False])
"""On a terminal that erases to the current background, as the emulator does, and as on one that does not."""


def assert_repeatable(canvas: Canvas, rows: list[Row]) -> None:
    """A frame with nothing new costs nothing."""
    for y, row in enumerate(rows):
        canvas.draw(y, 0, row)
    assert canvas.frame((0, 0)) == ""


@either_way
@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(RUNS, min_size=HEIGHT, max_size=HEIGHT), min_size=1, max_size=4))
def test_any_pictures_in_turn(erases: bool, pictures: list[list[Row]]) -> None:
    screen, stream = terminal(WIDTH, HEIGHT)
    canvas = Canvas(WIDTH, HEIGHT, erases=erases)
    for picture in pictures:
        rows = [fitted(row, WIDTH) for row in picture]
        for y, row in enumerate(rows):
            canvas.draw(y, 0, row)
        stream.feed(canvas.frame((0, 0)))
        assert_shows(screen, rows)
        assert_repeatable(canvas, rows)


@either_way
@settings(max_examples=100, deadline=None)
@given(st.lists(RUNS, min_size=HEIGHT, max_size=HEIGHT), st.data())
def test_patches(erases: bool, picture: list[Row], data: st.DataObject) -> None:
    """A patch replaces the cells that it covers and no others, on the canvas as on a terminal."""
    plain = [tuple((text, style) for text, style in row if text.isascii()) for row in picture]
    screen, stream = terminal(WIDTH, HEIGHT)
    canvas = Canvas(WIDTH, HEIGHT, erases=erases)
    model, model_stream = terminal(WIDTH, HEIGHT)
    for y, row in enumerate(plain):
        canvas.draw(y, 0, fitted(row, WIDTH))
        model_stream.feed(f"\x1b[{y + 1}H\x1b[m" + " " * WIDTH)
        model_stream.feed(f"\x1b[{y + 1}H" + "".join(f"\x1b[;{style}m{text}" for text, style in fitted(row, WIDTH)))
    for _ in range(data.draw(st.integers(1, 5))):
        x, y = data.draw(st.integers(0, WIDTH - 4)), data.draw(st.integers(0, HEIGHT - 1))
        text, style = data.draw(st.sampled_from(("a", "xyz", "    "))), data.draw(st.sampled_from(STYLES))
        canvas.draw(y, x, ((text, style),))
        model_stream.feed(f"\x1b[{y + 1};{x + 1}H\x1b[;{style}m{text}")
    stream.feed(canvas.frame((0, 0)))
    assert screen.display == model.display
    cells = [(x, y) for y in range(HEIGHT) for x in range(WIDTH)]
    assert [seen(screen, x, y) for x, y in cells] == [seen(model, x, y) for x, y in cells]


@either_way
@settings(max_examples=100, deadline=None)
@given(
    st.lists(RUNS, min_size=3 * HEIGHT, max_size=3 * HEIGHT),
    st.lists(
        st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, HEIGHT - 1), st.integers(0, 2 * HEIGHT)),
        min_size=1,
        max_size=6,
    ),
)
def test_bands_that_scroll(erases: bool, texts: list[Row], steps: list[tuple[int, int, int]]) -> None:
    """Bands of rows move by any number of rows, up and down, among rows that stand still."""
    screen, stream = terminal(WIDTH, HEIGHT)
    canvas = Canvas(WIDTH, HEIGHT, erases=erases)
    offsets = [0] * HEIGHT
    for top, bottom, offset in [(0, HEIGHT - 1, 0), *steps]:
        for y in range(min(top, bottom), max(top, bottom) + 1):
            offsets[y] = offset
        rows = [fitted(((f"{y + offset:02d}", "31"), *texts[y + offset]), WIDTH) for y, offset in enumerate(offsets)]
        for y, row in enumerate(rows):
            canvas.draw(y, 0, row)
        stream.feed(canvas.frame((3, 2)))
        assert_shows(screen, rows)
        assert (screen.cursor.x, screen.cursor.y) == (3, 2)


@pytest.mark.parametrize("step", [1, -1, 3, -3])
def test_a_scrolled_list_is_scrolled_by_the_terminal(step: int) -> None:
    width, height = 120, 40
    canvas = Canvas(width, height)
    screen, stream = terminal(width, height)

    def rows(first: int) -> list[Row]:
        cursor = first + (24 if step > 0 else 0)
        listed = [
            fitted(((f"{n:06d} caller {n * 7919 % 10007} {n * 31 % 997}", "44" if n == cursor else "36"),), width)
            for n in range(first, first + 25)
        ]
        return [fitted((("header", "1"),), width), *listed, *([fitted((("detail", ""),), width)] * 14)]

    for first in (100, 100 + step):
        for y, row in enumerate(rows(first)):
            canvas.draw(y, 0, row)
        frame = canvas.frame((0, 0))
        stream.feed(frame)
    assert_shows(screen, rows(100 + step))
    assert len(frame) < 120 * (2 + abs(step))
    assert "\x1b[r" in frame


def test_a_forgetful_canvas_writes_everything() -> None:
    canvas = Canvas(10, 2)
    for y in range(2):
        canvas.draw(y, 0, (("0123456789", ""),))
    first = canvas.frame((0, 0))
    assert canvas.frame((0, 0)) == ""
    canvas.forget()
    assert canvas.frame((0, 0)) == first


def test_only_the_cursor_moves() -> None:
    canvas = Canvas(10, 2)
    canvas.draw(0, 0, (("0123456789", ""),))
    canvas.frame((0, 0))
    assert canvas.frame((4, 1)) == "\x1b[2;5H"


def test_what_reaches_over_the_edge_is_cut() -> None:
    screen, stream = terminal(10, 2)
    canvas = Canvas(10, 2)
    canvas.draw(0, 0, (("0123456789ABC", "31"),))
    canvas.draw(1, 8, (("漢漢", ""),))
    canvas.draw(7, 0, (("nowhere", ""),))
    stream.feed(canvas.frame((0, 0)))
    assert screen.display == ["0123456789", "        漢"]


def test_an_accent_stays_within_its_patch() -> None:
    """What is drawn left of it later, or right of what it stood on, is drawn as it is."""
    for first in ((("ab", ""), ("\u0301cd", "31")), (("abcd", ""),)):
        screen, stream = terminal(6, 1)
        canvas = Canvas(6, 1)
        canvas.draw(0, 0, first)
        canvas.draw(0, 1, (("x", ""),))
        canvas.draw(0, 4, (("\u0301!", ""),))
        stream.feed(canvas.frame((0, 0)))
        assert screen.display == ["axcd! "]


def drawn(row: Row, width: int, *, erases: bool) -> str:
    """The frame for one row on a screen of which nothing is known."""
    canvas = Canvas(width, 1, erases=erases)
    canvas.draw(0, 0, row)
    return canvas.frame((0, 0))


GROUND = "48;2;1;2;3"


def test_long_blanks_are_erased_where_that_is_right() -> None:
    row: Row = (
        ("name", f"1;38;2;9;9;9;{GROUND}"),
        (" " * 12, GROUND),
        ("x", f"38;2;9;9;9;{GROUND}"),
        (" " * 40, GROUND),
    )
    assert "name\x1b[12X" in drawn(row, 57, erases=True)
    assert "x\x1b[K" in drawn(row, 57, erases=True)
    assert "name" + " " * 12 in drawn(row, 57, erases=False)


@pytest.mark.parametrize("style", ["7", "4;41", "9", "3"])
def test_blanks_that_show_more_than_a_background_are_written(style: str) -> None:
    assert " " * 40 in drawn(((" " * 40, style),), 40, erases=True)


def test_an_erased_end_leaves_the_cursor_where_it_was() -> None:
    """What follows on the same row is found by a move from there."""
    screen, stream = terminal(60, 1)
    canvas = Canvas(60, 1, erases=True)
    canvas.draw(0, 0, (("#" * 60, ""),))
    stream.feed(canvas.frame((0, 0)))
    canvas.draw(0, 0, ((" " * 20, ""), ("#" * 10, ""), ("ab", ""), ("#" * 8, ""), (" " * 20, "")))
    stream.feed(canvas.frame((0, 0)))
    assert screen.display == [" " * 20 + "#" * 10 + "ab" + "#" * 8 + " " * 20]


def test_other_blanks_than_spaces_are_no_spaces() -> None:
    """In a large frame, which is erased first, as in a small one."""
    ground, words = "48;2;1;2;3", "38;2;9;9;9;48;2;1;2;3"
    screen, stream = terminal(60, 12)
    canvas = Canvas(60, 12, erases=True)
    for y in range(12):
        ink = f"1;{words}" if y % 2 else words
        canvas.draw(
            y,
            0,
            (
                ("│", words),
                (" " * 20, ground),
                ("word", ink),
                ("\xa0\xa0\xa0", ground),
                (" " * 31, ground),
                ("│", words),
            ),
        )
    stream.feed(canvas.frame((0, 0)))
    assert all(line[25:28] == "\xa0\xa0\xa0" for line in screen.display)
