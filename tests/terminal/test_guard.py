"""The net behind the text door: what Textual would write, cleaned at the last moment, and counted."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import Static

from callrail_tui.terminal import guard
from callrail_tui.text import FORBIDDEN
from tests.hostile import PAYLOADS

BLANK_LETTERS = {"\u3164", "\uffa0"}
"""They hide nothing but themselves: the door shows them, the net leaves them."""


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard in place for one test, with a count of its own; Textual's own methods come back afterwards."""
    monkeypatch.setattr(guard, "hits", 0)
    monkeypatch.setattr(guard, "_reported", set())
    monkeypatch.setattr(Strip, "render", Strip.render)
    monkeypatch.setattr(Strip, "render_style", Strip.__dict__["render_style"])
    guard.install_render_guard()


def written(*segments: Segment) -> str:
    """What a line of these segments writes to a terminal."""
    return Strip(segments).render(Console(file=StringIO(), color_system="truecolor", force_terminal=True))


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("style", [None, Style(), Style(bold=True), Style(link="https://evil.example.com")])
def test_lets_no_payload_through(name: str, style: Style | None) -> None:
    drawn = written(Segment(PAYLOADS[name], style))
    if style == Style(bold=True):
        drawn = drawn.removeprefix("\x1b[1m").removesuffix("\x1b[0m")
    live = set(FORBIDDEN.findall(drawn))
    assert live <= BLANK_LETTERS


def test_writes_no_hyperlink() -> None:
    assert written(Segment("x", Style(bold=True, link="https://evil.example.com"))) == "\x1b[1mx\x1b[0m"
    assert guard.hits == 1


def test_leaves_clean_text_as_stock_textual_writes_it() -> None:
    segments = [Segment("plain é 日本\u00a0👩\u200d👧", Style(color="red")), Segment(" next"), Segment("x", Style())]
    assert written(*segments) == "\x1b[31mplain é 日本\u00a0👩\u200d👧\x1b[0m nextx"
    assert guard.hits == 0


def test_keeps_the_width_of_what_it_cleans() -> None:
    for payload in PAYLOADS.values():
        assert cell_len(guard.guarded(payload)) == cell_len(payload)


def test_counts_each_run_once_however_often_the_line_is_written() -> None:
    strip = Strip([Segment("\x1b"), Segment("ok"), Segment("\x00\x9b", Style(bold=True))])
    console = Console(file=StringIO(), color_system="truecolor")
    assert strip.render(console) == strip.render(console)
    assert guard.hits == 2


def test_code_that_writes_cells_itself_is_counted_too() -> None:
    assert guard.guarded("a\x1b]52;c;x\x07b") == "a]52;c;xb"
    assert guard.guarded("clean …") == "clean …"
    assert guard.hits == 1


def test_installing_twice_changes_nothing() -> None:
    before = Strip.render, Strip.__dict__["render_style"]
    guard.install_render_guard()
    assert (Strip.render, Strip.__dict__["render_style"]) == before
    assert guard.hits == 0


def test_refuses_to_start_when_textual_draws_past_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(cls: type[Strip], style: Style, text: str, color_system: ColorSystem) -> str:
        return text

    monkeypatch.setattr(Strip, "render_style", classmethod(careless))
    with pytest.raises(guard.GuardError, match="draws past the guard"):
        guard.install_render_guard()


class Leaky(Static):
    """A widget that goes round the door."""


class LeakyApp(App[None]):
    """One leaky widget beside a sound one."""

    def compose(self) -> ComposeResult:
        yield Static("sound")
        yield Leaky("private words \x1b[31m", markup=False)


async def test_logs_the_widget_and_the_code_points_but_not_the_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger=guard.__name__):
        app = LeakyApp()
        async with app.run_test() as pilot:
            await pilot.pause()
            app.screen._compositor.render_full_update().render_segments(app.console)
            app.screen._compositor.render_full_update().render_segments(app.console)
    assert [record.getMessage() for record in caplog.records] == ["uncleaned text drawn by Leaky: U+001B"]
    assert guard.hits >= 1
