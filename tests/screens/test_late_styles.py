"""The style sheet is read in two parts, and nobody can see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui import collector
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.storage.styles import LATER, split_styles, styles_path
from tests.screens.running import Program, now, program


@pytest.fixture(autouse=True)
def never_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a start takes here, the later part is read only when something asks for it."""
    monkeypatch.setattr(collector, "SETTLED_SECONDS", 3_600.0)


SMALL = DemoSettings(calls=600, now=now)


def drawn(run: Program) -> list[list[tuple[str, str]]]:
    """Every cell run of the screen with its style."""
    return [
        [(segment.text, str(segment.style)) for segment in strip]
        for strip in run.app.screen._compositor.render_strips()
    ]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_the_later_part_changes_nothing_of_the_first_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with program(tmp_path, SMALL, size=size) as run:
        await run.until(lambda: "1 of 600" in run.screen_text())
        assert run.app._later is not None, "read before it was needed"
        # The detail follows the cursor a moment later.
        await run.until(lambda: size == (80, 24) or "from the list" in run.screen_text())
        before = drawn(run)
        run.app.load_later_styles()
        run.app.stylesheet.update(run.app)
        await run.pilot.pause()
        assert drawn(run) == before


async def test_whatever_opens_has_its_rules(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        assert not any(where == "later" for _, where in run.app.stylesheet.source)
        await run.press("question_mark")
        assert any(where == "later" for _, where in run.app.stylesheet.source)
        assert run.app.screen.query(".dialog--title").first().styles.text_style.bold


def test_the_parts_are_the_whole_and_both_know_the_variables() -> None:
    text = styles_path().read_text("utf-8")
    first, later = split_styles(text)
    assert first + later[later.index(LATER) :] == text
    for part in (first, later):
        assert "$line: " in part
        assert "$quiet: " in part


def test_a_sheet_without_the_mark_is_read_whole() -> None:
    assert split_styles("Screen { color: red; }") == ("Screen { color: red; }", "")
