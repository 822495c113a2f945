"""The pane of lines: whatever changes, what it repaints is all that differs, and what it shows is what it has."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region

from callrail_tui.widgets.text_pane import TextPane

WIDTH, HEIGHT = 40, 8


class Words(TextPane):
    """Shows what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: Sequence[Content] = ()

    def made(self, cells: int) -> Sequence[Content]:
        return self.given

    def give(self, *lines: str | Content, from_top: bool = False) -> None:
        self.given = [Content(line) if isinstance(line, str) else line for line in lines]
        self.wrap(from_top=from_top)


class Wrapped(TextPane):
    """As many lines as its words take."""

    def made(self, cells: int) -> Sequence[Content]:
        return Content("The quick brown fox jumps over the lazy dog. " * 4).wrap(cells)


P = TypeVar("P", bound=TextPane)


class PaneApp(App[None], Generic[P]):
    """A pane alone."""

    CSS = "TextPane { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"

    def __init__(self, pane: P) -> None:
        super().__init__()
        self.pane = pane

    def compose(self) -> ComposeResult:
        yield self.pane


def repainted(pane: Words, monkeypatch: pytest.MonkeyPatch) -> list[Region | None]:
    """The regions that it asks for from now on; None for all of it."""
    asked: list[Region | None] = []
    was = pane.refresh

    def refresh(*regions: Region, **options: Any) -> Words:
        asked.extend(regions or [None])
        return was(*regions, **options)

    monkeypatch.setattr(pane, "refresh", refresh)
    return asked


def shown(pane: Words) -> list[list[tuple[str, str]]]:
    """What stands on each of its lines, with its looks."""
    return [[(part.text, str(part.style)) for part in pane.render_line(y)] for y in range(HEIGHT)]


async def test_only_what_differs_is_repainted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = PaneApp(Words())
    async with app.run_test(size=(WIDTH, HEIGHT)):
        app.pane.give("one", "two", "three", "four")
        asked = repainted(app.pane, monkeypatch)
        app.pane.give("one", "two", "three", "four")
        assert asked == []
        app.pane.give("one", "2", "three", "four")
        assert asked == [Region(0, 1, WIDTH, 1)]
        asked.clear()
        app.pane.give("one", "2")
        assert asked == [Region(0, 2, WIDTH, 2)]
        assert [line[0][0].strip() for line in shown(app.pane)[:4]] == ["one", "2", "", ""]


async def test_the_same_words_in_other_looks_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    app = PaneApp(Words())
    async with app.run_test(size=(WIDTH, HEIGHT)):
        app.pane.give("one", "two")
        asked = repainted(app.pane, monkeypatch)
        app.pane.give("one", Content.styled("two", "bold"))
        assert asked == [Region(0, 1, WIDTH, 1)]
        assert "bold" in shown(app.pane)[1][0][1]


async def test_what_is_out_of_view_waits_until_it_comes_into_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = PaneApp(Words())
    async with app.run_test(size=(WIDTH, HEIGHT)):
        lines = [f"line {number}" for number in range(30)]
        app.pane.give(*lines)
        app.pane.scroll_to_line(20)
        app.pane.scroll_to_line(0)
        asked = repainted(app.pane, monkeypatch)
        app.pane.give(*lines[:20], "other", *lines[21:])
        assert asked == []
        app.pane.scroll_to_line(20)
        assert shown(app.pane)[0][0][0].strip() == "other"


@pytest.mark.parametrize("width", [80, 20])
async def test_another_width_leaves_nothing_of_the_text_before(width: int) -> None:
    """The compositor paints the pane at its new width before it hears of it."""
    app = PaneApp(Wrapped())
    app.pane.styles.width = 30
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.pause()
        app.pane.styles.width = width
        await pilot.pause()
        await pilot.pause()
        stands = ["".join(part.text for part in line).rstrip() for line in app.screen._compositor.render_strips()]
        assert "\n".join(stands).rstrip() == "\n".join(line.rstrip() for line in app.pane.text.splitlines())


async def test_whatever_changes_all_that_differs_is_repainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random texts, places and looks, held against a pane that begins anew with each."""
    chance = random.Random(5)
    app = PaneApp(Words())
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        lines = [f"line {number}" for number in range(12)]
        app.pane.give(*lines)
        asked = repainted(app.pane, monkeypatch)
        changed = 0
        for _ in range(300):
            before, place = shown(app.pane), app.pane.scroll_offset.y
            asked.clear()
            match chance.randrange(4):
                case 0:
                    at = chance.randrange(len(lines))
                    lines[at] = f"line {chance.randrange(99)}"
                case 1:
                    del lines[chance.randint(1, len(lines)) :]
                case 2:
                    lines += [f"line {chance.randrange(99)}" for _ in range(chance.randrange(9))]
                case _:
                    app.pane.scroll_by(chance.randrange(-6, 7))
            looks = [Content.styled(line, "bold") if chance.random() < 0.05 else line for line in lines]
            app.pane.give(*looks, from_top=chance.random() < 0.1)
            after = shown(app.pane)
            app.pane._strips.clear()
            assert shown(app.pane) == after
            if app.pane.scroll_offset.y == place and None not in asked:
                covered = {y for region in asked if region is not None for y in range(region.y, region.bottom)}
                differing = {y for y in range(HEIGHT) if before[y] != after[y]}
                assert differing <= covered
                changed += bool(differing)
            if chance.random() < 0.05:
                await pilot.resize_terminal(WIDTH - chance.randrange(2), HEIGHT)
                await pilot.pause()
        assert changed > 50
