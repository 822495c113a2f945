"""The whole program over the embedded gateway, driven by keys; waits for facts, never for time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from callrail_tui.app import CallrailApp
from callrail_tui.demo import create_app
from callrail_tui.demo.asgi import DemoApp
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.gateway.hosts import Hosts
from callrail_tui.screens.connections import ConnectionsScreen
from callrail_tui.screens.explorer import ExplorerScreen
from callrail_tui.screens.opening import ChoiceScreen
from callrail_tui.session.budget import Budget
from callrail_tui.session.factory import start
from callrail_tui.session.session import Session
from callrail_tui.session.worker import Worker
from callrail_tui.storage.secret import Secret
from callrail_tui.storage.settings import Settings
from callrail_tui.widgets.call_list import CallList

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
KEY = "test-key-0123456789"
SCROLLBAR = {"scroll_up", "scroll_down", "grab", "release"}
_PATIENCE = 8.0


def now() -> datetime:
    """The frozen clock of the screen and of the embedded gateway."""
    return NOW


@dataclass
class Program:
    """The running app with the gateway that it talks to."""

    app: CallrailApp
    pilot: Pilot[None]
    gateway: DemoApp
    shown: list[str] = field(default_factory=list)

    @property
    def explorer(self) -> ExplorerScreen:
        return self.app.explorer

    @property
    def list(self) -> CallList:
        return self.app.explorer.list_pane

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until it holds; fail after a long while."""
        deadline = asyncio.get_running_loop().time() + _PATIENCE
        while not condition():
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"it never came to hold; on the screen:\n{self.screen_text()}")
            await self.pilot.pause()
            await asyncio.sleep(0)

    async def press(self, *keys: str) -> None:
        """Press keys and let what they cause settle."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type text, a key a character."""
        names = {" ": "space", "-": "minus", ",": "comma", ".": "full_stop", "/": "slash"}
        await self.press(*(names.get(character, character) for character in text))

    def screen_text(self) -> str:
        """What stands on the screen, line by line."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    def clickable(self) -> set[str]:
        """The actions that a click on any cell would run because its style says so, but a scrollbar's; its links."""
        found: set[str] = set()
        for strip in self.app.screen._compositor.render_strips():
            for segment in strip:
                if segment.style is not None:
                    found.update(str(value) for name, value in segment.style.meta.items() if name.startswith("@"))
                    found.update({segment.style.link} if segment.style.link else ())
        return found - SCROLLBAR

    def requests(self, path_end: str = "") -> list[str]:
        """The paths and queries of the requests so far whose path ends so."""
        return [f"{one.path}?{one.query}" for one in self.gateway.log if one.path.endswith(path_end)]


def session_of(run: Program) -> Session:
    """The opened account's session."""
    session = run.app.opener.session
    assert session is not None
    return session


def choosing(run: Program) -> bool:
    """Whether a connection or an account can be chosen now."""
    screen = run.app.screen
    if isinstance(screen, ConnectionsScreen):
        return screen.is_current and screen.list.row is not None
    return isinstance(screen, ChoiceScreen) and screen.is_current


class Given:
    """Reaches this embedded gateway, of which nothing is known without asking."""

    def __init__(self, gateway: DemoApp, key: Secret) -> None:
        self._gateway = gateway
        self._key = key

    def connect(self, budget: Budget | None) -> Worker:
        """A worker on it."""
        hosts = Hosts("https://gateway.maton.ai", "https://ctrl.maton.ai")
        return start(hosts, self._key, demo=self._gateway, budget=budget)

    def home(self) -> None:
        """Only asking tells."""


@asynccontextmanager
async def program(
    state_dir: Path,
    demo: DemoSettings | None = None,
    *,
    size: tuple[int, int] = (120, 36),
    ready: bool = True,
    gateway: DemoApp | None = None,
    as_demo: bool = True,
    toasts: bool = False,
    **settings: object,
) -> AsyncIterator[Program]:
    """The program over an embedded gateway; by default as `--demo` and with the first page on the screen."""
    gateway = gateway or create_app(demo or DemoSettings(now=now))
    options: dict[str, object] = {"key": Secret(KEY), "demo": as_demo, **settings}
    app = CallrailApp(
        Settings(state_dir=state_dir, **options),  # type: ignore[arg-type]
        now=now,
        gateway=Given(gateway, options["key"] or Secret(KEY)),  # type: ignore[arg-type]
    )
    async with app.run_test(size=size, notifications=toasts) as pilot:
        running = Program(app, pilot, gateway)
        if ready:
            await running.until(lambda: running.list.row_count > 0)
            await running.until(lambda: app.opener.session and not app.opener.session.worker.busy)
        yield running
