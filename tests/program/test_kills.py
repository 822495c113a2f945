"""A short round of the kill harness: real processes, killed and started again, lose nothing and do nothing twice."""

from __future__ import annotations

import asyncio

from bench.kills.gateway import Fault
from bench.kills.schedule import RANDOM, STEPS, WINDOWS, Schedule, carry_out
from bench.kills.verdict import Verdict

AT_ONCE = 4


async def round_of(schedules: list[Schedule]) -> Verdict:
    """What they came to together."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(schedule: Schedule) -> Verdict:
        async with free:
            return (await carry_out(schedule))[0]

    total = Verdict()
    for verdict in await asyncio.gather(*map(one, schedules)):
        total.add(verdict)
    return total


async def test_kills_at_random_times_beside_a_colleague_lose_and_double_nothing() -> None:
    total = await round_of([Schedule(RANDOM, seed) for seed in (1, 2, 3, 4)])
    assert total.found == []
    assert total.counts["kills"] >= 12
    assert min(total.counts["PUTs"], total.counts["foreign"]) > 20


async def test_two_windows_on_one_outbox_take_over_from_each_other() -> None:
    total = await round_of([Schedule(WINDOWS, seed) for seed in (1, 2, 3)])
    assert total.found == []
    assert total.counts["kills"] >= 12


async def test_a_kill_at_a_step_of_journal_and_line_loses_and_doubles_nothing() -> None:
    places = [(1, None), (2, None), (26, Fault.LOST), (52, Fault.LOST), (40, Fault.CUT), (66, Fault.AWAY_SHORTLY)]
    total = await round_of([Schedule(STEPS, 1, step, fault) for step, fault in places])
    assert total.found == []
    assert total.counts["kills"] == len(places)
