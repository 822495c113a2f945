"""A key that is held down is not a row of decisions (design 4, deciding rules)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

MANY: Final = 3
WITHIN: Final = 0.5
"""Seconds."""


class HeldKey:
    """Tells a held key from one that is pressed: three alike within half a second, until it rests for as long.

    With another key between them they are no held key, however fast a slow line delivers them.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._key = ""
        self._run = 0
        self._times: list[float] = []
        self._is_held = False
        self.acts: list[int] = []
        """What the presses of this key decided so far, to be taken back as one."""

    def press(self, key: str, run: int = 0) -> str:
        """`go` for a press that counts, `stop` for the one that shows the key is held, `held` for what follows.

        `run` is another one where another key came between.
        """
        now = self._clock()
        if key != self._key or run != self._run or not self._times or now - self._times[-1] > WITHIN:
            self._key, self._run, self._times, self._is_held, self.acts = key, run, [], False, []
        self._times = [*self._times, now][-MANY:]
        if self._is_held:
            return "held"
        if len(self._times) == MANY and now - self._times[0] <= WITHIN:
            self._is_held = True
            return "stop"
        return "go"
