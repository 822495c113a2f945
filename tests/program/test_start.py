"""It starts, moves, resizes and quits; idle it writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program.driving import READY, concurrently, position, quit_well, settle, start

LONGER_THAN_AN_ANSWER = 1.2
"""Seconds: by then what was asked for is here, and shows in the budget of the status line."""


def live(folder: Path) -> bytes:
    """One life at three sizes; what two idle seconds wrote."""
    with start(folder, "--demo", size=(80, 24)) as app:
        app.wait_text(READY)
        app.send("jjj\x1b[B\x1b[6~k")
        app.wait(lambda: position(app).endswith("of 2,000") and position(app) > "1 of 2,000")
        app.send("G")
        app.wait_text("2,000 of 2,000")
        for columns, rows in ((200, 50), (120, 36), (80, 24), (120, 36)):
            app.resize(columns, rows)
            app.wait(
                lambda rows=rows: app.text.count("\n") == rows - 1 and "2,000 of 2,000" in app.text.splitlines()[-1]
            )
        app.send("g\r")
        app.wait_text("1 of 2,000")
        app.wait_text("Decided")
        settle(app, quiet=LONGER_THAN_AN_ANSWER)
        idle = app.listen(2.0)
        app.send("h")
        app.send("q")
        assert app.wait_exit() == 0
        assert app.modes_left == set()
        assert app.cooked
        return idle


def test_a_life(tmp_path: Path) -> None:
    assert live(tmp_path) == b""


@pytest.mark.parametrize(
    ("keys", "words"), [("/", "one term"), ("f", "Show only"), ("?", "esc leave"), (":", "Do what?")]
)
def test_idle_is_silent_in_fields_and_dialogs_too(tmp_path: Path, keys: str, words: str) -> None:
    with start(tmp_path, "--demo") as app:
        app.wait_text(READY)
        app.send(keys)
        app.wait_text(words)
        settle(app, quiet=LONGER_THAN_AN_ANSWER)
        assert app.listen(1.5) == b""
        app.send("\x11")
        assert app.wait_exit() == 0


def test_the_last_lines_follow_after_a_zoom(tmp_path: Path) -> None:
    with start(tmp_path, "--demo", size=(180, 50)) as app:
        app.wait_text(READY)
        app.send("\r")
        app.wait_text("h To the list")
        app.send("zz")
        settle(app)
        app.send("hjj")
        app.wait_text("enter Open")
        app.wait_text("3 of 2,000")
        quit_well(app)


@pytest.mark.parametrize("way", ["q", "\x11"])
def test_it_quits(tmp_path: Path, way: str) -> None:
    with start(tmp_path, "--demo") as app:
        app.wait_text(READY)
        app.send(way)
        assert app.wait_exit() == 0
        assert app.modes_left == set()
        assert app.cooked


def test_the_demo_leaves_nothing_behind(tmp_path: Path) -> None:
    with start(tmp_path, "--demo") as app:
        app.wait_text(READY)
        quit_well(app)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_smallest_and_the_largest_terminals(tmp_path: Path) -> None:
    def at(size: tuple[int, int]) -> None:
        with start(tmp_path / str(size), "--demo", size=size) as app:
            app.wait_raw(b"\x1b[?1049h")
            app.resize(120, 36)
            app.wait_text(READY)
            app.resize(*size)
            app.send("jj")
            settle(app)
            app.resize(100, 30)
            app.wait_text("3 of 2,000")
            quit_well(app)

    concurrently(at, [(1, 1), (2, 60), (300, 3), (400, 100)])
