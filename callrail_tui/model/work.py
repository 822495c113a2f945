"""Working through calls: which ones, in what order, into which pile, and how fast (design 4, deciding rules)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import Enum

from callrail_tui.model.call import Call, FieldState, Outcome
from callrail_tui.model.edit import LEAD, NOTE, TAGS, Known, canonical, known, same
from callrail_tui.model.fields import LIST_FIELDS
from callrail_tui.model.page import MAX_PER_PAGE
from callrail_tui.model.query import CallQuery
from callrail_tui.model.views import dated, default_dates

DAYS = 30
"""How far back the untouched calls reach, today included."""
IDLE_SECONDS = 60.0
"""The most that a pause between two cards counts as work."""
_LEAST_SETTLED = 3
"""Cards from which on a rate says something."""


class Order(Enum):
    """In what order the cards come."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MISSED = "missed"
    """Missed and abandoned calls, then voicemails, then the rest; each newest first."""


class Pile(Enum):
    """Where a card went."""

    DECIDED = "decided"
    REVIEWED = "reviewed"
    PASSED = "passed over"
    """A colleague judged the call meanwhile."""
    SKIPPED = "skipped"
    DEFERRED = "deferred"


SETTLED = frozenset({Pile.DECIDED, Pile.REVIEWED, Pile.PASSED})
"""The piles that nobody works again."""


# Which calls ----------------------------------------------------------------------------------------------------


def work_of(query: CallQuery, today: date) -> tuple[CallQuery, bool]:
    """What `W` works for a list: its scope, dates and filter, with the list's own fields and no order.

    Without filter and dates of its own: the calls not scored of the last 30 days, and True, since whether they have
    no tag and no note either is checked here.
    """
    plain = query.changed(sort=None, order=None, fields=LIST_FIELDS, per_page=MAX_PER_PAGE)
    filters = (query.search, query.call_type, query.answer_status, query.direction, query.device, query.lead_status)
    if any(filters) or query.tags or not _has_default_dates(query):
        return plain, False
    start, end = today - timedelta(days=DAYS - 1), today + timedelta(days=1)
    return dated(plain, start, end).changed(lead_status="not_scored"), True


def _has_default_dates(query: CallQuery) -> bool:
    """Whether the dates are the default view's, of whatever day it was asked on; narrowed by a day they still are."""
    if query.start_date is None or query.end_date is None:
        return query.date_range is None and query.start_date is None and query.end_date is None
    try:
        start, end = date.fromisoformat(query.start_date), date.fromisoformat(query.end_date)
    except ValueError:
        return False
    kept_since = default_dates(end - timedelta(days=1))[0]
    return start - kept_since in (timedelta(0), timedelta(days=1))


def is_untouched(call: Call) -> bool:
    """Whether nobody has judged, tagged or noted it; what cannot be read counts as unknown, and is kept."""
    has_tags = bool(call.tags) and call.state_of(TAGS) is not FieldState.WRONG_TYPE
    return call.is_scored is not True and not has_tags and not call.note and not call.spam


def judged_since(row: Call | None, whole: Call, ours: Collection[str]) -> tuple[str, ...]:
    """The fields that somebody else filled after `row` was read; without a row it counts as untouched then."""
    found = []
    for field in (LEAD, TAGS, NOTE):
        before = known(row, field) if row is not None else Known(None)
        now = known(whole, field)
        if field in ours or before is None or now is None or not canonical(field, now.value):
            continue
        if not same(field, before.value, now.value):
            found.append(field)
    return tuple(found)


# In what order --------------------------------------------------------------------------------------------------


def questions(query: CallQuery, order: Order) -> tuple[CallQuery, ...]:
    """What is asked for an order, one after the other; the last brings every call, those before it what comes first."""
    if order is Order.OLDEST:
        return (query.changed(sort="start_time", order="asc"),)
    tells = query.answer_status is not None or query.call_type in ("missed", "voicemails")
    if order is Order.NEWEST or tells:
        return (query,)
    return (query.changed(answer_status="missed"), query.changed(answer_status="voicemail"), query)


def rank(call: Call, order: Order) -> int:
    """Which of the order's groups a call belongs to: 0 comes first."""
    if order is not Order.MISSED:
        return 0
    if not call.is_inbound:
        return 2
    return {Outcome.MISSED: 0, Outcome.ABANDONED: 0, Outcome.VOICEMAIL: 1}.get(call.outcome, 2)


GROUPS = 3
"""How many groups an order may have."""


# How fast -------------------------------------------------------------------------------------------------------


class Tempo:
    """Cards settled in the time spent on them; pauses count for a minute at most."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._active = 0.0
        self._settled = 0

    def step(self, now: float, *, settles: bool) -> None:
        """A card came up, or was dealt with."""
        if self._since is not None:
            self._active += max(0.0, min(now - self._since, IDLE_SECONDS))
        self._since = now
        self._settled += settles

    @property
    def per_minute(self) -> float | None:
        """Cards a minute; None while too few were settled to tell."""
        if self._settled < _LEAST_SETTLED or self._active <= 0:
            return None
        return self._settled * 60 / self._active
