"""The layer's screen is Textual's own, update by update; `python -m bench.equivalence` draws a hundred thousand."""

from collections.abc import Sequence
from typing import Any

import pytest

from bench.equivalence.session import Session
from bench.equivalence.twice import Different
from callrail_tui.terminal import ansi, canvas, guard
from callrail_tui.terminal.cells import Row
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
