"""Runs an app inside all its nets: signals, a lost terminal, and exceptions from its making to its end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callrail_tui.errors import ConfigError
from callrail_tui.terminal.ending import Ending
from callrail_tui.terminal.last_words import LastWords

if TYPE_CHECKING:
    from callrail_tui.terminal.crash import LastNet
    from callrail_tui.terminal.picture import Picture


def run_app(
    make: Callable[[], LastNet[Any]], state_dir: Path, redact: Callable[[str], str], picture: Picture | None = None
) -> int:
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
            app = make()
            app.terminal_before = ending.terminal_before
            _hand_over(picture, app)
            app.last_words = words
            ending.watch(app)
            app.run()
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
