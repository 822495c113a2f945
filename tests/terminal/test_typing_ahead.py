"""Keys that follow an opening key go to what it opens, in order, however fast they come."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from callrail_tui.keymap import ACTIONS
from callrail_tui.terminal.typing_ahead import TypingSafety
from tests.terminal.typing_app import Rows, TypingApp
from tests.terminal_process import TerminalProcess

NOTE = "call back 4-5 pm! = A.B;C"


@asynccontextmanager
async def running() -> AsyncIterator[tuple[TypingApp, Pilot[None]]]:
    app = TypingApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        yield app, pilot


def write(app: TypingApp, text: str) -> None:
    """All keys at once, as one write on a slow line delivers them."""
    names = {"\r": "enter", "\x1b": "escape", " ": "space", "/": "slash", "$": "dollar_sign", "-": "minus"}
    for character in text:
        printable = character if character.isprintable() else None
        app.post_message(events.Key(names.get(character, character), printable))


async def quiet(app: TypingApp, pilot: Pilot[None]) -> None:
    """Until every key has been dealt with."""
    await pilot.pause()
    while app.holds_keys:
        await pilot.pause()
    await pilot.pause()


async def typed(text: str) -> list[str]:
    async with running() as (app, pilot):
        write(app, text)
        await quiet(app, pilot)
        return app.log_entries


@pytest.mark.parametrize(
    ("keys", "happened"),
    [
        (f"n{NOTE}\r", [f"note {NOTE}"]),
        (f"/{NOTE}\r", [f"searched {NOTE}"]),
        ("yp", ["copied phone"]),
        ("ypc", ["copied phone", "ran c"]),
        (f"n{NOTE}\rnagain\r/5\rc", [f"note {NOTE}", "note again", "searched 5", "ran c"]),
        (f"ypn{NOTE}\rynn1\rb", ["copied phone", f"note {NOTE}", "copied name", "note 1", "ran b"]),
        ("nabc\x1bc", ["note escaped", "ran c"]),
        ("cab", ["ran c", "ran a", "ran b"]),
        ("n\r\x1bc", ["note ", "back", "ran c"]),
    ],
)
async def test_in_one_write(keys: str, happened: list[str]) -> None:
    assert await typed(keys) == happened


async def test_in_two_writes_with_the_second_while_it_opens() -> None:
    async with running() as (app, pilot):
        write(app, "n")
        while not app.holds_keys:
            await pilot.pause()
        write(app, "c5\r")
        await quiet(app, pilot)
        assert app.log_entries == ["note c5"]


@pytest.mark.parametrize("opening", ["t", "$"])
async def test_what_was_typed_for_nothing_is_left_out_with_one_word(opening: str) -> None:
    assert await typed(f"{opening}abc\r") == ["vain 4"]
    assert await typed(opening) == []
    async with running() as (app, pilot):
        write(app, f"{opening}ab")
        await quiet(app, pilot)
        write(app, "c")
        await quiet(app, pilot)
        assert app.log_entries == ["vain 2", "ran c"]


async def test_what_an_action_opens_later_is_waited_for_when_it_says_so() -> None:
    async with running() as (app, pilot):
        await app.action_slow()
        write(app, "cab\r")
        await quiet(app, pilot)
        assert app.log_entries == ["searched cab"]


async def test_a_paste_goes_to_a_field_only() -> None:
    async with running() as (app, pilot):
        app.post_message(events.Paste("cab"))
        await quiet(app, pilot)
        assert app.log_entries == []
        write(app, "/x")
        app.post_message(events.Paste("cab"))
        write(app, "y\r")
        await quiet(app, pilot)
        assert app.log_entries == ["searched xcaby"]


async def test_the_opened_field_has_the_focus_afterwards() -> None:
    async with running() as (app, pilot):
        write(app, "/abc")
        await quiet(app, pilot)
        assert app.focus_of(Input)
        write(app, "\r")
        await quiet(app, pilot)
        assert app.focus_of(Rows)


def test_the_key_table_says_what_opens() -> None:
    assert {action.id for action in ACTIONS if action.opens} == TypingSafety.OPENING
    assert {"explorer.search", "explorer.copy", "app.palette"} <= TypingSafety.OPENING
    assert "list.down" not in TypingSafety.MOVING | TypingSafety.OPENING


def test_a_terminal_that_sends_it_in_one_write() -> None:
    with TerminalProcess([sys.executable, "-m", "tests.terminal.typing_app"], cwd=Path(__file__).parents[2]) as app:
        app.wait_text("rows")
        app.send(f"n{NOTE}\r/c5\rypn\x1b[200~a\x1b[Cb\x1b[201~\r")
        app.wait_text("<note a[Cb>")
        assert f"<note {NOTE}> <searched c5> <copied phone> <note a[Cb>" in " ".join(app.text.split("\n")[:2])
        app.send("\x11")
        assert app.wait_exit() == 0
        assert app.modes_left == set()
        assert app.cooked
