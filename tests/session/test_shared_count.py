"""The budget counted with other windows, over one real file."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from callrail_tui.reach import shared_budget
from callrail_tui.session.budget import Budget
from callrail_tui.storage.paths import LEDGER_FILE


async def count(budget: Budget, requests: int) -> None:
    for _ in range(requests):
        budget.note_attempt(asyncio.get_running_loop().time())


async def until_used(budget: Budget, requests: int) -> None:
    """Wait until it counts so many; what is told changes it."""
    changed = asyncio.Event()
    budget.follow(changed.set)
    while budget.used_hour < requests:
        changed.clear()
        await asyncio.wait_for(changed.wait(), 10)


async def test_two_windows_share_an_hour(tmp_path: Path) -> None:
    one, other = (shared_budget(tmp_path, "key") for _ in range(2))
    await count(one, 3)
    one.close()  # The same as its end: what it counted stays.
    await count(other, 1)
    await until_used(other, 4)
    assert (other.used_hour, other.used_day, other.left_hour) == (4, 4, 996)
    assert other.not_shared is None
    stranger = shared_budget(tmp_path, "another key")
    await count(stranger, 1)
    stranger.close()
    assert stranger.used_hour == 1
    other.close()


async def test_a_live_window_hears_of_the_other_with_its_next_request(tmp_path: Path) -> None:
    one, other = (shared_budget(tmp_path, "key") for _ in range(2))
    await count(one, 2)
    await count(other, 1)
    await until_used(other, 1)
    while one.used_hour < 3 or other.used_hour < 3:
        # Whichever wrote last knows of both; each further look is a request of its own and counted.
        before = one.used_hour + other.used_hour
        await count(one, 1)
        await count(other, 1)
        await until_used(other, 2)
        assert one.used_hour + other.used_hour > before
    assert other.used_hour >= 3
    one.close()
    other.close()


async def test_a_count_that_cannot_be_shared_says_why_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).mkdir()
    alone = shared_budget(tmp_path, "key")
    await count(alone, 2)
    alone.close()
    assert alone.used_hour == 2
    assert "director" in (alone.not_shared or "")


async def test_nothing_runs_where_nothing_was_sent(tmp_path: Path) -> None:
    budget = shared_budget(tmp_path, "key")
    budget.close()
    assert not (tmp_path / LEDGER_FILE).exists()
    assert "ledger" not in {thread.name for thread in threading.enumerate()}
