"""Hostile text before the calls: connections, accounts and refusals, walked and chosen from in real terminals."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from callrail_tui.text import clean
from tests import hostile
from tests.hostile import PAYLOADS
from tests.program.driving import concurrently, quit_well, served_arguments, settle, start
from tests.program.grammar import foreign
from tests.program.hostile_gateway import NAMES
from tests.program.hostile_opening import (
    ACCOUNT_MARKS,
    ACCOUNTS,
    CALLS,
    CONNECTION_MARKS,
    CONNECTIONS,
    ODD_MARKS,
    HostileOpening,
    RefusingOpening,
)
from tests.program.served import App, served
from tests.terminal_process import TerminalProcess

FIRST = f"1 of {CALLS}"
UNKNOWN = "[@click=app.quit]x[/] \x1b]52;c;ZXZpbA==\x07 \x1b[2J \u202egnp.exe\u202c \x9b31m" + "x" * 3_000
SIZE = 110, 24
"""Wide enough for every line to be one."""
PARTS = 5
STEP = 6
"""Lines walked at once: fewer than a list shows."""


@contextmanager
def running(folder: Path, gateway: App, *arguments: str) -> Iterator[TerminalProcess]:
    """The program on that gateway; at its end nothing foreign was written and the guard had nothing to do."""
    told = folder / "hits"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        served(gateway) as server,
        start(
            folder,
            told,
            *served_arguments(server.url),
            *arguments,
            module="tests.program.guarded",
            size=SIZE,
            MATON_API_KEY="key-0123456789",
        ) as app,
    ):
        yield app
        quit_well(app)
        assert foreign(app.raw) == []
        assert told.read_text() == "0"


def walk(app: TerminalProcess, marks: list[str], keys: str = "j", step: int = STEP) -> str:
    """From line to line, each known by its mark; everything that stood on the screen meanwhile."""
    seen = app.text
    for first in range(0, len(marks), step):
        some = marks[first : first + step]
        app.send(keys * len(some))
        app.wait_text(some[-1])
        settle(app, 0.1)  # the mark is drawn first: what follows it may be in another read
        seen += app.text
    return seen


def assert_shown(seen: str) -> None:
    """The payloads' beginnings are there, as far as pyte keeps their characters; a status is told in capitals."""
    for name in NAMES:
        shown = clean(PAYLOADS[name], limit=60)[:30].strip()
        if all(unicodedata.category(character)[0] not in "MC" for character in shown):
            assert shown in seen or shown.upper() in seen, name


def choose(folder: Path) -> None:
    """A first run for an account that is not there: each line, choices that cannot work, one that does, and again."""
    with running(folder, HostileOpening(), "--account", UNKNOWN) as app:
        app.wait_text("Which connection?")
        assert_shown(walk(app, CONNECTION_MARKS))
        app.send("gj\r")
        app.wait_text("The connection id holds characters that no such id has.")
        app.send("r")
        app.wait_text("Which connection?")
        app.send("\r")
        app.wait_text("This connection sees no account [@click=app.quit]x[/]")
        app.wait_text("instead?")
        assert_shown(walk(app, ACCOUNT_MARKS))
        app.send("gjj\r")
        app.wait_text("An id holds characters that no id has")
        app.send("N")
        app.wait_text("Connections · all")
        walk(app, CONNECTION_MARKS)
        assert_shown(walk(app, [f"Connection  {mark}" for mark in ODD_MARKS], "j\r", 1))
        app.send("g\r")
        app.wait_text("Which account?")
        app.send("\r")
        app.wait_text(FIRST)
    with running(folder, HostileOpening()) as app:
        app.wait_text(FIRST)
        app.wait_text("[@click=app.quit]name[/] CANARY")


def name_an_unknown_connection(folder: Path) -> None:
    """A connection that is not there: all there are, whatever their status, and none that cannot work is taken."""
    with running(folder, HostileOpening(), "--connection", "no-such") as app:
        app.wait_text("There is no active connection no-such. Which one instead?")
        app.send("G\r")
        app.wait_text("not ACTIVE")


def find_no_connection(folder: Path) -> None:
    """None is ACTIVE: the others are named with their status."""
    with running(folder, HostileOpening(active=False)) as app:
        app.wait_text("There is no active CallRail connection")
        seen = walk(app, ODD_MARKS, "j")
        app.send("\x1b[5~" * 3)
        app.wait_text("There is no active CallRail connection")
        assert_shown(seen)


def be_refused(folder: Path, part: int) -> None:
    """Refusal after refusal, of the connections and then of the accounts, in the server's words; then the calls."""
    names = NAMES[part::PARTS]
    refusals = [(path, PAYLOADS[name]) for path in (CONNECTIONS, ACCOUNTS) for name in names]
    with running(folder, RefusingOpening(*refusals)) as app:
        for number, (_, payload) in enumerate(refusals):
            app.wait_text(f"({number})")
            if hostile.CANARY in clean(payload, limit=200):
                app.wait_text(hostile.CANARY)
            settle(app, 0.05)
            app.send("r")
        app.wait_text(FIRST)


def consult_the_doctor(folder: Path) -> None:
    """The headless check quotes the same lists, to a terminal."""
    with served(HostileOpening()) as server:
        arguments = ("doctor", *served_arguments(server.url))
        with start(folder, *arguments, size=SIZE, MATON_API_KEY="key-0123456789") as app:
            assert app.wait_exit() == 0
            assert "[@click=app.quit]name[/] CANARY" in app.text
            assert b"\x1b" not in app.raw
            assert foreign(app.raw) == []


LIVES: tuple[Callable[[Path], None], ...] = (
    # Refusals take long, since the program starts so few requests in a second: in parts, side by side.
    *(partial(be_refused, part=part) for part in range(PARTS)),
    choose,
    name_an_unknown_connection,
    find_no_connection,
    consult_the_doctor,
)


def test_nothing_acts_before_the_calls(tmp_path: Path) -> None:
    cases = [(life, tmp_path / str(number)) for number, life in enumerate(LIVES)]
    concurrently(lambda case: case[0](case[1]), cases, at_once=len(cases))
