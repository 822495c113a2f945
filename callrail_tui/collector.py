"""The garbage collector never holds up somebody who types.

It rests during the start: what is made then stays, and looking through it took a tenth of it. Afterwards it looks for
young garbage as always, a few milliseconds at most. What has grown older is looked through in a pause between two keys,
and what is found alive is not looked at again, so that each such look stays as short; what died after it was found
alive, a dialog say that was open then, is found by a look at everything once somebody pauses for seconds. That one
takes a tenth of a second and more. What is no cycle is freed at once without any of it.
"""

from __future__ import annotations

import gc
import time
from contextlib import suppress

TYPE_CHECKING = False  # as typing's, without its 4 ms: this is here before the first frame
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable

SETTLED_SECONDS = 2.0
"""After the first paint: by then the first page has had its time."""

QUIET_SECONDS = 0.1
"""Nobody types who has not typed for so long: a held key comes every 30 ms, and what is done in here is over before the
next key of somebody who types a word."""

LONG_QUIET_SECONDS = 3.0
"""Nobody is about to type who has not typed for so long: somebody reads, or is away."""

_YOUNG = (700, 5)
"""Objects until the youngest are looked at, and such looks until the young are: together about 3 ms."""
_NEVER = 1 << 30
DUE = 1
"""So many looks at the young since the last one at the older, which takes a few milliseconds by then."""
OVERDUE = 4
"""As many, and it is done even while somebody types."""
ALL_DUE = 30
"""So many looks at the older since the last one at everything."""
ALL_OVERDUE = 180
"""As many, and a pause between two keys has to do: memory is finite."""


def rest() -> None:
    """Collect nothing until `resume` or `wake`."""
    gc.disable()


def resume() -> None:
    """Collect again as Python does."""
    gc.enable()


def wake(loop: AbstractEventLoop, last_typed: Callable[[], float]) -> Watch:
    """Collect again, what is here now at last, and everything else in pauses.

    `last_typed` tells when somebody did, by `time.monotonic`.
    """
    gc.freeze()
    watch = Watch(loop, last_typed)
    resume()
    return watch


class Watch:
    """Looks through what is older than young when that is due and nobody types; costs nothing while nothing is made."""

    def __init__(self, loop: AbstractEventLoop, last_typed: Callable[[], float]) -> None:
        self._loop = loop
        self._last_typed = last_typed
        self._is_planned = False
        self._is_deep_planned = False
        self._looks = 0
        """At the older, since the last one at everything."""
        self._before = gc.get_threshold()
        gc.set_threshold(*_YOUNG, _NEVER)
        gc.callbacks.append(self._collected)

    def close(self) -> None:
        """Leave it to Python again."""
        if self._collected in gc.callbacks:
            gc.callbacks.remove(self._collected)
            gc.set_threshold(*self._before)

    def _collected(self, phase: str, _: dict[str, int]) -> None:
        """Called by the collector, in whatever thread it ran."""
        if phase == "stop" and not self._is_planned and gc.get_count()[2] >= DUE:
            self._is_planned = True
            with suppress(RuntimeError):  # The loop may have ended.
                self._loop.call_soon_threadsafe(self.look)

    def look(self) -> None:
        """Collect now, or see again once it may be quiet."""
        quiet = time.monotonic() - self._last_typed()
        made = gc.get_count()[2]
        self._is_planned = made >= DUE and quiet < QUIET_SECONDS and made < OVERDUE
        if self._is_planned:
            self._loop.call_later(QUIET_SECONDS - quiet, self.look)
        elif made >= DUE:
            if self._looks >= ALL_OVERDUE and quiet >= QUIET_SECONDS:
                self._look_at_everything()
            else:
                gc.collect()
                gc.freeze()
                self._looks += 1
            if self._looks >= ALL_DUE and not self._is_deep_planned:
                self._is_deep_planned = True
                self._loop.call_later(LONG_QUIET_SECONDS, self.look_deep)

    def look_deep(self) -> None:
        """Look at everything now, or see again after as long a time."""
        quiet = time.monotonic() - self._last_typed()
        self._is_deep_planned = self._looks >= ALL_DUE and quiet < LONG_QUIET_SECONDS
        if self._is_deep_planned:
            self._loop.call_later(LONG_QUIET_SECONDS - quiet, self.look_deep)
        elif self._looks >= ALL_DUE:
            self._look_at_everything()

    def _look_at_everything(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._looks = 0
