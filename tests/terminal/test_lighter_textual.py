"""What is done with less work than stock Textual does it gives what stock Textual gives."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import pytest
import textual
from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.cache import FIFOCache
from textual.color import Color
from textual.css.match import _check_selectors
from textual.css.stylesheet import Stylesheet
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.screens.dialogs.help import HelpDialog, HelpText
from callrail_tui.terminal import lighter_textual
from callrail_tui.terminal.lighter_textual import install_lighter_textual
from callrail_tui.widgets.pick_list import PickList
from tests.screens.running import now, program

SMALL = DemoSettings(calls=600, now=now)


@pytest.fixture(autouse=True)
def installed() -> None:
    install_lighter_textual()


def test_only_the_release_that_was_tried_is_made_lighter(tmp_path: Path) -> None:
    assert lighter_textual.is_tried(Path(textual.__file__).parent)
    (tmp_path / "textual-8.2.9.dist-info").mkdir()
    assert not lighter_textual.is_tried(tmp_path / "textual")


def test_a_strip_makes_its_caches_when_they_are_used() -> None:
    strip = Strip([Segment("abc", Style(bold=True)), Segment("def")])
    assert not any(isinstance(one, FIFOCache) for one in gc.get_referents(strip))
    left = strip.crop(0, 4)
    assert (left.text, left.cell_length) == ("abcd", 4)
    assert strip.crop(0, 4) is left
    assert [part.text for part in strip.divide([2, 6])] == ["ab", "cdef"]
    assert strip.apply_style(Style(italic=True)).text == "abcdef"
    assert sum(isinstance(one, FIFOCache) for one in gc.get_referents(strip)) == 3


async def test_rules_match_the_nodes_that_stock_textual_matches(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        for key in ("", "question_mark", "escape", "f", "escape", "I"):
            if key:
                await run.press(key)
            nodes = [run.app.screen, *run.app.screen.walk_children()]
            for node in nodes:
                path = node.css_path_nodes
                for rule in run.app.stylesheet.rules:
                    stock = [
                        selectors.specificity
                        for selectors in rule.selector_set
                        if _check_selectors(selectors.selectors, path)
                    ]
                    assert list(Stylesheet._check_rule(rule, path)) == stock


async def test_lines_of_widgets_are_those_of_stock_textual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def both(cache: StylesCache, styles: Any, y: int, size: Any, *others: Any) -> Strip:
        nonlocal compared
        ours = lighter_textual._render_line(cache, styles, y, size, *others)
        stock = lighter_textual._STOCK_LINE(cache, styles, y, size, *others)
        assert list(ours) == list(stock)
        assert ours.cell_length == stock.cell_length == size.width
        compared += 1
        return ours

    monkeypatch.setattr(StylesCache, "render_line", both)
    async with program(tmp_path, SMALL) as run:
        for key in ("j", "tab", "z", "z", "question_mark", "escape", "f", "escape", "d", "escape", "n", "escape"):
            await run.press(key)
        for key in ("I", "tab", "tab", "T", "O", "A", "N", "escape", "W", "C"):
            await run.press(key)
            await run.pilot.pause(0.05)
        await run.pilot.resize_terminal(90, 30)
        await run.pilot.pause()
    assert compared > 1_000


@pytest.mark.parametrize("color", [Color(0, 0, 0, 0.4), Color(0, 0, 0, 0)])
def test_what_shows_through_is_tinted_as_stock_textual_tints_it(color: Color) -> None:
    segments = [
        Segment("plain"),
        Segment("link", Style(color="red", link="https://example.com", bold=True)),
        Segment("click", Style(bgcolor="#203040", meta={"@click": "app.bell"})),
        Segment("both", Style(color="#102030", bgcolor="#a0b0c0", underline=True)),
        Segment("\x1b[0m", None, [(1,)]),  # type: ignore[list-item]
    ]
    stock: Any = lighter_textual._STOCK_TINT
    assert list(BackgroundScreen.process_segments(segments, color)) == list(stock(segments, color))


async def test_a_closed_dialog_leaves_nothing_drawn_behind(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("question_mark")
        assert isinstance(run.app.screen, HelpDialog)
        drawn = weakref.ref(run.app.screen.query_one(HelpText)._styles_cache)
        await run.press("escape")
        await run.until(lambda: run.app.screen is run.explorer)
        for _ in range(3):  # Its successors take its place in whatever remembers the last one.
            await run.press("d")
            await run.press("escape")
        gc.collect()
        assert drawn() is None


async def test_a_dialog_is_not_painted_before_there_is_something_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with program(tmp_path, SMALL) as run:
        painted: list[int] = []
        display = run.app._display

        def note(screen: Any, update: Any) -> None:
            if screen is not run.explorer and update is not None:
                painted.append(len(screen.query(PickList)))
            display(screen, update)

        monkeypatch.setattr(run.app, "_display", note)
        await run.press("d")
        await run.until(lambda: painted)
        assert all(painted)
        assert "Which days?" in run.screen_text()
