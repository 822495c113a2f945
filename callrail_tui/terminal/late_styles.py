"""Parses of the style sheet what the first screen needs before the first paint, and the rest when it has settled.

Reading style rules is a tenth of what a start costs beyond a bare program's. Private names of Textual used, tried on
8.2.8: `App._load_screen_css`, through which every screen but the first comes before anything of it is composed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App, ReturnType
from textual.screen import Screen

from callrail_tui.storage.styles import split_styles


class LateStyles(App[ReturnType]):
    """App mixin: takes the style sheet in two parts."""

    _later: tuple[str, str] | None = None
    """Where the rules came from, and those that are not read yet."""

    def take_styles(self, path: Path) -> None:
        """Use this style sheet; to be called before the app runs."""
        first, later = split_styles(path.read_text("utf-8"))
        self.stylesheet.add_source(first, (str(path), ""))
        self._later = str(path), later

    def load_later_styles(self) -> None:
        """Read the rest, unless that was done; nothing that is on the screen changes by it."""
        if self._later is not None:
            path, later = self._later
            self._later = None
            self.stylesheet.add_source(later, (path, "later"))
            self.stylesheet.parse()

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        if self._screen_stack:
            self.load_later_styles()
        super()._load_screen_css(screen)
