"""Marks in the list: one, a range, all that match; while there are any, keys act on them (floor 6; design 4)."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.screens.callers import untouched_of_number
from callrail_tui.screens.copying import CopyingScreen
from callrail_tui.screens.deciding import Deciding
from callrail_tui.screens.inquiry import Inquiry
from callrail_tui.screens.panes import Pane
from callrail_tui.session.bases import Source
from callrail_tui.session.gathering import gather, pages_of

MOST_MARKED = 5_000
"""Calls that can be marked at once: more than the day's requests can decide."""


class MarkingScreen(Deciding, CopyingScreen):
    """Keeps the marks, shows them, and says which calls a decision is about."""

    def on_mount(self) -> None:
        """A range follows the cursor."""
        self.watch(self.list_pane, "position", self._stretch_range, init=False)

    # What decisions are about -----------------------------------------------------------------------------------

    def acts_on_marks(self) -> bool:
        """Whether keys act on the marked calls: not in a zoomed detail, which is about the call shown."""
        return bool(self.marks) and not (self.arrangement.zoomed and self.arrangement.at is Pane.DETAIL)

    def targets(self) -> Sequence[Call]:
        """The marked calls, else the one under the cursor, as they are shown."""
        session = self.session
        if session is None:
            return ()
        if self.acts_on_marks():
            return [session.edits.shown(self._latest(call)) for call in self.marks.calls.values()]
        call = self.call
        return (call,) if call is not None else ()

    def _latest(self, call: Call) -> Call:
        """The call as it was last read: it may have been read anew since it was marked."""
        assert self.session is not None
        row = self.session.window.index_of(call.id)
        return (self.session.window.row(row) if row is not None else None) or call

    def targets_out_of_view(self) -> int:
        """How many marked calls cannot be seen."""
        first, last = self.list_pane.view
        rows = (self.rows.index_of(call_id) for call_id in self.marks.calls)
        is_list_here = Pane.LIST in self.arrangement.visible
        return sum(row is None or not is_list_here or not first <= row <= last for row in rows)

    def targets_source(self) -> Source | None:
        """Where the marked calls stand, where all that match were marked."""
        return self.marks.source if self.acts_on_marks() else None

    def why_not(self) -> str:
        """In the tree nothing is decided: what a key means there would be a guess."""
        if self.arrangement.at is Pane.TREE:
            return "Decisions act on calls: move to the list (esc) first."
        return "The range is still open: v ends it, esc leaves it." if self.marks.has_range else ""

    # Marking ----------------------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the call under the cursor, or take its mark away, and go to the next; it ends a range."""
        if self.marks.has_range:
            self.action_range()
            return
        call, row = self.list_pane.call, self.list_pane.cursor
        if call is None:
            self.refuse("This row is not here yet.")
            return
        self.marks.toggle(call)
        self._marks_changed(range(row, row + 1))
        self.list_pane.move_by(1)

    def action_range(self) -> None:
        """Begin a range, or mark what is in it."""
        if not self.list_pane.row_count:
            self.refuse("There is no row to begin a range at.")
        elif not self.marks.has_range:
            self.marks.begin_range(self.list_pane.cursor)
            self._marks_changed(self.marks.range_rows)
        else:
            rows = self.marks.end_range()
            found = [call for row in rows if (call := self.rows.row(row)) is not None]
            if len(found) == len(rows):
                self.marks.add(found)
                self._marks_changed(rows)
            else:
                self._mark_rows(rows)

    def action_mark_all(self) -> None:
        """Mark every call that matches, once its number and price are agreed to."""
        total, session = self.list_pane.row_count, self.session
        if session is None or not total:
            self.refuse("There is no call to mark.")
            return
        if total > MOST_MARKED:
            self.refuse(
                f"{total:,} calls match; at most {MOST_MARKED:,} are marked at once. Narrow the list (f, d, /)."
            )
            return
        pages = len(pages_of(range(total), session.window.query.per_page))
        here = sum(1 for _ in session.window.loaded()) >= total
        read = 0 if here else pages
        self._ask(
            f"Mark all {total:,} calls that match?",
            f"Reading them takes {read:,} requests. {self._price_words(total)} That is for each later decision on all.",
            lambda: self._mark_rows(range(total)),
        )

    def _mark_rows(self, rows: range) -> None:
        self._read_and_mark(rows)

    @work(group="marking", description="reading what is to be marked", exclusive=True)
    async def _read_and_mark(self, rows: range) -> None:
        session = self.session
        if session is None:
            return
        query, generation = session.window.query, session.window.generation
        pages = pages_of(rows, query.per_page)
        held = [self.rows.row(row) for row in rows]
        calls = [call for call in held if call is not None]
        if len(calls) < len(rows):
            self.notify(f"Reading {len(pages):,} pages to mark them …", markup=False)
            try:
                calls = await gather(session.worker, session.account.id, query, pages, lambda done: None)
            except CallrailTuiError as error:
                self.complain(error)
                return
            first = (pages.start - 1) * query.per_page
            calls = calls[rows.start - first : rows.stop - first]
        if session is not self.session or generation != session.window.generation:
            return  # Another list by now: its calls are not meant.
        self.marks.add(calls)
        self.marks.source = Source(query, pages)
        self._marks_changed(range(*self._view()))

    def _view(self) -> tuple[int, int]:
        first, last = self.list_pane.view
        return first, last + 1

    def _stretch_range(self) -> None:
        if self.marks.has_range:
            self._marks_changed(self.marks.stretch(self.list_pane.cursor))

    def drop_marks(self) -> None:
        """No call is marked any more."""
        if self.marks or self.marks.has_range:
            self.marks.clear()
            self._marks_changed(range(*self._view()))

    def _marks_changed(self, rows: range) -> None:
        first, stop = self._view()
        self.list_pane.rows_marked(range(max(rows.start, first), min(rows.stop, stop)))
        self.show_marks()

    def show_marks(self) -> None:
        """Say in the hint line what keys act on."""
        count = len(self.marks)
        if self.marks.has_range:
            rows = len(self.marks.range_rows)
            self.hint_line.show_notice(f"range of {rows:,}: v marks it, esc leaves it")
        elif count and self.acts_on_marks():
            self.hint_line.show_notice(f"{count:,} marked: keys act on the MARKED")
        else:
            self.hint_line.show_notice("")

    def arranged(self) -> None:
        """A zoomed detail is about the call shown, whatever is marked."""
        if self.is_mounted:
            self.show_marks()

    def ask(self, inquiry: Inquiry) -> None:
        """Another question drops the marks: they would act on calls that cannot be seen."""
        if inquiry.query.filters() != self.inquiry.query.filters() and self.marks:
            self.notify(f"{len(self.marks):,} marks are dropped with the question they belonged to.", markup=False)
            self.drop_marks()
        super().ask(inquiry)

    def action_back(self) -> None:
        """Peel one layer: the range, the marks, then what else is open."""
        if self.arrangement.at is Pane.TREE and self.tree_pane.typed:
            super().action_back()
        elif self.marks.has_range:
            rows = self.marks.end_range()
            self._marks_changed(rows)
        elif self.acts_on_marks():
            self.drop_marks()
        else:
            super().action_back()

    def same_number(self, call: Call) -> Sequence[Call]:
        """Every other loaded call of this number that nobody has judged."""
        return untouched_of_number(self.session, call) if self.session is not None else ()
