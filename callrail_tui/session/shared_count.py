"""Requests counted with every other window on this machine, beside the event loop (design 4, ledger; wire 5.3)."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from callrail_tui.errors import LedgerFault

_CLOSING_SECONDS = 2.0


class Counted(Protocol):
    """The ledger's side, used in one thread only."""

    def record(self, moments: Sequence[float]) -> list[float]:
        """Note our requests, and tell the ages of others'."""

    def close(self) -> None:
        """Let go of the file."""


class SharedCount:
    """Writes each request down in a thread of its own, since a file may be busy for longer than a key can wait."""

    def __init__(self, open_ledger: Callable[[], Counted], *, wall_clock: Callable[[], float] = time.time) -> None:
        self.trouble: str | None = None
        """Why the count is not shared, once that is known."""
        self.on_others: Callable[[list[float]], None] | None = None
        """Called on the event loop with the ages, in seconds, of requests that others sent."""
        self._open_ledger = open_ledger
        self._wall_clock = wall_clock
        self._moments: queue.SimpleQueue[float | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def note(self) -> None:
        """One request goes on the wire now; called on the event loop."""
        self._moments.put(self._wall_clock())
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._write, args=(asyncio.get_running_loop(),), name="ledger", daemon=True
            )
            self._thread.start()

    def close(self) -> None:
        """Write what is left, and let go of the file."""
        if self._thread is not None:
            self._moments.put(None)
            self._thread.join(_CLOSING_SECONDS)

    def _write(self, loop: asyncio.AbstractEventLoop) -> None:
        ledger: Counted | None = None
        is_open = True
        while is_open:
            waiting = [self._moments.get()]
            while not self._moments.empty():
                waiting.append(self._moments.get())
            is_open = None not in waiting
            try:
                ledger = ledger or self._open_ledger()
                others = ledger.record([moment for moment in waiting if moment is not None])
                self.trouble = None
            except LedgerFault as fault:  # Counted for this window alone, which the budget's panel says.
                self.trouble = str(fault)
                others = []
            if others and is_open:
                self._tell(loop, others)
        if ledger is not None:
            ledger.close()

    def _tell(self, loop: asyncio.AbstractEventLoop, ages: list[float]) -> None:
        def deliver() -> None:
            if self.on_others is not None:
                self.on_others(ages)

        try:
            loop.call_soon_threadsafe(deliver)
        except RuntimeError:
            return  # The loop is closed: the program ends, and nobody is left to be told.
