"""A call in full, line by line for a width: a head to judge by, then who, what, why, said and decided (floor 4)."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from itertools import zip_longest
from typing import NamedTuple

from textual.content import Content

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call, Outcome
from callrail_tui.model.fields import CALL_FIELDS
from callrail_tui.present.calls import caller, phone
from callrail_tui.present.detail_course import milestones, transcript
from callrail_tui.present.detail_entries import Clocks, Entry, Group, call_times, group_of
from callrail_tui.present.failures import quoted
from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import duration

TWO_COLUMNS = 110
"""From this many cells on, the short groups stand in two columns."""

_EDGE = 1
_LABEL, _NARROW_LABEL, _NARROW = 18, 13, 60
_LONG = 400_000


class DetailFacts(NamedTuple):
    """What the detail shows and how much of it is here."""

    call: Call
    today: date
    zone: tzinfo | None = None
    """The company's zone, where it is known."""
    whole: bool = False
    """Whether the single GET has answered; else these are the list's own fields."""
    reading: bool = False
    error: CallrailTuiError | None = None


class DetailPage(NamedTuple):
    """The lines, and those among them where a group begins."""

    lines: tuple[Content, ...]
    starts: tuple[int, ...] = (0,)


def detail_page(facts: DetailFacts, cells: int) -> DetailPage:
    """The whole detail, wrapped to so many cells."""
    call, clocks = facts.call, Clocks(facts.zone, facts.today)

    def group(theme: str, title: str) -> Group:
        return group_of(call, theme, title, clocks, whole=facts.whole)

    who, what, why = group("who", "Who"), group("what", "What"), group("why", "Why")
    said, decided = group("said", "Said"), group("decided", "Decided")
    why.entries += milestones(call)
    said.entries += transcript(call, whole=facts.whole)
    lines = list(_head(facts, cells))
    starts = [0]
    width = max(8, cells - 2 * _EDGE)
    if cells >= TWO_COLUMNS:
        half = (width - 2) // 2
        left = [*_lines(decided, half), Content(), *_lines(who, half)]
        right = _lines(why, half)
        _add(lines, starts, _side_by_side(left, right, half))
        _add(lines, starts, _lines(said, width))
        _add(lines, starts, _lines(what, width))
    else:
        for each in (decided, who, why, said, what):
            _add(lines, starts, _lines(each, width))
    lines += [Content(), *_wrapped(_last_words(call), width)]
    return DetailPage(tuple(Content(" ") + line for line in lines), tuple(starts))


def raw_page(facts: DetailFacts, cells: int) -> DetailPage:
    """The call as the server sent it; the list's own fields look like a whole call, so it is said which they are."""
    raw = display(json.dumps(facts.call.raw, indent=2, ensure_ascii=False), multiline=True, limit=_LONG)
    part = "" if facts.whole else " for the list · enter reads the whole call"
    heading = display(f"As the server sent it{part} · J for words", style="dim italic")
    lines = [heading, *_wrapped(raw, max(8, cells - 2 * _EDGE))]
    return DetailPage(tuple(Content(" ") + line for line in lines))


def notice_page(words: Content, cells: int) -> DetailPage:
    """Words in place of a call."""
    return DetailPage(tuple(Content(" ") + line for line in _wrapped(words, max(8, cells - 2 * _EDGE))))


def _head(facts: DetailFacts, cells: int) -> Iterator[Content]:
    call, width = facts.call, max(8, cells - 2 * _EDGE)
    number = phone(call.customer_number) if call.customer_name and not call.is_number_withheld else ""
    outcome = _OUTCOMES.get(call.outcome, call.outcome.value)
    arrow = "←" if call.is_inbound else "→"
    took = duration(call.duration) if call.duration is not None else ""
    first = [(caller(call), "bold"), (number, "bold"), (f"{arrow} {outcome} {took}".rstrip(), "bold")]
    first += [("first-time caller", "")] if call.first_call else []
    yield from _wrapped(_joined(first), width)
    where = [*((one, "") for one in call_times(call, facts.zone, facts.today)),
             (call.company_name or "", ""), (call.source_name or call.source or "", "")]  # fmt: skip
    yield from _wrapped(_joined(where), width)
    if facts.error is not None:
        failure = assemble(("The whole call could not be read: ", "bold"), facts.error.title, " ", facts.error.hint)
        yield from _wrapped(assemble(failure, *quoted(facts.error), separator=" "), width)
    elif facts.reading:
        yield display("reading the whole call …", style="dim italic")
    elif not facts.whole:
        yield display("from the list · enter reads the whole call", style="dim italic")


_OUTCOMES = {Outcome.IN_PROGRESS: "ongoing"}


def _joined(parts: Iterable[tuple[str, str]]) -> Content:
    return Content(" · ").join(display(words, style=style) for words, style in parts if words)


def _last_words(call: Call) -> Content:
    unknown = sorted(name for name in call.raw if name not in CALL_FIELDS)
    also = f"; it holds {len(unknown)} more: {', '.join(unknown)}" if unknown else ""
    return assemble(("J shows the call as the server sent it", "dim italic"), (also, "dim"))


def _add(lines: list[Content], starts: list[int], more: list[Content]) -> None:
    lines.append(Content())
    starts.append(len(lines))
    lines += more


def _lines(group: Group, cells: int) -> list[Content]:
    label_cells = _LABEL if cells >= _NARROW else _NARROW_LABEL
    drawn = [display(group.title, style="bold underline")]
    for entry in group.entries:
        drawn += _entry_lines(entry, label_cells, cells)
    if not group.entries:
        drawn.append(display("nothing in the list's own fields", style="dim italic"))
    return drawn


def _entry_lines(entry: Entry, label_cells: int, cells: int) -> Iterator[Content]:
    """The label, and the value beside it with a hanging indent; what has no label and is dim takes the whole width."""
    label = display(entry.label, style="dim")
    for line in entry.lines or (Content(),):
        for part in _wrapped(line, max(8, cells - label_cells)):
            # A label too long for its column pushes its value to the next line.
            if label.cell_length >= label_cells:
                yield label
                label = Content()
            yield label.pad_right(label_cells - label.cell_length) + part
            label = Content()


def _side_by_side(left: list[Content], right: list[Content], half: int) -> list[Content]:
    pairs = zip_longest(left, right, fillvalue=Content())
    return [one.pad_right(max(2, half + 2 - one.cell_length)) + other for one, other in pairs]


def _wrapped(content: Content, cells: int) -> list[Content]:
    text = content.plain
    # Most values fit, and that is seen at a tenth of the price; what ends in a space or holds a tab is made fit.
    if text and content.cell_length <= cells and text.isprintable() and text == text.rstrip():
        return [content]
    return content.wrap(cells) or [Content()]
