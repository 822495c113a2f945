"""The budget: two sliding windows, the server's own figures, and the wait after a 429."""

from __future__ import annotations

from callrail_tui.session.budget import DAY, HOUR, Budget
from callrail_tui.session.urgency import Urgency
from tests.session.clock import Clock


def spent(count: int) -> tuple[Budget, Clock]:
    """A budget of which `count` requests were just used."""
    clock = Clock()
    budget = Budget(clock=clock)
    for _ in range(count):
        budget.note_attempt(clock())
    return budget, clock


def test_requests_leave_the_windows_one_by_one() -> None:
    budget, clock = spent(3)
    clock.now += HOUR / 2
    budget.note_attempt(clock())
    assert (budget.left_hour, budget.left_day) == (996, 9_996)
    clock.now += HOUR / 2
    assert (budget.used_hour, budget.used_day) == (1, 4)
    clock.now += DAY
    assert (budget.used_hour, budget.used_day) == (0, 0)


def test_each_urgency_has_its_share() -> None:
    allowed = {used: [urgency for urgency in Urgency if spent(used)[0].allows(urgency)] for used in (0, 700, 850, 950)}
    assert allowed[0] == list(Urgency)
    assert allowed[700] == [Urgency.VIEW, Urgency.EDIT, Urgency.REFRESH]
    assert allowed[850] == [Urgency.VIEW, Urgency.EDIT]
    assert allowed[950] == [Urgency.EDIT]
    assert not spent(1_000)[0].allows(Urgency.EDIT)


def test_the_day_counts_as_well() -> None:
    clock = Clock()
    budget = Budget(clock=clock)
    for _ in range(12):
        for _ in range(600):
            budget.note_attempt(clock())
        clock.now += HOUR
    assert budget.used_hour == 0
    assert not budget.allows(Urgency.PREFETCH)


def test_what_others_used_is_taken_from_the_server_and_forgotten_in_time() -> None:
    budget, clock = spent(10)
    budget.note_limits(hour_allowed=1_000, hour_used=400, day_allowed=10_000, day_used=5)
    assert (budget.used_hour, budget.used_day) == (400, 10)
    budget.note_attempt(clock())
    assert budget.used_hour == 401
    clock.now += HOUR
    assert budget.used_hour == 0


def test_the_servers_limit_counts_and_nonsense_does_not() -> None:
    budget, _ = spent(1)
    budget.note_limits(hour_allowed=150, hour_used=None, day_allowed=0, day_used=None)
    assert (budget.left_hour, budget.left_day) == (149, 9_999)
    budget.note_limits(hour_allowed=150, hour_used=9_999, day_allowed=None, day_used=None)
    assert budget.left_hour == 0


def test_a_wait_is_as_long_as_the_server_says_within_reason() -> None:
    budget, clock = spent(0)
    budget.park(3.0)
    assert budget.parked_seconds == 3.0
    budget.park(3.0)
    assert budget.parked_seconds == 60.0
    budget.release()
    assert budget.parked_until is None
    budget.park(None)
    assert budget.parked_seconds == 60.0
    budget.park(1e9)
    assert budget.parked_seconds == HOUR
    clock.now += HOUR
    assert budget.parked_seconds == 0
