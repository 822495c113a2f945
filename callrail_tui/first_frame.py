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
from callrail_tui.terminal.erasing import erases_in_colour
from callrail_tui.terminal.picture import Picture

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
_PLAIN: Final = {
    "ground": "",
    "bar": "7",
    "title": "1;7",
    "position": "1;7",
    "warning": "1;7",
    "header": "1",
    "dim": "2",
    "line": "",
}
"""The same on a terminal of few colours, or in another theme: its own colours, until Textual is there."""


def first_frame(settings: Settings, environ: Mapping[str, str], size: tuple[int, int], today: date) -> Picture:
    """The picture of it on a screen of (columns, rows)."""
    state = UiState() if settings.demo else glance(ui_state_file(settings.state_dir))
    columns, rows = size
    folded = state.tree_folded if state.tree_folded is not None else bool(environ.get("SSH_CONNECTION"))
    layout = Layout(columns, rows, tree_folded=folded, split=state.splits.get(LIST_SPLIT, DEFAULT_SPLIT))
    looks = _LOOKS if _has_standard_colours(environ) else _PLAIN
    picture = Picture(size, looks["ground"], erases=erases_in_colour(environ))
    account = _account_name(settings, state)
    picture.bar(0, fit(f" {account or TITLE}", columns), looks["title"])
    left = TREE_CELLS if Pane.TREE in layout.visible else 0
    panes = rows - _BARS
    listed = panes * layout.split // 10 if Pane.DETAIL in layout.visible else panes
    cells = columns - left - _SCROLLBAR
    placed = lay_out(columns_for(state.columns or DEFAULT_COLUMNS, several_companies=True), cells)
    picture.put(1, left, fit(heading(placed, RowContext(today)), cells), looks["header"])
    picture.put(2, left, fit(f"  {READING}", cells), looks["ground"])
    for row in range(3, listed + 1):
        picture.put(row, left, fit(waiting(placed), cells), looks["dim"])
    if listed < panes:
        picture.put(listed + 1, left, "─" * (columns - left), looks["line"])
    if left:
        for row in range(1, panes + 1):
            picture.put(row, left - 1, "▕", looks["line"])
    facts = StatusFacts(account=account, demo=settings.demo, read_only=settings.read_only)
    picture.bar(rows - 1, " " * columns, looks["bar"])
    column = 0
    for text, look in status_line(facts, columns):
        if not text.isspace():
            picture.put(rows - 1, column, text, looks.get(look or "bar", looks["bar"]))
        column += width(text)
    return picture


def _account_name(settings: Settings, state: UiState) -> str:
    """The account that was open last on the connection that will be, unless another one is asked for."""
    place = state.accounts.get(settings.connection or state.connection_id or "")
    return place.name if place is not None and settings.account in (None, place.account_id) else ""


def _has_standard_colours(environ: Mapping[str, str]) -> bool:
    """Whether Rich and Textual will draw in the standard theme's own colours."""
    others = ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FILTERS")
    is_rich = environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    return is_rich and not any(environ.get(name) for name in others)


def terminal_size() -> tuple[int, int]:
    """Columns and rows as Textual will find them."""
    return shutil.get_terminal_size()
