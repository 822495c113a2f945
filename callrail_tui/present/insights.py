"""The table of Insights: groups with their measures, a bar, a share, what changed (floor 4; wire 9.1)."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from callrail_tui.model.figures import FigureRow, Figures
from callrail_tui.model.periods import Period
from callrail_tui.present.calls import Piece
from callrail_tui.present.text import fit
from callrail_tui.present.times import countdown

PLAIN, DIM, BAR, UP, DOWN = "", "dim", "bar", "up", "down"
STYLE_NAMES = (DIM, BAR, UP, DOWN)
NONE = "(none)"

MEASURES: dict[str, tuple[str, str]] = {
    "total_calls": ("calls", "Calls"),
    "answered_calls": ("answered calls", "Answered"),
    "missed_calls": ("missed calls", "Missed"),
    "first_time_callers": ("first-time callers", "First"),
    "average_duration": ("average length", "Average"),
    "leads": ("leads", "Leads"),
}
"""The measures in words and as a heading; the server's `formatted_average_duration` is the average's own spelling."""
GROUPS: dict[str, str] = {
    "source": "source",
    "tracker": "tracker",
    "company": "company",
    "medium": "medium",
    "campaign": "campaign",
    "keywords": "keywords",
    "landing_page": "landing page",
    "referrer": "referrer",
}
"""What can be grouped by, in words."""
_NUMBER, _SHARE, _CHANGE = 10, 5, 11
_LEAST_NAME, _LEAST_BAR, _MOST_BAR = 18, 6, 40
_WITH_ALL = 104
"""Cells from which on every measure has a column."""
_EIGHTHS = " ▏▎▍▌▋▊▉"


class View(Enum):
    """What is looked at."""

    TABLE = "table"
    CHART = "chart"
    HOURS = "hours"


class Row(NamedTuple):
    """A group with what it is compared with."""

    key: str | None
    numbers: Mapping[str, int]
    earlier: Mapping[str, int] | None = None
    """The same group in the period before; empty where it was not there, None where nothing is compared."""

    @property
    def name(self) -> str:
        """How the group is called."""
        return self.key or NONE


def rows_of(rows: Sequence[FigureRow], sort: str, earlier: Sequence[FigureRow] | None) -> list[Row]:
    """Rows by the chosen measure, the most first; groups that are gone since the period before come last."""
    past = {row.key: row.numbers for row in earlier} if earlier is not None else None
    shown = [Row(row.key, row.numbers, past.get(row.key, {}) if past is not None else None) for row in rows]
    if past is not None:
        here = {row.key for row in rows}
        shown += [Row(key, {}, numbers) for key, numbers in past.items() if key not in here]
    return sorted(shown, key=lambda row: (-row.numbers.get(sort, 0), not row.numbers, row.name.casefold()))


def columns(cells: int, sort: str) -> tuple[str, ...]:
    """Which measures have a column: all, or where it is narrow the chosen one and what matters most beside it."""
    if cells >= _WITH_ALL:
        return tuple(MEASURES)
    wanted = dict.fromkeys(("total_calls", sort, "missed_calls", "leads"))
    return tuple(wanted)[:3]


def heading(cells: int, sort: str, *, compared: bool) -> str:
    """The headings over the rows."""
    name, bar = _room(cells, sort, compared=compared)
    words = "".join((f"{MEASURES[one][1]}{'↓' if one == sort else ''}").rjust(_NUMBER) for one in columns(cells, sort))
    change = "Change".rjust(_CHANGE) if compared else ""
    return fit(f" {'Group'.ljust(name)}{words}{change} {'Share'.rjust(_SHARE)} {MEASURES[sort][0].ljust(bar)}", cells)


def row_pieces(row: Row, cells: int, sort: str, top: int, total: int) -> list[Piece]:
    """A row as clean text in pieces; `top` is the largest value of the chosen measure, `total` all of it."""
    compared = row.earlier is not None
    name, bar = _room(cells, sort, compared=compared)
    pieces: list[Piece] = [(" " + fit(row.name, name), DIM if not row.key else PLAIN)]
    pieces += [(value(one, row.numbers.get(one)).rjust(_NUMBER), PLAIN) for one in columns(cells, sort)]
    if row.earlier is not None:
        words, style = change(sort, row.numbers, row.earlier)
        pieces.append((words.rjust(_CHANGE), style))
    here = row.numbers.get(sort, 0)
    share = f"{here / total:.0%}" if total and sort != "average_duration" else ""
    return [*pieces, (f" {share.rjust(_SHARE)} ", DIM), (bar_of(here, top, bar), BAR)]


def change(measure: str, now: Mapping[str, int], earlier: Mapping[str, int]) -> tuple[str, str]:
    """What became of a measure since the period before, in a word or a signed number, and its style."""
    if not earlier:
        return "new", UP
    if not now:
        return "gone", DOWN
    by = now.get(measure, 0) - earlier.get(measure, 0)
    if not by:
        return "=", DIM
    words = value(measure, abs(by))
    return (f"+{words}", UP) if by > 0 else (f"−{words}", DOWN)


def value(measure: str, number: int | None) -> str:
    """A measure as it is read: a count with separators, a length as minutes and seconds."""
    if number is None:
        return "–"
    return countdown(number) if measure == "average_duration" else f"{number:,}"


def bar_of(number: int, top: int, cells: int) -> str:
    """A bar of exactly `cells`, in eighths of a cell; what is not nothing is never drawn as nothing."""
    if cells <= 0:
        return ""
    eighths = round(8 * cells * number / top) if top > 0 and number > 0 else 0
    eighths = max(eighths, 1) if number > 0 else 0
    whole, rest = divmod(min(eighths, 8 * cells), 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(cells)


def totals_words(figures: Figures, earlier: Figures | None) -> str:
    """All measures in one line, with what changed since the period before."""
    parts = []
    for measure, (words, _) in MEASURES.items():
        number = figures.totals.get(measure)
        if number is None:
            continue
        by = f" ({change(measure, figures.totals, earlier.totals)[0]})" if earlier is not None else ""
        parts.append(f"{words} {value(measure, number)}{by}" if measure == "average_duration" else
                     f"{value(measure, number)}{by} {words}")  # fmt: skip
    return " · ".join(parts)


def period_words(period: Period | None) -> str:
    """A period's days: `1 Nov – 23 Nov 2026`."""
    if period is None:
        return "all dates"
    first = f"{period.first.day} {period.first:%b}"
    year = f" {period.first:%Y}" if period.first.year != period.last.year else ""
    return f"{first}{year} – {period.last.day} {period.last:%b %Y}"


def _room(cells: int, sort: str, *, compared: bool) -> tuple[int, int]:
    """The cells of the name and of the bar."""
    fixed = 1 + _NUMBER * len(columns(cells, sort)) + (_CHANGE if compared else 0) + 2 + _SHARE
    spare = max(_LEAST_NAME + _LEAST_BAR, cells - fixed)
    bar = min(_MOST_BAR, max(_LEAST_BAR, spare // 3))
    return spare - bar, bar
