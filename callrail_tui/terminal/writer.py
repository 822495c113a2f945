"""Writes to the terminal: small frames at once, everything else by a thread, always in order.

A thread is what lets a stalled terminal stall nothing else. It also costs each frame a change of threads, a fifth of a
cursor step and more on a busy machine: what a terminal takes without waiting needs none. A terminal that says it has
room may have less than a frame needs, so what is written at once goes through a descriptor that never waits; one of our
own, since the person's shell shares the other. Private names of Textual used, tried on 8.2.8: `WriterThread._queue`,
`WriterThread._file`.
"""

from __future__ import annotations

import contextlib
import os
from typing import Final, TextIO

from textual.drivers._writer_thread import WriterThread

MOST_AT_ONCE: Final = 4096
"""Bytes written without a thread; more would keep the loop longer than a change of threads does."""


class FrameWriter(WriterThread):
    """Textual's writer, which knows when everything it was given is on its way."""

    def __init__(self, file: TextIO) -> None:
        super().__init__(file)
        self._encoding = file.encoding
        self._bytes = file.buffer
        self._rest = b""
        """What the terminal did not take at once; written before anything that is queued."""
        self._own: int | None = None
        # A container may not show the terminal's name, and after `su` it may be another's: then the thread does it all.
        with contextlib.suppress(OSError):
            flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC
            self._own = os.open(os.ttyname(file.fileno()), flags)

    @property
    def waiting(self) -> int:
        """How many texts are not written yet."""
        return self._queue.unfinished_tasks

    def write_at_once(self, text: str) -> None:
        """Write what the terminal has room for now, if nothing waits; the rest is written as by `write`."""
        data = text.encode(self._encoding, "backslashreplace")
        if self.waiting or len(data) > MOST_AT_ONCE or self._own is None:
            self.write(text)
            return
        written = 0
        # No room at all, or a terminal that is gone: the thread meets that as it ever did.
        with contextlib.suppress(OSError):
            written = os.write(self._own, data)
        if written < len(data):
            # Bytes, since the cut may be inside a character; nothing waits, so the thread is not looking at them.
            self._rest = data[written:]
            self.write("")

    def run(self) -> None:
        """The thread: write what comes, and flush when nothing more waits."""
        queue = self._queue
        while (text := queue.get()) is not None:
            if self._rest:
                self._bytes.write(self._rest)
                self._rest = b""
            self._file.write(text)
            if queue.empty():
                self._file.flush()
            queue.task_done()
        self._file.flush()
        queue.task_done()

    def stop(self) -> None:
        """Stop the thread when all is written; what comes later stays here, as the terminal is in other hands."""
        super().stop()
        if self._own is not None:
            os.close(self._own)
            self._own = None
