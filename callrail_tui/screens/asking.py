"""The explorer's ways to change the question: search, filter, dates, sort, scope, columns, row (floor 6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textual import on

from callrail_tui.errors import CallrailTuiError
from callrail_tui.messages import QueryChosen, ScopeChosen
from callrail_tui.model.query import CallQuery
from callrail_tui.model.views import DEFAULT_VIEW
from callrail_tui.present.chips import VIEW_WORDS, unknown_company
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.arrangement import ArrangedScreen
from callrail_tui.screens.inquiry import Inquiry
from callrail_tui.screens.panes import Layout, Pane
from callrail_tui.session.directory import TAGS
from callrail_tui.session.session import Session
from callrail_tui.widgets.account_tree import AccountTree
from callrail_tui.widgets.filter_bar import FilterBar
from callrail_tui.widgets.prompt import Question


class AskingScreen(ArrangedScreen):
    """Holds the `Inquiry`; every change of it opens the new query in the session."""

    def __init__(self, layout: Layout, inquiry: Inquiry, today: Callable[[], date]) -> None:
        super().__init__(layout)
        self.inquiry = inquiry
        self.today = today
        self.session: Session | None = None
        self._tags_wanted: Callable[[Sequence[str], CallrailTuiError | None], None] | None = None

    def ask(self, inquiry: Inquiry) -> None:
        """Open another question; the same one is not asked again."""
        changed = inquiry.query != self.inquiry.query
        if inquiry.view != self.inquiry.view:
            self.post_message(self.Arranged())
        self.inquiry = inquiry
        self.show_question()
        if self.session is not None and changed:
            self.session.open(inquiry.query)
            if Pane.LIST not in self.arrangement.visible:
                # The answer is there: in the tree or a zoomed detail nothing would be seen of it.
                self.go_to(Pane.LIST)

    def name_of(self, identifier: str) -> str | None:
        """The name of a company or tracker, where it is known."""
        if self.session is None:
            return None
        directory = self.session.directory
        company = directory.company(identifier)
        if company is not None:
            return company.name
        trackers = directory.trackers(self.inquiry.query.company_id or "") or ()
        return next((tracker.name for tracker in trackers if tracker.id == identifier), None)

    def show_question(self) -> None:
        """Draw the chips."""
        account = self.session.account.name if self.session is not None else None
        title = display(account or "callrail-tui", style="bold")
        view = self.inquiry.named
        if view is not None and view != DEFAULT_VIEW:
            title = assemble(title, " · ", VIEW_WORDS[view])
        self.filter_bar.show(title, self.inquiry.chips(self.name_of))
        self.tree_pane.show_scope(self.inquiry.query.company_id, self.inquiry.query.tracker_id)

    def tell_strange_scope(self) -> None:
        """Where the company in scope is none of this account's, say so in place of the rows."""
        session, company_id = self.session, self.inquiry.query.company_id
        if session is None or company_id is None or session.window.total:
            return
        if session.directory.has_companies and session.directory.company(company_id) is None:
            self.list_pane.show_notice(unknown_company(company_id, session.account.name))

    @on(ScopeChosen)
    def _scope_chosen(self, event: ScopeChosen) -> None:
        self.ask(self.inquiry.scoped(event.company_id, event.tracker_id))
        self.go_to(Pane.LIST)

    @on(QueryChosen)
    def _query_chosen(self, event: QueryChosen) -> None:
        self.ask(self.inquiry.asking(event.query))

    @on(FilterBar.Cleared)
    def _chip_cleared(self, event: FilterBar.Cleared) -> None:
        self.ask(self.inquiry.asking(event.query))

    def _take(self, query: CallQuery | None) -> None:
        if query is not None:
            self.ask(self.inquiry.asking(query))

    def action_search(self) -> None:
        """Ask the server on enter; an empty field takes the search away."""

        def accept(words: str) -> None:
            self.ask(self.inquiry.searching(words))

        question = Question("/", "a number, a name, a word of a note, a source: one term", accept)
        self.prompt.ask(question, self.inquiry.query.search or "")

    def action_jump(self) -> None:
        """Go to a row by its number."""
        self.prompt.ask(Question("#", "a row's number", self._jump))

    def _jump(self, typed: str) -> str | None:
        total = self.list_pane.row_count
        words = typed.strip().replace(",", "").replace(" ", "")
        if not words:
            return None
        if not words.isascii() or not words.isdigit():
            return "A row is a whole number, such as 120."
        row = int(words[:12])
        if not total:
            return "There is no row to go to."
        if not 1 <= row <= total:
            return f"There are rows 1 to {total:,}."
        self.list_pane.move_to(row - 1)
        return None

    def action_dates(self) -> None:
        """Choose the days."""
        # Late, as every dialog: not before the first paint.
        from callrail_tui.screens.dialogs.finding import DatesDialog

        self.app.push_screen(DatesDialog(self.inquiry.query, self.inquiry.defaults, self.today()), self._take)

    def action_sort(self) -> None:
        """Choose the order."""
        from callrail_tui.screens.dialogs.finding import SortDialog  # late, as above

        self.app.push_screen(SortDialog(self.inquiry.query), self._take)

    def action_filter(self) -> None:
        """Mark filters; tags are read when first needed."""
        from callrail_tui.screens.dialogs.finding import FilterDialog  # late, as above

        if self.session is not None:
            self.session.directory.want_tags()
        dialog = FilterDialog(self.inquiry.query, self.inquiry.defaults, self.tag_names())
        self._tags_wanted = dialog.show_tags
        self.app.push_screen(dialog, self._filter_left)

    def _filter_left(self, query: CallQuery | None) -> None:
        self._tags_wanted = None
        self._take(query)

    def tags_answered(self) -> None:
        """The tags arrived, or failed to: the filter shows them where it is open."""
        if self._tags_wanted is not None:
            error = self.session.directory.error(TAGS) if self.session is not None else None
            self._tags_wanted(self.tag_names() or [], error)

    def tag_names(self) -> list[str] | None:
        """The names of tags that a filter can name, in order; None while they are not here."""
        tags = self.session.directory.tags() if self.session is not None else ()
        if tags is None:
            return None
        return sorted({tag.name for tag in tags if tag.name}, key=str.casefold)

    def action_clear(self) -> None:
        """Take filters away."""
        from callrail_tui.screens.dialogs.finding import ClearDialog  # late, as above

        applied = self.inquiry.chips(self.name_of)
        if applied:
            self.app.push_screen(ClearDialog(applied, self.inquiry.all_cleared), self._take)
        else:
            self.notify("No filter is set.", markup=False)

    @on(AccountTree.FilterAsked)
    def _filter_tree(self) -> None:
        tree = self.tree_pane

        def follow(typed: str) -> None:
            tree.narrow(typed)

        def accept(typed: str) -> None:
            tree.narrow(typed)

        def leave() -> None:
            tree.narrow("")

        question = Question("tree /", "part of a company's or tracker's name", accept, follow=follow, leave=leave)
        self.prompt.ask(question, tree.typed)
