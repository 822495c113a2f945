"""What one attempt on the wire was: the unit that the budget counts and the log records (wire 5.3)."""

from collections.abc import Mapping
from typing import NamedTuple


class RateLimits(NamedTuple):
    """The `x-rate-limit-*` headers of an answer, where given (wire 5.3)."""

    hourly_allowed: int | None
    hourly_used: int | None
    daily_allowed: int | None
    daily_used: int | None


class Attempt(NamedTuple):
    """One request that was put on the wire, whatever came of it."""

    method: str
    path_template: str
    """Without ids and parameters, so that it may be logged: `/callrail/v3/a/{}/calls.json`."""
    status: int | None
    """None when no answer came."""
    seconds: float
    try_number: int
    """1 for the first; 401 probes and the retry without refused fields are requests of their own."""
    limits: RateLimits | None


def read_limits(headers: Mapping[str, str]) -> RateLimits | None:
    """The limits that an answer tells, or None when it tells none."""
    names = ("hourly-allowed", "hourly-used", "daily-allowed", "daily-used")
    found = [_count(headers.get(f"x-rate-limit-{name}")) for name in names]
    return RateLimits(*found) if any(number is not None for number in found) else None


def _count(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None
