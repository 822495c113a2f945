"""What an export of very many calls costs: requests, time, and memory while it grows; `python -m bench.exporting`."""

import asyncio
import resource
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from callrail_tui.gateway.hosts import Hosts
from callrail_tui.model.export_fields import all_fields, permitted
from callrail_tui.model.export_formats import Format, Sheet
from callrail_tui.model.export_plan import plan_query
from callrail_tui.model.views import view_query
from callrail_tui.session.budget import Budget
from callrail_tui.session.exports import Exports
from callrail_tui.session.factory import embedded, start
from callrail_tui.session.facts import Fact
from callrail_tui.storage.secret import Secret

_UNIT = 1 if sys.platform == "darwin" else 1024
EARLY = 8
"""Pages after which the memory is taken for what an export needs at all."""


class Cost(NamedTuple):
    """What one export took."""

    calls: int
    requests: int
    seconds: float
    megabytes: float
    """File written."""
    grown: float
    """Megabytes that the process grew between page `EARLY` and the end, the embedded gateway with it."""


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / 1e6


async def _export(calls: int, folder: Path) -> Cost:
    gateway = embedded(calls, enforce_limits=False, now=lambda: datetime.now(UTC))
    budget = Budget()
    budget.note_limits(hour_allowed=10**6, hour_used=None, day_allowed=10**6, day_used=None)
    hosts = Hosts("https://gateway.maton.ai", "https://ctrl.maton.ai")
    worker = start(hosts, Secret("bench-key-0123"), demo=gateway, budget=budget)
    worker._pace._starts = type(worker._pace._starts)(maxlen=10**6)  # the pace of the wire is not what is measured
    account = (await worker.gateway.accounts.page()).items[0]
    before, early = gateway.request_count, 0.0
    over = asyncio.Event()

    def hear(fact: Fact) -> None:
        nonlocal early
        current = exports.current
        if current is not None:
            early = _peak() if not early and current.progress.done >= EARLY else early
            if not current.progress.is_at_work:
                over.set()

    exports = Exports(worker, account.id, hear)
    sheet = Sheet(Format.CSV, permitted(all_fields(), links=False, hipaa=False))
    plan = plan_query(view_query("all", date.today()), sheet, calls, datetime.now(UTC))
    began = time.perf_counter()
    run = exports.begin(plan, folder / "calls.csv")
    await over.wait()
    seconds = time.perf_counter() - began
    if not run.progress.is_over or run.progress.calls != calls:
        raise SystemExit(f"the export did not end well: {run.progress}")
    size = (folder / "calls.csv").stat().st_size / 1e6
    cost = Cost(calls, gateway.request_count - before, seconds, size, _peak() - early)
    await worker.close()
    return cost


def export_cost(calls: int) -> Cost:
    """The cost of exporting every field of so many calls of the embedded gateway."""
    with TemporaryDirectory() as folder:
        return asyncio.run(_export(calls, Path(folder)))


if __name__ == "__main__":
    cost = export_cost(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    print(
        f"{cost.calls:,} calls: {cost.requests:,} requests, {cost.megabytes:.0f} MB, {cost.seconds:.1f} s, "
        f"memory grown by {cost.grown:.1f} MB after page {EARLY}"
    )
