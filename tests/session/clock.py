"""A clock that moves only when somebody waits on it."""

from __future__ import annotations

import asyncio


class Clock:
    """Its `sleep` returns when the test lets the time pass."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        """The time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock is moved so far."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + seconds, waiter))
        await waiter

    async def pass_by(self, seconds: float) -> None:
        """Move on, waking every sleeper at its own moment."""
        end = self.now + seconds
        while due := sorted((moment, id(waiter)) for moment, waiter in self._sleepers if moment <= end):
            self.now = max(self.now, due[0][0])
            for moment, waiter in list(self._sleepers):
                if moment <= self.now:
                    self._sleepers.remove((moment, waiter))
                    if not waiter.done():
                        waiter.set_result(None)
            await breathe()
        self.now = end
        await breathe()


async def breathe() -> None:
    """Let every task that can go on go on."""
    for _ in range(100):
        await asyncio.sleep(0)
