"""How a run reaches its gateway: over the network, or the embedded one (floor 7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from callrail_tui.gateway.hosts import Hosts
from callrail_tui.session.budget import Budget
from callrail_tui.session.factory import embedded, start
from callrail_tui.session.shared_count import Counted, SharedCount
from callrail_tui.session.worker import Worker
from callrail_tui.storage.paths import LEDGER_FILE
from callrail_tui.storage.secret import Secret
from callrail_tui.storage.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from callrail_tui.demo.asgi import DemoApp

_DEMO_KEY = Secret("demo-key-for-the-embedded-gateway")


class Reach(Protocol):
    """How a run reaches its gateway."""

    def connect(self, budget: Budget | None) -> Worker:
        """Make a worker; one that follows another is given its budget."""

    def home(self) -> tuple[str, str, str] | None:
        """A connection's id and an account's id and name to start with, where they are known without asking."""


class Network:
    """The hosts that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def connect(self, budget: Budget | None) -> Worker:
        """A worker with the person's key."""
        settings = self._settings
        assert settings.key is not None, "the opener asks for a key before it connects"
        budget = budget or shared_budget(settings.state_dir, settings.key.fingerprint)
        return start(Hosts(settings.gateway_url, settings.control_url), settings.key, budget=budget)

    def home(self) -> None:
        """Only asking tells."""


class Embedded:
    """The demo's gateway, one for the whole run: what is changed there stays changed for the next worker."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now

    @cached_property
    def _gateway(self) -> DemoApp:
        settings, now = self._settings, self._now
        limits = settings.demo_limits
        return embedded(settings.demo_calls, enforce_limits=limits, now=lambda: now().astimezone(UTC))

    def connect(self, budget: Budget | None) -> Worker:
        """A worker in process."""
        hosts = Hosts(self._settings.gateway_url, self._settings.control_url)
        return start(hosts, _DEMO_KEY, demo=self._gateway, budget=budget)

    def home(self) -> tuple[str, str, str]:
        """The default connection and its first account are pinned from the start: a demo asks nothing."""
        return self._gateway.home()


def shared_budget(state_dir: Path, key_fingerprint: str) -> Budget:
    """A budget that counts with every other run of the same key on this machine."""

    def open_ledger() -> Counted:
        from callrail_tui.storage.ledger import Ledger  # late: SQLite is loaded beside the first requests

        return Ledger(state_dir / LEDGER_FILE, key_fingerprint)

    return Budget(shared=SharedCount(open_ledger))


def reach(settings: Settings, now: Callable[[], datetime]) -> Reach:
    """The gateway that the settings mean."""
    return Embedded(settings, now) if settings.demo else Network(settings)
