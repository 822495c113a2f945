"""A TOML file of the person's: values checked one by one, and whatever is wrong told with its line (floor 2)."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from callrail_tui.errors import ConfigError

_MAX_BYTES = 64 * 1024
_MOST_LINES = 500
"""Lines of one value; a longer one is not looked for."""

Names = tuple[str, ...]


class Table(NamedTuple):
    """A table of the file, or the file itself as the table of everything."""

    path: Path
    text: str
    """The whole file's."""
    names: Names
    """What leads to this table; empty for the whole file."""
    values: dict[str, Any]

    def check_names(self, known: Iterable[str], what: str) -> None:
        """Refuse a name that is not known: a typo would otherwise do nothing, in silence."""
        offered = list(known)
        for name in self.values:
            if name not in offered:
                import difflib  # late: only a mistyped file pays for it

                near = difflib.get_close_matches(name, offered, n=1)
                guess = f"Did you mean {near[0]}? " if near else ""
                raise self.refusal(
                    f"there is no {what} {name[:60]!r}{self._inside()}.",
                    f"{guess}The {what}s are {', '.join(offered)}.",
                    name,
                )

    def refusal(self, words: str, cure: str, *names: str) -> ConfigError:
        """What to raise about the value that these names lead to from here."""
        line = line_of(self.text, (*self.names, *names))
        return ConfigError(f"{self.path}{f', line {line}' if line else ''}: {words}", cure)

    def string(self, name: str, example: str = "…") -> str | None:
        """A text without the white space around it; None where the name is not there."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(name, "must be a text", f'"{example}"')
        return value.strip()

    def strings(self, name: str, what: str, example: str) -> tuple[str, ...]:
        """A list of texts, as they are; empty where the name is not there."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.wrong(name, f"must be a list of {what}", example)
        return tuple(value)

    def number(self, name: str, default: float, most: int) -> float:
        """A number from 0 to `most`."""
        value = self.values.get(name, default)
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not is_number or not 0 <= value <= most:
            raise self.wrong(name, f"must be a number of seconds from 0 to {most}", f"{default:g}")
        return float(value)

    def tables(self, name: str, example: str) -> "Iterator[tuple[str, Table]]":
        """The tables that stand in this one under a name, each with its own name."""
        value = self.values.get(name, {})
        if not isinstance(value, dict):
            raise self.refusal(f"{name} must hold tables.", f"Write one as {example}.", name)
        for own, values in value.items():
            if not isinstance(values, dict):
                raise self.refusal(f"{name}.{own[:60]} must be a table.", f"Write it as {example}.", name, own)
            yield own, self._replace(names=(*self.names, name, own), values=values)

    def wrong(self, name: str, words: str, example: str) -> ConfigError:
        """What to raise about a value, with how to write it."""
        return self.refusal(f"{name} {words}{self._inside()}.", f"Write it as {name} = {example}.", name)

    def _inside(self) -> str:
        return f" in [{'.'.join(self.names)}]" if self.names else ""


def read_toml(path: Path) -> Table | None:
    """The whole file; None where there is none. ConfigError where it cannot be read, with the line where that helps."""
    import tomllib  # late: only those who have a config pay for it

    try:
        with open(path, "rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.", "Check its rights, or move it away.") from None
    if len(raw) > _MAX_BYTES:
        raise ConfigError(f"{path} cannot be read: it is longer than 64 KB.", "Shorten it, or move it away.")
    try:
        text = raw.decode("utf-8-sig")
        return Table(path, text, (), tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        where = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is not a text of TOML"
        raise ConfigError(f"{path} cannot be read: {where}.", "Correct it, or move it away.") from None


def line_of(text: str, names: Names) -> int | None:
    """The line, from 1, of the statement that gives the value which these names lead to, or of what it stands in."""
    best, deepest = None, 0
    for line, given in _statements(text):
        depth = _depth(given, names)
        if depth > deepest:
            best, deepest = line, depth
    return best


def _statements(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each statement of a good file with its first line, parsed by itself inside the table that it belongs to."""
    import tomllib  # late, as above

    header, first, waiting = "", 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        first = first if waiting else number
        waiting += line + "\n"
        try:
            is_header = waiting.lstrip().startswith("[")
            given = tomllib.loads(waiting if is_header else header + waiting)
        except ValueError:  # It goes on in the next line.
            if number - first < _MOST_LINES:
                continue
            return
        header = waiting if is_header else header
        if waiting.strip():
            yield first, given
        waiting = ""


def _depth(given: Any, names: Names) -> int:
    """How many of the names lead on in what is given."""
    for depth, name in enumerate(names):
        if not isinstance(given, dict) or name not in given:
            return depth
        given = given[name]
    return len(names)
