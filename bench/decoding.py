"""How long pages hold the event loop: the embedded gateway, the client and the window, with a watch beside them."""

import asyncio
import gc
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from callrail_tui.gateway.hosts import Hosts
from callrail_tui.model.views import view_query
from callrail_tui.session.factory import embedded, start
from callrail_tui.session.session import Session
from callrail_tui.storage.secret import Secret


def _is_here(session: Session, row: int) -> bool:
    return session.window.row(row) is not None


async def longest_hold(pages: int) -> float:
    """The longest time in seconds that the loop was held while pages were fetched, made, decoded and placed."""
    gateway = embedded(1_000_000, enforce_limits=False, now=lambda: datetime.now(UTC))
    worker = start(Hosts("https://gateway.maton.ai", "https://ctrl.maton.ai"), Secret("bench-key-0123"), demo=gateway)
    accounts = await worker.gateway.accounts.page()
    session = Session(worker, accounts.items[0], demo=True)
    told = asyncio.Event()
    session.subscribe(lambda _: told.set())

    async def until(holds: Callable[[], bool]) -> None:
        while not holds():
            told.clear()
            await told.wait()

    session.open(view_query("all", date.today()))
    await until(lambda: session.window.total is not None)
    gc.freeze()  # as the program does once it has started
    longest = 0.0
    stop = False

    async def watch() -> None:
        nonlocal longest
        before = time.perf_counter()
        while not stop:
            await asyncio.sleep(0)
            now = time.perf_counter()
            longest = max(longest, now - before)
            before = now

    watcher = asyncio.ensure_future(watch())
    for number in range(1, pages + 1):
        row = number * 10_000
        session.window.look_at(row, row + 30)
        await until(partial(_is_here, session, row))
    stop = True
    await watcher
    await session.close()
    return longest
