"""The outbox's lines under their headings: sections, decisions, and the calls of those about several (line API)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from callrail_tui.keymap import OUTBOX, bindings
from callrail_tui.model.edit import Edit, State
from callrail_tui.present.calls import Piece
from callrail_tui.present.outbox import (
    STYLE_NAMES,
    Heading,
    Line,
    One,
    OutboxContext,
    Summary,
    edits_of,
    heading_text,
    line_pieces,
    outline,
)
from callrail_tui.present.text import fit
from callrail_tui.widgets.cursor_keys import KeyedRowView
from callrail_tui.widgets.row_view import HEADING

_PREFIX = "outbox-list--"
_MARGIN = "  "


class OutboxList(KeyedRowView, inherit_bindings=False):
    """Keeps its cursor on a decision, wherever that moves; headings are passed over."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(OUTBOX)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + name for name in ("header", "cursor", *STYLE_NAMES)}

    class Selected(Message):
        """Another line is under the cursor, or the one there says something else."""

    def __init__(self, context: OutboxContext, words_of: Callable[[int], str], notice: Content) -> None:
        super().__init__(id="outbox-list")
        self._shared = context
        self._words_of = words_of
        self._notice = notice
        self._entries: Sequence[Edit] = ()
        self._lines: list[Line] = []
        self._unfolded: set[int] = set()
        self._looks: dict[str, Style] = {}

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if self.cursor < len(self._lines) else None

    @property
    def lines(self) -> Sequence[Line]:
        """Every line."""
        return self._lines

    def show(self, entries: Sequence[Edit], context: OutboxContext) -> None:
        """Show these edits; the cursor stays on its decision, or where it was if that is gone."""
        self._shared = context
        self._entries = entries
        self._outline(_key(self.line))

    def count_down(self) -> None:
        """A second went by: draw what is held again."""
        for row, line in enumerate(self._lines):
            if any(edit.state is State.HELD for edit in edits_of(line)):
                self.refresh_rows(row, row)

    def fold(self, act: int, *, is_open: bool) -> None:
        """Show or hide the calls of an act, and stand on its summary."""
        (self._unfolded.add if is_open else self._unfolded.discard)(act)
        self._outline(("act", act))

    def action_unfold(self) -> None:
        """Show the calls of the act under the cursor."""
        if isinstance(self.line, Summary):
            self.fold(self.line.act, is_open=True)

    def action_fold(self) -> None:
        """Hide the calls of the act under the cursor, from any of them."""
        line = self.line
        if isinstance(line, Summary):
            self.fold(line.act, is_open=False)
        elif isinstance(line, One) and line.is_child:
            self.fold(line.edit.act, is_open=False)

    def _outline(self, key: tuple[str, int] | None) -> None:
        before = self.cursor
        self._lines = outline(self._entries, self._unfolded, self._words_of)
        rows = {_key(line): row for row, line in enumerate(self._lines)}
        row = rows.get(key, before) if key is not None else before
        self.set_rows(len(self._lines), cursor=self._passed(min(row, max(0, len(self._lines) - 1)), 1))
        self.post_message(self.Selected())

    def move_to(self, row: int, *, top: int | None = None) -> None:
        """Move the cursor to a row, past a heading."""
        row = self._clamped(row)
        super().move_to(self._passed(row, 1 if row >= self.cursor else -1), top=top)

    def _top_for(self, row: int, top: int) -> int:
        """As for any rows; with the first decision its heading is in view as well."""
        return 0 if row == 1 and self.page > 1 else super()._top_for(row, top)

    def _passed(self, row: int, step: int) -> int:
        """The row, or the next one that is no heading; every heading has a line below it."""
        if row < len(self._lines) and isinstance(self._lines[row], Heading):
            return row + (step if row + step >= 0 else 1)
        return row

    def watch_position(self) -> None:
        """Tell what is selected."""
        self.post_message(self.Selected())

    def notify_style_update(self) -> None:
        """Draw in the new looks."""
        super().notify_style_update()
        self._looks.clear()

    def _look(self, name: str) -> Style:
        look = self._looks.get(name)
        if look is None:
            look = self.get_component_rich_style(_PREFIX + name) if name else self.rich_style
            self._looks[name] = look
        return look

    def render_line(self, y: int) -> Strip:
        """One line: the headings, a line of the outbox, or of what is said where there are none."""
        cells = self.drawn_width
        if y < HEADING:
            return self._strip([(heading_text(cells) if self._lines else "", "header")], cells)
        if not self._lines:
            return self._said(y - HEADING - 1, cells)
        row = self.row_at(y)
        if row is None:
            return Strip.blank(cells, self._look(""))
        strip = self._strip(line_pieces(self._lines[row], cells, self._shared), cells)
        if row == self._shown_cursor:
            return Strip([Segment(strip.text, self._look("cursor"))], strip.cell_length)
        return strip

    def _strip(self, pieces: Sequence[Piece], cells: int) -> Strip:
        strip = Strip([Segment(text, self._look(name)) for text, name in pieces])
        return strip.adjust_cell_length(cells, self._look(""))

    def _said(self, line: int, cells: int) -> Strip:
        lines = self._notice.wrap(max(1, cells - 2 * len(_MARGIN)))
        text = lines[line].plain if 0 <= line < len(lines) else ""
        return Strip([Segment(fit(_MARGIN + text, cells), self._look("dim"))], cells)


def _key(line: Line | None) -> tuple[str, int] | None:
    match line:
        case Summary():
            return ("act", line.act)
        case One():
            return ("edit", line.edit.seq)
        case _:
            return None
