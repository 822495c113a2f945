"""How much may be under way to the terminal before the next frame waits for it.

Every kilobyte or so a frame carries a cursor-position request, which the terminal answers when it has drawn what came
before. What is unanswered is under way. Its amount is bounded by a window that shrinks as soon as answers take longer
than the line needs, so that a key which is held leaves no backlog in the buffers between, which nobody else can see.
"""

from collections import deque
from typing import Final

REQUEST_EVERY: Final = 1024
"""Bytes between two requests: cursor steps alone ask for an answer every few steps, idling never."""

_FIRST_WINDOW: Final = 8 * 1024
_LEAST_WINDOW: Final = 1024
_MOST_WINDOW: Final = 256 * 1024
_TOLERATED_DELAY: Final = 0.06
_PATIENCE: Final = 2.0
_RESPITE: Final = 30.0
_MEMORY: Final = 0.02


class Pace:
    """Decides when a frame may go out; told the time, so that it can be tested on a simulated line.

    Frames are held only on a terminal that has answered before: one that says nothing for two seconds is left in peace
    for half a minute.
    """

    def __init__(self) -> None:
        self._under_way: deque[tuple[int, float, int]] = deque()
        self._unasked = 0
        self._last_size = 0
        self._last_answer = 0.0
        self._window = _FIRST_WINDOW
        self._quickest: float | None = None
        self._silent_until = 0.0

    def reset(self) -> None:
        """Nothing is under way any more: the terminal was left and entered again."""
        self._under_way.clear()
        self._unasked = 0

    @property
    def is_waiting(self) -> bool:
        """Whether the terminal owes an answer."""
        return bool(self._under_way)

    @property
    def round_trip(self) -> float:
        """Seconds that an answer took at its quickest; 0 if none ever came."""
        return self._quickest or 0.0

    @property
    def keeps_up(self) -> bool:
        """Whether the terminal answers, and may have little left to draw: what is small can be handed to it at once."""
        return self._quickest is not None and self._unanswered <= _FIRST_WINDOW

    def wait(self, now: float) -> float:
        """Seconds for which the next frame is to be held unless an answer comes first; 0 to send it now."""
        if not self._under_way or self._quickest is None:
            return 0.0
        # The next frame is taken to be as large as the last one.
        if self._last_size + self._unanswered <= self._window:
            return 0.0
        left = self._give_up_at - now
        if left > 0:
            return left
        self._give_up(now)
        return 0.0

    def sent(self, size: int, now: float) -> bool:
        """Note a frame of `size` bytes; true if a request is to follow it."""
        self._unasked += size
        self._last_size = size
        if self._under_way and now > self._give_up_at:
            self._give_up(now)
        if self._unasked < REQUEST_EVERY or now < self._silent_until:
            return False
        if self._quickest is None and self._under_way:
            return False
        self._under_way.append((self._unasked, now, self._unanswered))
        self._unasked = 0
        return True

    def answered(self, now: float) -> None:
        """Note an answer of the terminal: all up to the oldest open request has been drawn."""
        if not self._under_way:
            return
        size, asked, unanswered = self._under_way.popleft()
        took = now - asked
        self._last_answer = now
        self._silent_until = 0.0
        if self._quickest is None or took < self._quickest:
            self._quickest = took
        else:
            # A line may change under us, so the quickest answer is forgotten little by little.
            self._quickest += (took - self._quickest) * _MEMORY
        delay = took - self._quickest
        if delay > _TOLERATED_DELAY:
            # What the line holds in the time that an answer may take, by what it held in the time that this one took.
            fitting = int(unanswered * (self._quickest + _TOLERATED_DELAY) / took)
            self._window = max(fitting, _LEAST_WINDOW)
        elif delay < _TOLERATED_DELAY / 2 and 2 * unanswered > self._window:
            self._window = min(self._window + size // 3, _MOST_WINDOW)

    @property
    def _unanswered(self) -> int:
        """Bytes that may still be under way."""
        return self._unasked + sum(size for size, _, _ in self._under_way)

    @property
    def _give_up_at(self) -> float:
        """When the terminal has been silent for too long; one that is merely slow answers now and then."""
        return max(self._last_answer, self._under_way[0][1]) + _PATIENCE

    def _give_up(self, now: float) -> None:
        self.reset()
        self._silent_until = now + _RESPITE
