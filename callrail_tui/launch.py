"""Takes the terminal, shows the first frame, and only then loads and runs the program behind it (floor 7)."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from callrail_tui.first_frame import first_frame, terminal_size
from callrail_tui.storage.paths import state_dir
from callrail_tui.storage.secret import redactor
from callrail_tui.terminal.running import run_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from callrail_tui.storage.settings import Settings
    from callrail_tui.terminal.crash import LastNet


def launch(settings: Settings, make: Callable[[], LastNet[Any]]) -> int:
    """Run what `make` loads and makes until the person quits, a signal comes or something fails; the exit code."""
    # The demo forgets its own folder at the end; a report of a crash is to outlive it.
    reports = state_dir() if settings.demo else settings.state_dir
    # Without a key there will be no calls to make room for.
    has_calls = settings.demo or settings.key is not None
    picture = first_frame(settings, os.environ, terminal_size(), date.today()) if has_calls else None
    return run_app(make, reports, redactor(settings.key), picture)
