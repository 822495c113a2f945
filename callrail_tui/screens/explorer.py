"""The calls: tree, list and detail of one account, kept true by the session's facts (floor 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual import on
from textual.message import Message

from callrail_tui.messages import CallOpened, CursorMoved, SessionChanged
from callrail_tui.model.call import Call
from callrail_tui.model.when import zone
from callrail_tui.present.chips import empty_result
from callrail_tui.present.detail import DetailFacts
from callrail_tui.present.status import StatusFacts
from callrail_tui.present.text import display
from callrail_tui.screens.exporting import ExportingHere
from callrail_tui.screens.inquiry import Inquiry
from callrail_tui.screens.panes import Layout, Pane
from callrail_tui.screens.refusing import refuse_keys
from callrail_tui.screens.standing import standing
from callrail_tui.session import facts
from callrail_tui.session.export_facts import ExportEnded
from callrail_tui.session.session import Session
from callrail_tui.text import clean
from callrail_tui.widgets.account_tree import AccountTree


class ExplorerScreen(ExportingHere):
    """Shows a session once one is attached, and words in place of the list until then."""

    class Composed(Message):
        """The panes are there; calls can come into them."""

    def __init__(
        self, layout: Layout, inquiry: Inquiry, columns: tuple[str, ...], today: Callable[[], date], *, demo: bool
    ) -> None:
        super().__init__(layout, inquiry, columns, today)
        self._demo = demo
        self._keeps_place = False
        self._arrived = 0
        self._aside_from: tuple[Inquiry, Inquiry] | None = None
        """A question about one caller, and the one that it was asked from."""

    def on_mount(self) -> None:
        """Follow the list's cursor with the status line."""
        self.watch(self.list_pane, "position", self._show_status, init=False)
        if self.session is not None:
            self._show_session(self.session)
        else:
            self.list_pane.show_notice(display("Connecting …"))
        self.show_question()
        self._show_status()
        self.post_message(self.Composed())

    # The session ------------------------------------------------------------------------------------------------

    def attach(self, session: Session) -> None:
        """Ask this session the question, and show it; it may come before there are panes to show it in.

        A session that had a head start has asked it already.
        """
        self.leave_export()
        self.drop_waiting("Another account was opened before the tags were read, so nothing was tagged.")
        self.session = session
        self.drop_marks()
        self.rows.attach(session)
        self._keeps_place = False
        if self.is_mounted:
            self._show_session(session)
            self.show_question()
        if not session.window.generation:
            session.open(self.inquiry.query)

    def _show_session(self, session: Session) -> None:
        self.detail_pane.show_notice(display(""))
        self.tree_pane.attach(session.directory, session.account.name)
        if session.window.total is not None:
            self._list_known(session)  # It came before there was a screen: its first layout has the calls already.

    def identified(self) -> None:
        """The names of connection and account are known."""
        if self.session is not None:
            self.tree_pane.attach(self.session.directory, self.session.account.name)
        self.show_question()
        self._show_status()

    def refresh_all(self) -> None:
        """`r`: read again what is shown, and ask again for what failed."""
        session = self.session
        if session is None:
            return
        self._keeps_place = True
        self.inquiry = self.inquiry.moved_to(self.today())
        session.refresh()
        for company_id in self.tree_pane.unfolded:
            session.directory.want_trackers(company_id)

    def ask(self, inquiry: Inquiry) -> None:
        """Another question starts from its first row."""
        self._keeps_place = False
        super().ask(inquiry)

    @on(SessionChanged)
    def _changed(self, event: SessionChanged) -> None:
        session, fact = self.session, event.fact
        if session is None or getattr(fact, "generation", session.window.generation) != session.window.generation:
            return
        match fact:
            case facts.WindowReset():
                self.list_pane.restart(keep_place=self._keeps_place)
            case facts.TotalKnown():
                self._list_known(session)
                for notice in session.window.adjusted:
                    self.notify(clean(notice), markup=False)
                self.call_after_refresh(session.want_surroundings)
                self.call_after_refresh(lambda: session.edits.begin())
            case facts.RowsLoaded(first=first, last=last):
                self.list_pane.rows_changed(first, last)
            case facts.RowsFailed(first=first, last=last):
                self.list_pane.rows_changed(first, last)
                self.call_after_refresh(session.want_surroundings)
            case facts.CallLoaded(call_id=call_id) | facts.CallFailed(call_id=call_id):
                self._call_answered(call_id)
            case facts.TrackersLoaded(company_id=company_id) | facts.TrackersFailed(company_id=company_id):
                self.tree_pane.refresh_trackers(company_id)
            case facts.CompaniesLoaded() | facts.CompaniesFailed():
                self._directory_known()
            case facts.CountsLoaded() | facts.CountsFailed():
                self.tree_pane.refresh_counts()
            case facts.TagsLoaded() | facts.TagsFailed():
                self.tags_answered()
                self.tags_came()
                self.directory_known()
            case facts.Arrived(calls=calls):
                self._arrived = calls
            case facts.EditsChanged(call_ids=call_ids):
                self.edits_changed(call_ids)
            case facts.EditsTold(words=words, is_warning=is_warning):
                self.notify(clean(words), severity="warning" if is_warning else "information", markup=False)
            case ExportEnded(progress=progress):
                self.export_ended(progress)
        self.tell_strange_scope()
        self._show_status()

    def _list_known(self, session: Session) -> None:
        self.list_pane.total_known()
        self._keeps_place = True
        self._arrived = 0
        empty = session.window.total == 0
        words = empty_result(self.inquiry.query, self.inquiry.defaults, self.name_of) if empty else None
        self.list_pane.show_notice(words)
        if empty:
            self.detail_pane.show_notice(display(""))

    def _directory_known(self) -> None:
        self.tree_pane.companies_answered()
        self.show_columns()
        self.show_question()
        self.directory_known()

    # Status -----------------------------------------------------------------------------------------------------

    def _show_status(self) -> None:
        session = self.session
        row, _ = self.list_pane.position
        if session is None:
            self.status_line.show(StatusFacts(demo=self._demo))
            return
        self.status_line.show(standing(session, row=row, arrived=self._arrived))

    # The detail -------------------------------------------------------------------------------------------------

    @on(CursorMoved)
    def _cursor_rested(self, event: CursorMoved) -> None:
        if Pane.DETAIL in self.arrangement.visible:
            self.show_call(event.call)

    @on(CallOpened)
    def _opened(self, event: CallOpened) -> None:
        if event.call is not None and self.session is not None:
            self._read(event.call, self.session)
            self.go_to(Pane.DETAIL)

    def action_read_call(self) -> None:
        """Read the whole call where the person came to its detail without opening it."""
        call = self.list_pane.call
        if call is not None and self.session is not None:
            self._read(call, self.session)

    def _read(self, call: Call, session: Session) -> None:
        session.details.want(call.id)
        self.show_call(call)

    def arranged(self) -> None:
        """The detail came into view: show the call under the cursor."""
        super().arranged()
        if Pane.DETAIL in self.arrangement.visible and self.session is not None:
            self.show_call(self.list_pane.call)

    def show_call(self, call: Call | None) -> None:
        """Show a call in the detail: the whole one where it is here, else what the list knows."""
        session = self.session
        if session is None or call is None:
            self.detail_pane.show_notice(display(""))
            return
        whole = session.details.get(call.id)
        edits = session.begun_edits
        shown = edits.shown(whole or call) if edits is not None else whole or call
        company = session.directory.company(shown.company_id or "")
        where = zone(shown.company_zone or (company.time_zone if company is not None else None))
        self.detail_pane.show(
            DetailFacts(
                shown,
                self.today(),
                where,
                whole=whole is not None,
                reading=session.details.is_pending(call.id),
                error=session.details.error(call.id),
            )
        )

    def _call_answered(self, call_id: str) -> None:
        self.copy_answered(call_id)
        self.call_answered(call_id)
        call = self.list_pane.call
        if call is not None and call.id == call_id:
            self.show_call(call)

    def go_to_call(self, call_id: str) -> None:
        """Show a call of the list, or in the detail what can be read of it where it is not in the list."""
        row = self.rows.index_of(call_id)
        if row is None:
            self.notify("This call is not among the rows that are here: / or # may find it.", markup=False)
        else:
            self.list_pane.move_to(row)
        self.go_to(Pane.LIST)

    def ask_for_tag(self, name: str) -> None:
        """Show the calls that have this tag."""
        self.ask(self.inquiry.asking(self.inquiry.query.changed(tags=(name,))))

    def ask_for_caller(self, term: str) -> None:
        """Show every kept call with these digits; esc in the list brings the former question back."""
        former = self.inquiry
        self.ask(former.asking(former.all_cleared.changed(search=term)))
        self._aside_from = (self.inquiry, former)
        self.notify("esc brings back what the list showed before.", markup=False)

    def action_back(self) -> None:
        """Peel one layer; at the last one, go back from a caller's calls to what the list showed before."""
        asked, former = self._aside_from or (None, None)
        at_rest = self.arrangement.at is Pane.LIST and not (
            self.arrangement.zoomed or self.marks or self.marks.has_range
        )
        if asked is None or former is None or not at_rest:
            super().action_back()
        elif self.inquiry.query.filters() == asked.query.filters():
            self._aside_from = None
            self.ask(former)

    def action_place_details(self) -> None:
        """Read all about the company or the tracker under the tree's cursor."""
        company_id, tracker_id = self.tree_pane.place
        session = self.session
        if session is None or company_id is None:
            self.notify("A company or a tracker has details: move to one. A has those of the account.", markup=False)
            refuse_keys(self)
            return
        from callrail_tui.screens.dialogs.places import company_dialog, tracker_dialog  # late, as every dialog

        if tracker_id is not None:
            self.app.push_screen(tracker_dialog(session, company_id, tracker_id))
        else:
            self.app.push_screen(company_dialog(session, company_id))

    @on(AccountTree.Unfolded)
    def _unfolded(self, event: AccountTree.Unfolded) -> None:
        if self.session is not None:
            self.session.directory.want_trackers(event.company_id)
