"""What stands on the terminal while Textual is still being loaded: title, panes, placeholder rows, status (floor 7).

Most of a start is imports, and most imports are Textual's. So the screen is taken and drawn before them, by the same
arithmetic that the widgets use, and Textual's own first frame lies exactly over it. It is only a picture: keys wait in
the terminal's queue until there is somebody to take them, and nothing here may load Textual.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from typing import Final

from callrail_tui.present.calls import RowContext
from callrail_tui.present.cells import fit, width
from callrail_tui.present.columns import DEFAULT_COLUMNS, READING, columns_for, heading, lay_out, waiting
from callrail_tui.present.status import StatusFacts, status_line
from callrail_tui.screens.panes import DEFAULT_SPLIT, LIST_SPLIT, TREE_CELLS, Layout, Pane
from callrail_tui.storage.paths import ui_state_file
from callrail_tui.storage.settings import Settings
from callrail_tui.storage.ui_state import UiState, glance

TITLE: Final = "callrail-tui"

_BARS = 3
"""Lines that are no pane's: title, hints, status."""
_SCROLLBAR = 1

_GROUND, _PANEL = "48;2;18;18;18", "48;2;36;47;56"
_LOOKS: Final = {
    "ground": f"38;2;224;224;224;{_GROUND}",
    "bar": f"38;2;224;224;224;{_PANEL}",
    "title": f"1;38;2;224;224;224;{_PANEL}",
    "position": f"1;38;2;224;224;224;{_PANEL}",
    "warning": f"1;38;2;255;196;115;{_PANEL}",
    "header": f"1;38;2;160;160;160;{_GROUND}",
    "dim": f"38;2;160;160;160;{_GROUND}",
    "line": f"38;2;69;69;69;{_GROUND}",
}
"""The looks of the style sheet in the standard theme, as a test holds them to be."""
_PLAIN: Final = {"title": "1;7", "bar": "7", "position": "1;7", "warning": "1;7", "header": "1", "dim": "2"}
"""The same on a terminal of few colours, or in another theme: its own colours, until Textual is there."""


def first_frame(settings: Settings, environ: Mapping[str, str], size: tuple[int, int], today: date) -> str:
    """The bytes that draw it on a screen of (columns, rows), from an unknown state of the terminal."""
    state = UiState() if settings.demo else glance(ui_state_file(settings.state_dir))
    columns, rows = size
    folded = state.tree_folded if state.tree_folded is not None else bool(environ.get("SSH_CONNECTION"))
    layout = Layout(columns, rows, tree_folded=folded, split=state.splits.get(LIST_SPLIT, DEFAULT_SPLIT))
    drawing = _Drawing(_LOOKS if _has_standard_colours(environ) else _PLAIN, rows)
    account = _account_name(settings, state)
    drawing.bar(0, fit(f" {account or TITLE}", columns).rstrip(), "title")
    left = TREE_CELLS if Pane.TREE in layout.visible else 0
    panes = rows - _BARS
    listed = panes * layout.split // 10 if Pane.DETAIL in layout.visible else panes
    cells = columns - left - _SCROLLBAR
    placed = lay_out(columns_for(state.columns or DEFAULT_COLUMNS, several_companies=True), cells)
    drawing.put(1, left, fit(heading(placed, RowContext(today)), cells).rstrip(), "header")
    drawing.put(2, left, f"  {READING}", "ground")
    for row in range(3, listed + 1):
        drawing.put(row, left, fit(waiting(placed), cells).rstrip(), "dim")
    if listed < panes:
        drawing.put(listed + 1, left, "─" * (columns - left), "line")
    if left:
        for row in range(1, panes + 1):
            drawing.put(row, left - 1, "▕", "line")
    facts = StatusFacts(account=account, demo=settings.demo, read_only=settings.read_only)
    drawing.bar(rows - 1, "", "bar")
    column = 0
    for text, look in status_line(facts, columns):
        if not text.isspace():
            drawing.put(rows - 1, column, text, look or "bar")
        column += width(text)
    return drawing.finished()


def _account_name(settings: Settings, state: UiState) -> str:
    """The account that was open last on the connection that will be, unless another one is asked for."""
    place = state.accounts.get(settings.connection or state.connection_id or "")
    return place.name if place is not None and settings.account in (None, place.account_id) else ""


def _has_standard_colours(environ: Mapping[str, str]) -> bool:
    """Whether Rich and Textual will draw in the standard theme's own colours."""
    others = ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FILTERS")
    is_rich = environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    return is_rich and not any(environ.get(name) for name in others)


class _Drawing:
    """Text at places, in looks by name, over a cleared screen."""

    def __init__(self, looks: Mapping[str, str], rows: int) -> None:
        self._looks = looks
        self._rows = rows
        self._parts = [self._styled("ground"), "\x1b[2J"]
        self._look = "ground"

    def put(self, row: int, column: int, text: str, look: str) -> None:
        """Write text, if the screen has the row."""
        if 0 <= row < self._rows and text:
            self._parts += [f"\x1b[{row + 1};{column + 1}H", self._styled(look), text]

    def bar(self, row: int, text: str, look: str) -> None:
        """The same from the left edge, with the rest of the row in the same colours."""
        self.put(row, 0, f"{text}\x1b[K", look)

    def finished(self) -> str:
        """The bytes."""
        return "".join((*self._parts, "\x1b[m\x1b[H"))

    def _styled(self, look: str) -> str:
        return f"\x1b[;{self._looks.get(look, '')}m"


def terminal_size() -> tuple[int, int]:
    """Columns and rows as Textual will find them."""
    return shutil.get_terminal_size()
