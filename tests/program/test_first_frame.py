"""The picture that stands while Textual is loaded: where Textual's first frame will lie, and a terminal well kept."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pyte
import pytest

from callrail_tui.present.columns import READING
from callrail_tui.screens.panes import TREE_CELLS
from tests.program.driving import CANARY, READY, TEXTUAL_BEGINS, quit_well, served_arguments, settle, start, state_of
from tests.program.served import silent
from tests.terminal.screens import ErasingScreen
from tests.terminal_process import TerminalProcess

NOT_READ = "… of …"
CONNECTION = "11111111-2222-4333-8444-555555555555"
PLACE = {
    "version": 1,
    "connection_id": CONNECTION,
    "accounts": {CONNECTION: {"id": "ACC0123", "name": "Zoë & 山田 Ltd"}},
    "splits": {"list": 4},
}

Cells = list[list[tuple[str, str, str, bool, bool]]]


def shown(data: bytes, columns: int, rows: int) -> Cells:
    """What an emulator shows of some bytes: glyph, colours, bold, reverse."""
    screen = ErasingScreen(columns, rows)
    stream = pyte.ByteStream(screen)
    stream.feed(data.replace(b"\x1b[>25u", b"").replace(b"\x1b[?2026$p", b"").replace(b"\x1b[?2048$p", b""))
    lines = ([screen.buffer[y][x] for x in range(columns)] for y in range(rows))
    # A blank looks the same in every colour and weight of text.
    return [
        [(c.data, c.fg, c.bg, c.bold, c.reverse) if c.data != " " else (" ", "", c.bg, False, c.reverse) for c in line]
        for line in lines
    ]


def text_of(cells: Cells) -> list[str]:
    """The glyphs of each line."""
    return ["".join(glyph for glyph, *_ in line).rstrip() for line in cells]


def remembered(folder: Path) -> None:
    """A last run's place."""
    state = state_of(folder)
    state.mkdir(parents=True, mode=0o700)
    (state / "state.json").write_text(json.dumps(PLACE), "utf-8")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (170, 45), (24, 6)])
def test_textuals_own_frame_lies_over_it(tmp_path: Path, columns: int, rows: int) -> None:
    """Title, headings, placeholders, edges and status: the same cells in the same colours."""
    remembered(tmp_path)
    with (
        silent() as url,
        start(tmp_path, *served_arguments(url), size=(columns, rows), MATON_API_KEY=CANARY) as app,
    ):
        app.wait(lambda: "? Help" in app.text)
        settle(app)
        picture, _, _ = app.raw.partition(TEXTUAL_BEGINS)
        first, own = shown(picture, columns, rows), shown(app.raw, columns, rows)
        assert READING in "\n".join(text_of(first))
        assert NOT_READ in text_of(first)[-1]
        assert not columns > 100 or "Ltd" in text_of(first)[0]
        for y in range(rows - 2):
            # The scrollbar's cells are its own, and so is what the tree says beside its edge.
            here = slice(TREE_CELLS - 1 if columns > 160 else 0, columns - 1) if y else slice(columns)
            assert first[y][here] == own[y][here], y
        assert first[-1][0][2] == own[-1][0][2]
        assert first[-1][:8] == own[-1][:8]
        app.signal(signal.SIGWINCH)
        settle(app)
        assert shown(app.raw, columns, rows) == own, "what a full paint shows is what the differences came to"
        quit_well(app)


@pytest.mark.parametrize("variable", ["NO_COLOR", "TEXTUAL_THEME"])
def test_other_colours_are_left_to_textual(tmp_path: Path, variable: str) -> None:
    """What it cannot know it draws in the terminal's own colours."""
    given = {"NO_COLOR": "1", "TEXTUAL_THEME": "nord"}[variable]
    with start(tmp_path, "--demo", **{variable: given}) as app:
        app.wait_text(READY)
        picture, _, _ = app.raw.partition(TEXTUAL_BEGINS)
        assert NOT_READ.encode() in picture
        assert b";2;" not in picture
        quit_well(app)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (8, 8), (14, 6)])
