"""The real command with one thing broken: `python -m tests.program.crashing POINT ARGUMENTS…`, key in the environment.

What breaks says the key in its words and holds it in its locals, as an ill-written library would.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from callrail_tui import app, cli
from callrail_tui.gateway.calls import Calls
from callrail_tui.screens.dialogs.finding import SortDialog
from callrail_tui.screens.explorer import ExplorerScreen
from callrail_tui.session.session import Session
from callrail_tui.session.worker import Worker
from callrail_tui.storage.ui_state import UiStateFile
from callrail_tui.terminal.canvas import Canvas
from callrail_tui.terminal.driver import WholeKeyParser
from callrail_tui.widgets.call_list import CallList
from callrail_tui.widgets.picker import Picker
from callrail_tui.widgets.prompt import Prompt
from callrail_tui.widgets.status_line import StatusLine

KEY = os.environ.get("MATON_API_KEY", "")


def fail(*_: Any, **__: Any) -> Any:
    """Break, with the key at hand."""
    headers = {"authorization": f"Bearer {KEY}"}
    raise RuntimeError(f"{headers} of {KEY}, for +1 303-555-0142 \x1b]52;c;eA==\x07")


def in_a_thread(*_: Any) -> None:
    """Break where nobody waits."""
    threading.Thread(target=fail).start()


def in_a_timer(screen: Any) -> None:
    """Break a moment later."""
    screen.set_timer(0.01, fail)


def in_a_task(screen: Any) -> None:
    """Break in a worker of Textual's."""

    async def work() -> None:
        fail()

    screen.run_worker(work())


BREAKS: dict[str, tuple[object, str, Callable[..., Any]]] = {
    "make": (app.CallrailApp, "__init__", fail),
    "compose": (ExplorerScreen, "compose", fail),
    "mount": (ExplorerScreen, "on_mount", fail),
    "attach": (ExplorerScreen, "attach", fail),
    "status": (StatusLine, "show", fail),
    "render": (CallList, "render_line", fail),
    "display": (Canvas, "frame", fail),
    "request": (Calls, "page", fail),
    "session": (Session, "open", fail),
    "worker": (Worker, "submit", fail),
    "memory": (UiStateFile, "save", fail),
    "unmount": (app.CallrailApp, "on_unmount", fail),
    "action": (ExplorerScreen, "action_sort", fail),
    "dialog": (SortDialog, "compose", fail),
    "picker": (Picker, "_list", fail),
    "prompt": (Prompt, "ask", fail),
    "cursor": (ExplorerScreen, "show_call", fail),
    "keyboard": (WholeKeyParser, "messages", fail),
    "thread": (ExplorerScreen, "action_sort", in_a_thread),
    "timer": (ExplorerScreen, "action_sort", in_a_timer),
    "task": (ExplorerScreen, "action_sort", in_a_task),
}
KEYS = {"action": "s", "dialog": "s", "picker": "s", "prompt": "/", "thread": "s", "timer": "s", "task": "s"} | {
    "keyboard": "j",
    "unmount": "q",
}
"""What brings the person to it; the others are on everybody's way."""


def main() -> int:
    """Break it, and run the command."""
    owner, name, broken = BREAKS[sys.argv.pop(1)]
    setattr(owner, name, broken)
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
