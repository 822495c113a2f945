"""Torn escape sequences are not keys: pure, with every tear and gap; through the parser; and in real terminals."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from callrail_tui.terminal.driver import WholeKeyParser, pasted
from callrail_tui.terminal.torn_keys import PASTE_WAIT, SEQUENCE_WAIT, Piece, WholeSequences
from tests.terminal_process import TerminalProcess

ROOT = Path(__file__).parents[2]
DELAY = 0.1
GAPS = (0.05, 0.09, 0.1, 0.11, 0.2, 0.3, 0.5, 0.7, 0.9)
LETTERS = "ABCDHF"
KEYS = (
    *(f"\x1b[{letter}" for letter in LETTERS),
    *(f"\x1bO{letter}" for letter in LETTERS + "PQRS"),
    *(f"\x1b[1;{modifier}{letter}" for modifier in range(2, 9) for letter in LETTERS),
    *(f"\x1b[{number}~" for number in (1, 2, 3, 4, 5, 6, 11, 15, 24)),
    *(f"\x1b[{number};5~" for number in (2, 3, 5, 6)),
    *("\x1b[97;5u", "\x1b[99;;99u", "\x1b[27u", "\x1b[13;2u", "\x1b[Z", "\x1b[[A", "\x1bO5C"),
)
REPORTS = ("\x1b[12;40R", "\x1b[?2026;2$y", "\x1b[I", "\x1b[O", "\x1b[<35;10;10M", "\x1b[<0;10;10m", "\x1b[?1u")


def fed(torn: Iterable[tuple[float, str]], end: float = 20.0) -> list[Piece]:
    """What comes out when each text arrives after a pause of so many seconds."""
    assembler = WholeSequences(DELAY)
    now, pieces = 100.0, []
    for gap, data in torn:
        while (deadline := assembler.deadline) is not None and deadline <= now + gap:
            pieces += assembler.tick(deadline)
        now += gap
        pieces += assembler.feed(data, now)
    while (deadline := assembler.deadline) is not None and deadline <= now + end:
        pieces += assembler.tick(deadline)
    assert assembler.deadline is None
    return pieces


def meant(pieces: Iterable[Piece]) -> list[Message]:
    return list(WholeKeyParser().messages(pieces))


def keys(pieces: Iterable[Piece]) -> list[str]:
    return [event.key for event in meant(pieces) if isinstance(event, events.Key)]


@pytest.mark.parametrize("sequence", KEYS)
def test_torn_at_each_byte(sequence: str) -> None:
    whole = keys(fed([(0, sequence)]))
    for cut, gap in product(range(1, len(sequence)), GAPS):
        got = keys(fed([(0, "x"), (0, sequence[:cut]), (gap, sequence[cut:]), (0, "y")]))
        expected = ["escape"] if cut == 1 and gap >= DELAY else whole
        assert got == ["x", *expected, "y"], (cut, gap)


@pytest.mark.parametrize("sequence", KEYS)
@pytest.mark.parametrize("gap", GAPS)
def test_torn_into_single_bytes(sequence: str, gap: float) -> None:
    got = keys(fed([(0, "ab"), *((gap, byte) for byte in sequence), (gap, "c"), (0, "d")]))
    expected = ["escape"] if gap >= DELAY else keys(fed([(0, sequence)]))
    assert got == ["a", "b", *expected, "c", "d"]


@pytest.mark.parametrize("report", REPORTS)
def test_a_torn_report_is_still_heard_and_types_nothing(report: str) -> None:
    whole = meant(fed([(0, report)]))
    for cut, gap in product(range(1, len(report)), GAPS):
        late = meant(fed([(0, report[:cut]), (gap, report[cut:])]))
        assert [type(event) for event in late if not isinstance(event, events.Key)] == [type(each) for each in whole]
        assert [event.key for event in late if isinstance(event, events.Key)] in ([], ["escape"])


def test_an_answer_that_is_due_does_not_press_escape() -> None:
    assembler = WholeSequences(DELAY)
    answer = Piece("sequence", "\x1b[12;40R")
    assembler.expect_reply(until=2.0)
    assert assembler.feed("\x1b[12;40R", 0.5) == [answer]
    assembler.expect_reply(until=3.0)
    assert assembler.feed("\x1b", 1.0) + assembler.tick(1.5) + assembler.feed("[12;40R", 1.9) == [answer]
    assert assembler.feed("\x1b", 2.0) + assembler.tick(2.2) == [Piece("escape", "\x1b")]


def test_a_terminal_that_never_answers_does_not_make_escape_slow() -> None:
    assembler = WholeSequences(DELAY)
    assembler.expect_reply(until=2.0)
    assert assembler.feed("\x1b", 0.0) + assembler.tick(0.1) == [Piece("escape", "\x1b")]


@pytest.mark.parametrize(
    ("torn", "expected"),
    [
        ([(0, "\x1b")], ["escape"]),
        ([(0, "\x1b"), (0.2, "\x1b"), (0.2, "j")], ["escape", "escape", "j"]),
        ([(0, "\x1b"), (1.3, "[")], ["escape", "left_square_bracket"]),
        ([(0, "\x1b"), (0.3, "j"), (0.1, "[")], ["escape", "j", "left_square_bracket"]),
        ([(0, "\x1b"), (0.3, "["), (1.3, "j")], ["escape", "j"]),
        ([(0, "\x1bj")], ["escape", "j"]),
        ([(0, "\x1b"), (0.05, "+")], ["escape", "plus"]),
        ([(0, "\x1b-1")], ["escape", "minus", "1"]),
        ([(0, "\x1b\r")], ["escape", "enter"]),
        ([(0, "\x1b\x12")], ["escape", "ctrl+r"]),
        ([(0, "\x1b\x1b"), (0.05, "q")], ["escape", "escape", "q"]),
        ([(0, "\x1bé")], ["escape", "é"]),
        ([(0, "\x1bb\x1bf")], ["ctrl+left", "ctrl+right"]),
        ([(0, "\x1b\x7f")], ["ctrl+w"]),
        ([(0, "\x1b\t")], ["shift+tab"]),
        ([(0, "\x1bPj")], ["escape", "P", "j"]),
        ([(0, "\x1b]"), (0.05, "j")], ["escape", "right_square_bracket", "j"]),
        ([(0, "\x1b\x1b[A")], ["escape", "up"]),
        ([(0, "\x1b[99;99;99z"), (0, "j")], ["j"]),
        ([(0, "\x1b[" + "1;" * 40 + "z"), (0, "j")], ["j"]),
        ([(0, "\x1b[1;"), (0.3, "\x1b[A")], ["up"]),
        ([(0, "\x1b["), (0.3, "\r"), (0, "j")], ["enter", "j"]),
        ([(0, "\x1bP>|xterm 370\x1b\\j")], ["j"]),
        ([(0, "\x1bP"), (0.05, ">|xte"), (0.9, "rm\x1b"), (0.9, "\\j")], ["j"]),
        ([(0, "\x1b]11;rgb:1111/2222/3333\x07j")], ["j"]),
        ([(0, "\x1bP"), (0.3, "j")], ["escape", "P", "j"]),
        ([(0, "\x1b[M"), (0.3, " !"), (0.3, "!j")], ["j"]),
    ],
)
def test_odd_streams(torn: list[tuple[float, str]], expected: list[str]) -> None:
    assert keys(fed(torn)) == expected


def test_typing_after_escape_in_one_write_is_not_lost() -> None:
    text = "x" * 40
    assert keys(fed([(0, "\x1b"), (0.2, text)])) == ["escape", *text]


@pytest.mark.parametrize("gap", GAPS)
def test_a_paste_with_torn_marks_is_one_paste(gap: float) -> None:
    stream = "\x1b[200~c5 q\r\n\x1b[C\x1b[201~j"
    for cut in range(1, len(stream)):
        pieces = fed([(0, stream[:cut]), (gap, stream[cut:])])
        assert [piece.text for piece in pieces if piece.kind == "paste"] == ["c5 q\r\n\x1b[C"]
        assert [key for key in keys(pieces) if key != "escape"] == ["j"]


def test_a_paste_that_nobody_closes_ends_by_itself() -> None:
    pieces = fed([(0, "\x1b[200~left"), (PASTE_WAIT + 1, "j")])
    assert pieces == [Piece("paste", "left"), Piece("text", "j")]


def test_a_paste_holds_no_control_characters() -> None:
    assert pasted("a\r\nb\rc\nd\te\x1b]52;c;eA==\x07\x9b\udc80") == "a\nb\nc\nd\te]52;c;eA=="


@given(
    st.lists(st.one_of(st.sampled_from([*KEYS, *REPORTS]), st.text("abc123[O;~ ", min_size=1, max_size=8)), max_size=8),
    st.data(),
)
def test_any_tears_below_the_delay_change_nothing(parts: list[str], data: st.DataObject) -> None:
    stream = "".join(parts)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)), max_size=6)))
    edges = [0, *cuts, len(stream)]
    torn = [(0.05, stream[start:end]) for start, end in pairwise(edges)]
    assert list(map(repr, meant(fed(torn)))) == list(map(repr, meant(fed([(0, stream)]))))


@given(st.lists(st.tuples(st.floats(0, 3), st.text(max_size=6)), max_size=12))
def test_any_stream_at_all_is_survived(torn: list[tuple[float, str]]) -> None:
    text = "".join(data for _, data in torn)
    typed = "".join(piece.text for piece in fed(torn) if piece.kind == "text")
    assert "\x1b" not in typed
    if "\x1b" not in text:
        assert typed == text


def test_the_wait_covers_the_promise() -> None:
    assert SEQUENCE_WAIT > 1.0


TORN = (b"\x1b[C", b"\x1bOC", b"\x1b[1;5C", b"\x1b[5~", b"\x1b[12;40R", b"\x1bOP", b"\x1b[<35;10;10M")
CASES = [
    *((sequence, cut, 0.3) for sequence in TORN for cut in range(1, min(len(sequence), 5))),
    *((sequence, 1, gap) for sequence in TORN[:3] for gap in (0.05, 0.9)),
]


def tear(cases: Iterable[tuple[bytes, int, float]]) -> str:
    """One terminal: text, then every case with a letter after it; what the app wrote down."""
    with TerminalProcess([sys.executable, "-m", "tests.terminal.typing_app"], cwd=ROOT, size=(160, 24)) as app:
        app.wait_text("rows")
        app.send("c")
        app.wait_text("<ran c>")
        for number, (sequence, cut, gap) in enumerate(cases):
            app.send(sequence[:cut])
            app.listen(gap)
            app.send(sequence[cut:] + b"b")
            app.wait(lambda number=number: app.text.count("<ran b>") == number + 1)
        app.send("/whole text\r")
        app.wait_text("<searched whole text>")
        return app.text


def test_torn_in_real_terminals() -> None:
    """Nothing runs but escape, the arrow that was meant, and the letters that were typed between."""
    with ThreadPoolExecutor(6) as pool:
        screens = list(pool.map(tear, [CASES[start::6] for start in range(6)]))
    for screen in screens:
        did = re.findall("<([^>]*)>", screen)
        assert set(did) <= {"ran c", "ran b", "back", "arrow", "searched whole text"}
        assert did.count("ran c") == 1
