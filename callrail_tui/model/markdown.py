"""Text of others in a Markdown file: nothing in it is a table's edge, markup, a heading, a link or a control byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from callrail_tui.text import clean

_LONGEST: Final = 500
"""Characters kept of one cell: a table of whole transcripts can be read by nobody."""
_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>|~&$]")
_AUTOLINK: Final = re.compile(r"://|(?<=[Ww][Ww][Ww])\.|@")
_LEADING: Final = re.compile(r"^([#\-=>!:]|\+(?![0-9])|\d+[.)](?=\s|$))")


def escaped(value: object) -> str:
    """`value` in one line, shown as it is by any reader of Markdown."""
    text = " ".join(clean(value, limit=_LONGEST).split())
    text = _MARKUP.sub(lambda found: "\\" + found[0], text)
    # A bare address would be made a link by many readers.
    text = _AUTOLINK.sub(lambda found: {"@": "&#64;", ".": "&#46;"}.get(found[0], "&#58;//"), text)
    return _LEADING.sub(_harmless, text)


def _harmless(found: re.Match[str]) -> str:
    word = found[0]
    return f"{word[:-1]}\\{word[-1]}"


def row(cells: Iterable[str]) -> str:
    """One line of a table; the cells are escaped already."""
    return f"| {' | '.join(cells)} |\n"


def table_head(headings: Sequence[str], *, right: frozenset[int] = frozenset()) -> str:
    """The first two lines of a table; the columns `right` stand to the right."""
    rule = ("---:" if place in right else "---" for place in range(len(headings)))
    return row(map(escaped, headings)) + row(rule)
