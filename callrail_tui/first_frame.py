"""What stands on the terminal while Textual is still being loaded: title, panes, placeholder rows, status (floor 7).

Most of a start is imports, and most imports are Textual's. So the screen is taken and drawn before them, by the same
arithmetic that the widgets use, and Textual's own first frame lies exactly over it. It is only a picture: keys wait in
the terminal's queue until there is somebody to take them, and nothing here may load Textual.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from rich.cells import set_cell_size

from callrail_tui.present.calls import Piece, RowContext
from callrail_tui.present.cells import fit, width
from callrail_tui.present.columns import DEFAULT_COLUMNS, READING, columns_for, heading, lay_out, row_pieces, waiting
from callrail_tui.present.status import StatusFacts, status_line
from callrail_tui.screens.panes import DEFAULT_SPLIT, LIST_SPLIT, TREE_CELLS, Layout, Pane
from callrail_tui.storage.paths import ui_state_file
from callrail_tui.storage.settings import Settings
from callrail_tui.storage.ui_state import UiState, glance
from callrail_tui.terminal.erasing import erases_in_colour
from callrail_tui.terminal.picture import Picture

if TYPE_CHECKING:
    from callrail_tui.session.session import Session

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
    "cursor": f"7;38;2;224;224;224;{_GROUND}",
    "missed": f"38;2;209;126;146;{_GROUND}",
    "good": f"1;38;2;138;212;161;{_GROUND}",
    "bad": f"38;2;160;160;160;{_GROUND}",
    "odd": f"38;2;255;196;115;{_GROUND}",
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
    "cursor": "7",
    "missed": "",
    "good": "1",
    "bad": "2",
    "odd": "",
}
"""The same on a terminal of few colours, or in another theme: its own colours, until Textual is there."""


class FirstFrame:
    """The picture of it on a screen of (columns, rows), in which calls can be shown as soon as they are here."""

    def __init__(self, settings: Settings, environ: Mapping[str, str], size: tuple[int, int], today: date) -> None:
        self.state = UiState() if settings.demo else glance(ui_state_file(settings.state_dir))
        self.columns = self.state.columns or DEFAULT_COLUMNS
        """The ids of the chosen columns."""
        self._size = columns, rows = size
        self._context = RowContext(today)
        looks = self._looks = _LOOKS if _has_standard_colours(environ) else _PLAIN
        folded = self.state.tree_folded if self.state.tree_folded is not None else bool(environ.get("SSH_CONNECTION"))
        layout = Layout(columns, rows, tree_folded=folded, split=self.state.splits.get(LIST_SPLIT, DEFAULT_SPLIT))
        self.picture = picture = Picture(size, looks["ground"], erases=erases_in_colour(environ))
        account = _account_name(settings, self.state)
        picture.bar(0, fit(f" {account or TITLE}", columns), looks["title"])
        left = self._left = TREE_CELLS if Pane.TREE in layout.visible else 0
        panes = rows - _BARS
        listed = self._listed = panes * layout.split // 10 if Pane.DETAIL in layout.visible else panes
        cells = self._cells = columns - left - _SCROLLBAR
        placed = self._placed = lay_out(columns_for(self.columns, several_companies=not settings.companies), cells)
        picture.put(1, left, fit(heading(placed, self._context), cells), looks["header"])
        picture.put(2, left, fit(f"  {READING}", cells), looks["ground"])
        for row in range(3, listed + 1):
            picture.put(row, left, fit(waiting(placed), cells), looks["dim"])
        if listed < panes:
            picture.put(listed + 1, left, "─" * (columns - left), looks["line"])
        if left:
            for row in range(1, panes + 1):
                picture.put(row, left - 1, "▕", looks["line"])
        self._show_status(StatusFacts(account=account, demo=settings.demo, read_only=settings.read_only))

    def show_calls(self, session: Session) -> None:
        """Show the calls of the list's first page, and how many there are, as the list will.

        A row that terminals may draw in different cells is left to the app, which knows how to.
        """
        from callrail_tui.screens.standing import standing  # late, as below: the frame itself shows nothing yet
        from callrail_tui.terminal.glyphs import is_certain

        window, above = session.window, None
        total = window.total or 0
        for index in range(self._listed - 1):
            call = window.row(index) if index < total else None
            pieces = row_pieces(call, above, self._placed, self._context) if call is not None else []
            above = call
            text = "".join(part for part, _ in pieces)
            if index == 0:
                pieces = [(text, "cursor")]
            self._show_row(index, pieces if is_certain(text) else [])
        self._show_status(standing(session, row=1))

    def _show_row(self, index: int, pieces: list[Piece]) -> None:
        column, end = self._left, self._left + self._cells
        for text, look in pieces:
            shown = set_cell_size(text, max(0, min(width(text), end - column)))
            self.picture.put(2 + index, column, shown, self._looks[look or "ground"])
            column += width(text)
        look = pieces[0][1] if len(pieces) == 1 else ""
        self.picture.put(2 + index, column, " " * (end - column), self._looks[look or "ground"])

    def _show_status(self, facts: StatusFacts) -> None:
        columns, rows = self._size
        looks = self._looks
        self.picture.bar(rows - 1, " " * columns, looks["bar"])
        column = 0
        for text, look in status_line(facts, columns):
            if not text.isspace():
                shown = set_cell_size(text, max(0, min(width(text), columns - column)))
                self.picture.put(rows - 1, column, shown, looks.get(look or "bar", looks["bar"]))
            column += width(text)


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
