"""How many requests are left this hour and today, and when a refusal ends (wire 5.3)."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from math import ceil

from callrail_tui.session.urgency import Urgency

HOUR = 3_600.0
DAY = 86_400.0
PER_HOUR = 1_000
PER_DAY = 10_000

SHARE = {Urgency.VIEW: 0.95, Urgency.EDIT: 1.0, Urgency.PREFETCH: 0.70, Urgency.REFRESH: 0.85}
"""Up to which part of the budget each kind of request may go: the last twentieth is kept for decisions."""

WATCH_SHARE = 0.70
"""From which part on nothing looks for arrivals any more."""

PARK_SECONDS = 60.0
"""How long a 429 parks the queue when the server does not say, and at least when it says so again and again."""

_INSTANT = 1e-3


class Budget:
    """Counts every request on the wire; the server's own figures correct the count where they are larger."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._hour = _Window(HOUR, PER_HOUR)
        self._day = _Window(DAY, PER_DAY)
        self._parked_until: float | None = None
        self._refusals = 0

    @property
    def used_hour(self) -> int:
        """Requests within the last hour."""
        return self._hour.used(self._clock())

    @property
    def used_day(self) -> int:
        """Requests within the last day."""
        return self._day.used(self._clock())

    @property
    def left_hour(self) -> int:
        """Requests left this hour, never negative."""
        return max(0, self._hour.allowed - self.used_hour)

    @property
    def left_day(self) -> int:
        """Requests left today, never negative."""
        return max(0, self._day.allowed - self.used_day)

    @property
    def share_used(self) -> float:
        """The used part of whichever budget is nearer to its end: 0.7 is 70 %."""
        return max(self.used_hour / self._hour.allowed, self.used_day / self._day.allowed)

    @property
    def parked_until(self) -> float | None:
        """Until when, on the monotonic clock, the queue waits after a 429; None when it does not."""
        return self._parked_until

    @property
    def parked_seconds(self) -> float:
        """How long the queue still waits; 0 when it does not."""
        left = 0.0 if self._parked_until is None else self._parked_until - self._clock()
        return left if left > _INSTANT else 0.0

    def allows(self, urgency: Urgency) -> bool:
        """Whether a request of this urgency may still be sent."""
        return self.share_used < SHARE[urgency]

    def left_for(self, urgency: Urgency) -> tuple[int, int]:
        """How many requests of this urgency may still be sent, this hour and today."""
        share = SHARE[urgency]
        hour, day = self._hour.allowed, self._day.allowed
        return max(0, ceil(share * hour) - self.used_hour), max(0, ceil(share * day) - self.used_day)

    def note_attempt(self, now: float) -> None:
        """Count one request, at the moment it goes on the wire."""
        self._hour.count(now)
        self._day.count(now)

    def note_limits(
        self, *, hour_allowed: int | None, hour_used: int | None, day_allowed: int | None, day_used: int | None
    ) -> None:
        """Take over what the server says of its limits and of what others used of them."""
        now = self._clock()
        self._hour.correct(now, hour_allowed, hour_used)
        self._day.correct(now, day_allowed, day_used)

    def park(self, retry_after: float | None) -> None:
        """A 429 came: wait as long as it says, at most an hour; when it comes again, at least a minute."""
        self._refusals += 1
        seconds = PARK_SECONDS if retry_after is None else max(0.0, retry_after)
        if self._refusals > 1:
            seconds = max(seconds, PARK_SECONDS)
        self._parked_until = self._clock() + min(seconds, HOUR)

    def release(self) -> None:
        """An answer came that is no 429: the queue goes on."""
        self._parked_until = None
        self._refusals = 0


class _Window:
    """A sliding window over our own requests, and what others are known to have used of it."""

    def __init__(self, seconds: float, allowed: int) -> None:
        self.allowed = allowed
        self._seconds = seconds
        self._own: deque[float] = deque()
        self._foreign = 0
        self._foreign_at = 0.0

    def count(self, now: float) -> None:
        self._own.append(now)

    def used(self, now: float) -> int:
        while self._own and now - self._own[0] >= self._seconds:
            self._own.popleft()
        if self._foreign and now - self._foreign_at >= self._seconds:
            self._foreign = 0
        return len(self._own) + self._foreign

    def correct(self, now: float, allowed: int | None, used: int | None) -> None:
        if allowed is not None and allowed > 0:
            self.allowed = allowed
        if used is not None:
            self.used(now)
            self._foreign = max(0, used - len(self._own))
            self._foreign_at = now
