"""The figures of `make bench` outlive the run: what is written is what the next run compares with."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.results import RESULTS, at_most, read, show, told, write


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "results.md"
    rows = [
        at_most("start / bare", 1.234, 1.4, "×", "10 / 8 ms"),
        at_most("step", 13_369, 450, "B"),
        told("rest", "6 ms"),
    ]
    write(rows, path)
    found = read(path)
    assert [found[row.what] for row in rows] == ["1.23× (10 / 8 ms)", "13,369 B", "6 ms"]
    assert [row.verdict for row in rows] == ["holds", "MISSED", "told"]


def test_a_figure_is_shown_beside_the_one_before(capsys: pytest.CaptureFixture[str]) -> None:
    show([at_most("step", 394, 450, "B")], {"step": "407 B"})
    assert capsys.readouterr().out.split() == ["step", "394", "B", "≤", "450", "B", "holds", "was", "407", "B"]


def test_the_committed_figures_can_be_read() -> None:
    assert len(read(RESULTS)) > 20
