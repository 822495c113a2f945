"""Reads the keyboard: whole sequences only, no work while idle, and no spinning on a dead terminal.

Tried on Textual 8.2.8: replaces the input thread of its LinuxDriver, and feeds its XTermParser piece by piece.
"""

from __future__ import annotations

import contextlib
import os
import re
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Final

from textual import constants, events
from textual._parser import ParseTimeout
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from callrail_tui.terminal.crash import LastNet
from callrail_tui.terminal.torn_keys import ESC, Piece, WholeSequences
from callrail_tui.terminal.writer import FrameWriter
from callrail_tui.text import FORBIDDEN

_CHUNK: Final = 65_536
_SEARCHED: Final = 32
"""A longer sequence Textual types out as keys; some keyboards send one for an emoji of several code points."""
_MOMENT: Final = 1e-6
_ALTERNATE_SCREEN: Final = "\x1b[?1049h"
_POSITION_REQUEST: Final = "\x1b[6n"
_REPLY_WAIT: Final = 2.0
_KEPT_IN_PASTE: Final = frozenset("\n\t")


class WholeKeyParser(XTermParser):
    """Textual's parser, given only whole pieces: it never waits, and what it does not know is dropped, not typed."""

    def messages(self, pieces: Iterable[Piece]) -> Iterator[Message]:
        """The events that the pieces mean."""
        for kind, text in pieces:
            if kind == "escape":
                yield events.Key("escape", ESC)
            elif kind == "paste":
                yield events.Paste(pasted(text))
            elif kind == "sequence" and len(text) > _SEARCHED:
                yield from self._sequence_to_key_events(text)
            else:
                yield from self.feed(text)
                yield from self._settle(keep=kind == "alt")

    def _settle(self, keep: bool) -> Iterator[Message]:
        """Leave a sequence that the parser still waits to see the end of."""
        if self._awaiting.timeout is None:
            return
        self._timeout_time = None
        if keep:
            self._awaiting = self._gen.throw(ParseTimeout())
            while self._tokens:
                yield self._tokens.popleft()
        else:
            self._gen.close()
            self._gen = self.parse(self._tokens.append)
            self._awaiting = next(self._gen)


def pasted(text: str) -> str:
    """A paste's text with plain line ends and without what is never drawn, which could act when shown or sent on."""
    return FORBIDDEN.sub(_kept, text.replace("\r\n", "\n").replace("\r", "\n"))


def _kept(found: re.Match[str]) -> str:
    return "".join(character for character in found[0] if character in _KEPT_IN_PASTE)


class SafeDriver(LinuxDriver):
    """The driver with an input thread of our own."""

    _assembler: WholeSequences | None = None
    _wake: int | None = None
    _leaving = False
    _has_screen = False
    """Whether the screen was taken for us."""
    _aside = False
    """Whether we have put the screen aside ourselves, to be stopped."""

    def write(self, data: str) -> None:
        """Write to the terminal; if that asks where the cursor is, the answer may arrive in pieces."""
        if self._has_screen and data == _ALTERNATE_SCREEN:
            return  # Some terminals clear it once more, and what is being looked at would be gone for a moment.
        self._expect_reply(data)
        super().write(data)

    def _expect_reply(self, data: str) -> None:
        if self._assembler is not None and data.endswith(_POSITION_REQUEST):
            self._assembler.expect_reply(monotonic() + _REPLY_WAIT)

    def write_at_once(self, data: str) -> None:
        """Write without waiting for a thread, to a terminal that keeps up; in order with what `write` was given."""
        self._expect_reply(data)
        if isinstance(self._writer_thread, FrameWriter):
            self._writer_thread.write_at_once(data)
        else:
            super().write(data)

    @property
    def waiting(self) -> int:
        """How many writes the terminal has not taken yet."""
        return self._writer_thread.waiting if isinstance(self._writer_thread, FrameWriter) else 0

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._leaving = False
        app = self._app
        self._has_screen = isinstance(app, LastNet) and app.terminal_before is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._has_screen and isinstance(app, LastNet):
            self.attrs_before, app.terminal_before = app.terminal_before, None
        self._has_screen = False
        if self._writer_thread is not None and self._file is not None:
            self._writer_thread.stop()
            self._writer_thread = FrameWriter(self._file)
            self._writer_thread.start()

    def disable_input(self) -> None:
        """Wake the input thread, which may wait for ever, so that it ends."""
        self._leaving = True
        if self._wake is not None:
            with contextlib.suppress(OSError):
                os.write(self._wake, b".")
        super().disable_input()

    def _sigtstp_application(self, *_: object) -> None:
        """Stop between two callbacks of the loop: inside a write, where signals may arrive, it would deadlock."""
        self._between_callbacks(self._put_aside)

    def _sigcont_application(self, *_: object) -> None:
        self._between_callbacks(self._take_up)

    def _between_callbacks(self, work: Callable[[], None]) -> None:
        if self._writer_thread is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work)

    def _put_aside(self) -> None:
        self._aside = True
        super()._sigtstp_application()

    def _take_up(self) -> None:
        """Take the screen again; one who was stopped without being asked has to leave it first."""
        if not self._aside and self._auto_restart:
            self.suspend_application_mode()
            self._must_signal_resume = True
        self._aside = False
        super()._sigcont_application()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # the last net of this thread: handed to the app's own
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Turn what arrives into events until told to leave or the terminal is gone; blocks while nothing happens."""
        woken, self._wake = os.pipe()
        assembler = self._assembler = WholeSequences(constants.ESCAPE_DELAY)
        parser = WholeKeyParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        try:
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                selector.register(woken, selectors.EVENT_READ)
                while not (self._leaving or self.exit_event.is_set()):
                    deadline = assembler.deadline
                    wait = None if deadline is None else max(0.0, deadline - monotonic())
                    ready = {key.fd for key, _ in selector.select(wait)}
                    if self.fileno in ready and not self._leaving:
                        data = _read(self.fileno)
                        if not data:
                            return
                        # It came before the deadline, or the wait had ended without it; only this thread may be late.
                        came = monotonic() if deadline is None else min(monotonic(), deadline - _MOMENT)
                        pieces = assembler.feed(decode(data), came)
                    else:
                        pieces = assembler.tick(monotonic())
                    for message in parser.messages(pieces):
                        self.process_message(message)
        finally:
            wake, self._wake = self._wake, None
            os.close(wake)
            os.close(woken)


def _read(descriptor: int) -> bytes:
    """What has arrived; nothing when the terminal is gone, which the watch of `ending` then sees too."""
    try:
        return os.read(descriptor, _CHUNK)
    except OSError:
        return b""
