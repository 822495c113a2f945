"""The list of calls: every call of the query, of which the pages in view are fetched (line API)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip

from callrail_tui.keymap import LIST, bindings
from callrail_tui.messages import CallOpened, CursorMoved
from callrail_tui.model.call import Call
from callrail_tui.present.calls import STYLE_NAMES, RowContext
from callrail_tui.present.columns import DEFAULT_COLUMNS, READING, columns_for
from callrail_tui.present.failures import quoted
from callrail_tui.present.text import assemble
from callrail_tui.widgets.cursor_keys import KeyedRowView
from callrail_tui.widgets.row_painter import RowPainter, RowSource
from callrail_tui.widgets.row_view import HEADING

_READING = Content(READING)
NONE_FOUND = Content("No calls.")
_REFUSED = "X takes filters, days and order away, one by one; r asks again."
"""The cure where the error has none of its own: what CallRail refuses was asked for by the person."""
_PREFIX = "call-list--"


class CallList(KeyedRowView, inherit_bindings=False):
    """The calls under their headings, with a cursor; it keeps its place when the terminal or the list changes."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LIST)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        _PREFIX + name for name in ("header", "cursor", "placeholder", "error", *STYLE_NAMES)
    }

    def __init__(
        self,
        source: RowSource,
        context: RowContext,
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._source = source
        self._looks: dict[str, Style] = {}
        self._painter = RowPainter(source, context, self._look)
        self._painter.arrange(columns_for(DEFAULT_COLUMNS, several_companies=False))
        self._notice: Content | None = None
        self._anchor: str | None = None
        """The call to stay on while the list is read again."""
        self._here: tuple[int, str | None] = (0, None)
        """The cursor's row and its call: when the source begins anew it no longer knows the call."""

    @property
    def call(self) -> Call | None:
        """The call under the cursor; None while it is not here, or where there are none."""
        return self._source.row(self.cursor) if self.row_count else None

    @property
    def columns(self) -> tuple[str, ...]:
        """The ids of the columns that there is room for."""
        return self._painter.shown

    def set_columns(self, chosen: Iterable[str], *, several_companies: bool) -> None:
        """Show these columns: standing ones and fields of a call, by id."""
        self._painter.arrange(columns_for(chosen, several_companies=several_companies))
        self.refresh()

    def set_context(self, context: RowContext) -> None:
        """Show times in another zone, or as of another day."""
        self._painter.context = context
        self._painter.forget()
        self.refresh()

    def restart(self, *, keep_place: bool) -> None:
        """The source begins anew: from the top, or on the call or row where the cursor is, until the total is known."""
        row, call_id = self._here
        self._anchor = call_id if keep_place and row == self.cursor else None
        self._painter.forget()
        self.show_notice(None)
        if not keep_place:
            self.set_rows(0, cursor=0, top=0)
        self.refresh()

    def total_known(self) -> None:
        """The source knows how many rows there are."""
        self._painter.forget()
        self.set_rows(self._source.total or 0)
        self._follow_anchor()

    def rows_changed(self, first: int, last: int) -> None:
        """Rows came, failed or changed: draw them where they stand."""
        self._painter.forget_rows(first, last + 1)
        if self._notice_now() is not None:
            self.refresh()
        else:
            self.refresh_rows(first, last + 1)
        self._follow_anchor()
        if first <= self.cursor <= last:
            self._note_here()
            self._rest.start()

    def rows_marked(self, rows: Iterable[int]) -> None:
        """The marks of these rows changed, or what becomes of what was decided there: draw them anew."""
        for row in rows:
            self._painter.forget_rows(row, row)
            self.refresh_rows(row, row)

    def show_notice(self, notice: Content | None) -> None:
        """Say something in place of the rows: why there are none, and what to do; None for the rows again."""
        self._notice = notice
        self.refresh()

    def move_to(self, row: int, *, top: int | None = None) -> None:
        """Move the cursor; who moves it while the list is read again no longer asks to stay on a call."""
        self._anchor = None
        super().move_to(row, top=top)

    def _follow_anchor(self) -> None:
        if self._anchor is None:
            return
        row = self._source.index_of(self._anchor)
        if row is not None and row != self.cursor:
            super().move_to(row, top=max(0, self.top + row - self.cursor))
        if row is not None or self.call is not None:
            self._anchor = None

    def watch_position(self) -> None:
        """Remember what the cursor stands on."""
        self._note_here()

    def _note_here(self) -> None:
        call = self.call
        if call is not None:
            self._here = (self.cursor, call.id)

    def view_changed(self) -> None:
        """Ask for the rows in view."""
        if self.row_count and self.size:
            self._source.look_at(*self.view)

    def cursor_rested(self) -> None:
        """Tell what is being looked at."""
        if self.row_count:
            self.post_message(CursorMoved(self.cursor, self.call))

    def notify_style_update(self) -> None:
        """Draw in the new looks."""
        super().notify_style_update()
        self._looks.clear()
        self._painter.forget()

    def _look(self, name: str) -> Style:
        look = self._looks.get(name)
        if look is None:
            look = self.get_component_rich_style(_PREFIX + name) if name else self.rich_style
            self._looks[name] = look
        return look

    def render_line(self, y: int) -> Strip:
        """One line: the headings, a row, or a line of what stands in place of the rows."""
        painter = self._painter
        painter.widen(self.drawn_width)
        if y < HEADING:
            return painter.heading()
        notice = self._notice_now()
        if notice is _READING:
            return painter.reading(READING, y - HEADING)
        if notice is not None:
            return painter.notice(notice, y - HEADING, self.visual_style)
        row = self.row_at(y)
        if row is None:
            return painter.blank()
        strip = painter.row(row, is_first=y == HEADING)
        return painter.at_cursor(strip) if row == self._shown_cursor else strip

    def _notice_now(self) -> Content | None:
        """What stands in place of the rows; None when they do."""
        if self._notice is not None:
            return self._notice
        if self._source.total is not None:
            return None if self.row_count else NONE_FOUND
        error = self._source.failure(0)
        if error is not None:
            return assemble((error.title, "bold"), error.hint or _REFUSED, *quoted(error), separator="\n")
        return None if self.row_count else _READING

    def action_open(self) -> None:
        """Open the call under the cursor."""
        if self.row_count:
            self.post_message(CallOpened(self.cursor, self.call))
