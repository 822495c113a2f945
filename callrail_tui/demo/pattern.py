"""The period that the population repeats: row r of the pattern says what kind of call every r-th call of a block is.

Whatever can be filtered, sorted or grouped by is decided here, so that counting and finding calls is arithmetic on
the rows; names, numbers and texts are decided per call in ``population``.
"""

from enum import IntEnum
from typing import Final, NamedTuple

from callrail_tui.demo.dice import mix, salted
from callrail_tui.demo.directory import Directory
from callrail_tui.demo.sources import ORIGIN_OF_KIND, ORIGINS, SESSION_ORIGINS
from callrail_tui.demo.words import ACCOUNT_TAGS, COMPANY_TAGS, PLACES

BASE_PERIOD: Final = 5_040
GROUP: Final = 60
_ROOT_LANES: Final = 42
_LANE_STEP, _LANE_BACK, _LANE_TURN = 7, 43, 13  # 7 × 43 = 1 modulo 60: a lane can be read back to its place

REPEATS: Final = (
    (0, 1), (0, 2), (0, 4), (0, 7), (3, 1), (3, 3), (7, 1), (7, 5), (11, 2), (11, 3), (15, 1), (18, 6), (22, 2),
    (25, 4), (29, 1), (33, 3), (37, 2), (40, 8),
)  # fmt: skip
"""Lanes 42 to 59: the lane of the first caller and how many groups ago that was; sorted within a lane."""
CALLS_AGAIN: Final = {lane: tuple(gap for other, gap in REPEATS if other == lane) for lane in range(_ROOT_LANES)}


class Outcome(IntEnum):
    """How a call ended."""

    ANSWERED = 0
    MISSED = 1
    ABANDONED = 2
    VOICEMAIL = 3
    OUTBOUND = 4
    OUTBOUND_UNANSWERED = 5
    IN_PROGRESS = 6


class Lead(IntEnum):
    """Lead status (wire 8.6)."""

    NOT_SCORED = 0
    GOOD = 1
    NOT_A_LEAD = 2
    PREVIOUSLY = 3


class Row(NamedTuple):
    """What kind of call it is; a call that was edited has a row of its own."""

    root: int
    """The row of this caller's first call."""
    prior: int
    company: int
    tracker: int
    origin: int
    campaign: int
    keyword: int
    landing: int
    outcome: Outcome
    duration: int | None
    agent: int
    device: int
    """0 unknown, 1 desktop, 2 mobile."""
    lead: Lead
    tags: tuple[int, ...]
    place: int
    """Where the caller's number is registered; -1 for one who hides it."""


