"""Whether a failed attempt is repeated, and after how long (wire 2, 5.3)."""

import math
import random
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import NamedTuple

from callrail_tui.errors import GatewayError, TimedOut

TRIES = 3
BASE_WAIT = 0.5
LONGEST_BACKOFF = 20.0
LONGEST_WAIT = 60.0
"""A server that asks for more is not waited for: the caller is told at once, and can count down."""
_LONGEST_TOLD = 86_400.0

_PASSING = frozenset({429, 500, 502, 503, 504})


class Kind(Enum):
    """How far an attempt got, which decides what may be repeated."""

    NOT_SENT = "not a byte was sent"
    BROKEN = "it may have been carried out"
    ANSWERED = "an answer came"
    FINAL = "repeating cannot help"


class Fault(NamedTuple):
    """A failed attempt: the error to raise when it is not repeated."""

    error: GatewayError
    kind: Kind
    retry_after: float | None = None
    """Seconds that the server asked for."""


def may_repeat(method: str, fault: Fault) -> bool:
    """Whether the method allows a repetition after this fault; a POST never, unless nothing can have happened."""
    if fault.kind is Kind.FINAL:
        return False
    if fault.kind is Kind.NOT_SENT:
        return True
    if fault.kind is Kind.BROKEN:
        return method in ("GET", "DELETE")
    status = fault.error.status
    if method in ("GET", "DELETE"):
        return status in _PASSING
    return status == 429 or (method == "PUT" and status == 503 and fault.retry_after is not None)


def wait_before(try_number: int, fault: Fault, rng: random.Random) -> float:
    """Seconds before the try after `try_number`: what the server asked for and a little, else full jitter."""
    if fault.retry_after is not None:
        return fault.retry_after + rng.uniform(0.0, BASE_WAIT)
    return rng.uniform(0.0, min(LONGEST_BACKOFF, BASE_WAIT * 2.0 ** (try_number - 1)))


def read_retry_after(value: str | None, *, now: float) -> float | None:
    """Seconds, from a number or an HTTP date, never negative; None when absent or unreadable.

    `now` is the wall clock. A date is believed for one minute at most, since either clock may be wrong.
    """
    if value is None:
        return None
    try:
        seconds = float(value)
        return min(max(0.0, seconds), _LONGEST_TOLD) if not math.isnan(seconds) else None
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        return min(max(0.0, moment.timestamp() - now), LONGEST_WAIT)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


class RetryTokens:
    """A bucket that bounds how much retries add to the traffic while a server is down."""

    SIZE = 20.0

    def __init__(self) -> None:
        self._left = self.SIZE

    def take(self, fault: Fault) -> bool:
        """Pay for one retry; False when the bucket cannot."""
        price = 2.0 if isinstance(fault.error, TimedOut) else 1.0
        if self._left < price:
            return False
        self._left -= price
        return True

    def reward(self) -> None:
        """A success gives a fifth of a retry back."""
        self._left = min(self.SIZE, self._left + 0.2)
