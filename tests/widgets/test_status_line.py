"""The status line on a screen: it repaints what changed, and only when something did."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from callrail_tui.present.status import StatusFacts
from callrail_tui.storage.styles import styles_path
from callrail_tui.text import is_clean
from callrail_tui.widgets.status_line import StatusLine
from tests.hostile import PAYLOADS

FACTS = StatusFacts(row=1, total=2_000, connection="Main", account="Harbor", demo=True, left_hour=987, left_day=9_912)


class WatchedLine(StatusLine):
    """The line, keeping the regions that it asks to repaint."""

    def __init__(self, facts: StatusFacts) -> None:
        super().__init__(facts)
        self.repainted: list[Region] = []

    def refresh(self, *regions: Region, **options: Any) -> WatchedLine:
        self.repainted.extend(regions or [self.size.region])
        super().refresh(*regions, **options)
        return self


class LineApp(App[None]):
    """A status line and nothing else."""

    CSS_PATH = styles_path()

    def __init__(self) -> None:
        super().__init__()
        self.line = WatchedLine(FACTS)

    def compose(self) -> ComposeResult:
        yield self.line


async def test_a_step_repaints_the_digits_that_changed() -> None:
    app = LineApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.line.text.startswith("     1 of 2,000")
        app.line.repainted.clear()
        app.line.show(FACTS._replace(row=2))
        assert app.line.repainted == [Region(5, 0, 1, 1)]
        app.line.show(FACTS._replace(row=1_999))
        assert app.line.repainted[1:] == [Region(1, 0, 5, 1)]
        assert app.line.facts.row == 1_999


@pytest.mark.parametrize("columns", [1, 3, 9, 15])
async def test_a_step_on_a_line_too_narrow_for_the_place(columns: int) -> None:
    app = LineApp()
    async with app.run_test(size=(columns, 24)) as pilot:
        await pilot.pause()
        app.line.show(FACTS._replace(row=1_234))
        await pilot.pause()
        assert app.line.text == " 1,234 of 2,000"[:columns]


async def test_nothing_new_repaints_nothing() -> None:
    app = LineApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.line.repainted.clear()
        app.line.show(FACTS._replace())
        app.line.show(FACTS._replace(zone=None))
        assert app.line.repainted == []


async def test_it_says_what_fits_after_a_resize() -> None:
    app = LineApp()
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        assert "Main · Harbor" in app.line.text
        await pilot.resize_terminal(48, 24)
        await pilot.pause()
        assert "Harbor" not in app.line.text
        assert len(app.line.text) == 48
        assert "1 of 2,000" in app.line.text


@pytest.mark.parametrize("no_color", [False, True])
async def test_hostile_names_are_drawn_clean(no_color: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    app = LineApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for payload in PAYLOADS.values():
            app.line.show(FACTS._replace(connection=payload, account=payload))
            strip = app.line.render_line(0)
            assert is_clean(strip.text)
            assert strip.cell_length == 80
        await pilot.pause()
