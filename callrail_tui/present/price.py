"""What something costs in requests, said before it starts (wire 5.3)."""

from __future__ import annotations

import math

from callrail_tui.session.budget import HOUR, PER_HOUR
from callrail_tui.session.worker import STARTS_PER_SECOND

PRICED_ABOVE = 20
"""Requests; what costs no more starts without a question."""
_PER_PAGE = 250


def requests_for(calls: int) -> int:
    """Requests of a change to so many calls: one each, and the pages that tell what they hold now."""
    return calls + math.ceil(calls / _PER_PAGE)


def is_priced(requests: int) -> bool:
    """Whether the person is asked first."""
    return requests > PRICED_ABOVE


def price_words(requests: int, left_hour: int) -> str:
    """`About 402 requests of the 995 left this hour; it takes about 50 s.`"""
    lacking = max(0, requests - left_hour) * HOUR / PER_HOUR
    seconds = max(requests / STARTS_PER_SECOND, lacking)
    takes = f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(1, seconds):.0f} s"
    return f"About {requests:,} requests of the {left_hour:,} left this hour; it takes about {takes}."
