"""The collector looks through everything while nobody types, and does not wait for that for ever."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from callrail_tui import collector
from callrail_tui.collector import (
    ALL_DUE,
    ALL_OVERDUE,
    DUE,
    LONG_QUIET_SECONDS,
    OVERDUE,
    QUIET_SECONDS,
    Watch,
)


class Loop:
    """Keeps what it is asked to call."""

    def __init__(self) -> None:
        self.later: list[tuple[float, Callable[[], None]]] = []

    def call_soon_threadsafe(self, call: Callable[[], None]) -> None:
        self.later.append((0.0, call))

    def call_later(self, seconds: float, call: Callable[[], None]) -> None:
        self.later.append((seconds, call))


class Memory:
    """How much was made since the last collection of what is not frozen, and how many of these there were."""

    made = 0
    collected = 0
    collected_all = 0
    frozen = False


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    state = Memory()

    def collect() -> None:
        state.collected += 1
        state.collected_all += not state.frozen
        state.made = 0

    def freeze() -> None:
        state.frozen = True

    def unfreeze() -> None:
        state.frozen = False

    state.frozen = True
    monkeypatch.setattr(collector.gc, "get_count", lambda: (0, 0, state.made))
    monkeypatch.setattr(collector.gc, "collect", collect)
    monkeypatch.setattr(collector.gc, "freeze", freeze)
    monkeypatch.setattr(collector.gc, "unfreeze", unfreeze)
    monkeypatch.setattr(collector.time, "monotonic", lambda: 100.0)
    return state


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def watching(loop: Loop, memory: Memory) -> Iterator[Callable[[float], Watch]]:
    made: list[Watch] = []

    def watch(typed_at: float) -> Watch:
        any_loop: Any = loop
        made.append(Watch(any_loop, lambda: typed_at))
        return made[-1]

    yield watch
    for one in made:
        one.close()


def test_nothing_is_collected_before_it_is_due(watching: Callable[[float], Watch], memory: Memory, loop: Loop) -> None:
    memory.made = DUE - 1
    watching(0.0).look()
    assert (memory.collected, loop.later) == (0, [])


def test_what_is_due_is_collected_while_nobody_types(watching: Callable[[float], Watch], memory: Memory) -> None:
    memory.made = DUE
    watching(100.0 - 2 * QUIET_SECONDS).look()
    assert memory.collected == 1


def test_who_types_is_waited_for(watching: Callable[[float], Watch], memory: Memory, loop: Loop) -> None:
    memory.made = DUE
    watch = watching(100.0 - QUIET_SECONDS / 4)
    watch.look()
    assert memory.collected == 0
    ((seconds, call),) = loop.later
    assert 0 < seconds < QUIET_SECONDS
    assert call == watch.look


def test_what_is_overdue_is_collected_anyway(watching: Callable[[float], Watch], memory: Memory) -> None:
    memory.made = OVERDUE
    watching(100.0).look()
    assert memory.collected == 1


def look_often(watch: Watch, memory: Memory, looks: int) -> None:
    for _ in range(looks):
        memory.made = DUE
        watch.look()


def test_what_was_found_alive_is_not_looked_at_again_until_nobody_is_about_to_type(
    watching: Callable[[float], Watch], memory: Memory, loop: Loop
) -> None:
    """A look at everything is planned once, and waits for a long pause."""
    watch = watching(100.0 - LONG_QUIET_SECONDS / 2)
    look_often(watch, memory, ALL_DUE + 2)
    assert memory.collected == ALL_DUE + 2
    assert loop.later == [(LONG_QUIET_SECONDS, watch.look_deep)]
    watch.look_deep()
    assert loop.later[1:] == [(LONG_QUIET_SECONDS / 2, watch.look_deep)]
    assert memory.collected_all == 0
    watch._last_typed = lambda: 100.0 - LONG_QUIET_SECONDS
    watch.look_deep()
    assert memory.collected_all == 1
    assert memory.frozen
    watch.look_deep()
    assert memory.collected_all == 1, "nothing has grown old since"
    assert len(loop.later) == 2


def test_everything_is_looked_at_in_a_short_pause_when_that_is_overdue(
    watching: Callable[[float], Watch], memory: Memory
) -> None:
    watch = watching(100.0 - 2 * QUIET_SECONDS)
    look_often(watch, memory, ALL_OVERDUE)
    assert memory.collected_all == 0
    look_often(watch, memory, 1)
    assert memory.collected_all == 1
    look_often(watch, memory, ALL_OVERDUE)
    assert memory.collected_all == 1


def test_a_cycle_that_died_after_it_was_found_alive_is_found(loop: Loop) -> None:
    """With the collector itself."""

    class Cycle:
        """Refers to itself."""

        def __init__(self) -> None:
            self.me = self

    any_loop: Any = loop
    before = gc.get_freeze_count()
    watch = Watch(any_loop, lambda: 0.0)
    try:
        cycle = Cycle()
        seen = weakref.ref(cycle)
        gc.freeze()
        del cycle
        gc.collect()
        assert seen() is not None
        watch._looks = ALL_DUE
        watch.look_deep()
        assert seen() is None
    finally:
        watch.close()
        if not before:
            gc.unfreeze()


def test_a_look_is_planned_once_when_much_was_made(
    watching: Callable[[float], Watch], memory: Memory, loop: Loop
) -> None:
    watch = watching(0.0)
    watch._collected("stop", {})
    assert loop.later == []
    memory.made = DUE
    watch._collected("start", {})
    watch._collected("stop", {})
    watch._collected("stop", {})
    assert loop.later == [(0.0, watch.look)]


def test_closing_leaves_it_to_python_again(loop: Loop) -> None:
    before = gc.get_threshold(), list(gc.callbacks)
    any_loop: Any = loop
    watch = Watch(any_loop, lambda: 0.0)
    assert gc.get_threshold() != before[0]
    watch.close()
    watch.close()
    assert (gc.get_threshold(), list(gc.callbacks)) == before
