"""Index to start time and back: strictly rising, busy in office hours, all within the retained months (wire 5.4)."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import accumulate
from typing import Final

from callrail_tui.demo.dates import months_before
from callrail_tui.demo.dice import mix

_OFFICE: Final = timezone(timedelta(hours=-6))
_DAY_MASS: Final = (1000.0, 1040.0, 1010.0, 980.0, 900.0, 240.0, 110.0)  # Monday to Sunday
_HOUR_MASS: Final = (2, 1, 1, 1, 2, 5, 14, 40, 78, 104, 112, 104, 80, 88, 100, 96, 76, 42, 22, 14, 8, 5, 3, 2)
_HOURS: Final = tuple(share / sum(_HOUR_MASS) for share in accumulate(_HOUR_MASS, initial=0))
_HOUR_MS: Final = 3_600_000
_DAY_MS: Final = 24 * _HOUR_MS
_CALLS_PER_DAY: Final = 45
_QUIET: Final = timedelta(minutes=10)
_JITTER: Final = 0.9


class Timeline:
    """Start times of N calls up to ``now``; calls that arrive later are noted one by one."""

    def __init__(self, count: int, now: datetime, salt: int) -> None:
        """Spread the calls over as many days as their number makes plausible."""
        self._salt = salt
        fresh = (190_000, 35_000) if count >= 20 else ()
        self._spread = count - len(fresh)
        now_ms = round(now.timestamp() * 1000)
        self._late = [now_ms - age for age in fresh]
        cutoff = (now - _QUIET).astimezone(_OFFICE)
        first = _first_day(self._spread, now, cutoff.date())
        days = (cutoff.date() - first).days + 1
        self._first_ms = round(datetime.combine(first, time.min, _OFFICE).timestamp() * 1000)
        masses = (_DAY_MASS[(first.weekday() + day) % 7] for day in range(days))
        self._days = list(accumulate(masses, initial=0.0))
        self._mass = self._mass_at(round(cutoff.timestamp() * 1000))

    def __len__(self) -> int:
        """How many calls have a time."""
        return self._spread + len(self._late)

    @property
    def fresh(self) -> range:
        """The newest calls: those of the last minutes before ``now``, and those that arrived since."""
        return range(self._spread, len(self))

    def start_ms(self, index: int) -> int:
        """When a call began, in milliseconds since 1970."""
        if index >= self._spread:
            return self._late[index - self._spread]
        jitter = ((mix(self._salt, index) & 0xFFFF) / 0x10000 - 0.5) * _JITTER
        mass = (index + 0.5 + jitter) * self._mass / self._spread
        day = min(bisect_right(self._days, mass), len(self._days) - 1) - 1
        share = (mass - self._days[day]) / (self._days[day + 1] - self._days[day])
        hour = min(bisect_right(_HOURS, share), 24) - 1
        within = (share - _HOURS[hour]) / (_HOURS[hour + 1] - _HOURS[hour])
        return self._first_ms + day * _DAY_MS + int((hour + within) * _HOUR_MS)

    def index_at(self, moment_ms: int) -> int:
        """The first call that began at that moment or later."""
        return bisect_left(range(len(self)), moment_ms, key=self.start_ms)

    def arrive(self, moment: datetime) -> int:
        """Note a call that begins now; its index."""
        newest = self.start_ms(len(self) - 1) + 1 if len(self) else 0
        self._late.append(max(newest, round(moment.timestamp() * 1000)))
        return len(self) - 1

    def _mass_at(self, moment_ms: int) -> float:
        day, rest = divmod(moment_ms - self._first_ms, _DAY_MS)
        hour, within = divmod(rest, _HOUR_MS)
        share = _HOURS[hour] + (_HOURS[hour + 1] - _HOURS[hour]) * within / _HOUR_MS
        return self._days[day] + (self._days[day + 1] - self._days[day]) * share


def _first_day(count: int, now: datetime, last: date) -> date:
    """The day to begin on: far enough back for a plausible number a day, never beyond what is retained."""
    earliest = (months_before(now.astimezone(UTC), 25) + timedelta(days=3)).date()
    wanted = count / _CALLS_PER_DAY * _DAY_MASS[0]
    day, mass = last, 0.0
    while day > earliest and (mass < wanted or (last - day).days < 3):
        day -= timedelta(days=1)
        mass += _DAY_MASS[day.weekday()]
    return day
