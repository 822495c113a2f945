"""A key that is held down is told from one that is pressed."""

from __future__ import annotations

from callrail_tui.screens.held_key import HeldKey


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def pressed(held: HeldKey, clock: Clock, *gaps: float, key: str = "good") -> list[str]:
    """What each press of the key comes to, after these gaps."""
    said = []
    for gap in gaps:
        clock.now += gap
        said.append(held.press(key))
    return said


def test_three_within_half_a_second_stop_it_until_it_rests() -> None:
    clock = Clock()
    held = HeldKey(clock)
    assert pressed(held, clock, 0, 0.1, 0.1, 0.03, 0.4, 0.6) == ["go", "go", "stop", "held", "held", "go"]


def test_presses_with_time_between_them_all_count() -> None:
    clock = Clock()
    assert pressed(HeldKey(clock), clock, 0, 0.3, 0.3, 0.3, 0.3) == ["go"] * 5


def test_another_key_begins_anew() -> None:
    clock = Clock()
    held = HeldKey(clock)
    assert pressed(held, clock, 0, 0.1) == ["go", "go"]
    assert pressed(held, clock, 0.1, key="not lead") == ["go"]
    assert pressed(held, clock, 0.1, 0.1, 0.1) == ["go", "go", "stop"]
