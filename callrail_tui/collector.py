"""The garbage collector rests during the start: what is made then stays, and looking through it took a tenth of it."""

from __future__ import annotations

import gc

SETTLED_SECONDS = 2.0
"""After the first paint: by then the first page has had its time."""


def rest() -> None:
    """Collect nothing until `wake`."""
    gc.disable()


def wake() -> None:
    """Collect again, but never look through what is here now: that would hold the loop for 15 ms now and then."""
    gc.freeze()
    gc.enable()
