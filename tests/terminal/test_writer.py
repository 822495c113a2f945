"""The writer on real pseudo-terminals: at once where there is room, by its thread where there is none, in order."""

from __future__ import annotations

import os
import pty
import select
import termios
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from callrail_tui.terminal.writer import MOST_AT_ONCE, FrameWriter


@contextmanager
def terminal() -> Iterator[tuple[FrameWriter, int, int]]:
    """A running writer, the person's end, and the program's end."""
    person, program = pty.openpty()
    tty.setcbreak(program)  # As Textual leaves it: output is still processed, as much of it as there is room for.
    with open(program, "w", encoding="utf-8", errors="backslashreplace", closefd=False) as file:
        writer = FrameWriter(file)
        writer.start()
        yield writer, person, program
        writer.stop()
    os.close(program)
    os.close(person)


def read(person: int, length: int) -> bytes:
    """So many bytes as the terminal received them."""
    received = b""
    while len(received) < length:
        received += os.read(person, 65_536)
    return received


def test_a_small_frame_is_written_before_the_call_returns() -> None:
    with terminal() as (writer, person, _):
        writer.write_at_once("a small frame")
        assert writer.waiting == 0
        os.set_blocking(person, False)
        assert os.read(person, 100) == b"a small frame"


def test_a_large_frame_is_left_to_the_thread() -> None:
    with terminal() as (writer, person, _):
        frame = "x" * (MOST_AT_ONCE + 1)
        writer.write_at_once(frame)
        assert read(person, len(frame)) == frame.encode()


def test_a_terminal_that_reads_nothing_holds_nobody_up_and_gets_all_in_order() -> None:
    with terminal() as (writer, person, _):
        flood = "f" * 1_000_000
        writer.write(flood)
        for number in range(10):
            writer.write_at_once(f"<{number}>")
        assert writer.waiting == 11
        received = read(person, len(flood) + 30)
        assert received.endswith(b"f<0><1><2><3><4><5><6><7><8><9>")


def test_a_terminal_that_was_told_to_stop_is_not_waited_for() -> None:
    with terminal() as (writer, person, program):
        termios.tcflow(program, termios.TCOOFF)
        writer.write_at_once("later")
        assert writer.waiting == 1
        termios.tcflow(program, termios.TCOON)
        assert read(person, 5) == b"later"


def test_what_no_encoding_knows_is_written_as_text() -> None:
    with terminal() as (writer, person, _):
        writer.write_at_once("\ud800")
        assert read(person, 6) == b"\\ud800"


@pytest.mark.parametrize("length", [500, 1_400, 1_900])
def test_frames_that_fill_a_terminal_to_the_brim_hold_nobody_up_and_come_whole(length: int) -> None:
    with terminal() as (writer, person, _):
        frame = "é" * length
        sent: list[str] = []

        def send() -> None:
            while not writer.waiting:
                sent.append(frame)
                writer.write_at_once(frame)

        sender = threading.Thread(target=send, daemon=True)
        sender.start()
        sender.join(2)
        held = sender.is_alive()
        expected = "".join(sent).encode()
        assert read(person, len(expected)) == expected
        assert not held


def test_nothing_is_written_at_once_when_the_terminal_is_in_other_hands() -> None:
    with terminal() as (writer, person, _):
        writer.stop()
        writer.write_at_once("late")
        assert writer.waiting == 1
        assert select.select([person], [], [], 0)[0] == []
