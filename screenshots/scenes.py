"""What the pictures and the snapshots show: the program over the demo, on a clock that stands still."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from callrail_tui.app import CallrailApp
from callrail_tui.model.edit import State
from callrail_tui.storage.settings import Settings

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A size of the terminal, and the keys that lead to what is shown."""

    columns: int
    rows: int
    keys: tuple[str, ...] = ()


_READ = ("down", "down", "enter")
_PLACES: dict[str, tuple[str, ...]] = {
    "judged": ("plus", "down", "minus", "down", "space", "space", "space"),
    "form": ("down", "down", "e"),
    "picker": ("down", "down", "down", "t"),
    "card": ("W", "space", "space"),
    "outbox": ("plus", "down", "minus", "O", "r", "down", "r", "q", "down", "n", *"Wants a quote.", "enter",
               "t", *"book", "enter", "enter", "down", "exclamation_mark", "y", "O"),
    "tags": ("T",),
    "insights": ("I",),
    "chart": ("I", "d", "4", "0", "d", "enter", "tab"),
    "hours": ("I", "tab", "tab"),
    "account": ("A", "tab"),
    "connections": ("N",),
    "budget": ("percent_sign",),
    "export": ("x",),
    "recording": ("down", "down", "o"),
    "transcript": ("down", "down", "R"),
}  # fmt: skip
"""What a person sees while judging, by name, and the keys that lead there."""

SCENES: dict[str, Scene] = {
    "explorer-80x24": Scene(80, 24),
    "explorer-120x36": Scene(120, 36, ("down", "down")),
    "explorer-200x50": Scene(200, 50, _READ),
    "detail-80x24": Scene(80, 24, _READ),
    "detail-120x36": Scene(120, 36, (*_READ, "z")),
    "filter-120x36": Scene(120, 36, ("f",)),
    "help-120x36": Scene(120, 36, ("question_mark",)),
    **{
        f"{name}-{columns}x{rows}": Scene(columns, rows, keys)
        for name, keys in _PLACES.items()
        for columns, rows in ((80, 24), (120, 36), (200, 50))
    },
}


@asynccontextmanager
async def shown(scene: Scene) -> AsyncIterator[CallrailApp]:
    """The program at rest in a scene."""
    with TemporaryDirectory() as folder, _fixed_surroundings():
        state = Path(folder)
        app = CallrailApp(Settings(state_dir=state, demo=True), now=lambda: NOW, clock=lambda: 0.0)
        async with app.run_test(size=(scene.columns, scene.rows)) as pilot:
            await _until(pilot, lambda: app.explorer.list_pane.row_count)
            await _until(pilot, lambda: _is_quiet(app))
            for index, key in enumerate(scene.keys):
                await pilot.press({" ": "space", ".": "full_stop"}.get(key, key))
                is_read = scene.keys[: index + 1][:3] == _READ
                await _until(pilot, lambda is_read=is_read: _is_quiet(app, is_read=is_read))
            yield app


def _is_quiet(app: CallrailApp, *, is_read: bool = False) -> bool:
    """Whether all is here that was asked for, and the detail in view follows the list."""
    session, explorer = app.opener.session, app.explorer
    if session is None or session.worker.busy or session.worker.queued or session.window.as_of is None:
        return False
    if any(edit.state in (State.QUEUED, State.INFLIGHT) for edit in session.edits.entries()):
        return False
    if app.screen is not explorer:
        return not app.holds_keys
    if session.directory.untouched is None:
        return False
    if explorer.detail_pane.has_class("-away"):
        return True
    facts, call = explorer.detail_pane.facts, explorer.list_pane.call
    return facts is not None and call is not None and facts.call.id == call.id and facts.whole is is_read


async def _until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("The demo did not come to rest.")
        await pilot.pause()
        await asyncio.sleep(0)
    # What is known is on the screen once the messages about it have gone round: the text stays the same.
    seen: list[str] = []
    while len(seen) < _STILL or len(set(seen[-_STILL:])) > 1:
        await pilot.pause()
        seen.append("\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips()))


_STILL = 4
_SHOWING = ("TZ", "SSH_CONNECTION", "NO_COLOR", "TEXTUAL_THEME")
"""What of the environment would show in a picture."""


@contextmanager
def _fixed_surroundings() -> Iterator[None]:
    before = {name: os.environ.pop(name, None) for name in _SHOWING}
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        os.environ.update({name: value for name, value in before.items() if value is not None})
        time.tzset()
