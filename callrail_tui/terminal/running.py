"""Runs an app inside all its nets: signals, a lost terminal, and exceptions from its making to its end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from callrail_tui.errors import ConfigError
from callrail_tui.terminal.ending import Ending
from callrail_tui.terminal.last_words import LastWords

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Coroutine

    from callrail_tui.terminal.crash import LastNet
    from callrail_tui.terminal.picture import Picture

    Make: TypeAlias = Callable[[Callable[[], None]], Coroutine[Any, Any, LastNet[Any]]]
    """Makes the app on the loop that it will run on; what it is given draws what was added to the picture."""


def run_app(make: Make, state_dir: Path, redact: Callable[[str], str], picture: Picture | None = None) -> int:
    """Make the app, run it, and return the exit code: the app's own, 1 after a crash, 128+n after a signal.

    While it is made, which loads Textual, `picture` stands on the screen.
    Whatever happens the terminal is restored first; then a crash is told in one line on standard error.
    """
    words = LastWords(state_dir, redact)
    code = 1
    parting = ""
    with Ending() as ending:
        sys.unraisablehook = _unraisable
        try:
            if picture is not None:
                ending.take_screen(picture)
            import asyncio  # late: the screen is taken before anything is loaded

            with asyncio.Runner() as runner:
                lost = _Lost(runner.get_loop())
                app = runner.run(make(lambda: None if picture is None else ending.draw(picture)))
                lost.tell()
                app.terminal_before = ending.terminal_before
                _hand_over(picture, app)
                app.last_words = words
                ending.watch(app)
                app.run(loop=runner.get_loop())
            code = app.return_code or 0
            parting = app.parting
        except ConfigError:
            raise
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        except Exception as error:
            words.record(error)
        finally:
            ending.finish()
    if parting:
        sys.stdout.write(f"{parting}\n")
    words.say()
    return ending.exit_code(1 if words.line is not None else code)


class _Lost:
    """What tasks lose that nobody waits for while there is no app to take it."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._errors: list[Exception] = []
        loop.set_exception_handler(self._take)

    def _take(self, loop: AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._errors.append(error)

    def tell(self) -> None:
        """Raise the first of them."""
        if self._errors:
            raise self._errors[0]


def _hand_over(picture: Picture | None, app: LastNet[Any]) -> None:
    """Let an app that draws by differences go on from the picture."""
    from callrail_tui.terminal.display import CellDisplay  # late: the app has loaded Textual by now

    if app.terminal_before is not None and isinstance(app, CellDisplay):
        app.picture_before = picture


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """What went wrong while something was thrown away: for the log, since the screen is not its place."""
    import logging  # late: hardly ever needed

    kind = "" if lost.exc_type is None else lost.exc_type.__name__
    logging.getLogger(__name__).warning("while something was thrown away: %s", kind)
