"""A timeseries as columns, and hours by weekday as shades: lines of exactly so many cells (floor 4; wire 9.2)."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from textual.content import Content

from callrail_tui.model.periods import Point
from callrail_tui.present.insights import MEASURES, value
from callrail_tui.present.text import display, fit
from callrail_tui.present.times import WEEKDAYS

_LEVELS = " ▁▂▃▄▅▆▇█"
_SECOND = "•"
"""Stands at the height of the second measure; over a column it is drawn in it."""
_AXIS = 8
SHADES = " ░▒▓█"
_DAY, _HOUR = 5, 3
FIRST_LOOK, SECOND_LOOK, CURSOR_LOOK = "$primary", "bold $warning", "reverse"


class Plot(NamedTuple):
    """What is drawn: points, one or two measures, and the point that the cursor is on."""

    points: Sequence[Point]
    measures: tuple[str, ...]
    at: int


def columns_of(count: int, cells: int) -> tuple[int, int]:
    """How wide a point is, and how many fit beside the axis; a point has a gap behind it where there is room."""
    room = max(1, cells - _AXIS - 1)
    each = max(1, min(8, room // max(1, count)))
    return each, room // each


def first_shown(count: int, fits: int, at: int) -> int:
    """The first point in view, so that the cursor's is."""
    return max(0, min(at - fits // 2, count - fits)) if count > fits else 0


def top_of(number: int) -> int:
    """The number at the top of an axis: the next of 1, 2, 5 and their tenfolds."""
    if number <= 5:
        return max(1, number)
    unit = int("1" + "0" * (len(str(number)) - 1))
    return next(step * unit for step in (1, 2, 5, 10) if step * unit >= number)


def chart_lines(plot: Plot, cells: int, rows: int) -> list[Content]:
    """The columns with their axes, in `rows` lines of `cells` each."""
    height = max(2, rows - 2)
    each, fits = columns_of(len(plot.points), cells)
    begin = first_shown(len(plot.points), fits, plot.at)
    shown = plot.points[begin : begin + fits]
    first = plot.measures[0]
    top = top_of(max((point.numbers.get(first, 0) for point in plot.points), default=0))
    second = plot.measures[1] if len(plot.measures) > 1 else None
    # Counts share an axis, so that their heights can be compared; a length beside a count has its own.
    is_alone = second is not None and "average_duration" in (first, second)
    highest = max((point.numbers.get(second, 0) for point in plot.points), default=0) if second else 0
    second_top = top_of(highest) if is_alone else top
    if second is not None and not is_alone:
        top = second_top = top_of(max(highest, *(point.numbers.get(first, 0) for point in plot.points), 0))
    columns = [_column(point, first, second, (top, second_top), height) for point in shown]
    lines = []
    for row in range(height):
        level = height - 1 - row
        axis = value(first, round(top * (level + 1) / height)) if row in (0, height // 2) else ""
        drawn = []
        for place, column in enumerate(columns):
            glyph, look = column.at(level)
            text = glyph * max(1, each - 1) if glyph in _LEVELS else glyph.center(max(1, each - 1))
            is_here = begin + place == plot.at
            drawn.append((text.ljust(each), f"{look} {CURSOR_LOOK}" if is_here else look))
        parts = [display(fit(axis.rjust(_AXIS - 1), _AXIS - 1) + "│", style="dim"), *_runs(drawn)]
        lines.append(_exactly(parts, cells))
    lines.append(display(fit(" " * (_AXIS - 1) + "└" + "─" * (len(shown) * each), cells), style="dim"))
    lines.append(display(fit(" " * _AXIS + _dates(shown, each), cells), style="dim"))
    return lines


class _Column(NamedTuple):
    """One point of the chart."""

    eighths: float
    """How high it is, in eighths of a line."""
    dot: int | None
    """The line that the second measure stands on."""

    def at(self, level: int) -> tuple[str, str]:
        """The glyph on a line, counted from the axis, and its look."""
        if level == self.dot:
            return _SECOND, SECOND_LOOK
        eighths = max(0, min(8, round(self.eighths - 8 * level)))
        if level == 0 and not eighths and self.eighths:
            eighths = 1  # What is not nothing shows.
        return _LEVELS[eighths], FIRST_LOOK


def _column(point: Point, first: str, second: str | None, tops: tuple[int, int], height: int) -> _Column:
    dot = None
    if second is not None and (number := point.numbers.get(second, 0)):
        dot = min(height - 1, int(height * number / tops[1]))
    return _Column(8 * height * point.numbers.get(first, 0) / tops[0], dot)


def _runs(cells: Iterable[tuple[str, str]]) -> list[Content]:
    """Texts with their looks, neighbours of one look as one: a chart has thousands of cells and a few looks."""
    runs = (("".join(text for text, _ in alike), look) for look, alike in groupby(cells, key=itemgetter(1)))
    return [display(text, style=look, limit=len(text)) for text, look in runs]


def _dates(shown: Sequence[Point], each: int) -> str:
    """Labels under the columns, as many as do not touch."""
    line = ""
    for place, point in enumerate(shown):
        label = point.label[11:13] + "h" if len(point.label) > 10 and point.label[11:13] != "00" else point.label[5:10]
        if len(point.label) > 10 and each < 4 and point.label[11:13] != "00":
            continue
        if len(line) <= place * each and place * each + len(label) <= len(shown) * each:
            line = line.ljust(place * each) + label + " "
    return line


def point_words(plot: Plot) -> str:
    """What the cursor's point holds, in words."""
    if not plot.points:
        return ""
    point = plot.points[plot.at]
    span = point.start if point.start == point.end else f"{point.start} to {point.end}"
    if len(point.label) > 10:
        span = f"{point.label[:10]}, {point.label[11:13]}:00 to {point.label[11:13]}:59"
    numbers = ", ".join(f"{MEASURES[one][0]} {value(one, point.numbers.get(one, 0))}" for one in plot.measures)
    return f"{span}: {numbers}"


def legend(measures: tuple[str, ...]) -> str:
    """Which sign is which measure."""
    words = [f"█ {MEASURES[measures[0]][0]}"]
    return "   ".join([*words, *(f"{_SECOND} {MEASURES[one][0]}" for one in measures[1:])])


def heat_lines(table: list[list[int]], cells: int, at: tuple[int, int]) -> list[Content]:
    """Hours beside one another, weekdays below one another; each cell its shade, and its number where there is room."""
    each = max(_HOUR, min(6, (cells - _DAY - 1) // 24))
    most = max(max(row) for row in table)
    head = " " * _DAY + "".join(f"{hour:02}".rjust(each - 1) + " " for hour in range(24))
    lines = [display(fit(head, cells), style="dim")]
    for day, counts in enumerate(table):
        drawn = [(WEEKDAYS[day].ljust(_DAY), "bold")]
        for hour, count in enumerate(counts):
            shade = shade_of(count, most)
            text = (str(count) if count else "·").rjust(each - 2) if each > _HOUR else _short(count)
            cell = fit(f"{text}{shade}" if each > _HOUR else f"{text}{shade}"[-2:], each - 1) + " "
            drawn.append((cell, CURSOR_LOOK if (day, hour) == at else "dim" if not count else ""))
        lines.append(_exactly(_runs(drawn), cells))
    return lines


def _short(count: int) -> str:
    return "·" if not count else str(count) if count < 10 else "+"


def shade_of(count: int, most: int) -> str:
    """One of five shades; what is not nothing is never blank."""
    if not count or not most:
        return SHADES[0]
    return SHADES[max(1, min(4, -(-4 * count // most)))]


def heat_words(table: list[list[int]], at: tuple[int, int], calls: int) -> str:
    """What the cursor's cell holds, and of how many calls."""
    day, hour = at
    span = f"{WEEKDAYS[day]} {hour:02}:00 to {hour:02}:59"
    return f"{span}: {table[day][hour]:,} calls. Counted: the {calls:,} loaded calls of these days."


def _exactly(parts: list[Content], cells: int) -> Content:
    line = Content.assemble(*parts)
    missing = cells - line.cell_length
    return line + display(" " * missing) if missing > 0 else line.truncate(cells)