class Pattern:
    """The rows of one account, each computed when first asked for and then kept."""

    def __init__(self, seed: int, directory: Directory, first_tag: int) -> None:
        """The period grows with the directory, so that every tracker gets its share."""
        trackers = directory.base_companies * directory.trackers_each
        self.period: Final = BASE_PERIOD * min(10, -(-trackers // 1000))
        self._directory = directory
        self._first_tag = first_tag
        self._salt = salted(seed, "row")
        self._root_salt = salted(seed, "caller")
        self._rows: list[Row | None] = [None] * self.period

    def row(self, index: int) -> Row:
        """The row of the call at that index, before any edit."""
        place = index % self.period
        row = self._rows[place]
        if row is None:
            row = self._rows[place] = self._compute(place)
        return row

    def calls_of(self, root: int) -> list[int]:
        """The rows of one caller, first call first."""
        group, lane = self._lane(root)
        gaps = CALLS_AGAIN[lane] if lane < _ROOT_LANES else ()
        groups = self.period // GROUP
        return [root] + [
            _place(group + gap, _ROOT_LANES + REPEATS.index((lane, gap))) for gap in gaps if group + gap < groups
        ]

    def _lane(self, place: int) -> tuple[int, int]:
        group, position = divmod(place, GROUP)
        return group, (position * _LANE_STEP + group * _LANE_TURN) % GROUP

    def _root_of(self, place: int) -> tuple[int, int]:
        """Row of the caller's first call, and how many calls came before this one."""
        group, lane = self._lane(place)
        if lane < _ROOT_LANES:
            return place, 0
        root_lane, gap = REPEATS[lane - _ROOT_LANES]
        if gap > group:
            return place, 0
        return _place(group - gap, root_lane), 1 + CALLS_AGAIN[root_lane].index(gap)

    def _compute(self, place: int) -> Row:
        root, prior = self._root_of(place)
        bits, caller = mix(self._salt, place), mix(self._root_salt, root)
        company = self._directory.busy_company((caller & 0xFFFFF) / 0x100000)
        tracker = self._directory.busy_tracker(company, caller >> 20)
        kind = self._directory.tracker_kind(tracker)
        session = kind == "session"
        origin = SESSION_ORIGINS[(caller >> 28) % len(SESSION_ORIGINS)] if session else ORIGIN_OF_KIND[kind]
        facts = ORIGINS[origin]
        outcome = _outcome(bits % 100)
        lead = Lead.PREVIOUSLY if prior and _lead(mix(self._salt, root)) is Lead.GOOD else _lead(bits)
        return Row(
            root=root,
            prior=prior,
            company=company,
            tracker=tracker,
            origin=origin,
            campaign=(caller >> 32) % len(facts.campaigns) if facts.campaigns else -1,
            keyword=(caller >> 36) % len(facts.keywords) if facts.keywords and session else -1,
            landing=(caller >> 40) % 7 if session else -1,
            outcome=outcome,
            duration=_duration(outcome, bits >> 20 & 0xFFF),
            agent=(company + (bits >> 32) % 3) % self._directory.users if outcome in (0, 4, 5) else -1,
            device=1 + (caller >> 44) % 2 if session else 0,
            lead=lead,
            tags=self._tags(company, bits >> 36),
            place=-1 if (caller >> 48) % 50 == 0 else (root * 37 + root // GROUP * 11) % len(PLACES),
        )

    def _tags(self, company: int, bits: int) -> tuple[int, ...]:
        """Up to three tags: of the account, of the company, seldom the disabled one."""
        if bits % 100 >= 30:
            return ()
        account = self._first_tag + (bits >> 8) % len(ACCOUNT_TAGS)
        own = self._first_tag + len(ACCOUNT_TAGS) + company * len(COMPANY_TAGS)
        enabled = own + (bits >> 12) % (len(COMPANY_TAGS) - 1)
        choice = (bits >> 16) % 10
        if choice == 0:
            return (account, enabled, own + len(COMPANY_TAGS) - 1)
        return (account,) if choice < 5 else (enabled,) if choice < 8 else (account, enabled)


def _place(group: int, lane: int) -> int:
    """The row at that lane of a group."""
    return group * GROUP + (lane - group * _LANE_TURN) * _LANE_BACK % GROUP


def _outcome(percent: int) -> Outcome:
    for limit, outcome in (
        (62, Outcome.ANSWERED),
        (73, Outcome.MISSED),
        (78, Outcome.ABANDONED),
        (88, Outcome.VOICEMAIL),
        (96, Outcome.OUTBOUND),
    ):
        if percent < limit:
            return outcome
    return Outcome.OUTBOUND_UNANSWERED


def _lead(bits: int) -> Lead:
    """What a call was judged by itself: three in five are not scored; who was not spoken to is seldom a good lead."""
    share = bits >> 8 & 0x3FF
    good = 840 if _outcome(bits % 100) in (Outcome.ANSWERED, Outcome.OUTBOUND) else 700
    return Lead.NOT_SCORED if share < 650 else Lead.GOOD if share < good else Lead.NOT_A_LEAD


def _duration(outcome: Outcome, bits: int) -> int:
    share = bits / 0x1000
    if outcome in (Outcome.ANSWERED, Outcome.OUTBOUND):
        return int(18 + 1_100 * share * share * share)
    if outcome is Outcome.VOICEMAIL:
        return int(22 + 70 * share)
    return int(3 + (9 if outcome is Outcome.ABANDONED else 32) * share)
