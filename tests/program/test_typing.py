"""Opening key, text and enter in one write; arrows torn at each byte; pastes: text is text, and nothing else runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.hostile import PAYLOADS
from tests.program.driving import READY, concurrently, position, quit_well, settle, start
from tests.terminal_process import TerminalProcess

SIZE = (160, 40)
DIALOGS = (
    "Which days?",
    "Sort by what?",
    "Show only which calls?",
    "Which columns?",
    "Take which filter",
    "Copy what?",
)


def chips(app: TerminalProcess) -> str:
    """The line of chips."""
    return app.text.splitlines()[0]


def no_dialog(app: TerminalProcess) -> None:
    assert not [title for title in DIALOGS if title in app.text]


ONE_WRITE = [
    ("/call back 4-5 pm!\r", "search call back 4-5 pm! x", "0 of 0"),
    ("#1234\r", "", "1,234 of 2,000"),
    ("dyesterday\r", "yesterday", ""),
    ("slongest\r", "sort Length↓ x", "1 of 2,000"),
    ("slength\x1b[B\r", "sort Length↑ x", "1 of 2,000"),
    ("/smiht\x7f\x7fth\r", "search smith x", ""),
    ("/ab\x1b[D\x1b[Dx\x15y\r", "search yab x", "0 of 0"),
    ("f\x1b[B \r", "not scored x", ""),
    ("fFollow up\r\r", "tag Follow up x", ""),
    (":end\r", "", "2,000 of 2,000"),
    ("funtouched\r\r", "not scored", ""),
    ("cUTM campaign\r\r", "", "1 of 2,000"),
    ("/q!+-.*/\r", "search q!+-.*/ x", "0 of 0"),
    ("d2026-10-01 2026-10-02\r", "2026-10-01 to 2026-10-02", ""),
    ("#1,500\r#12\r", "", "12 of 2,000"),
]


def type_at_once(case: tuple[Path, str, str, str]) -> None:
    """One write; its effect, and no other."""
    folder, keys, chip, row = case
    with start(folder, "--demo", size=SIZE) as app:
        app.wait_text(READY)
        app.send(keys)

        def has_come() -> bool:
            return chip in chips(app) and row in app.text.splitlines()[-1]

        app.wait(has_come, what=f"{keys!r}: {chip} {row}")
        settle(app, 0.3)
        app.wait(has_come, what=f"{keys!r}: {chip} {row}, after what was there before the keys were taken")
        if not chip:
            assert " x" not in chips(app)
        no_dialog(app)
        assert "left out" not in app.text
        quit_well(app)


def test_in_one_write(tmp_path: Path) -> None:
    concurrently(type_at_once, [(tmp_path / str(n), *case) for n, case in enumerate(ONE_WRITE)], at_once=4)


def test_another_search_replaces_the_term_before_it(tmp_path: Path) -> None:
    with start(tmp_path, "--demo", size=SIZE) as app:
        app.wait_text(READY)
        for keys, term in (
            ("/smith\r", "smith"),
            ("/jones\r", "jones"),
            ("/\x1b[200~lopez\x1b[201~\r", "lopez"),  # a paste replaces it too
            ("/\x1b[F x\r", "lopez x"),  # End keeps it
            ("/green\r/o'brien\r", "o'brien"),
            ("/\r", "o'brien"),
        ):
            app.send(keys)
            app.wait(lambda term=term: f"search {term} x" in chips(app), what=f"search {term}")  # type: ignore[misc]
        app.send("/smith")
        app.wait(lambda: "/ smith" in " ".join(app.text.split()))
        settle(app, 0.3)
        app.send("\x1b")
        app.wait_gone("/ smith")
        app.send("/\x7f\r")
        app.wait(lambda: "search" not in chips(app))
        no_dialog(app)
        quit_well(app)


def test_what_is_copied_at_once_is_what_was_asked_for(tmp_path: Path) -> None:
    with start(tmp_path, "--demo", size=SIZE) as app:
        app.wait_text(READY)
        app.send("yi")
        app.wait(lambda: re.search(r"id: not copied.*\n.*CAL[0-9a-f]{32}", app.text) is not None)
        app.wait_gone("Copy what?")  # The menu's last cells may still be on their way.
        no_dialog(app)
        app.send("\r")
        app.wait_gone("not copied")
        quit_well(app)


def test_the_tree_s_own_filter_takes_what_follows(tmp_path: Path) -> None:
    with start(tmp_path, "--demo", size=(200, 50)) as app:
        app.wait_text(READY)
        app.wait_text("Lakeside Plumbing")
        app.send("h/cedar qhz\r")
        app.wait_text("no name contains that")
        app.send("h/\x15lakes\r")
        app.wait(lambda: "no name contains that" not in app.text)
        assert position(app) == READY
        no_dialog(app)
        quit_well(app)


MODIFIED = tuple(f"\x1b[1;{modifier}{letter}".encode() for modifier in (2, 3, 5, 6) for letter in "ABCD")
ARROWS = tuple(f"\x1b[{letter}".encode() for letter in "ABCD") + tuple(f"\x1bO{letter}".encode() for letter in "ABCD")
GAPS = (0.05, 0.3, 0.9)
TORN = [
    *((key, cut, 0.3) for key in (*ARROWS, b"\x1b[1;5C", b"\x1b[1;2A") for cut in range(1, len(key))),
    *((key, 1, 0.3) for key in MODIFIED),
    *((key, len(key) - 1, 0.05) for key in MODIFIED),
    *((key, cut, 0.9) for key in (b"\x1b[C", b"\x1bOB", b"\x1b[1;5D") for cut in range(1, len(key))),
]


def tear(case: tuple[Path, Iterable[tuple[bytes, int, float]]]) -> None:
    """Torn keys on the list, then in the search field between two words."""
    folder, cases = case
    with start(folder, "--demo", size=(120, 36)) as app:
        app.wait_text(READY)
        settle(app)  # Before anybody reads them, pieces become whole again in the terminal's queue.
        for key, cut, gap in cases:
            app.send(key[:cut])
            app.listen(gap)
            app.send(key[cut:])
        settle(app, 0.3)
        assert app.returncode is None
        assert " x" not in chips(app)
        assert position(app).endswith("of 2,000")
        no_dialog(app)
        # Within a field an arrow moves the cursor: right at the end stays, so both words come whole and in order.
        app.send(b"/call \x1b[1")
        app.listen(0.3)
        app.send(b";5Cback\r")
        app.wait(lambda: "search call back x" in chips(app))
        quit_well(app)


def test_torn_arrows_are_not_keys(tmp_path: Path) -> None:
    concurrently(tear, [(tmp_path / str(n), TORN[n::10]) for n in range(10)], at_once=10)


def test_every_byte_apart(tmp_path: Path) -> None:
    def apart(gap: float) -> None:
        with start(tmp_path / str(gap), "--demo", size=(120, 36)) as app:
            app.wait_text(READY)
            settle(app)
            app.send_torn(b"\x1b[1;5C", gap)
            app.send("/x")
            app.wait(lambda: "/x" in app.text.replace(" ", ""))
            app.send("\r")
            app.wait(lambda: "search x x" in chips(app))
            quit_well(app)

    concurrently(apart, GAPS)


def test_a_paste_outside_a_field_does_nothing(tmp_path: Path) -> None:
    with start(tmp_path, "--demo") as app:
        app.wait_text(READY)
        app.wait_text("from the list")
        settle(app, 0.4)
        before = app.text.splitlines()[:-1]
        app.send("\x1b[200~qjGdyesterday\r/q\r\x1b[201~")
        settle(app, 0.4)
        assert app.returncode is None
        assert app.text.splitlines()[:-1] == before
        assert position(app) == READY
        app.send("j")
        app.wait_text("2 of 2,000")
        quit_well(app)


@pytest.mark.parametrize(
    "names", [("osc 52 bel", "csi leave alternate screen", "ris"), ("markup click quit", "c1 csi")]
)
def test_a_hostile_paste_in_the_search_field_stays_text(tmp_path: Path, names: tuple[str, ...]) -> None:
    with start(tmp_path, "--demo", size=SIZE) as app:
        app.wait_text(READY)
        for name in names:
            before = len(app.raw)
            app.send("/\x15\x1b[200~" + PAYLOADS[name] + "\x1b[201~\r")
            app.wait(lambda: "CANARY x" in chips(app) and "0 of 0" in app.text)
            fresh = app.raw[before:]
            assert not re.search(rb"\x1b\]52|\x1bc|\x1b\[\?1049|\xc2[\x80-\x9f]", fresh)
            app.send("Xall\r")
            app.wait_text(READY)
        quit_well(app)
