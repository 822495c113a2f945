"""A pause that begins anew each time, for what should happen only once things have come to rest."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget


class Rest:
    """Calls back once, when nothing has started it anew for so many seconds; until it is started it costs nothing."""

    def __init__(self, widget: Widget, seconds: float, rested: Callable[[], None]) -> None:
        self._widget = widget
        self._seconds = seconds
        self._rested = rested
        self._timer: Timer | None = None

    def start(self) -> None:
        """Begin to wait, or begin again."""
        if self._timer is None:
            self._timer = self._widget.set_interval(self._seconds, self._over, pause=True)
        self._timer.reset()
        self._timer.resume()

    def _over(self) -> None:
        if self._timer is not None:
            self._timer.pause()
        self._rested()
