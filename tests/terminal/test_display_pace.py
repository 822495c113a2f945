"""Pacing on a simulated line: time is a number here, so that what is asserted is arithmetic."""

import heapq
from itertools import count

import pytest

from callrail_tui.terminal.pace import REQUEST_EVERY, Pace

REQUEST, ANSWER, TRY = "request", "answer", "try"


def held_key(*, rate: float, delay: float, frame: int, seconds: float, answers: bool = True) -> tuple[float, int]:
    """Hold a key at 30 Hz; seconds from its last stroke until the last frame is drawn, and how many frames went out."""
    pace, order = Pace(), count()
    events: list[tuple[float, int, str]] = []
    line_free, last_drawn, frames, wanted = 0.0, 0.0, 0, False

    def at(moment: float, what: str) -> None:
        heapq.heappush(events, (moment, next(order), what))

    strokes = [delay + 5 + number / 30 for number in range(int(seconds * 30))]
    for moment in (0.0, *strokes):
        at(moment, "stroke")
    while events:
        now, _, what = heapq.heappop(events)
        if what == ANSWER:
            pace.answered(now)
        wanted = wanted or what == "stroke"
        if not wanted:
            continue
        if wait := pace.wait(now):
            if what != ANSWER:
                at(now + wait, TRY)
            continue
        wanted, frames = False, frames + 1
        line_free = max(line_free, now) + frame / rate
        last_drawn = line_free + delay
        if pace.sent(frame, now) and answers:
            at(last_drawn + delay, ANSWER)
    return last_drawn - strokes[-1] + delay, frames


@pytest.mark.parametrize("frame", [400, 1000, 1500, 3000])
@pytest.mark.parametrize(("rate", "delay"), [(32_000, 0.15), (32_000, 0.02), (128_000, 0.15), (1e9, 0.0005)])
def test_a_held_key_leaves_no_backlog(rate: float, delay: float, frame: int) -> None:
    """At rest a round trip after release, and what two frames take on the line, and the tolerated delay twice."""
    rest, frames = held_key(rate=rate, delay=delay, frame=frame, seconds=4)
    assert rest <= 2 * delay + 2 * frame / rate + 0.12
    assert frames > 4


@pytest.mark.parametrize(("rate", "delay"), [(32_000, 0.15), (1e9, 0.0005)])
def test_small_frames_are_never_held(rate: float, delay: float) -> None:
    rest, frames = held_key(rate=rate, delay=delay, frame=400, seconds=2)
    assert frames == 61
    assert rest == pytest.approx(2 * delay + 400 / rate)


def test_a_terminal_that_never_answers_is_never_waited_for() -> None:
    _, frames = held_key(rate=32_000, delay=0.15, frame=4000, seconds=2, answers=False)
    assert frames == 61


def test_a_terminal_that_stops_answering_is_left_in_peace() -> None:
    pace = Pace()
    assert pace.sent(50_000, 0.0)
    pace.answered(0.1)
    assert pace.sent(50_000, 1.0)
    assert pace.wait(1.5) == pytest.approx(1.5)
    assert pace.wait(3.0) == 0.0
    assert not pace.sent(50_000, 3.0)
    assert pace.sent(50_000, 40.0)


def test_little_output_asks_nothing() -> None:
    """A single step costs no request, and idling none at all."""
    pace = Pace()
    assert not pace.sent(REQUEST_EVERY - 1, 0.0)
    assert not pace.is_waiting
    assert pace.wait(0.0) == 0.0
    assert pace.sent(1, 0.1)
    assert pace.is_waiting


def test_an_answer_nobody_asked_for_is_nothing() -> None:
    """A modified F3 looks like an answer."""
    pace = Pace()
    pace.answered(1.0)
    assert pace.round_trip == 0.0


def test_after_a_reset_nothing_is_under_way() -> None:
    pace = Pace()
    pace.sent(5000, 0.0)
    pace.reset()
    assert not pace.is_waiting
