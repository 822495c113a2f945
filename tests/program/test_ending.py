"""The real program's ends: broken anywhere, by signal, with the terminal gone; the key is in nothing that is left."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from callrail_tui.demo import DemoSettings, create_app
from tests.program.crashing import BREAKS, KEYS
from tests.program.driving import CANARY, READY, concurrently, served_arguments, start, state_of
from tests.program.served import Served, served, silent
from tests.terminal_process import TerminalProcess


@pytest.fixture(scope="module")
def gateway() -> Iterator[Served]:
    """One gateway for all runs."""
    with served(create_app(DemoSettings(calls=300, connections=("ACTIVE",), accounts=1))) as server:
        yield server


def check_no_key(app: TerminalProcess, folder: Path) -> None:
    """Neither on the terminal nor in any file."""
    assert CANARY.encode() not in app.raw
    for file in folder.rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes(), file


def crash(point: str, folder: Path, url: str) -> None:
    module = "tests.program.crashing"
    with start(folder, point, *served_arguments(url), module=module, size=(250, 36), MATON_API_KEY=CANARY) as app:
        if point in KEYS:
            app.wait_text("1 of 300")
            app.send(KEYS[point])
        assert app.wait_exit() == 1, point
        assert app.modes_left == set(), point
        assert app.cooked, point
        check_no_key(app, folder)
        said = re.findall(rb"callrail-tui stopped: [^\r\n]*", app.raw)
        assert len(said) == 1, point
        (report,) = state_of(folder).glob("crash-*.txt")
        assert said[0].decode().endswith(f"Report: {report}")
        assert b"\x1b]52" not in app.raw
        assert "555-0142" not in report.read_text()
        assert "crashing.py" in report.read_text()


def test_whatever_breaks(tmp_path: Path, gateway: Served) -> None:
    concurrently(lambda point: crash(point, tmp_path / point, gateway.url), BREAKS, at_once=4)


SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
STATES = {"calls": "", "dialog": "f", "field": "/abc", "menu": "y", "silent": ""}


def brought(state: str, folder: Path, gateway: str, nobody: str) -> TerminalProcess:
    """The program in a state."""
    url = nobody if state == "silent" else gateway
    app = start(folder, *served_arguments(url), MATON_API_KEY=CANARY)
    app.wait_text("Connecting" if state == "silent" else "1 of 300")
    app.send(STATES[state])
    if state != "silent":
        app.wait_text({"dialog": "Show only which", "field": "abc", "menu": "Copy what?"}.get(state, "300"))
    return app


def test_signals_end_it(tmp_path: Path, gateway: Served) -> None:
    with silent() as nobody:

        def end(case: tuple[str, signal.Signals]) -> None:
            state, number = case
            folder = tmp_path / f"{state}-{number}"
            with brought(state, folder, gateway.url, nobody) as app:
                app.signal(number)
                assert app.wait_exit(3.5) == 128 + number, case
                assert app.modes_left == set(), case
                assert app.cooked, case
                check_no_key(app, folder)

        concurrently(end, product(STATES, SIGNALS), at_once=5)


def test_a_closed_terminal_ends_it(tmp_path: Path, gateway: Served) -> None:
    with silent() as nobody:

        def lose(state: str) -> None:
            with brought(state, tmp_path / state, gateway.url, nobody) as app:
                app.hang_up()
                assert app.wait_exit(3.5) == 128 + signal.SIGHUP, state

        concurrently(lose, STATES, at_once=5)


def test_a_gateway_that_never_answers_delays_no_key(tmp_path: Path) -> None:
    with silent() as nobody, start(tmp_path, *served_arguments(nobody), MATON_API_KEY=CANARY) as app:
        app.wait_text("Connecting")
        app.send("?")
        app.wait_text("Keys")
        app.send("q")
        app.wait_gone("Keys")
        app.send("\x11")
        assert app.wait_exit(5) == 0
        assert app.cooked


def test_no_key_is_a_screen_with_the_cure(tmp_path: Path) -> None:
    with start(tmp_path) as app:
        app.wait_text("No Maton API key")
        app.wait_text("--demo")
        app.send("q")
        assert app.wait_exit() == 0
        assert app.cooked


def test_no_child_and_no_argument_has_the_key(tmp_path: Path, gateway: Served) -> None:
    """The clipboard's tool is the one child: a tool of the test's own writes down what it was given."""
    tools = tmp_path / "bin"
    tools.mkdir()
    told = tmp_path / "told.txt"
    tool = tools / "xclip"
    tool.write_text(f'#!/bin/sh\nenv > {told}.new\necho "$@" >> {told}.new\ncat > /dev/null\nmv {told}.new {told}\n')
    tool.chmod(0o755)
    path = f"{tools}:/usr/bin:/bin"
    with start(tmp_path, *served_arguments(gateway.url), MATON_API_KEY=CANARY, DISPLAY=":9", PATH=path) as app:
        app.wait_text("1 of 300")
        app.send("yi")
        app.wait(lambda: told.exists() and "opied" in app.text)
        assert CANARY not in told.read_text()
        assert CANARY not in Path(f"/proc/{app.pid}/cmdline").read_text()
        assert READY not in app.text
        check_no_key(app, tmp_path)
