"""No more than so many starts in any second, whatever happens (wire 5.3: the gateway allows ten)."""

from __future__ import annotations

from collections import deque

MARGIN = 0.03
"""Seconds added to the second: what may lie between a start by our count and the first byte on the wire."""

_NOW = 1e-6


class Pace:
    """A sliding window over starts."""

    def __init__(self, starts_per_second: int) -> None:
        self._starts: deque[float] = deque(maxlen=starts_per_second)

    def delay(self, now: float) -> float:
        """Seconds until the next start is allowed; 0 when it is now."""
        if len(self._starts) < (self._starts.maxlen or 0):
            return 0.0
        wait = self._starts[0] + 1.0 + MARGIN - now
        return wait if wait > _NOW else 0.0

    def note(self, now: float) -> None:
        """One starts now."""
        self._starts.append(now)
