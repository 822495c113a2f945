"""Changed cells as runs of one style, and the order in which a large frame draws them with the fewest bytes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from callrail_tui.terminal.cells import Cells
from callrail_tui.terminal.sgr import ground, is_background, look

_WORTH_ERASING: Final = 6
"""Blank cells: fewer are written or left among the texts."""
_SHORTER_THAN_A_MOVE: Final = 3


class Run(NamedTuple):
    """Neighbouring cells in one style, or one glyph of a width that terminals disagree about."""

    row: int
    start: int
    stop: int
    style: str
    text: str
    ink: str
    """The style to draw it in: of blanks that of the text beside them, if that has the same background."""
    is_blank: bool
    """Whether it is spaces, and nothing else that looks like them."""
    is_doubtful: bool = False


def runs_of(row: int, start: int, end: int, cells: Cells) -> Iterator[Run]:
    """The columns from `start` to before `end` of a row, from left to right."""
    glyphs, styles, doubtful = cells
    column = start
    before = ""
    while column < end:
        style = styles[column]
        stop = column + 1
        if column in doubtful:
            while stop < end and not glyphs[stop]:
                stop += 1
        else:
            while stop < end and styles[stop] == style and stop not in doubtful:
                stop += 1
        text = "".join(glyphs[column:stop])
        ink = style
        if is_blank := not text.strip(" "):
            beside = (styles[stop] if stop < end else "", before)
            ink = next((other for other in beside if ground(other) == style), style)
        yield Run(row, column, stop, style, text, ink, is_blank, column in doubtful)
        before, column = style, stop


def in_styles(runs: Sequence[Run], *, erases: bool) -> list[Run]:
    """All runs of one style, then all of the next: many moves, few changes of style.

    Where the terminal `erases`, each stretch of one background is erased at once, and then only its texts are drawn.
    A glyph of uncertain width may disturb what is right of it, so its row is drawn from left to right, before the rest.
    """
    doubtful = {run.row for run in runs if run.is_doubtful}
    order = _order(runs)
    ranked = [(-1, run) for run in runs if run.row in doubtful]
    for stretch in _stretches([run for run in runs if run.row not in doubtful]):
        if erases and sum(len(run.text) for run in stretch if run.is_blank) > _WORTH_ERASING:
            first, last = stretch[0], stretch[-1]
            rank, ink = min((order[run.ink], run.ink) for run in stretch)
            text = " " * (last.stop - first.start)
            ranked.append((rank, Run(first.row, first.start, last.stop, ground(first.style), text, ink, is_blank=True)))
            stretch = _texts(stretch)
        ranked += [(order[run.ink], run) for run in stretch]
    texts = [(rank, len(run.text)) for rank, run in ranked if not run.is_blank]
    all_texts, glyphs = Counter(rank for rank, _ in texts), Counter(rank for rank, length in texts if length == 1)

    def place(ranked: tuple[int, Run]) -> tuple[int, int, int]:
        """Frames and bars go down, text goes across; of two at one place the one that erases was put first."""
        rank, run = ranked
        is_upright = rank >= 0 and 2 * glyphs[rank] > all_texts[rank]
        return (rank, run.start, run.row) if is_upright else (rank, run.row, run.start)

    return [run for _, run in sorted(ranked, key=place)]


def _texts(stretch: Sequence[Run]) -> list[Run]:
    """The texts of a stretch that was erased, and the blanks between words, which are shorter to write than to skip."""
    befores, afters = (None, *stretch[:-1]), (*stretch[1:], None)
    return [
        run
        for before, run, after in zip(befores, stretch, afters, strict=True)
        if not run.is_blank or (before and after and before.ink == after.ink and len(run.text) <= _SHORTER_THAN_A_MOVE)
    ]


def _order(runs: Sequence[Run]) -> dict[str, int]:
    """Styles in the order in which they are needed, but those of one background together, and in it of one colour."""
    styles = list(dict.fromkeys(run.ink for run in runs))
    grounds, colours = _numbered(map(ground, styles)), _numbered(map(_colour, styles))
    styles.sort(key=lambda style: (grounds[ground(style)], colours[_colour(style)]))
    return _numbered(styles)


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _colour(style: str) -> str:
    return look(style).foreground


def _stretches(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Runs side by side on one background, with nothing else that shows on blanks; others one by one."""
    stretch: list[Run] = []
    for run in runs:
        if stretch:
            last = stretch[-1]
            beside = (last.row, last.stop) == (run.row, run.start)
            if not (beside and is_background(ground(run.style)) and ground(run.style) == ground(last.style)):
                yield stretch
                stretch = []
        stretch.append(run)
    if stretch:
        yield stretch
