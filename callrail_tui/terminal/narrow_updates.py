"""A compositor that renders only the widgets that something changed in.

Stock Textual renders every widget between the topmost and the lowest change: with a list at the top and a status line
at the bottom that is the whole screen at each step of the cursor. Private names of Textual used, tried on 8.2.8:
`Screen._compositor`, `Compositor._dirty_regions`, `Compositor.visible_widgets`, `Compositor.cuts`,
`Compositor.render_partial_update`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

ScreenType = TypeVar("ScreenType", bound=Screen[Any])


class NarrowCompositor(Compositor):
    """As stock, but a partial update leaves out the widgets that no changed region overlaps."""

    def __init__(self) -> None:
        super().__init__()
        self._touched: tuple[Region, ...] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed; the cells are stock's, since a widget in front of a changed cell overlaps its region."""
        # Stock keeps the cuts until the next layout: made of the touched widgets only, they would hide edges of others.
        _ = self.cuts
        self._touched = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._touched = ()

    @property
    def visible_widgets(self) -> dict[Widget, tuple[Region, Region]]:
        """The widgets on the screen; during a partial update only those that it touches."""
        visible = super().visible_widgets
        if not self._touched:
            return visible
        return {widget: placed for widget, placed in visible.items() if _overlaps_any(placed[0], self._touched)}


def _overlaps_any(region: Region, others: Iterable[Region]) -> bool:
    return any(region.overlaps(other) for other in others)


def with_narrow_updates(screen: ScreenType) -> ScreenType:
    """The same screen, not mounted yet, composed narrowly."""
    screen._compositor = NarrowCompositor()
    return screen
