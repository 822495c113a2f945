"""The process that is killed: a real session with a real outbox, whose person decides as the plan says.

What `decide` gave back is acknowledged to the harness, as the screen would show it, before anything else happens.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bench.kills.gateway import FIRST_DAY, LAST_DAY, NOW
from bench.kills.plan import DECIDE, REFRESH, REST, UNDO, Step
from callrail_tui.errors import EditRefused, NotJournalled
from callrail_tui.gateway.client import Gateway
from callrail_tui.gateway.hosts import Hosts
from callrail_tui.model.directory import decode_account
from callrail_tui.model.edit import Edit, State, change
from callrail_tui.model.query import CallQuery
from callrail_tui.session.budget import Budget
from callrail_tui.session.editing import OutboxPlace
from callrail_tui.session.session import Session
from callrail_tui.session.worker import Worker
from callrail_tui.storage import outbox  # the session imports it late; here each new process would wait for it

T = TypeVar("T")

FINGERPRINT = "fedcba987654"
QUERY = CallQuery(start_date=FIRST_DAY, end_date=LAST_DAY)
SPEED = 50.0
"""How much faster than the wall's the child's clock runs: the hold of 5 s takes a tenth of one."""

__all__ = ["Ack", "Ended", "Job", "Ready", "Trying", "main", "outbox"]


class Job(NamedTuple):
    """One life of a process."""

    url: str
    key: str
    """Tells the gateway who asks."""
    connection_id: str
    account_id: str
    folder: str
    steps: tuple[Step, ...]
    seed: int
    kill_at: int = 0
    """The step of the journal or of the line at which it ends itself; 0 for none."""


class Ready(NamedTuple):
    """The list shows; what the journal held before anything was sent."""

    edits: tuple[Edit, ...]


class Trying(NamedTuple):
    """A key is pressed; for `u`, which edits it is to take back."""

    step: int
    takes_back: tuple[int, ...] = ()


class Ack(NamedTuple):
    """What a key did, as the screen now says."""

    step: int
    added: tuple[Edit, ...] = ()
    cancelled: tuple[int, ...] = ()
    refused: str = ""
    took_back: bool = False
    """Whether `u` says that it took something back."""


class Ended(NamedTuple):
    """Nothing is pending any more, or it was given up."""

    edits: tuple[Edit, ...]
    pending: int
    steps: int
    """How many steps of journal and line there were."""
    words: str = ""


class _Key(str):
    def reveal(self) -> str:
        """The key itself."""
        return str(self)


class _Steps:
    """Counts the points where a kill may fall, and kills at the one given."""

    def __init__(self, kill_at: int) -> None:
        self.count = 0
        self._kill_at = kill_at

    def __call__(self, name: str) -> None:
        """One is reached."""
        self.count += 1
        if self.count == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, run: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        """The same request with a point before and one after it."""

        async def carry(*args: Any) -> T:
            self(f"before {name}")
            try:
                return await run(*args)
            finally:
                self(f"after {name}")

        return carry


def main(job: Job, pipe: Connection) -> None:
    """Live until killed or done."""
    asyncio.run(_Person(job, pipe).live())


async def _fast(seconds: float) -> None:
    await asyncio.sleep(seconds / SPEED)


class _Person:
    """Presses the keys of the plan."""

    def __init__(self, job: Job, pipe: Connection) -> None:
        self._job = job
        self._pipe = pipe
        self._steps = _Steps(job.kill_at)
        self._rng = random.Random(job.seed)
        self._taken_back: set[int] = set()

    async def live(self) -> None:
        """From the start of the program to its end."""
        self._session = session = self._open()
        await self._list()
        session.edits.begin()
        self._tell(Ready(tuple(session.edits.entries())))
        for step in self._job.steps:
            await asyncio.sleep(self._rng.uniform(0.001, 0.016))
            await self._press(step)
        await self._deliver()
        entries, pending = tuple(session.edits.entries()), session.edits.counts.pending
        words = str(session.edits.parked or "")
        await session.close()
        self._tell(Ended(entries, pending, self._steps.count, words))

    def _open(self) -> Session:
        job = self._job
        hosts = Hosts(job.url, job.url)

        def connect(worker: Worker) -> Gateway:
            return Gateway(
                hosts, _Key(job.key), connection_id=job.connection_id, admit=worker.admit, sleep=_fast,
                rng=random.Random(job.seed),
            )  # fmt: skip

        worker = Worker(connect, Budget(), starts_per_second=10_000, sleep=_fast)
        calls: Any = worker.gateway.calls
        calls.update = self._steps.around("send", calls.update)
        calls.get = self._steps.around("read", calls.get)
        return Session(
            worker,
            decode_account({"id": job.account_id, "name": "Brightwater Agency"}),
            storage=OutboxPlace(Path(job.folder), FINGERPRINT, on_step=self._steps),
            clock=lambda: time.monotonic() * SPEED,
            sleep=_fast,
            now=lambda: NOW,
            today=lambda: NOW.date(),
        )

    async def _list(self) -> None:
        """The list as it is now; a broken line is tried again, as a person would with `r`."""
        window = self._session.window
        self._session.open(QUERY)
        await self._session.first_answer()
        while window.total is None:
            window.retry()
            await _fast(1.0)

    async def _press(self, step: Step) -> None:
        if step.kind == DECIDE:
            self._decide(step)
        elif step.kind == UNDO:
            self._undo(step)
        elif step.kind == REFRESH:
            await self._list()
        elif step.kind == REST:
            await _fast(8.0)

    def _decide(self, step: Step) -> None:
        edits, window = self._session.edits, self._session.window
        rows = [window.index_of(call_id) for call_id in step.call_ids]
        calls = [call for row in rows if row is not None and (call := window.row(row)) is not None]
        self._tell(Trying(step.number))
        before = self._seqs()
        try:
            edits.decide([change(edits.shown(call), step.field, step.want) for call in calls], words=f"{step.number}")
        except (EditRefused, NotJournalled) as error:
            self._tell(Ack(step.number, refused=str(error)))
            return
        self._acknowledge(step, before)

    def _undo(self, step: Step) -> None:
        edits = self._session.edits
        undoable = (edit.act for edit in edits.entries() if edit.act not in self._taken_back)
        act = next(undoable, 0)
        self._taken_back.add(act)
        self._tell(Trying(step.number, tuple(edit.seq for edit in edits.entries() if edit.act == act)))
        before = self._seqs()
        try:
            undone = edits.undo(act)
        except (EditRefused, NotJournalled) as error:
            self._tell(Ack(step.number, refused=str(error)))
            return
        self._acknowledge(step, before, took_back=undone is not None)

    def _seqs(self) -> dict[int, State]:
        return {edit.seq: edit.state for edit in self._session.edits.entries()}

    def _acknowledge(self, step: Step, before: dict[int, State], *, took_back: bool = False) -> None:
        after = self._seqs()
        added = tuple(edit for edit in reversed(self._session.edits.entries()) if edit.seq not in before)
        gone = tuple(seq for seq, state in before.items() if seq not in after and state is not State.DONE)
        self._tell(Ack(step.number, added, gone, took_back=took_back))

    async def _deliver(self) -> None:
        """Quit as a person does, again and again, until all is sent: spam has its grace."""
        edits = self._session.edits
        until = time.monotonic() + 20.0
        while edits.counts.pending and time.monotonic() < until:
            await edits.drain(lambda left: None, 10.0)
            await _fast(1.0)

    def _tell(self, what: Ready | Trying | Ack | Ended) -> None:
        self._pipe.send(what)
