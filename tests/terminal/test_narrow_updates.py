"""The narrow compositor draws what the stock one draws, with fewer widgets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from types import MethodType
from typing import ClassVar

import pytest
from rich.segment import Segment
from textual._compositor import ChopsUpdate, Compositor
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from callrail_tui.terminal.narrow_updates import NarrowCompositor, with_narrow_updates


class Letters(Widget):
    """Lines of one letter; counts how often it is rendered."""

    def __init__(self, letter: str, name: str) -> None:
        super().__init__(id=name)
        self.letter = letter
        self.rendered = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.rendered += 1
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(self.letter * self.size.width)], self.size.width)


class Column(Vertical):
    """A container that its children cover; counts how often it is rendered all the same."""

    rendered = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.rendered += 1
        return super().render_lines(crop)


class Panes(Screen[None]):
    LAYERS: ClassVar[tuple[str, ...]] = ("base", "above")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Letters("a", "left")
            with Column():
                yield Letters("b", "top")
                yield Letters("c", "bottom")
        yield Letters("d", "line")
        yield Letters("e", "above")


class PanesApp(App[None]):
    CSS = """
    Screen { layers: base above; }
    Letters { width: 1fr; height: 1fr; }
    Horizontal { height: 1fr; }
    #line { height: 1; }
    #above { layer: above; width: 9; height: 3; offset: 4 2; }
    """

    def get_default_screen(self) -> Screen[None]:
        return with_narrow_updates(Panes())


@contextmanager
def stock(compositor: NarrowCompositor) -> Iterator[None]:
    """The same compositor, rendering as Textual's own does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compositor, "_get_renders", MethodType(Compositor._get_renders, compositor))
        yield


def drawn(update: ChopsUpdate) -> dict[tuple[int, int], str]:
    """The cells of the spans, by place."""
    cells = {}
    for y, x1, x2 in update.spans:
        for x, strip in update.chops[y].items():
            for offset, letter in enumerate(strip.text if strip is not None else ""):
                if x1 <= x + offset < x2:
                    cells[x + offset, y] = letter
    return cells


@pytest.mark.parametrize("seed", range(12))
async def test_the_cells_are_those_of_the_stock_compositor(seed: int) -> None:
    chance = random.Random(seed)
    app = PanesApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor
        assert isinstance(compositor, NarrowCompositor)
        for _ in range(20):
            regions = {
                Region(chance.randrange(50), chance.randrange(18), chance.randrange(1, 10), chance.randrange(1, 3))
                for _ in range(chance.randrange(1, 4))
            }
            compositor._dirty_regions = set(regions)
            with stock(compositor):
                whole = Compositor.render_partial_update(compositor)
            compositor._dirty_regions = set(regions)
            narrow = compositor.render_partial_update()
            assert whole is not None
            assert narrow is not None
            assert drawn(narrow) == drawn(whole)


@pytest.mark.parametrize("size", [(60, 20), (9, 3), (13, 5), (200, 60)])
async def test_a_whole_screen_is_that_of_the_stock_compositor(size: tuple[int, int]) -> None:
    app = PanesApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor
        assert isinstance(compositor, NarrowCompositor)
        with stock(compositor):
            whole = [strip.text for strip in compositor.render_strips()]
        assert [strip.text for strip in compositor.render_strips()] == whole


async def test_what_is_hidden_is_not_rendered() -> None:
    app = PanesApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        hidden = app.screen.query_one(Column)
        hidden.rendered = 0
        app.screen._compositor.render_strips()
        assert hidden.rendered == 0


async def test_a_widget_between_two_changes_is_not_rendered() -> None:
    app = PanesApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor
        bottom, left = app.screen.query_one("#bottom", Letters), app.screen.query_one("#left", Letters)
        before = (bottom.rendered, left.rendered)
        compositor._dirty_regions = {Region(0, 0, 5, 1), Region(0, 19, 60, 1)}
        compositor.render_partial_update()
        assert (bottom.rendered, left.rendered) == (before[0], before[1] + 1)


async def test_a_partial_update_right_after_a_layout_leaves_every_edge_in_place() -> None:
    app = PanesApp()
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor
        before = [strip.text for strip in compositor.render_strips()]
        compositor._cuts = None  # as a layout leaves them
        left = app.screen.query_one("#left")
        compositor._dirty_regions.add(Region(0, 5, left.size.width, 1))
        compositor.render_partial_update()
        assert [strip.text for strip in compositor.render_strips()] == before
