"""What was measured, as a table: on the screen, and in `results.md` beside the figures of the time before."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results.md")
_HEAD = """# What `make bench` measured

Figures of one run on one machine; what carries over to another are the ratios.

| What | Measured | Target | |
| --- | --- | --- | --- |
"""
_LINE = re.compile(r"\| (?P<what>[^|]+) \| (?P<measured>[^|]+) \| [^|]* \| [^|]* \|")


@dataclass
class Row:
    """One line of the result."""

    what: str
    measured: str
    target: str
    holds: bool

    @property
    def verdict(self) -> str:
        """In a word; a row without a target is only told."""
        return "told" if not self.target else "holds" if self.holds else "MISSED"


def at_most(what: str, value: float, most: float, unit: str, detail: str = "") -> Row:
    """A figure with its greatest allowed value."""
    digits = 2 if unit == "×" else 0
    measured = f"{value:,.{digits}f}{unit if unit == '×' else ' ' + unit}"
    return Row(
        what,
        f"{measured} ({detail})" if detail else measured,
        f"≤ {most:,g}{unit if unit == '×' else ' ' + unit}",
        value <= most,
    )


def told(what: str, measured: str) -> Row:
    """A figure that has no target."""
    return Row(what, measured, "", holds=True)


def read(path: Path = RESULTS) -> dict[str, str]:
    """The figures of the run before by their names; none, when there was none."""
    text = path.read_text("utf-8") if path.exists() else ""
    return {found["what"]: found["measured"] for found in _LINE.finditer(text)}


def write(rows: Iterable[Row], path: Path = RESULTS) -> None:
    """Keep the figures of this run."""
    lines = [f"| {row.what} | {row.measured} | {row.target or '-'} | {row.verdict} |\n" for row in rows]
    path.write_text(_HEAD + "".join(lines), "utf-8")


def show(rows: list[Row], before: Mapping[str, str]) -> None:
    """Print the figures, and what they were before."""
    width = max(len(row.what) for row in rows)
    for row in rows:
        was = f"was {before[row.what]}" if row.what in before else ""
        print(f"{row.what:<{width}}  {row.measured:<28} {row.target:<10} {row.verdict:<7} {was}")
