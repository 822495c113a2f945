"""The hint line: a few keys of the pane with the focus, each of which can be clicked as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.dom import DOMNode

from callrail_tui.keymap import APP, EXPLORER, Action
from callrail_tui.present.calls import Piece
from callrail_tui.present.hints import STYLE_NAMES, Hint, hint_pieces, hints
from callrail_tui.widgets.piece_line import PieceLine


class HintLine(PieceLine):
    """The line above the status line."""

    PREFIX = "hint-line--"
    STYLES = STYLE_NAMES
    COMPONENT_CLASSES: ClassVar[set[str]] = {"hint-line--" + name for name in STYLE_NAMES}

    def __init__(self, place: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._place = place
        self._keys: Mapping[str, str] = {}

    def show(self, place: str, keys: Mapping[str, str] | None = None) -> None:
        """Hint at the keys of this place of the action table; `keys` gives rebound ones by action id."""
        self._place = place
        self._keys = keys or {}
        self.changed()

    def pieces(self, cells: int) -> list[Piece]:
        """The line in that many cells."""
        return hint_pieces(self._hints(cells))

    async def on_click(self, event: events.Click) -> None:
        """Run the hint's action where its key would: in the pane with the focus, its screen, or the app."""
        for hint in self._hints(self.size.width):
            if hint.first <= event.x <= hint.last:
                event.stop()
                await self.app.run_action(hint.action.call, self._doer(hint.action))

    def _doer(self, action: Action) -> DOMNode:
        if action.where == APP:
            return self.app
        nodes = (self.screen.focused or self.screen).ancestors_with_self if action.where != EXPLORER else ()
        return next((node for node in nodes if hasattr(node, f"action_{action.name}")), self.screen)

    def _hints(self, cells: int) -> tuple[Hint, ...]:
        return hints(self._place, cells, self._keys)
