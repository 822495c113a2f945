"""Working through calls in words: what is worked, how far it is, what is left at the end (floor 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.content import Content

from callrail_tui.model.query import CallQuery
from callrail_tui.model.work import DAYS, Order
from callrail_tui.present.chips import chips
from callrail_tui.present.text import assemble, display
from callrail_tui.session.working import Progress

ORDER_WORDS = {Order.MISSED: "missed first", Order.OLDEST: "oldest first", Order.NEWEST: "newest first"}
ORDER_TIPS = {
    Order.MISSED: "missed and abandoned, then voicemails, then the rest",
    Order.OLDEST: "the longest waiting first",
    Order.NEWEST: "as in the list",
}
_HOUR = 60


def work_words(
    query: CallQuery, defaults: CallQuery, name_of: Callable[[str], str | None], *, is_checked: bool
) -> Content:
    """Which calls are worked: their scope, dates and filter."""
    if is_checked:
        dates = {"start_date": query.start_date, "end_date": query.end_date, "time_zone": query.time_zone}
        scope = chips(query.changed(lead_status=None), defaults.changed(**dates), name_of)
        return Content(" · ").join([display(f"untouched calls of the last {DAYS} days"), *(one.label for one in scope)])
    applied = [chip.label for chip in chips(query, defaults, name_of) if chip.id != "sort"]
    return Content(" · ").join(applied) if applied else display("all calls")


def done_words(done: int, total: int | None, *, is_exact: bool) -> str:
    """`12/87`, or `12/≤87` while it may be fewer."""
    if total is None:
        return f"{done:,}/…"
    return f"{done:,}/{'' if is_exact else '≤'}{total:,}"


def progress_line(progress: Progress, order: Order, cells: int) -> Content:
    """How far it is in one line; what does not fit goes, the order first, the count last."""
    parts = [
        *_pace(progress),
        *(f"{number:,} {word}" for word, number in _piles(progress) if number),
        ORDER_WORDS[order],
    ]
    told = (done_words(progress.done, progress.total, is_exact=progress.is_exact), "bold")
    while True:
        line = assemble("  ", told, " done", *(f" · {part}" for part in parts))
        if line.cell_length <= cells or not parts:
            return line
        parts.pop()


def _pace(progress: Progress) -> Iterator[str]:
    if progress.per_minute is None:
        return
    yield f"{progress.per_minute:.0f}/min" if progress.per_minute >= 1 else "under 1/min"
    left = progress.minutes_left
    if left is None or progress.total == progress.done:
        return
    if left < 1:
        yield "under 1 min left"
    elif left < _HOUR:
        yield f"~{left:.0f} min left"
    else:
        yield f"~{left // _HOUR:.0f} h {left % _HOUR:02.0f} left"


def _piles(progress: Progress) -> tuple[tuple[str, int], ...]:
    return (
        ("skipped", progress.skipped),
        ("deferred", progress.deferred),
        ("reviewed", progress.reviewed),
        ("passed over", progress.passed),
    )


def waiting_words(trouble: Content | None) -> Content:
    """In place of a card: the next ones are on their way, or why they are not."""
    return display("Reading the calls …") if trouble is None else assemble(trouble, Content("\n"), "r asks again.")


def over_words(progress: Progress) -> Content:
    """In place of a card: every one has been up; what is left, and its keys."""
    if not progress.total:
        return assemble(("Nothing to work through here.", "bold"), Content("\n"), "q leads back to the calls.")
    whole = progress.skipped + progress.deferred == 0
    lines = [display("All done." if whole else "Every card has been up.", style="bold"), Content()]
    decided = progress.done - progress.reviewed - progress.passed
    counted = (("decided", decided), *_piles(progress))
    keys = {"skipped": "space works them again", "deferred": "; works them again",
            "passed over": "judged by a colleague meanwhile"}  # fmt: skip
    for word, number in counted:
        if number:
            lines.append(assemble((f"{number:>6,}", "bold"), f" {word}", (_aside(keys.get(word, "")), "dim")))
    lines += [Content(), display("q back to the calls")]
    return Content("\n").join(lines)


def _aside(words: str) -> str:
    return f" · {words}" if words else ""
