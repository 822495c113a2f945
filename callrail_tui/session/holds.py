"""The grace in which a decision is taken back at no request (design, promise 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from callrail_tui.model.edit import SPAM


class Holds:
    """Until when each call's edits may still be taken back at no cost; spam has its own, longer hold."""

    def __init__(self, seconds: float, spam_seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = {False: seconds, True: spam_seconds}
        self._clock = clock
        self._until: dict[tuple[str, bool], float] = {}

    def begin(self, call_id: str, field: str) -> None:
        """An edit of this call was made: every hold of it starts anew, spam's only with a report of spam."""
        is_spam = field == SPAM
        self._until[call_id, is_spam] = self._clock() + self._seconds[is_spam]

    def left(self, call_id: str, *, is_spam: bool) -> float:
        """Seconds left; 0 when it is over."""
        return max(0.0, self._until.get((call_id, is_spam), 0.0) - self._clock())

    @property
    def spam_seconds(self) -> float:
        """How long a report of spam is held."""
        return self._seconds[True]

    @property
    def has_spam(self) -> bool:
        """Whether some report of spam can still be taken back."""
        now = self._clock()
        return any(until > now for (_, is_spam), until in self._until.items() if is_spam)

    def release(self, call_ids: Iterable[str]) -> None:
        """End the holds of these calls, but not spam's: that grace is kept whatever happens."""
        for call_id in call_ids:
            self._until.pop((call_id, False), None)
