"""A press of the mouse on what is just going is a press on nothing.

Tried on Textual 8.2.8, whose screen begins a selection of text in the parent of the widget under the pointer, and fails
on one without: a toast that the first click of two has removed, but that no layout has taken off the screen yet.
"""

from __future__ import annotations

from textual import errors, events
from textual.app import App, ReturnType
from textual.screen import Screen


class PressSafety(App[ReturnType]):
    """App mixin: leaves out presses and moves of the mouse over a widget that is no longer part of the screen."""

    async def on_event(self, event: events.Event) -> None:
        """Pass on everything else."""
        if not (isinstance(event, events.MouseDown | events.MouseMove) and self._is_over_nothing(event)):
            await super().on_event(event)

    def _is_over_nothing(self, event: events.MouseEvent) -> bool:
        if event.is_forwarded or not self._screen_stack:
            return False
        try:
            widget, _ = self.screen.get_widget_at(event.x, event.y)
        except errors.NoWidget:
            return False
        return widget.parent is None and not isinstance(widget, Screen)
