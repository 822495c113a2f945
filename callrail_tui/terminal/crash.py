"""The last net: an exception anywhere in the app ends it, on a restored terminal, with the last words.

Stock Textual prints a traceback with local variables, and the key may be one of them. Tried on Textual 8.2.8: replaces
the app's `_handle_exception`, `_fatal_error`, `panic` and `_print_error_renderables`.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from typing import Any

from rich.console import RenderableType
from textual.app import App, ReturnType
from textual.worker import WorkerFailed

from callrail_tui.terminal.last_words import LastWords

_log = logging.getLogger(__name__)


class LastNet(App[ReturnType]):
    """App mixin: whatever nobody caught ends the app with code 1; `run_app` sets `last_words` and says them."""

    last_words: LastWords | None = None
    terminal_before: list[Any] | None = None
    """What the terminal was set to, where the screen was taken for the app before it was made."""
    parting: str = ""
    """One line of ours for standard output, once the screen is gone and nothing went wrong."""

    async def run_async(self, **options: Any) -> ReturnType | None:
        """Run, with a net under tasks that nobody waits for and under threads."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._lost_by_task)
        before = threading.excepthook
        threading.excepthook = self._lost_by_thread
        try:
            return await super().run_async(**options)
        finally:
            threading.excepthook = before

    def _handle_exception(self, error: Exception) -> None:
        """An exception that nobody caught: record it and leave."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        if self.last_words is not None:
            self.last_words.record(error)
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Leave; nothing is rendered, so nothing can show a local variable."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """Leave with the error that is being handled; what was to be rendered may hold anything, and is not."""
        error = sys.exc_info()[1]
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError("the screen gave up"))

    def _print_error_renderables(self) -> None:
        """Nothing is printed from here: the last words are said when the terminal is restored."""
        self._exit_renderables.clear()

    def _lost_by_task(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._handle_exception(error)
        else:
            _log.warning("event loop: %s", context.get("message", ""))

    def _lost_by_thread(self, lost: threading.ExceptHookArgs) -> None:
        error = lost.exc_value
        if not isinstance(error, Exception):
            return
        if isinstance(error, OSError) and lost.thread is not None and lost.thread.name == "textual-output":
            return  # the terminal is gone; the watch of `ending` sees that as well
        if self.last_words is not None:
            self.last_words.record(error)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._handle_exception, error)
