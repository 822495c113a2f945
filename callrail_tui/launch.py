"""Takes the terminal, shows the first frame, and only then loads and runs the program behind it (floor 8)."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from callrail_tui.first_frame import FirstFrame, terminal_size
from callrail_tui.storage.paths import log_file, state_dir
from callrail_tui.storage.secret import redactor
from callrail_tui.terminal.running import run_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from callrail_tui.app import CallrailApp
    from callrail_tui.head_start import HeadStart
    from callrail_tui.storage.settings import Settings


def launch(settings: Settings) -> int:
    """Run the program until the person quits, a signal comes or something fails; the exit code."""
    # The demo forgets its own folder at the end; a report of a crash is to outlive it.
    reports = state_dir() if settings.demo else settings.state_dir
    # Without a key there will be no calls to make room for.
    has_calls = settings.demo or settings.key is not None
    frame = FirstFrame(settings, os.environ, terminal_size(), date.today()) if has_calls else None

    async def make(draw: Callable[[], None]) -> CallrailApp:
        if not settings.demo:
            from callrail_tui.storage.log import start_logging  # late, as all here: the first frame comes before it

            start_logging(log_file(settings.state_dir), redactor(settings.key))
        if frame is None:
            return _made(settings)
        from callrail_tui.head_start import HeadStart

        ahead = HeadStart(settings, frame, draw)
        await ahead.beside(_load)
        return _made(settings, ahead)

    return run_app(make, reports, redactor(settings.key), frame.picture if frame is not None else None)


def _load() -> None:
    import callrail_tui.app  # noqa: F401 (late: Textual costs more than all that was before)


def _made(settings: Settings, ahead: HeadStart | None = None) -> CallrailApp:
    from callrail_tui.app import make_app  # late, as above
    from callrail_tui.startup import with_demo_outcomes  # late: no first frame shows them

    return make_app(with_demo_outcomes(settings) if settings.demo else settings, ahead)
