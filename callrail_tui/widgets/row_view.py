"""Rows under a fixed heading with a cursor among them: scrolling, keys and mouse, whatever the rows are (line API)."""

from __future__ import annotations

from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from callrail_tui.widgets.rest import Rest

HEADING = 1
"""Lines above the first row; they do not scroll."""

REST_SECONDS = 0.15
"""How long the cursor stays on a row before that counts as looking at it."""

LOOK_SECONDS = 0.06
"""How long a view scrolled with the mouse stays still before its rows are asked for: a dragged bar passes thousands."""

WHEEL_ROWS = 3


class RowView(ScrollView, can_focus=True, inherit_bindings=False):
    """Any number of one-line rows, of which only those in view are ever drawn; subclasses draw lines and hear of moves.

    `cursor` is right at once; what is on the screen follows when the keys that already wait have been taken, so that a
    held key costs one repaint however many repeats have piled up. Keys reach it by its bindings alone: a move may
    be run as soon as it is typed.
    """

    ALLOW_SELECT = False

    position: reactive[tuple[int, int]] = reactive((0, 0), repaint=False)
    """The cursor's row counted from 1, and how many rows there are; `(0, 0)` for none. Watch it to follow each step."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._row_count = 0
        self._cursor = 0
        self._shown_cursor = 0
        self._wanted_top: int | None = None
        self._is_settling_due = False
        self._is_steering = False
        self._known_size = Size(0, 0)
        self.drawn_width = 0
        """The `line_width` that lines are drawn in."""
        self._rest = Rest(self, REST_SECONDS, self.cursor_rested)
        self._look_rest = Rest(self, LOOK_SECONDS, self.view_changed)

    def view_changed(self) -> None:
        """Other rows are in view; for subclasses."""

    def cursor_rested(self) -> None:
        """The cursor has stayed on a row for a while; for subclasses."""

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self._row_count

    @property
    def cursor(self) -> int:
        """The row that keys act on, from 0."""
        return self._cursor

    @property
    def top(self) -> int:
        """The first row in view."""
        return self.scroll_offset.y

    @property
    def line_width(self) -> int:
        """The cells of a row, which the scrollbar does not cover."""
        return self.size.width - self.scrollbar_size_vertical

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region, in the width of now: it takes a walk through the tree, which is not made for each."""
        self.drawn_width = self.line_width
        return super().render_lines(crop)

    @property
    def page(self) -> int:
        """How many rows fit."""
        return max(1, self.size.height - HEADING)

    @property
    def view(self) -> tuple[int, int]:
        """The first and the last row in view."""
        return self.top, max(self.top, min(self.top + self.page, self._row_count) - 1)

    def set_rows(self, count: int, *, cursor: int | None = None, top: int | None = None) -> None:
        """There are that many rows now; the cursor stays where it was unless another place is given."""
        self._row_count = count
        self._cursor = self._clamped(self._cursor if cursor is None else cursor)
        self._wanted_top = top
        self.virtual_size = Size(0, count + HEADING)
        self._settle()
        self.refresh()
        self.view_changed()

    def move_to(self, row: int, *, top: int | None = None) -> None:
        """Move the cursor to a row or the nearest that exists, and scroll as little as shows it, or to `top`."""
        row = self._clamped(row)
        if row == self._cursor and top is None:
            return
        self._cursor = row
        if top is not None:
            self._wanted_top = top
        if not self._is_settling_due:
            self._is_settling_due = True
            self.call_later(self.settle)

    def settle(self) -> None:
        """Bring the screen to where the cursor is now, if that is still to be done."""
        if self._is_settling_due:
            self._settle()

    def move_by(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.move_to(self._cursor + rows)

    def turn_page(self, rows: int) -> None:
        """Move the view and the cursor with it, so that the cursor keeps its line."""
        top = self.top if self._wanted_top is None else self._wanted_top
        last = max(0, self._row_count - self.page)
        if (rows < 0 and top == 0) or (rows > 0 and top >= last):
            self.move_by(rows)
        else:
            self.move_to(self._cursor + rows, top=min(max(0, top + rows), last))

    def refresh_rows(self, first: int, last: int) -> None:
        """Draw these rows again, as far as they are in view."""
        first = max(first, self.top)
        last = min(last, self.top + self.page - 1)
        if first <= last:
            self.refresh(Region(0, first - self.top + HEADING, self.line_width, last - first + 1))

    def row_at(self, line: int) -> int | None:
        """The row on a line of the widget, if there is one."""
        row = self.top + line - HEADING
        return row if line >= HEADING and row < self._row_count else None

    def _clamped(self, row: int) -> int:
        return max(0, min(row, self._row_count - 1))

    def _settle(self) -> None:
        """Bring the screen to where the cursor is."""
        self._is_settling_due = False
        before, self._shown_cursor = self._shown_cursor, self._cursor
        top = self._top_for(self._cursor, self.top if self._wanted_top is None else self._wanted_top)
        self._wanted_top = None
        if top != self.top:
            self._is_steering = True
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
            self._is_steering = False
            self.view_changed()
        elif before != self._cursor:
            self.refresh_rows(before, before)
            self.refresh_rows(self._cursor, self._cursor)
        self.position = (self._cursor + 1, self._row_count) if self._row_count else (0, 0)
        self._rest.start()

    def _top_for(self, row: int, top: int) -> int:
        if abs(row - self.top) > 2 * self.page and top == self.top:
            top = row - self.page // 2
        top = min(max(top, row - self.page + 1), row)
        return max(0, min(top, self._row_count - self.page))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the cursor in view when the mouse scrolls, and ask for the rows once it stops."""
        super().watch_scroll_y(old_value, new_value)
        if self._is_steering or self.size != self._known_size or round(old_value) == round(new_value):
            return
        first, last = self.view
        self.move_to(min(max(self._cursor, first), last))
        self._look_rest.start()

    def on_resize(self) -> None:
        """Keep the cursor in view at every size; hidden, nothing is in view and the place is kept."""
        if not self.size:
            return
        self._known_size = self.size
        self._settle()
        self.refresh()
        self.view_changed()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the view; the cursor stays in it."""
        event.prevent_default().stop()
        self.scroll_to(y=self.top + WHEEL_ROWS, animate=False, force=True, immediate=True)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the view; the cursor stays in it."""
        event.prevent_default().stop()
        self.scroll_to(y=self.top - WHEEL_ROWS, animate=False, force=True, immediate=True)

    def on_click(self, event: events.Click) -> None:
        """Select the row; a click never opens or decides."""
        where = event.get_content_offset(self)
        row = None if where is None else self.row_at(where.y)
        if row is not None:
            self.move_to(row)
