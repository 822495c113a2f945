"""The hint line: a few keys of the pane with the focus, each of which can be clicked as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import events
from textual.dom import DOMNode

from callrail_tui.keymap import APP, DETAIL, EXPLORER, LIST, TREE, Action
from callrail_tui.present.calls import Piece
from callrail_tui.present.hints import STYLE_NAMES, Hint, hint_pieces, hints, notice_cells
from callrail_tui.text import clean
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
        self._notice = ""
        self._extra: tuple[Action, ...] = ()
        self._last: tuple[Action, ...] = ()

    def show_notice(self, notice: str) -> None:
        """Say this before the hints, inverse: what must not be overlooked; empty for nothing."""
        if notice != self._notice:
            self._notice = notice
            self.changed()

    def show(self, place: str, keys: Mapping[str, str] | None = None) -> None:
        """Hint at the keys of this place of the action table; `keys` gives rebound ones by action id."""
        self._place = place
        self._keys = keys or {}
        self.changed()

    def show_extra(self, extra: Iterable[Action], last: Iterable[Action] = ()) -> None:
        """Hint at these as well: the person's own outcomes, and where there is room favourite tags."""
        shown = (tuple(extra), tuple(last))
        if shown != (self._extra, self._last):
            self._extra, self._last = shown
            self.changed()

    def pieces(self, cells: int) -> list[Piece]:
        """The line in that many cells."""
        return hint_pieces(self._hints(cells), self._notice)

    async def on_click(self, event: events.Click) -> None:
        """Run the hint's action where its key would: in the pane with the focus, its screen, or the app.

        A click never decides: of what changes calls, only that which asks first is run.
        """
        for hint in self._hints(self.size.width):
            if hint.first <= event.x <= hint.last:
                event.stop()
                if hint.action.decides and not hint.action.opens:
                    self.notify(clean(f"{hint.keys} decides; a click does not."), markup=False)
                    return
                await self.app.run_action(hint.action.call, self._doer(hint.action))

    def _doer(self, action: Action) -> DOMNode:
        if action.where == APP:
            return self.app
        if action.where in (LIST, TREE, DETAIL):
            return self.screen.focused or self.screen
        nodes = (self.screen.focused or self.screen).ancestors_with_self if action.where != EXPLORER else ()
        return next((node for node in nodes if hasattr(node, f"action_{action.handler}")), self.screen)

    def _hints(self, cells: int) -> tuple[Hint, ...]:
        after = notice_cells(self._notice)
        return hints(self._place, cells, self._keys, self._extra, last=self._last, after=after)
