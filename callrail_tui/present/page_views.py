"""The pages that a website visitor looked at before the call (floor 4; wire 10.3)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.page import Page
from callrail_tui.model.read import Json, text
from callrail_tui.model.when import timestamp, zone
from callrail_tui.present.failures import quoted
from callrail_tui.present.reader import Passage
from callrail_tui.present.text import assemble, display
from callrail_tui.present.times import moment_text, zone_heading


class PageViewFacts(NamedTuple):
    """The call, and what was asked about its visitor."""

    call: Call
    today: date
    found: Page[Json] | None = None
    error: CallrailTuiError | None = None


def page_view_passages(facts: PageViewFacts) -> Sequence[Passage]:
    """The pages, newest first as they came, or why there are none."""
    return list(_passages(facts))


def _passages(facts: PageViewFacts) -> Iterator[Passage]:
    if facts.error is not None:
        words = assemble(("The page views could not be read: ", "bold"), facts.error.title, " ", facts.error.hint)
        yield Passage(display(""), assemble(words, " r asks again."))
        yield from (Passage(display(""), said) for said in quoted(facts.error))
        return
    if facts.found is None:
        yield Passage(display(""), display("Reading the page views …", style="italic"))
        return
    where = zone(facts.call.company_zone)
    if facts.found.items:
        heading = zone_heading(where, facts.today)
        yield Passage(display(heading, style="bold"), display("Page, and where from; newest first", style="bold"))
    for view in facts.found.items:
        moment = timestamp(view.get("created_at"))
        when = moment_text(moment, where, facts.today) if moment is not None else None
        page, referrer = text(view.get("page_url")), text(view.get("referrer_url"))
        label = display(when or text(view.get("created_at")) or "time not told")
        yield Passage(label, display(page or "page not told", limit=2_000))
        if referrer is not None:
            yield Passage(display(" "), assemble("from ", display(referrer, limit=2_000)).stylize("dim"))
    total = facts.found.total_records
    if total is not None and total > len(facts.found.items):
        rest = f"{total:,} in all; the newest {len(facts.found.items):,} are shown"
        yield Passage(display(""), display(rest, style="dim"))
    if not facts.found.items:
        none = "No page was seen before this call: only session trackers (website visitors) have page views."
        yield Passage(display(""), display(none))
