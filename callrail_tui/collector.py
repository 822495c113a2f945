"""The garbage collector never holds up somebody who types.

It rests during the start: what is made then stays, and looking through it took a tenth of it. Afterwards it looks for
young garbage as always, a few milliseconds at most, but through everything, which takes ten to a hundred, only while
nobody types. What is no cycle is freed at once without it. At the end of the process it looks at nothing: the system
takes all of it back, and Python's own last look was an eighth of a whole short command.
"""

from __future__ import annotations

import atexit
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

_YOUNG = (700, 5)
"""Objects until the youngest are looked at, and such looks until the young are: together about 3 ms."""
_NEVER = 1 << 30
_PYTHONS_OWN = gc.get_threshold()
"""Not what stood before a watch: two that overlap would leave those of the first for good."""
DUE = 10
"""So many looks at the young after the last one at everything: a little before Python would by itself."""
OVERDUE = 45
"""As many, and it is done even while somebody types: memory is finite."""


def rest() -> None:
    """Collect nothing until `resume` or `wake`, nor at the very end."""
    gc.disable()
    atexit.register(gc.freeze)


def resume() -> None:
    """Collect again as Python does, but what is here now never."""
    gc.freeze()
    gc.enable()


def wake(loop: AbstractEventLoop, last_typed: Callable[[], float]) -> Watch:
    """Collect again, but what is here now never, and everything else only while nobody types.

    `last_typed` tells when somebody did, by `time.monotonic`.
    """
    watch = Watch(loop, last_typed)
    resume()
    return watch


class Watch:
    """Looks through everything when that is due and nobody types; costs nothing while nothing is made."""

    def __init__(self, loop: AbstractEventLoop, last_typed: Callable[[], float]) -> None:
        self._loop = loop
        self._last_typed = last_typed
        self._is_planned = False
        gc.set_threshold(*_YOUNG, _NEVER)
        gc.callbacks.append(self._collected)

    def close(self) -> None:
        """Leave it to Python again."""
        if self._collected in gc.callbacks:
            gc.callbacks.remove(self._collected)
            gc.set_threshold(*_PYTHONS_OWN)

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
            gc.collect()
