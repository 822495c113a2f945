"""How urgent a request is."""

from __future__ import annotations

from enum import IntEnum


class Urgency(IntEnum):
    """What is served first: the lower, the sooner."""

    VIEW = 0
    """What the person is looking at."""
    EDIT = 1
    """What the person decided."""
    PREFETCH = 2
    """What the person will probably look at next."""
    REFRESH = 3
    """What looks for changes by itself."""
