"""How many requests are left this hour and today, and when a refusal ends (wire 5.3)."""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterable
from math import ceil
from typing import TYPE_CHECKING

from callrail_tui.session.urgency import Urgency

if TYPE_CHECKING:
    from callrail_tui.session.shared_count import SharedCount

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

REST_SECONDS = 15.0
"""How long the queue rests while nothing but faults comes, before one request looks again (robustness 3.2)."""

_INSTANT = 1e-3


class Budget:
    """Counts every request on the wire, other windows' too; the server's figures correct it where they are larger."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, shared: SharedCount | None = None) -> None:
        self._followers: list[Callable[[], None]] = []
        self._clock = clock
        self._shared = shared
        if shared is not None:
            shared.on_others = self.note_others
        self._hour = _Window(HOUR, PER_HOUR)
        self._day = _Window(DAY, PER_DAY)
        self._parked_until: float | None = None
        self._waits_until = 0.0
        """Until when a request that met a 429 waits to be repeated: no answer to another one ends that."""
        self._refusals = 0
        self.is_resting = False
        """Whether it is parked because nothing but faults came, and not by a 429."""

    @property
    def allowed_hour(self) -> int:
        """Requests that one hour allows, as the server says or as it is documented."""
        return self._hour.allowed

    @property
    def allowed_day(self) -> int:
        """The same for one day."""
        return self._day.allowed

    @property
    def not_shared(self) -> str | None:
        """Why other windows' requests are not counted; "" where none are to be; None where they are."""
        return self._shared.trouble if self._shared is not None else ""

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
        if self._waits_until > self._clock():
            return max(self._waits_until, self._parked_until or 0.0)
        return self._parked_until

    @property
    def parked_seconds(self) -> float:
        """How long the queue still waits; 0 when it does not."""
        until = self.parked_until
        left = 0.0 if until is None else until - self._clock()
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
        if self._shared is not None:
            self._shared.note()

    def note_others(self, ages: Iterable[float]) -> None:
        """Count requests that other windows, or earlier runs, sent so many seconds ago."""
        now = self._clock()
        for age in ages:
            self._hour.count_other(now - age)
            self._day.count_other(now - age)
        self._tell()

    def follow(self, told: Callable[[], None]) -> None:
        """Have `told` called when it changed by what others did, or by a wait: several workers may count on it."""
        self._followers.append(told)

    def unfollow(self, told: Callable[[], None]) -> None:
        """No longer."""
        if told in self._followers:
            self._followers.remove(told)

    def _tell(self) -> None:
        for told in list(self._followers):
            told()

    def close(self) -> None:
        """Write down what is left to be written."""
        if self._shared is not None:
            self._shared.close()

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
        self.is_resting = False

    def wait(self, seconds: float) -> None:
        """A request met a 429 and waits to be repeated: all others wait with it."""
        self._waits_until = max(self._waits_until, self._clock() + seconds)
        self._tell()

    def rest(self) -> None:
        """Nothing but faults came for a while: wait before the next look."""
        self._parked_until = max(self._parked_until or 0.0, self._clock() + REST_SECONDS)
        self.is_resting = True

    def release(self) -> None:
        """An answer came that is no 429: the queue goes on."""
        self._parked_until = None
        self._refusals = 0
        self.is_resting = False


class _Window:
    """A sliding window over our own requests, and what others are known to have used of it."""

    def __init__(self, seconds: float, allowed: int) -> None:
        self.allowed = allowed
        self._seconds = seconds
        self._own: deque[float] = deque()
        self._others: list[float] = []
        """A heap: they are told a little out of order."""
        self._foreign = 0
        self._foreign_at = 0.0

    def count(self, now: float) -> None:
        self._own.append(now)

    def count_other(self, at: float) -> None:
        heapq.heappush(self._others, at)

    def used(self, now: float) -> int:
        while self._own and now - self._own[0] >= self._seconds:
            self._own.popleft()
        while self._others and now - self._others[0] >= self._seconds:
            heapq.heappop(self._others)
        if self._foreign and now - self._foreign_at >= self._seconds:
            self._foreign = 0
        return self._counted + self._foreign

    @property
    def _counted(self) -> int:
        return len(self._own) + len(self._others)

    def correct(self, now: float, allowed: int | None, used: int | None) -> None:
        if allowed is not None and allowed > 0:
            self.allowed = allowed
        if used is not None:
            self.used(now)
            self._foreign = max(0, used - self._counted)
            self._foreign_at = now
