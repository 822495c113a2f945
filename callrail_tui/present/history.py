"""A caller's other calls, a line each (floor 4)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.page import Page
from callrail_tui.model.same_caller import is_same_caller
from callrail_tui.model.when import zone
from callrail_tui.present.calls import UNKNOWN_CALLER
from callrail_tui.present.failures import quoted
from callrail_tui.present.reader import Passage
from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import duration, moment_text

MOST = 25
"""Calls that are listed; the list itself shows all."""

_LEADS = {"good_lead": "+ good lead", "not_a_lead": "- not a lead", "previously_marked_good_lead": "~ was a good lead"}


class HistoryFacts(NamedTuple):
    """The call, and what the search for its caller brought."""

    call: Call
    today: date
    found: Page[Call] | None = None
    error: CallrailTuiError | None = None


def others_of(call: Call, found: Page[Call]) -> list[Call]:
    """The caller's calls among what was found: digits are found inside other numbers as well."""
    return [one for one in found.items if one.id != call.id and is_same_caller(call, one)]


def history_passages(facts: HistoryFacts) -> Sequence[Passage]:
    """The other calls, newest first, or why there are none."""
    return list(_passages(facts))


def _passages(facts: HistoryFacts) -> Iterator[Passage]:
    if facts.error is not None:
        words = assemble(("The calls could not be read: ", "bold"), facts.error.title, " ", facts.error.hint)
        yield Passage(display(""), assemble(words, " r asks again."))
        yield from (Passage(display(""), said) for said in quoted(facts.error))
        return
    if facts.found is None:
        yield Passage(display(""), display("Searching the caller's calls …", style="italic"))
        return
    others = others_of(facts.call, facts.found)
    for one in others[:MOST]:
        when = moment_text(one.start, zone(one.company_zone), facts.today) if one.start is not None else None
        yield Passage(display(when or "time not told"), display(" · ".join(_told(facts.call, one)), limit=1_000))
    if len(others) > MOST:
        yield Passage(
            display(""), display(f"and {len(others) - MOST:,} more: enter shows all in the list", style="dim")
        )
    total, looked = facts.found.total_records, len(facts.found.items)
    if total is not None and total > looked:
        rest = f"the search found {total:,} calls; the newest {looked:,} were looked at"
        yield Passage(display(""), display(rest, style="dim"))
    if not others:
        yield Passage(display(""), display("No other call of this caller in the 25 months that are kept."))


def _told(call: Call, one: Call) -> Iterator[str]:
    took = f" {duration(one.duration)}" if one.duration is not None else ""
    yield f"{'←' if one.is_inbound else '→'} {one.outcome.value}{took}"
    if one.company_id != call.company_id and one.company_name:
        yield one.company_name
    yield one.source_name or one.source or "tracker not told"
    status = one.lead_status
    yield _LEADS.get(status, f"? {status}") if status is not None else "not scored" if one.is_scored is False else "·"
    if one.tags:
        yield ", ".join(one.tags)
    if one.note:
        yield f"note: {one.note.strip()}"
    if one.customer_name and one.customer_name != call.customer_name:
        yield f"as {one.customer_name or UNKNOWN_CALLER}"
