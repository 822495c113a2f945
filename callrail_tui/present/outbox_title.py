"""The first line of the outbox: how many stand where, how far bulk decisions are, what keeps all waiting (floor 4)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.edit import State
from callrail_tui.present.edits import plural
from callrail_tui.present.outbox import Line, One, Summary, edits_of, tally
from callrail_tui.present.text import assemble
from callrail_tui.session.edits import Counts

_GAP = " · "


def title(
    name: str,
    counts: Counts,
    lines: Iterable[Line],
    left_hour: int,
    parked: CallrailTuiError | None,
    *,
    elsewhere: bool = False,
) -> Content:
    """`Outbox  2 conflicts · 1 failed · 3 pending · 12 done · 12/87 · h 540 left`."""
    shown = list(lines)
    parts: list[object] = []
    for number, words, style in (
        (counts.conflicts, plural(counts.conflicts, "conflict"), "bold"),
        (counts.failed, f"{counts.failed:,} failed", "bold"),
        (counts.pending, f"{counts.pending:,} pending", ""),
        (counts.paused, f"{counts.paused:,} paused", ""),
        (done := _done(shown), f"{done:,} done", ""),
    ):
        if number:
            parts += [_GAP if parts else "  ", (words, style)]
    if progress := _progress(shown):
        parts.append(f"{_GAP if parts else '  '}{progress}{_GAP}h {left_hour:,} left")
    first = assemble((" " + name, "bold"), *parts)
    return Content("\n").join([first, *_hindrances(parked, elsewhere=elsewhere)])


def _hindrances(parked: CallrailTuiError | None, *, elsewhere: bool) -> list[Content]:
    found = []
    if elsewhere:
        found.append(assemble((" Another window is sending", "bold"), ": decisions made here go out from there."))
    if parked is not None:
        found.append(assemble((" Nothing is sent: ", "bold"), f"{parked.title} {parked.hint}".strip()))
    return found


def _done(lines: list[Line]) -> int:
    """The calls with a confirmed edit."""
    edits = [edit for line in lines if not (isinstance(line, One) and line.is_child) for edit in edits_of(line)]
    return len({edit.call_id for edit in edits if edit.state is State.DONE})


def _progress(lines: list[Line]) -> str:
    """`12/87` for all decisions about several calls that are on their way together."""
    going = [found for line in lines if isinstance(line, Summary) and (found := tally(line.edits)).waiting]
    calls = sum(found.calls for found in going)
    return f"{sum(found.done for found in going):,}/{calls:,}" if calls else ""
