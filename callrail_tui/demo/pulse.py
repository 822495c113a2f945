"""Long work in short slices: the demo runs on the interface's own event loop and must never hold it."""

import asyncio
from time import perf_counter
from typing import Final

SLICE_SECONDS: Final = 0.002
"""How long one slice may run before the loop gets its turn."""


class Pulse:
    """Tells a loop when its slice is over: ``if pulse.due(): await pulse.rest()``."""

    def __init__(self) -> None:
        """The first slice starts now."""
        self._until = perf_counter() + SLICE_SECONDS

    def due(self) -> bool:
        """Whether this slice has had its time."""
        return perf_counter() >= self._until

    async def rest(self) -> None:
        """Let everything else that is ready run, then start a new slice."""
        await asyncio.sleep(0)
        self._until = perf_counter() + SLICE_SECONDS
