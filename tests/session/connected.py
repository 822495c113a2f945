"""A worker on the real gateway, in process, with a pace that tests need not wait for."""

from __future__ import annotations

import asyncio
from typing import Any

from callrail_tui.gateway.client import Gateway
from callrail_tui.gateway.hosts import parse_hosts
from callrail_tui.gateway.in_process import in_process
from callrail_tui.session.budget import Budget
from callrail_tui.session.directory import Directory
from callrail_tui.session.facts import Fact, RowsFailed, TotalKnown
from callrail_tui.session.session import Session
from callrail_tui.session.urgency import Urgency
from callrail_tui.session.worker import Worker

HOSTS = parse_hosts("https://gateway.example.com", "https://control.example.com")


class Key:
    """A key of no worth."""

    def reveal(self) -> str:
        """The key itself."""
        return "test-key"


def connect(app: Any, *, budget: Budget | None = None, starts_per_second: int = 10_000, **options: Any) -> Worker:
    """A worker whose gateway is `app`."""

    async def no_wait(seconds: float) -> None:
        await asyncio.sleep(0)

    return Worker(
        lambda worker: Gateway(HOSTS, Key(), transport=in_process(app), admit=worker.admit, sleep=no_wait),
        budget or Budget(),
        starts_per_second=starts_per_second,
        **options,
    )


def follow(session: Session) -> None:
    """Do as a screen does: ask for what the calls belong to as soon as they are here, or have failed."""

    def hear(fact: Fact) -> None:
        if isinstance(fact, (TotalKnown, RowsFailed)):
            asyncio.get_running_loop().call_soon(session.want_surroundings)

    session.subscribe(hear)


async def settle(worker: Worker) -> None:
    """Let everything that is queued or on the wire come to its end, and be delivered."""
    quiet = 0
    while quiet < 3:
        await asyncio.sleep(0)
        quiet = 0 if worker.busy or worker.queued else quiet + 1


async def read_directory(worker: Worker) -> Directory:
    """The companies and tags of the first account, once they are read."""
    account = (await worker.submit("accounts", lambda gateway: gateway.accounts.page(1), Urgency.VIEW)).items[0]
    directory = Directory(worker, account.id, lambda fact: None)
    directory.want_companies()
    directory.want_tags()
    await settle(worker)
    return directory
