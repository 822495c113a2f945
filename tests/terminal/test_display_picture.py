"""The picture before the layer: drawn as it is told to the canvas, which then sends what differs from it."""

import os
import subprocess
import sys

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callrail_tui.present.cells import fit
from callrail_tui.terminal.canvas import Canvas
from callrail_tui.terminal.cells import Row, fitted
from callrail_tui.terminal.picture import Picture
from tests.terminal.screens import ErasingScreen, assert_shows

WIDTH, HEIGHT = 40, 6
SIZE = (WIDTH, HEIGHT)
GROUND = "38;2;200;200;200;48;2;18;18;18"
STYLES = (GROUND, "1;38;2;9;9;9;48;2;18;18;18", "38;2;9;9;9;48;2;36;47;56", "7", "")
TEXTS = ("Loading", "  ·        ·    ·", "─" * WIDTH, "Zoë & Søn", " " * 20, "end    ")
Put = tuple[bool, int, int, str, str]
PUTS = st.tuples(
    st.booleans(),
    st.integers(0, HEIGHT),
    st.integers(0, WIDTH - 1),
    st.sampled_from(TEXTS),
    st.sampled_from(STYLES),
)


def emulator() -> tuple[pyte.Screen, pyte.Stream]:
    screen = ErasingScreen(*SIZE)
    return screen, pyte.Stream(screen)


def put_all(picture: Picture, puts: list[Put]) -> None:
    """Bars and texts, the texts cut at the edge."""
    for is_bar, row, column, text, style in puts:
        if is_bar:
            picture.bar(row, fit(text, WIDTH), style)
        else:
            picture.put(row, column, text[: (WIDTH - column) // 2], style)


@settings(max_examples=200, deadline=None)
@given(st.lists(PUTS, max_size=12), st.lists(PUTS, max_size=12), st.sampled_from([GROUND, ""]))
def test_the_canvas_goes_on_from_what_stands(puts: list[Put], more: list[Put], ground: str) -> None:
    """What stands is drawn in two parts: the first frame, and the calls that came before there was an app."""
    screen, stream = emulator()
    picture = Picture(SIZE, ground, erases=True)
    for part in (puts, more):
        put_all(picture, part)
        stream.feed(picture.take_text())
    canvas = Canvas(*SIZE, erases=True)
    picture.tell(canvas)
    stream.feed(canvas.frame((0, 0)))
    rows: list[Row] = [fitted((("Calls", "1"), (f" {y}", "")), WIDTH) for y in range(HEIGHT)]
    for y in range(0, HEIGHT, 2):
        canvas.draw(y, 0, rows[y])
    stream.feed(canvas.frame((0, 0)))
    told = Canvas(*SIZE)
    picture.tell(told)
    assert_shows(screen, [rows[y] if y % 2 == 0 else told._wanted[y] for y in range(HEIGHT)])


def test_what_already_stands_is_not_sent_again() -> None:
    picture = Picture(SIZE, GROUND, erases=True)
    picture.put(2, 3, "Loading", GROUND)
    canvas = Canvas(*SIZE, erases=True)
    picture.tell(canvas)
    canvas.draw(2, 0, (("   Loading" + " " * 30, GROUND),))
    canvas.draw(3, 0, (("x" + " " * 39, GROUND),))
    frame = canvas.frame((0, 0))
    assert "x" in frame
    assert "Loading" not in frame


def told_nothing(picture: Picture, size: tuple[int, int] = SIZE) -> bool:
    """Whether a canvas that heard of it sends every cell all the same."""
    canvas, other = Canvas(*size), Canvas(*size)
    picture.tell(canvas)
    for one in (canvas, other):
        for y in range(size[1]):
            one.draw(y, 0, ((" " * size[0], GROUND),))
    return canvas.frame((0, 0)) == other.frame((0, 0))


def test_nothing_is_drawn_twice_or_over_what_nobody_knows() -> None:
    picture = Picture(SIZE, GROUND, erases=True)
    picture.put(2, 3, "Loading", GROUND)
    assert "Loading" in picture.take_text()
    assert picture.take_text() == ""
    picture.put(3, 3, "Calls", GROUND)
    picture.spoil()
    assert picture.take_text() == ""


def test_a_picture_that_may_not_stand_is_not_counted_on() -> None:
    assert not told_nothing(Picture(SIZE, GROUND, erases=True))
    assert told_nothing(Picture(SIZE, GROUND, erases=True), (WIDTH + 1, HEIGHT))
    assert told_nothing(Picture(SIZE, GROUND, erases=False))
    spoiled = Picture(SIZE, GROUND, erases=True)
    spoiled.spoil()
    assert told_nothing(spoiled)


@pytest.mark.parametrize(
    ("environment", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "vt100"}, False),
        ({"TERM": "no-such-terminal"}, False),
        ({}, False),
        ({"TERM": "xterm-256color", "STY": "1234.pts-0.host"}, False),
    ],
)
def test_terminfo_says_which_terminals_erase_in_colour(environment: dict[str, str], erases: bool) -> None:
    """In a process of its own: terminfo is looked at once."""
    kept = {name: value for name, value in os.environ.items() if name not in ("TERM", "STY")}
    code = "import os; from callrail_tui.terminal.erasing import erases_in_colour; print(erases_in_colour(os.environ))"
    said = subprocess.run(
        [sys.executable, "-c", code], env={**kept, **environment}, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == str(erases)
