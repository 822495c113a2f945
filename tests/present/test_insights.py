"""Tables and charts are exactly as wide as their room, whatever the figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.model.figures import FigureRow
from callrail_tui.model.periods import Point
from callrail_tui.present import chart
from callrail_tui.present.insights import MEASURES, Row, bar_of, change, heading, row_pieces, rows_of
from callrail_tui.present.text import width

numbers = st.dictionaries(st.sampled_from(tuple(MEASURES)), st.integers(0, 10**7))


@given(st.text(max_size=40), numbers, st.none() | numbers, st.integers(80, 220), st.sampled_from(tuple(MEASURES)))
def test_a_row_fits_its_line(
    name: str, here: dict[str, int], past: dict[str, int] | None, cells: int, sort: str
) -> None:
    row = Row(name, here, past)
    pieces = row_pieces(row, cells, sort, max(here.get(sort, 0), 1), 10**8)
    assert sum(width(text) for text, _ in pieces) <= cells
    assert width(heading(cells, sort, compared=past is not None)) == cells


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 60))
def test_a_bar_is_as_long_as_its_part(number: int, top: int, cells: int) -> None:
    bar = bar_of(min(number, top), top, cells)
    assert len(bar) == cells
    if min(number, top) and cells:
        assert bar.strip()
    if number >= top > 0:
        assert bar == "█" * cells


def test_rows_are_sorted_and_what_is_gone_comes_last() -> None:
    here = [FigureRow("a", {"total_calls": 1}), FigureRow(None, {"total_calls": 9})]
    shown = rows_of(here, "total_calls", [FigureRow("a", {"total_calls": 3}), FigureRow("z", {"total_calls": 5})])
    assert [(row.name, change("total_calls", row.numbers, row.earlier or {})[0]) for row in shown] == [
        ("(none)", "new"), ("a", "−2"), ("z", "gone"),
    ]  # fmt: skip
    assert change("total_calls", {"total_calls": 1_500}, {"total_calls": 1})[0] == "+1,499"
    assert change("average_duration", {"average_duration": 100}, {"average_duration": 190})[0] == "−1:30"
    assert change("leads", {"leads": 1}, {"leads": 1})[0] == "="


points = st.lists(
    st.builds(lambda number, sums: Point(f"2026-02-{number % 28 + 1:02}", "2026-02-01", "2026-02-01", sums),
              st.integers(0, 27), numbers),
    min_size=1, max_size=200,
)  # fmt: skip


@given(points, st.integers(40, 220), st.integers(6, 50), st.data())
def test_a_chart_fills_its_room_and_shows_the_cursor(
    shown: list[Point], cells: int, rows: int, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(shown) - 1))
    measures = data.draw(st.sampled_from([("total_calls",), ("total_calls", "leads"), ("leads", "average_duration")]))
    plot = chart.Plot(shown, measures, at)
    lines = chart.chart_lines(plot, cells, rows)
    assert len(lines) == rows
    assert {line.cell_length for line in lines} == {cells}
    assert any("reverse" in str(span.style) for line in lines for span in line.spans)
    assert shown[at].start in chart.point_words(plot)


@given(st.integers(0, 10**9))
def test_the_axis_ends_above_what_it_shows(number: int) -> None:
    assert chart.top_of(number) >= max(1, number)
    assert chart.top_of(number) <= max(5, 5 * number)


@pytest.mark.parametrize("cells", [80, 120, 200])
def test_hours_fit_and_each_shade_is_told_by_its_glyph(cells: int) -> None:
    table = [[(day * 24 + hour) % 13 for hour in range(24)] for day in range(7)]
    lines = chart.heat_lines(table, cells, (2, 3))
    assert len(lines) == 8
    assert {line.cell_length for line in lines} == {cells}
    assert [chart.shade_of(count, 8) for count in (0, 1, 2, 3, 4, 5, 6, 7, 8)] == [" ", *"░░▒▒▓▓██"]
    assert "Wed 03:00 to 03:59: 12 calls" in chart.heat_words(table, (2, 3), 500)
