"""Writes to the terminal: small frames at once, everything else by a thread, always in order.

A thread is what lets a stalled terminal stall nothing else. It also costs each frame a change of threads, a fifth of a
cursor step and more on a busy machine: what a terminal that keeps up takes without waiting needs none. Private names
of Textual used, tried on 8.2.8: `WriterThread._queue`, `WriterThread._file`.
"""

from __future__ import annotations

import os
import select
from typing import Final, TextIO

from textual.drivers._writer_thread import WriterThread

MOST_AT_ONCE: Final = 4096
"""Bytes written without a thread; a pseudo-terminal with room for anything at all nearly always has more than that."""


class FrameWriter(WriterThread):
    """Textual's writer, which knows when everything it was given is on its way."""

    def __init__(self, file: TextIO) -> None:
        super().__init__(file)
        self._encoding = file.encoding
        self._room = select.poll()
        self._room.register(file.fileno(), select.POLLOUT)

    @property
    def waiting(self) -> int:
        """How many texts are not written yet."""
        return self._queue.unfinished_tasks

    def write_at_once(self, text: str) -> None:
        """Write a text now if nothing waits and there is room for it, else as `write` does."""
        data = text.encode(self._encoding, "backslashreplace")
        if self.waiting or len(data) > MOST_AT_ONCE or not self._has_room():
            self.write(text)
            return
        while data:
            data = data[os.write(self._file.fileno(), data) :]

    def _has_room(self) -> bool:
        # A terminal that is gone is told of too, as an error: the thread meets that as it ever did.
        return [events for _, events in self._room.poll(0)] == [select.POLLOUT]

    def run(self) -> None:
        """The thread: write what comes, and flush when nothing more waits."""
        queue = self._queue
        while (text := queue.get()) is not None:
            self._file.write(text)
            if queue.empty():
                self._file.flush()
            queue.task_done()
        self._file.flush()
        queue.task_done()
