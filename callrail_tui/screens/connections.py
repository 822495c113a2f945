"""`N`: the connections of the key; use one, make one, delete one (floor 6; wire 1.3, 1.4)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from callrail_tui.errors import CallrailTuiError, GatewayFault
from callrail_tui.keymap import CONNECTIONS
from callrail_tui.messages import CopyAsked
from callrail_tui.model.directory import Connection, active_oldest_first
from callrail_tui.present import connections as present
from callrail_tui.present.copying import Copyable
from callrail_tui.present.edits import plural
from callrail_tui.present.failures import quoted
from callrail_tui.present.status import StatusFacts
from callrail_tui.present.text import display
from callrail_tui.screens.refusing import refuse_keys
from callrail_tui.screens.standing import standing
from callrail_tui.session.connecting import Step
from callrail_tui.session.connections import READ_ONLY, STATUSES, ConnectionBook
from callrail_tui.session.session import Session
from callrail_tui.text import clean
from callrail_tui.widgets.connection_list import ConnectionList
from callrail_tui.widgets.hint_line import HintLine
from callrail_tui.widgets.status_line import StatusLine


class Surroundings(NamedTuple):
    """What the screen needs to know beside the connections."""

    session: Session | None
    """The one on the screen below; None where there is none yet."""
    known: Mapping[str, str]
    """The account that was last open on each connection, by the connection's id."""
    now: Callable[[], datetime]


