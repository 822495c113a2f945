"""A compositor that renders only lines that show, and of those, in a partial update, only what has changed.

Stock Textual renders every line of every widget between the topmost and the lowest change, and what lies hidden behind
it as well: with a list at the top and a status line at the bottom that is the whole screen, five deep, at each step of
the cursor. Private names of Textual used, tried on 8.2.8: `Screen._compositor`, `Compositor._dirty_regions`,
`Compositor._get_renders`, `Compositor.visible_widgets`, `Compositor.render_partial_update`,
`Widget._repaint_required`, `_layout_required` and `_scroll_required`, `Screen._dirty_widgets` and `_on_timer_update`,
`App._load_screen_css`, through which every screen but the first comes before anything of it is composed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from textual._compositor import ChopsUpdate, Compositor
from textual.app import App, ReturnType
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

ScreenType = TypeVar("ScreenType", bound=Screen[Any])


class NarrowCompositor(Compositor):
    """As stock, cell for cell: what stands in front wins, so what is hidden need not be rendered to lose."""

    def __init__(self) -> None:
        super().__init__()
        self._touched: list[Region] = []

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed."""
        self._touched = list(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._touched = []

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Front to back: where widgets stand, and those of their lines that show something that is wanted."""
        wanted = self._touched or [crop or self.size.region]
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            here = [one.intersection(shown) for one in wanted if shown.overlaps(one)]
            if not here:
                continue
            for top, bottom in _bands(here):
                # Whole lines: cells are put together between the edges of widgets, not of what changed in them.
                band = Region(shown.x, top, shown.width, bottom - top)
                yield band, band, widget.render_lines(band.translate((-region.x, -region.y)))
            wanted = [rest for one in wanted for rest in _outside(one, shown)]
            if not wanted:
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


def _outside(region: Region, cover: Region) -> list[Region]:
    """What is left of a region outside a cover: above, below, left and right of it."""
    inner = region.intersection(cover)
    if not inner:
        return [region]
    parts = (
        Region(region.x, region.y, region.width, inner.y - region.y),
        Region(region.x, inner.bottom, region.width, region.bottom - inner.bottom),
        Region(region.x, inner.y, inner.x - region.x, inner.height),
        Region(inner.right, inner.y, region.right - inner.right, inner.height),
    )
    return [part for part in parts if part]


def paint_at_once(screen: Screen[Any]) -> None:
    """Paint what widgets in view have asked to have repainted, without the turns of the loop that it takes to tell.

    Whatever asks for more than that, a layout or a scroll, is left to Textual.
    """
    if not screen.is_current or screen._layout_required or screen._scroll_required or screen._repaint_required:
        return
    dirty = [widget for widget in screen._compositor.visible_widgets if widget._repaint_required]
    if any(widget._layout_required or widget._scroll_required for widget in dirty):
        return
    for widget in dirty:
        widget._repaint_required = False
    screen._dirty_widgets.update(dirty)
    screen._on_timer_update()


def with_narrow_updates(screen: ScreenType) -> ScreenType:
    """The same screen, not mounted yet, composed narrowly."""
    screen._compositor = NarrowCompositor()
    return screen


class NarrowUpdates(App[ReturnType]):
    """App mixin: every screen that is pushed, a dialog or a place, is composed narrowly."""

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        if not screen.is_running:
            with_narrow_updates(screen)
        super()._load_screen_css(screen)
