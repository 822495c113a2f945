"""Requests counted by hour, day and second for each key (wire 5.3)."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Final

HOURLY: Final = 1_000
DAILY: Final = 10_000
PER_SECOND: Final = 10


class _Count:
    def __init__(self) -> None:
        self.hour: tuple[int, ...] = ()
        self.hourly = 0
        self.day: tuple[int, ...] = ()
        self.daily = 0
        self.recent: deque[float] = deque(maxlen=PER_SECOND)


class Limits:
    """Counts every request of a key; hours begin on the hour and days at midnight UTC."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Nothing was asked yet."""
        self._clock = clock
        self._counts: dict[str, _Count] = {}

    def too_fast(self, key: str) -> bool:
        """Count a request against the gateway's own limit; whether it is over."""
        now = self._clock().timestamp()
        recent = self._count(key).recent
        over = len(recent) == PER_SECOND and now - recent[0] < 1.0
        if not over:
            recent.append(now)
        return over

    def used_up(self, key: str) -> bool:
        """Count a request against the hour and the day; whether either is over."""
        count = self._count(key)
        count.hourly += 1
        count.daily += 1
        return count.hourly > HOURLY or count.daily > DAILY

    def headers(self, key: str) -> tuple[tuple[str, str], ...]:
        """What the answers tell about the budget."""
        count = self._count(key)
        return (
            ("x-rate-limit-hourly-allowed", str(HOURLY)),
            ("x-rate-limit-hourly-used", str(count.hourly)),
            ("x-rate-limit-daily-allowed", str(DAILY)),
            ("x-rate-limit-daily-used", str(count.daily)),
        )

    def _count(self, key: str) -> _Count:
        """The counters of a key, begun anew when their hour or day is over."""
        count = self._counts.setdefault(key, _Count())
        now = self._clock()
        day = (now.year, now.month, now.day)
        if count.day != day:
            count.day, count.daily = day, 0
        if count.hour != (*day, now.hour):
            count.hour, count.hourly = (*day, now.hour), 0
        return count
