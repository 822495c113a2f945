"""One schedule: a gateway, one or two windows that are killed and started again, a colleague, and the verdict."""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import os
import random
import signal
import tempfile
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from bench.kills import plan
from bench.kills.child import Ended, Job, main
from bench.kills.colleague import Colleague
from bench.kills.gateway import READ_FAULTS, WRITE_FAULTS, Fault, Gateway
from bench.kills.judge import Judge
from bench.kills.record import Record
from bench.kills.verdict import Verdict
from bench.kills.wire import Request

RANDOM, WINDOWS, STEPS = "random", "windows", "steps"
STEP_FAULTS: Final = (None, Fault.CUT, Fault.LOST, Fault.AWAY_SHORTLY)
"""What befalls every second write while each step in turn is the one that kills."""
KEYS: Final = {RANDOM: 30, WINDOWS: 20}
MOST_KILLS: Final = 7
MOST_SECONDS: Final = 40.0
FAULTY_REQUESTS: Final = 500
"""From then on the line is whole, so that each schedule ends."""


class Schedule(NamedTuple):
    """What makes one schedule; the same one draws the same plan, the same faults and the same kills."""

    kind: str
    seed: int
    kill_at: int = 0
    fault: Fault | None = None

    @property
    def words(self) -> str:
        """How it is run alone."""
        if self.kind != STEPS:
            return f"--kind {self.kind} --seed {self.seed}"
        return (
            f"--kind steps --seed {self.seed} --step {self.kill_at} --fault {self.fault.name if self.fault else 'none'}"
        )


def processes() -> Any:
    """Where children come from: forked off one process that has everything imported and nothing running."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.kills.child"])
    return context


def run(schedule: Schedule) -> tuple[Verdict, int]:
    """Carry one schedule out in a loop of its own."""
    return asyncio.run(carry_out(schedule))


async def carry_out(schedule: Schedule) -> tuple[Verdict, int]:
    """One schedule to its end; its verdict, and how many steps its last process counted."""
    with tempfile.TemporaryDirectory() as folder:
        async with Gateway() as gateway:
            calls = await gateway.calls()
            here = _Run(schedule, gateway, plan.desk(calls), folder)
            start = {call["id"]: await gateway.state(call["id"]) for call in calls}
            try:
                async with asyncio.timeout(MOST_SECONDS):
                    await here.carry_out()
            except TimeoutError:
                here.record.trouble.append("it did not come to its end")
            verdict = Judge(gateway.log, here.record, start).judge()
            if gateway.posts:
                verdict.note("POSTs", f"{gateway.posts}")
    verdict.found = [f"[{schedule.words}] {words}" for words in verdict.found]
    return verdict, here.record.steps


class _Run:
    """The moving parts of one schedule."""

    def __init__(self, schedule: Schedule, gateway: Gateway, desk: plan.Desk, folder: str) -> None:
        self.record = Record()
        self._schedule = schedule
        self._gateway = gateway
        self._desk = desk
        self._folder = folder
        self._rng = random.Random(f"{schedule.kind} {schedule.seed}")
        self._fault_rng = random.Random(f"faults {schedule.kind} {schedule.seed}")
        self._context = processes()
        self._requests = itertools.count()
        self._puts = itertools.count()
        self._colleague = Colleague(gateway, desk, random.Random(f"colleague {schedule.kind} {schedule.seed}"))

    async def carry_out(self) -> None:
        """From the first start to the last end."""
        schedule, rng = self._schedule, self._rng
        if schedule.kind == STEPS:
            self._gateway.fault = self._stepwise_fault
            await self._window("a", plan.fixed_plan(self._desk))
            return
        self._gateway.fault = self._random_fault
        self._gateway.after = self._colleague.step_in
        count = KEYS[schedule.kind]
        plans = {"a": plan.random_plan(rng, self._desk, count)}
        if schedule.kind == WINDOWS:
            desk = self._desk._replace(spam=self._desk.spam[5:])
            plans["b"] = plan.random_plan(rng, desk, count, first=101)
            plans["a"] = plan.random_plan(rng, self._desk._replace(spam=self._desk.spam[:5]), count)
        wandering = asyncio.create_task(self._colleague.wander())
        try:
            async with asyncio.TaskGroup() as group:
                for window, steps in plans.items():
                    group.create_task(self._window(window, steps))
        finally:
            wandering.cancel()

    async def _window(self, window: str, steps: Sequence[plan.Step]) -> None:
        """Start, kill and start again until the plan is through and everything is sent."""
        for life in itertools.count(1):
            left = [step for step in steps if step.number > self.record.tried.get(window, 0)]
            if await self._live(window, life, left):
                return
            if self._schedule.kind != WINDOWS:
                await self._gateway.is_quiet.wait()  # What has arrived is carried out sooner than anybody starts anew.

    async def _live(self, window: str, life: int, steps: Sequence[plan.Step]) -> bool:
        """One process; whether it came to its end."""
        schedule, gateway = self._schedule, self._gateway
        theirs, ours = self._context.Pipe()
        kill_at = schedule.kill_at if life == 1 else 0
        job = Job(
            gateway.url, f"{window}{life}", gateway.connection_id, gateway.account_id, self._folder,
            tuple(steps), schedule.seed * 1_000 + life, kill_at,
        )  # fmt: skip
        process = self._context.Process(target=main, args=(job, ours))
        process.start()
        ours.close()
        killing = None
        if schedule.kind != STEPS and life <= MOST_KILLS:
            killing = asyncio.create_task(_kill_after(process.pid, self._rng.uniform(0.06, 0.22)))
        ended = False
        try:
            while (message := await _receive(theirs)) is not None:
                self.record.take(window, message, len(gateway.log))
                ended = isinstance(message, Ended)
                if ended and killing is not None:
                    killing.cancel()
        finally:
            theirs.close()
            if killing is not None:
                killing.cancel()
            if process.is_alive() and not ended:
                process.kill()
            await _readable(process.sentinel)
            process.join()
        if process.exitcode == -signal.SIGKILL:
            self.record.kills += 1
        elif process.exitcode != 0:
            self.record.trouble.append(f"a process ended with {process.exitcode}")
        return ended or process.exitcode != -signal.SIGKILL

    # Faults ---------------------------------------------------------------------------------------------------------

    def _random_fault(self, request: Request) -> Fault | None:
        if next(self._requests) > FAULTY_REQUESTS:
            return None
        is_read = request.method == "GET"
        if self._fault_rng.random() >= (0.15 if is_read else 0.40):
            return None
        return self._fault_rng.choice(READ_FAULTS if is_read else WRITE_FAULTS)

    def _stepwise_fault(self, request: Request) -> Fault | None:
        if request.method == "GET":
            return None
        return None if next(self._puts) % 2 else self._schedule.fault


async def _kill_after(pid: int, seconds: float) -> None:
    await asyncio.sleep(seconds)
    os.kill(pid, signal.SIGKILL)


async def _receive(pipe: Any) -> Any:
    """The next message of a process; None when it is gone."""
    if not pipe.poll():
        await _readable(pipe.fileno())
    try:
        return pipe.recv()
    except (EOFError, ConnectionError):
        return None


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    there = loop.create_future()

    def tell() -> None:
        if not there.done():
            there.set_result(None)

    loop.add_reader(descriptor, tell)
    try:
        await there
    finally:
        loop.remove_reader(descriptor)


__all__ = ["RANDOM", "STEPS", "STEP_FAULTS", "WINDOWS", "Schedule", "carry_out", "run"]
