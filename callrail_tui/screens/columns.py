"""The explorer's list: its rows, columns and the zone of its times (floor 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from callrail_tui.model.when import zone
from callrail_tui.present.calls import RowContext
from callrail_tui.screens.asking import AskingScreen
from callrail_tui.screens.inquiry import Inquiry, fields_of
from callrail_tui.screens.marks import Marks
from callrail_tui.screens.panes import Layout
from callrail_tui.screens.rows import AttachedRows
from callrail_tui.widgets.call_list import CallList


class ColumnedScreen(AskingScreen):
    """Keeps the chosen columns, and asks the server for the fields that they need."""

    def __init__(self, layout: Layout, inquiry: Inquiry, columns: tuple[str, ...], today: Callable[[], date]) -> None:
        super().__init__(layout, inquiry, today)
        self.columns = columns
        self.marks = Marks()
        self.rows = AttachedRows(self.marks)
        self.inquiry = inquiry.in_columns(columns)

    def make_list(self) -> CallList:
        """The list pane, over whatever session will be attached."""
        return CallList(self.rows, RowContext(self.today()))

    def on_mount(self) -> None:
        """Draw the chosen columns from the first paint on."""
        self.show_columns()

    def show_columns(self) -> None:
        """Draw the columns that are chosen, and the company's where several are in scope."""
        directory = self.session.directory if self.session is not None else None
        scoped = self.inquiry.query.company_id is not None
        several = not scoped and (directory is None or not directory.has_companies or len(directory.companies) > 1)
        self.list_pane.set_columns(self.columns, several_companies=several)
        where = zone(self.session.scope_zone) if self.session is not None else None
        self.list_pane.set_context(RowContext(self.today(), where))

    def ask(self, inquiry: Inquiry) -> None:
        """Another question may have another scope: other columns, another zone."""
        super().ask(inquiry)
        self.show_columns()

    def action_columns(self) -> None:
        """Choose the columns."""
        from callrail_tui.screens.dialogs.columns import (
            ColumnsDialog,
        )  # late, as every dialog: not before the first paint

        self.app.push_screen(ColumnsDialog(self.columns), self._columns_chosen)

    def _columns_chosen(self, chosen: tuple[str, ...] | None) -> None:
        if chosen is None or chosen == self.columns:
            return
        self.columns = chosen
        self.show_columns()
        self.post_message(self.Arranged())
        if not set(fields_of(self.columns)) <= set(self.inquiry.query.fields):
            self.ask(self.inquiry.in_columns(self.columns))
