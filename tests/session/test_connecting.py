"""Waiting for a connection to be authorised: every 2 seconds, for 5 minutes, whatever comes (wire 1.4)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import EditRefused
from callrail_tui.session.connecting import FOR, Connecting, Step
from callrail_tui.session.connections import ConnectionBook
from callrail_tui.session.worker import Worker
from tests.session.clock import Clock, breathe
from tests.session.connected import connect, settle

MOMENT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def gateway(**settings: object) -> tuple[Worker, object]:
    app = create_app(DemoSettings(now=lambda: MOMENT, calls=1, **settings))  # type: ignore[arg-type]
    return connect(app), app


async def waiting(worker: Worker, clock: Clock) -> tuple[Connecting, list[Step]]:
    book = ConnectionBook(worker)
    seen: list[Step] = []
    made = await book.create()
    assert made.status == "PENDING"
    connecting = Connecting(worker, made, lambda: seen.append(connecting.step), clock=clock, sleep=clock.sleep)
    connecting.begin()
    await breathe()
    return connecting, seen


@pytest.mark.parametrize(("outcome", "step"), [("ACTIVE", Step.ACTIVE), ("FAILED", Step.FAILED)])
async def test_it_is_looked_at_until_it_is_settled(outcome: str, step: Step) -> None:
    worker, app = gateway(activation_polls=3, activation_outcome=outcome)
    clock = Clock()
    connecting, _ = await waiting(worker, clock)
    await clock.pass_by(5)
    assert connecting.step is Step.WAITING
    await clock.pass_by(2)
    assert connecting.step is step
    assert connecting.connection.status == outcome
    looks = [one for one in app.log if one.path == f"/connections/{connecting.connection.id}"]  # type: ignore[attr-defined]
    assert len(looks) == 3
    await worker.close()


async def test_after_five_minutes_it_is_given_up_and_left() -> None:
    worker, _ = gateway(activation_polls=10_000, activation_seconds=1e9)
    clock = Clock()
    connecting, seen = await waiting(worker, clock)
    await clock.pass_by(FOR - 2)
    assert (connecting.step, round(connecting.left)) == (Step.WAITING, 2)
    assert len(seen) >= FOR - 3  # a countdown by the second
    await clock.pass_by(3)
    assert connecting.step is Step.TIMED_OUT
    await worker.close()


async def test_one_that_is_deleted_meanwhile_is_told() -> None:
    worker, app = gateway(activation_polls=99, activation_seconds=1e9)
    clock = Clock()
    connecting, _ = await waiting(worker, clock)
    del app.connections._connections[connecting.connection.id]  # type: ignore[attr-defined]
    await clock.pass_by(3)
    assert connecting.step is Step.GONE
    await worker.close()


async def test_stopping_ends_the_looks() -> None:
    worker, app = gateway(activation_polls=99, activation_seconds=1e9)
    clock = Clock()
    connecting, _ = await waiting(worker, clock)
    await connecting.stop()
    before = len(app.log)  # type: ignore[attr-defined]
    await clock.pass_by(60)
    assert connecting.step is Step.STOPPED
    assert len(app.log) == before  # type: ignore[attr-defined]
    await worker.close()


async def test_deleting_what_is_gone_is_as_good_and_read_only_refuses() -> None:
    worker, app = gateway(connections=("ACTIVE", "ACTIVE"))
    book = ConnectionBook(worker)
    book.want()
    await settle(worker)
    first, second = book.connections or ()
    assert book.default_id == first.id
    del app.connections._connections[first.id]  # type: ignore[attr-defined]
    await book.delete(first.id)
    assert book.connections == (second,)
    assert book.default_id == second.id
    book.read_only = True
    with pytest.raises(EditRefused):
        await book.create()
    with pytest.raises(EditRefused):
        await book.delete(second.id)
    await worker.close()
