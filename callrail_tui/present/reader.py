"""Passages of text laid out for a width, with what is searched for marked (floor 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.style import Style

_HIT = "hit"
_LEAST = 8


class Passage(NamedTuple):
    """A label and the text beside it, which hangs below itself; without a label it takes the whole width."""

    label: Content
    body: Content


class Laid(NamedTuple):
    """The lines for a width, and where the hits are."""

    lines: tuple[Content, ...]
    hits: tuple[int, ...] = ()
    """For each hit the line that it begins in."""


def laid_out(passages: Iterable[Passage], cells: int, indent: int, searched: str = "", at: int = 0) -> Laid:
    """The passages wrapped; labels stand in `indent` cells. Hits are inverse, the one that is stood on bold as well."""
    lines: list[Content] = []
    hits: list[int] = []
    pattern = re.compile(re.escape(searched), re.IGNORECASE) if searched.strip() else None
    for label, body in passages:
        if pattern is not None:
            body = _marked(body, pattern, len(hits), at)
        is_labelled = bool(label.plain)
        beside = indent if is_labelled or body.plain.startswith(" ") else 0
        for line in body.wrap(max(_LEAST, cells - beside)) or [Content()]:
            for number in _hits_in(line):
                if number == len(hits):
                    hits.append(len(lines))
            lines.append(label.pad_right(max(0, beside - label.cell_length)) + line if beside else line)
            label = Content()
    return Laid(tuple(lines), tuple(hits))


def plain(passages: Sequence[Passage]) -> str:
    """The passages as text to copy: the label, then the words."""
    return "\n".join(" ".join(part for part in (p.label.plain.strip(), p.body.plain) if part) for p in passages)


def _marked(body: Content, pattern: re.Pattern[str], first: int, at: int) -> Content:
    for number, found in enumerate(pattern.finditer(body.plain), first):
        style = Style(reverse=True, bold=number == at, underline=number == at) + Style.from_meta({_HIT: number})
        body = body.stylize(style, found.start(), found.end())
    return body


def _hits_in(line: Content) -> Iterator[int]:
    for span in line.spans:
        if isinstance(span.style, Style) and _HIT in span.style.meta:
            yield span.style.meta[_HIT]
