"""Where a session's worker is put together: the one place that knows gateway and demo both."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from callrail_tui.session.budget import Budget
from callrail_tui.session.worker import Worker

if TYPE_CHECKING:
    from callrail_tui.demo.asgi import DemoApp
    from callrail_tui.demo.settings import DemoSettings
    from callrail_tui.gateway.attempts import Attempt
    from callrail_tui.gateway.client import Gateway
    from callrail_tui.gateway.hosts import Hosts
    from callrail_tui.gateway.transport import Key


_log = logging.getLogger(__name__)


def embedded(calls: int, *, enforce_limits: bool, now: Callable[[], datetime]) -> DemoApp:
    """An embedded gateway with that many calls, by the clock of `now` (aware)."""
    from callrail_tui.demo import create_app  # late: only the demo needs it
    from callrail_tui.demo.settings import DemoSettings  # late, as above

    return create_app(DemoSettings(calls=calls, enforce_limits=enforce_limits, now=now))


def start(
    hosts: Hosts,
    key: Key,
    *,
    connection_id: str | None = None,
    demo: DemoSettings | DemoApp | None = None,
    budget: Budget | None = None,
) -> Worker:
    """A worker on the gateway at `hosts`, or on an embedded one; it is closed by `Worker.close`.

    A worker that follows another one is given its budget, since the limit is the account's and not the worker's.
    """
    budget = budget or Budget()

    def note(attempt: Attempt) -> None:
        told = {"method": attempt.method, "path": attempt.path_template, "status": attempt.status}
        counts = {"ms": round(attempt.seconds * 1000), "tries": attempt.try_number}
        _log.info("request", extra={**told, **counts, "left_hour": budget.left_hour, "left_day": budget.left_day})
        limits = attempt.limits
        if limits is not None:
            budget.note_limits(
                hour_allowed=limits.hourly_allowed,
                hour_used=limits.hourly_used,
                day_allowed=limits.daily_allowed,
                day_used=limits.daily_used,
            )

    def connect(worker: Worker) -> Gateway:
        from callrail_tui.gateway.client import Gateway  # late: it loads httpx

        transport = None
        if demo is not None:
            from callrail_tui.demo import create_app  # late: only the demo needs it
            from callrail_tui.gateway.in_process import in_process  # late, as above

            transport = in_process(demo if callable(demo) else create_app(demo))
        return Gateway(
            hosts,
            key,
            connection_id=connection_id,
            transport=transport,
            admit=worker.admit,
            on_attempt=note,
            on_wait=budget.wait,
        )

    return Worker(connect, budget)