class ConnectionsScreen(Screen[Connection | None]):
    """Gives the connection to go on with, or None when the person goes back."""

    PLACE = CONNECTIONS

    def __init__(self, book: ConnectionBook, around: Surroundings) -> None:
        super().__init__()
        self._book = book
        self._around = around
        self._said_of = ""
        """The connection that the cursor was on when something was said."""

    def compose(self) -> ComposeResult:
        """The title, the connections, what is said of one, the keys."""
        self.title_line = Static(display("Connections", style="bold"), classes="place--title")
        self.list = ConnectionList(self._around.now)
        self.detail = Static(display(""), classes="connections--text")
        self.notice = Static(display(""), classes="connections--notice")
        self.status_line = StatusLine()
        yield self.title_line
        yield self.list
        with VerticalScroll(classes="connections--detail", can_focus=False):
            yield self.detail
        yield self.notice
        yield HintLine(CONNECTIONS)
        yield self.status_line

    def on_mount(self) -> None:
        """Read, and follow what comes."""
        self._book.on_change = self._show
        self.list.focus()
        self._book.want()

    # What is shown ----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if not self.is_mounted:
            return
        book = self._book
        rows = [self._row(one) for one in _in_order(book.connections or ())]
        self.list.show(rows, self._instead())
        parts = [display("Connections", style="bold"), display(book.status or "all")]
        if book.connections is not None:
            parts.append(display(f"{len(rows):,}"))
        if book.is_reading:
            parts.append(display("reading …"))
        self.title_line.update(Content(" · ").join(parts))
        session = self._around.session
        place = "Connections"
        self.status_line.show(standing(session, place=place) if session is not None else StatusFacts(place=place))

    def _row(self, one: Connection) -> present.ConnectionRow:
        session = self._around.session
        is_pinned = session is not None and session.worker.gateway.connection_id == one.id
        is_stale = is_pinned and one.is_active and session is not None and session.window.has_failed_by(GatewayFault)
        is_default = one.id == self._book.default_id
        return present.ConnectionRow(one, is_default, is_pinned, is_stale, self._around.known.get(one.id, ""))

    def _instead(self) -> Content:
        """What stands in place of the rows."""
        book = self._book
        if book.error is not None:
            error = book.error
            lines = [display(error.title, style="bold"), display(error.hint), *quoted(error)]
            return Content("\n").join([*lines, display("r reads them again.")])
        if book.connections is None:
            return display("Reading the connections …")
        if book.status is not None:
            return display(f"None is {book.status}. f shows others.")
        return display("No connection yet: a makes a link at which you connect CallRail.")

    @on(ConnectionList.Moved)
    def _moved(self) -> None:
        row = self.list.row
        self.detail.update(present.detail(row, self._around.now()) if row is not None else display(""))
        if self._said_of != self._here:
            self._say(display(""))

    @property
    def _here(self) -> str:
        return self.list.row.connection.id if self.list.row is not None else ""

    def _say(self, words: Content) -> None:
        """Say this until the cursor moves."""
        self._said_of = self._here
        self.notice.update(words)

    def _complain(self, error: CallrailTuiError) -> None:
        self._say(Content(" ").join([display(error.title, style="bold"), display(error.hint), *quoted(error)]))

    # What the keys do -------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Go on with the connection under the cursor."""
        row = self.list.row
        if row is None:
            return
        if row.connection.is_active:
            self.dismiss(row.connection)
        else:
            self._say(present.not_usable(row.connection))

    def action_back(self) -> None:
        """Leave without choosing; where there is nothing to go back to, what was the matter is said again."""
        self.dismiss(None)

    def action_refresh(self) -> None:
        """Read them again."""
        self._book.want(self._book.status)

    def action_filter(self) -> None:
        """All, then those of each status, then all again."""
        order = (None, *STATUSES)
        self._book.connections = None
        self._book.want(order[(order.index(self._book.status) + 1) % len(order)])

    def action_copy(self) -> None:
        """Copy the connection's id."""
        if self.list.row is not None:
            self.post_message(CopyAsked(Copyable("connection id", self.list.row.connection.id)))

    def action_add(self) -> None:
        """Make a connection, and show the link to authorise it at."""
        if self._book.read_only:
            self._complain(READ_ONLY)
            refuse_keys(self)
            return
        self._make()

    @work(group="connect", description="make a connection", exclusive=True)
    async def _make(self) -> None:
        from callrail_tui.screens.dialogs.connecting import ConnectingDialog  # late, as every dialog

        self._say(display("Making a connection …"))
        try:
            made = await self._book.create()
        except CallrailTuiError as error:
            self._complain(error)
            refuse_keys(self)
            return
        self._say(display(""))
        self.list.go_to(made.id)
        step, last = await self.app.push_screen_wait(ConnectingDialog(self._book.worker, made))
        self._book.note(last)
        self.list.go_to(last.id)
        if step is Step.ACTIVE:
            self.dismiss(last)
        elif step is Step.GONE or last.status == "FAILED":
            self._book.want(self._book.status)
        else:
            self._ask_to_delete(last)

    def _ask_to_delete(self, left_over: Connection) -> None:
        words = f"{left_over.id[:8]} is left over, PENDING: D deletes it; once authorised, it can be used."
        self._say(display(words))

    def action_delete(self) -> None:
        """Delete the connection, once it is confirmed."""
        row = self.list.row
        refusal = self._delete_refusal(row)
        if row is None or refusal is not None:
            if refusal is not None:
                self._complain(refusal)
            refuse_keys(self)
            return
        from callrail_tui.screens.dialogs.confirming import ConfirmDialog  # late, as every dialog

        others = [one for one in active_oldest_first(self._book.connections or ()) if one.id != row.connection.id]
        question = present.delete_question(row, others[0].id[:8] if others else "")
        dialog = ConfirmDialog(
            f"Delete the connection {clean(row.connection.id, limit=40)}?", question, yes="delete it"
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self._delete(row)

        self.app.push_screen(dialog, answered)

    def _delete_refusal(self, row: present.ConnectionRow | None) -> CallrailTuiError | None:
        if self._book.read_only:
            return READ_ONLY
        session = self._around.session
        edits = session.begun_edits if session is not None else None
        if row is not None and row.is_pinned and edits is not None and edits.counts.pending:
            return CallrailTuiError(
                f"{plural(edits.counts.pending, 'decision')} still to be sent over it.", "O shows that; then delete it."
            )
        return None

    @work(group="connect", description="delete a connection", exclusive=True)
    async def _delete(self, row: present.ConnectionRow) -> None:
        try:
            await self._book.delete(row.connection.id)
        except CallrailTuiError as error:
            self._complain(error)
            return
        rest = active_oldest_first(self._book.connections or ())
        if not row.is_pinned:
            words = "Deleted."
        elif rest:
            self.list.go_to(rest[0].id)
            words = "Deleted. It was in use here: enter goes on with the one under the cursor."
        else:
            words = "Deleted. No active connection is left: a connects CallRail anew."
        self._say(display(words))


def _in_order(connections: tuple[Connection, ...]) -> list[Connection]:
    """The usable ones first, oldest first, then the others as they came."""
    active = active_oldest_first(connections)
    return [*active, *(one for one in connections if not one.is_active)]
