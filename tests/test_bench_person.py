"""The person of the bench does the same for the same seed, and something of everything."""

from __future__ import annotations

from bench.person import GESTURES, actions


def test_a_seed_gives_the_same_actions_again() -> None:
    assert list(actions(5, 500)) == list(actions(5, 500))
    assert list(actions(5, 500)) != list(actions(6, 500))


def test_there_are_as_many_as_asked_for() -> None:
    assert [len(list(actions(1, count))) for count in (1, 17, 5_000)] == [1, 17, 5_000]


def test_five_thousand_hold_something_of_everything() -> None:
    names = {action.name for action in actions(7, 5_000)}
    assert len(names) > len(GESTURES) - 3
    assert {"jump", "search", "dates", "filter", "decide", "insights", "resize", "connections", "bulk"} <= names
