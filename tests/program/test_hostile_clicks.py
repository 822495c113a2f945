"""Every cell of the screen is clicked where names stand that would be actions were markup obeyed: none of them runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hostile_clicks import CLICKS
from tests.program.driving import concurrently, quit_well, served_arguments, start
from tests.program.hostile_gateway import HostileGateway
from tests.program.hostile_opening import CONNECTIONS, RefusingOpening
from tests.program.served import App, served
from tests.terminal_process import TerminalProcess

COLUMNS, ROWS = 80, 12
"""Small, so that a thousand clicks are all; `tests/screens` looks at a wide screen."""
TOTAL = len(CLICKS)
OF_THE_MOUSE = {"scroll_up", "scroll_down", "grab", "release", "select_cursor"}
"""What a click on a scrollbar or on a line of the tree runs by itself."""


@contextmanager
def running(folder: Path, gateway: App, *expected: str) -> Iterator[TerminalProcess]:
    """The program on that gateway; at its end only the expected actions and the mouse's own have run."""
    folder.mkdir()
    told = folder / "ran"
    with (
        served(gateway) as server,
        start(
            folder,
            told,
            *served_arguments(server.url),
            module="tests.program.acting",
            size=(COLUMNS, ROWS),
            MATON_API_KEY="key-0123456789",
            TERM_PROGRAM=None,
        ) as app,
    ):
        yield app
        quit_well(app)
        ran = Counter(line for line in told.read_text().splitlines() if line not in OF_THE_MOUSE)
        assert ran == Counter([*expected, "quit"])


def click_all(app: TerminalProcess, first: int = 1, last: int = ROWS) -> None:
    """Press and release on every cell of these lines, but on the hint line, whose words are ours to be clicked."""
    assert "[@click=" in app.text
    for row in range(first, last + 1):
        if row != ROWS - 1:
            app.send("".join(f"\x1b[<0;{x};{row}M\x1b[<0;{x};{row}m" for x in range(1, COLUMNS + 1)))


def click_the_calls(folder: Path) -> None:
    """The list, then the detail; `tests/screens` looks at its raw view."""
    with running(folder, HostileGateway(payloads=CLICKS), "jump", "submit", "open", "screen.pane('list')") as app:
        app.wait_text(f"1 of {TOTAL}")
        click_all(app)
        app.send("#2\r")
        app.wait_text(f" 2 of {TOTAL}")
        app.send("\r")
        app.wait_text("Decided")
        click_all(app)
        app.send("h")
        app.wait_text("enter Open")
        app.wait_text(f" 2 of {TOTAL}")


def click_what_is_told(folder: Path) -> None:
    """The tree, a refusal in the server's words, and the word of what was copied."""
    keys = ("screen.pane('tree')", "next_pane", "copy", "part('name')", "search", "submit", "back")
    with running(folder, HostileGateway(payloads=CLICKS), *keys) as app:
        app.wait_text(f"1 of {TOTAL}")
        title = app.text.splitlines()[0]
        app.send("h")
        app.wait_text("enter Its calls")
        click_all(app)
        app.send("\t")
        app.wait_text(f"1 of {TOTAL}")
        assert app.text.splitlines()[0] == title
        app.send("yn")
        app.wait_text("clipboard")
        click_all(app)
        app.wait_gone("clipboard")
        app.send("/refuse3\r")
        app.wait_text("The server said: [@click=")
        click_all(app, first=2)
        app.send("\x1b")
        app.wait_text("The server said: [@click=")


def click_the_opening(folder: Path) -> None:
    """A refusal before there are any calls."""
    with running(folder, RefusingOpening((CONNECTIONS, " ".join(CLICKS[:8]))), "again") as app:
        app.wait_text("(0)")
        click_all(app)
        app.send("r")
        app.wait_text("1 of 3")


def test_no_click_runs_what_a_name_says(tmp_path: Path) -> None:
    lives = (click_the_calls, click_what_is_told, click_the_opening)
    concurrently(lambda case: case[1](tmp_path / str(case[0])), enumerate(lives))
