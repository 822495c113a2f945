"""Ten thousand withdrawals and searches over a real socket leave the client alive (robustness 2.3)."""

from __future__ import annotations

import asyncio
import random

from callrail_tui.errors import CallrailTuiError
from callrail_tui.gateway.client import Gateway
from callrail_tui.gateway.hosts import parse_hosts
from callrail_tui.model.query import CallQuery
from callrail_tui.session.budget import Budget
from callrail_tui.session.call_window import CallWindow
from callrail_tui.session.worker import LANES, Ticket, Urgency, Worker
from tests.gateway.scripted_server import ScriptedServer, ok
from tests.session.connected import Key, settle

PAGE = {"page": 1, "per_page": 250, "total_pages": 4000, "total_records": 1_000_000, "calls": [], "accounts": []}


class Unlimited(Budget):
    """A budget that this test does not spend."""

    def allows(self, urgency: Urgency) -> bool:
        """Anything."""
        return True


def rest(ticket: Ticket[object]) -> None:
    """Take the outcome, whatever it is: these are given up at random."""
    try:
        ticket.result()
    except CallrailTuiError:
        return


async def test_the_client_outlives_ten_thousand_withdrawals_and_searches() -> None:
    chance = random.Random(21)
    async with ScriptedServer(default=ok(PAGE)) as server:
        hosts = parse_hosts(server.url, server.url)
        worker = Worker(
            lambda worker: Gateway(hosts, Key(), admit=worker.admit), Unlimited(), starts_per_second=100_000
        )
        window = CallWindow(worker, "ACC1", lambda fact: None)
        waiting: list[asyncio.Task[object]] = []
        tickets: list[Ticket[object]] = []

        async def wait_for(ticket: Ticket[object]) -> object:
            return await ticket

        for number in range(10_000):
            query = CallQuery(search=f"name {number}")
            match chance.randrange(4):
                case 0:
                    window.open(query)
                case 1:
                    top = chance.randrange(999_960)
                    window.look_at(top, top + 40)
                case _:
                    ticket: Ticket[object] = worker.submit(
                        number, lambda gateway, query=query: gateway.calls.page("ACC1", query), Urgency.VIEW
                    )
                    ticket.when_done(rest)
                    tickets.append(ticket)
                    if chance.random() < 0.2:
                        waiting.append(asyncio.create_task(wait_for(ticket)))
            if chance.random() < 0.7 and tickets:
                tickets.pop(chance.randrange(len(tickets))).withdraw()
            if chance.random() < 0.5 and waiting:
                waiting.pop(chance.randrange(len(waiting))).cancel()
            if chance.random() < 0.1:
                await asyncio.sleep(0)
        for ticket in tickets[:-20]:
            ticket.withdraw()
        await settle(worker)
        await asyncio.gather(*waiting, return_exceptions=True)
        probe = worker.submit("probe", lambda gateway: gateway.accounts.page(), Urgency.VIEW)
        async with asyncio.timeout(1):
            await probe
        assert (worker.busy, worker.queued) == (0, 0)
        assert server.connections <= LANES
        assert len(server.seen) < 10_000
        await worker.close()
