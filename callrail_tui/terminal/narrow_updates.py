"""A compositor that renders only the lines that something changed in, of the widgets in front there.

Stock Textual renders every line of every widget between the topmost and the lowest change, and what lies behind it as
well: with a list at the top and a status line at the bottom that is the whole screen, five deep, at each step of the
cursor. Private names of Textual used, tried on 8.2.8: `Screen._compositor`, `Compositor._dirty_regions`,
`Compositor._get_renders`, `Compositor.visible_widgets`, `Compositor.render_partial_update`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

ScreenType = TypeVar("ScreenType", bound=Screen[Any])


class NarrowCompositor(Compositor):
    """As stock, but a partial update renders no line that it does not touch, and none that is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._touched: list[Region] = []

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed; the cells are stock's, since what stands in front of a changed cell is rendered there."""
        self._touched = list(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._touched = []

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Front to back: where widgets stand, and their lines; during a partial update only lines that show."""
        if not self._touched:
            yield from super()._get_renders(crop)
            return
        open_regions = self._touched
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            touched = [one for one in open_regions if shown.overlaps(one)]
            if not touched:
                continue
            for top, bottom in _bands(shown.intersection(one) for one in touched):
                # Whole lines: cells are put together between the edges of widgets, not of what changed in them.
                band = Region(shown.x, top, shown.width, bottom - top)
                yield band, band, widget.render_lines(band.translate((-region.x, -region.y)))
            open_regions = [one for one in open_regions if not shown.contains_region(one)]
            if not open_regions:
                return


def _bands(regions: Iterable[Region]) -> list[tuple[int, int]]:
    """The lines of the regions as ranges, top to bottom, each line once."""
    bands: list[tuple[int, int]] = []
    for top, bottom in sorted((region.y, region.bottom) for region in regions):
        if bands and top <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bottom, bands[-1][1]))
        else:
            bands.append((top, bottom))
    return bands


def with_narrow_updates(screen: ScreenType) -> ScreenType:
    """The same screen, not mounted yet, composed narrowly."""
    screen._compositor = NarrowCompositor()
    return screen