def test_textual_goes_on_from_it(tmp_path: Path, columns: int, rows: int) -> None:
    """What stands is not sent again, and what comes of the differences is what a full paint shows, however narrow."""
    with start(tmp_path, "--demo", size=(columns, rows)) as app:
        app.wait(lambda: TEXTUAL_BEGINS in app.raw)
        settle(app, quiet=1.0)
        _, _, own = app.raw.partition(TEXTUAL_BEGINS)
        assert b"Outcome" not in own, "the headings stand already"
        before = shown(app.raw, columns, rows)
        app.signal(signal.SIGWINCH)
        settle(app)
        assert shown(app.raw, columns, rows) == before
        quit_well(app)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (170, 45), (24, 8)])
def test_textuals_own_calls_lie_over_those_that_came_before_it(tmp_path: Path, columns: int, rows: int) -> None:
    """The same cells in the same colours, the cursor on the first; only the status line may know more by then."""
    with start(tmp_path, "--demo", size=(columns, rows)) as app:
        app.wait_text(READY)
        settle(app, quiet=1.0)
        picture, _, _ = app.raw.partition(TEXTUAL_BEGINS)
        first, own = shown(picture, columns, rows), shown(app.raw, columns, rows)
        assert NOT_READ not in text_of(first)[-1]
        assert READING not in "\n".join(text_of(first))
        left = TREE_CELLS - 1 if columns > 160 else 0
        listed = next((y for y in range(1, rows - 2) if "──" in "".join(c[0] for c in own[y])), rows - 2)
        assert not [line for line in text_of(first)[2:listed] if set(line.split()) <= {"·", "▕"}], "no row waits"
        for y in range(1, listed):
            assert first[y][left : columns - 1] == own[y][left : columns - 1], y
        status = "".join(cell[0] for cell in own[-1])
        assert (
            first[-1][: status.index("0 ", status.index(" of "))] == own[-1][: status.index("0 ", status.index(" of "))]
        )
        quit_well(app)


@pytest.mark.parametrize("sign", [NOT_READ, READY])
def test_keys_typed_meanwhile_are_taken(tmp_path: Path, sign: str) -> None:
    with start(tmp_path, "--demo") as app:
        app.wait(lambda: sign in app.text)
        app.send("jj")
        app.wait_text("3 of 2,000")
        assert "jj" not in text_of(shown(app.raw.partition(TEXTUAL_BEGINS)[0], 120, 36))[0]
        quit_well(app)


@pytest.mark.parametrize("sign", [NOT_READ, READY])
def test_keys_typed_meanwhile_go_where_they_will_belong(tmp_path: Path, sign: str) -> None:
    """`/` after `h` is the tree's, although no pane had the focus yet when both were typed."""
    with start(tmp_path, "--demo", size=(200, 50)) as app:
        app.wait(lambda: sign in app.text)
        app.send("h/cedar qhz\r")
        app.wait_text("no name contains that")
        assert " x" not in app.text.splitlines()[0]
        quit_well(app)


@pytest.mark.parametrize("sign", [NOT_READ, READY])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_ended_while_it_stands(tmp_path: Path, number: signal.Signals, sign: str) -> None:
    """A signal before there is an app: the terminal is given back."""
    with start(tmp_path, "--demo") as app:
        app.wait(lambda: sign in app.text)
        app.signal(number)
        assert app.wait_exit() == 128 + number
        assert_given_back(app)


def test_a_first_run_without_a_key_takes_nothing(tmp_path: Path) -> None:
    with start(tmp_path, MATON_API_KEY=None) as app:
        app.wait(lambda: TEXTUAL_BEGINS in app.raw)
        picture, _, _ = app.raw.partition(TEXTUAL_BEGINS)
        assert NOT_READ.encode() not in picture
        settle(app)
        app.send("\x11")
        app.wait_exit()
        assert_given_back(app)


def assert_given_back(app: TerminalProcess) -> None:
    """The terminal is as it was."""
    assert app.modes_left == set()
    assert app.cooked
