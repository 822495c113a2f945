"""Passages of text laid out for a width, with what is searched for marked (floor 4)."""

import re
from collections.abc import Iterator, Sequence
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


class Layout:
    """Passages wrapped again and again: what neither a width nor a hit changes is kept from the time before."""

    def __init__(self, passages: Sequence[Passage], indent: int) -> None:
        self._passages = passages
        self._indent = indent
        self._kept: dict[tuple[object, ...], tuple[Content, ...]] = {}
        self._counts: dict[tuple[int, str], int] = {}

    def laid(self, cells: int, searched: str = "", at: int = 0) -> Laid:
        """The lines; labels stand in `indent` cells. Hits are inverse, the one that is stood on bold as well."""
        pattern = re.compile(re.escape(searched), re.IGNORECASE) if searched.strip() else None
        lines: list[Content] = []
        hits: list[int] = []
        for index, passage in enumerate(self._passages):
            first = len(hits)
            count = self._count(index, passage, searched, pattern)
            stood_on = at if first <= at < first + count else -1
            key = (index, cells, searched if count else "", first if count else 0, stood_on)
            wrapped = self._kept.get(key)
            if wrapped is None:
                shown = passage.body
                if pattern is not None and count:
                    shown = _marked(shown, pattern, first, stood_on)
                wrapped = self._kept[key] = tuple(_wrapped(passage.label, shown, cells, self._indent))
            for line in wrapped:
                for number in _hits_in(line) if count else ():
                    if number == len(hits):  # The rest of a hit that goes on in another line is not another one.
                        hits.append(len(lines))
                lines.append(line)
        return Laid(tuple(lines), tuple(hits))

    def _count(self, index: int, passage: Passage, searched: str, pattern: re.Pattern[str] | None) -> int:
        if pattern is None:
            return 0
        key = (index, searched)
        if key not in self._counts:
            self._counts[key] = sum(1 for _ in pattern.finditer(passage.body.plain))
        return self._counts[key]


def laid_out(passages: Sequence[Passage], cells: int, indent: int, searched: str = "", at: int = 0) -> Laid:
    """The passages wrapped once."""
    return Layout(passages, indent).laid(cells, searched, at)


def _wrapped(label: Content, body: Content, cells: int, indent: int) -> Iterator[Content]:
    beside = indent if label.plain else 0
    for line in body.wrap(max(_LEAST, cells - beside)) or [Content()]:
        yield label.pad_right(max(0, beside - label.cell_length)) + line if beside else line
        label = Content()


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
