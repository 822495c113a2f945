"""The layer's screen is Textual's own, update by update; `python -m bench.equivalence` draws a hundred thousand."""

from collections.abc import Sequence
from typing import Any

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from bench.equivalence.emulator import Terminal, Widths, adding, joining
from bench.equivalence.session import Session
from bench.equivalence.twice import Different, difference, doubt_cut_glyphs
from callrail_tui.terminal import ansi, canvas, guard
from callrail_tui.terminal.canvas import Canvas
from callrail_tui.terminal.cells import Row, row_of
from callrail_tui.terminal.diff import Shift, changed_spans, shifted
from callrail_tui.terminal.sgr import change


@pytest.fixture(autouse=True)
def _guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the program, but that nobody is to blame for the links that are drawn here."""
    guard.install_render_guard()
    monkeypatch.setattr(guard, "hits", guard.hits)


@pytest.mark.parametrize("seed", ["test/1", "test/2", "test/3", "test/4"])
def test_every_cell_after_every_update(seed: str) -> None:
    session = Session(seed)
    session.run()
    assert session.counts["comparisons"] > 300
    assert session.counts["bytes of ours"] < session.counts["bytes of Textual"]


def one_row_less(old: Sequence[Row | None], shift: Shift) -> list[Row | None]:
    return shifted(old, shift._replace(bottom=shift.bottom - 1))


def last_column_forgotten(*args: Any) -> list[tuple[int, int]]:
    return [(start, end - 1) for start, end in changed_spans(*args) if end - start > 1]


def background_kept(old: str, new: str) -> str:
    return change(old, new).replace("49", "39")


def run_some() -> None:
    for number in range(5):
        Session(f"broken/{number}").run()


@pytest.mark.parametrize(
    ("module", "name", "broken"),
    [
        (canvas, "shifted", one_row_less),
        (canvas, "changed_spans", last_column_forgotten),
        (ansi, "change", background_kept),
    ],
)
def test_a_broken_layer_is_found(module: Any, name: str, broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, name, broken)
    with pytest.raises(Different, match="where Textual shows"):
        run_some()


CUT_HEART = Segment("ab❤\ufe0f").split_cells(3)
SOLID = Segment(" cde", Style.parse("black on red"))


def both_draw(segments: Sequence[Segment], widths: Widths) -> tuple[Terminal, Terminal, LayoutUpdate]:
    """A line drawn by Textual, and by the layer."""
    stock, ours = Terminal(8, 1, widths), Terminal(8, 1, widths)
    console = Console(color_system="truecolor", force_terminal=True)
    assert console._color_system is not None
    update = LayoutUpdate([[Strip([segment]) for segment in segments]], Region(0, 0, 8, 1))
    stock.feed(update.render_segments(console))
    picture = Canvas(8, 1)
    picture.draw(0, 0, row_of(segments, console._color_system))
    ours.feed(picture.frame((0, 0)))
    return stock, ours, update


@pytest.mark.parametrize("widths", [joining, adding])
def test_a_glyph_that_textual_cuts_and_sends_whole_is_doubted_from_there_on(widths: Widths) -> None:
    """A session saw the heart of two cells be missed where Textual itself had counted one."""
    assert [part.text for part in CUT_HEART] == ["ab❤", "\ufe0f"]
    stock, ours, update = both_draw([*CUT_HEART, SOLID], widths)
    assert (widths is adding) or difference(stock, ours)
    doubt_cut_glyphs(stock, update)
    assert not difference(stock, ours)
    assert [stock.buffer[0][x].sure for x in range(8)] == [True] * 2 + [False] * 6
    assert ours.text(0) == "ab❤ cde "


def test_a_glyph_that_arrives_as_textual_counts_it_is_not_doubted() -> None:
    """Styled pieces arrive one by one; and a line without cut glyphs is sure to its end."""
    red = Style.parse("red")
    styled = [Segment(part.text, red) for part in CUT_HEART]
    for segments, sure in (([*styled, SOLID], [0, 1, 3, 4, 5, 6]), ([Segment("ab漢"), SOLID], [*range(8)])):
        stock, ours, update = both_draw(segments, joining)
        doubt_cut_glyphs(stock, update)
        assert not difference(stock, ours)
        assert [x for x in range(8) if stock.buffer[0][x].sure] == sure
