"""One query's calls: sparse pages that are read when they are looked at (design 5, promises 1 and 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from callrail_tui.errors import CallrailTuiError, NotFound
from callrail_tui.model.call import Call
from callrail_tui.model.page import Page
from callrail_tui.model.query import CallQuery
from callrail_tui.session.answers import kept_since, narrowed_start
from callrail_tui.session.facts import Fact, RowsFailed, RowsLoaded, TotalKnown, WindowReset
from callrail_tui.session.known_rows import Run
from callrail_tui.session.page_requests import PageRequests
from callrail_tui.session.portion import Portion
from callrail_tui.session.sparse_rows import Doubtful, SparseRows
from callrail_tui.session.worker import Urgency, Worker

_MOST_TRIES = 3
_MOST_FUTILE = 5

GONE = NotFound("This call has left the list since it was read.", "Press r to read the list again.")
"""Why a row stays empty for good."""


def _now() -> datetime:
    return datetime.now(UTC)


class CallWindow:
    """The rows of one question, numbered from 0; `total` moves only when it is opened or read anew."""

    def __init__(
        self,
        worker: Worker,
        account_id: str,
        report: Callable[[Fact], None],
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self.query = CallQuery()
        self.generation = 0
        self.as_of: datetime | None = None
        """When the list was last answered well."""
        self.adjusted: tuple[str, ...] = ()
        """What was changed about the question so that the server takes it, in words."""
        self._worker = worker
        self._requests = PageRequests(worker, account_id, self._take, self._fail)
        self._report = report
        self._now = now
        self._rows: SparseRows | None = None
        self._failed: dict[Portion, CallrailTuiError] = {}
        self._held: dict[Portion, tuple[Portion, Run]] = {}
        self._tries: dict[Portion, int] = {}
        self._asked_for: dict[Portion, int] = {}
        self._futile: dict[int, int] = {}
        self._narrowed: dict[str, str] = {}
        self._view = (0, 0)
        self._travel = 0

    @property
    def total(self) -> int | None:
        """How many rows there are; None until the first page came."""
        return self._rows.total if self._rows is not None else None

    def open(self, query: CallQuery) -> None:
        """Ask a question, unless it is on its way: every row is forgotten, what comes for an older one is dropped."""
        start = self._narrowed.get(query.start_date or "")
        query = query.changed(start_date=start) if start is not None else query
        if self._rows is None and query == self.query and self._top in self._requests:
            return
        self._requests.restart()
        self.generation += 1
        self.query = query
        self.adjusted = (kept_since(start),) if start is not None else ()
        self._rows = None
        for forgotten in (self._failed, self._held, self._tries, self._asked_for, self._futile):
            forgotten.clear()
        self._view, self._travel = (0, 0), 0
        self._report(WindowReset(self.generation))
        self._ask_for_top()

    def refresh(self) -> None:
        """Ask the same question again."""
        self.open(self.query)

    def row(self, index: int) -> Call | None:
        """The call in a row; None while it is not here."""
        return self._rows.call(index) if self._rows is not None else None

    def index_of(self, call_id: str) -> int | None:
        """The row of a call, among the loaded ones."""
        return self._rows.row_of(call_id) if self._rows is not None else None

    def failure(self, index: int) -> CallrailTuiError | None:
        """Why a row is not here; None when it is here or on its way."""
        if self._rows is None:
            return self._failed.get(self._top)
        if self._rows.is_missing(index):
            return self._failed.get(self._rows.portion_for(index)) if self._failed else None
        return GONE if self._rows.is_gone(index) and self._rows.call(index) is None else None

    def loaded(self) -> Iterator[Call]:
        """Every call that is here, from the top."""
        return self._rows.calls() if self._rows is not None else iter(())

    def look_at(self, first: int, last: int) -> None:
        """These rows are in view: their pages are asked for, queued ones for other rows are withdrawn."""
        if self._rows is None:
            return
        first, last = max(0, first), min(last, self._rows.total - 1)
        moved = first - self._view[0]
        is_step = abs(moved) <= 2 * (last - first + 1)
        self._travel = (moved > 0) - (moved < 0) if is_step else 0
        self._view = (first, last)
        self._seek()

    def retry(self) -> None:
        """Ask again for what failed."""
        if not self._failed:
            return
        self._failed.clear()
        self._tries.clear()
        self._futile.clear()
        if self._rows is None:
            self._ask_for_top()
        else:
            self._seek()

    def explain(self, error: CallrailTuiError) -> None:
        """Another answer tells better why the first page did not come."""
        if self._rows is None and self._top in self._failed:
            self._failed[self._top] = error
            self._report(RowsFailed(self.generation, 0, 0, error))

    def has_failed_by(self, kind: type[CallrailTuiError] | tuple[type[CallrailTuiError], ...]) -> bool:
        """Whether some page failed for such a kind of reason."""
        return any(isinstance(error, kind) for error in self._failed.values())

    def note_total(self, total: int) -> None:
        """What the list holds by now, as another answer told; the rows stay as they are."""
        if self._rows is not None:
            self._rows.note_total(total)

    def _seek(self) -> None:
        """Ask for what is missing in view and just ahead of it; withdraw what nobody looks at any more."""
        rows = self._rows
        if rows is None:
            return
        first, last = self._view
        wanted = self._with_those_on_the_wire(rows, rows.portions_missing(first, last))
        ahead = self._portion_ahead(rows)
        self._requests.withdraw_but(wanted.keys() | ahead.keys() | self._held.keys())
        for portion, row in wanted.items():
            if portion not in self._failed:
                self._asked_for[portion] = row
                self._requests.ask(self.query, portion, Urgency.VIEW)
        for portion, row in ahead.items():
            if portion not in self._requests and portion not in self._failed:
                self._asked_for[portion] = row
                self._requests.ask(self.query, portion, Urgency.PREFETCH)

    def _with_those_on_the_wire(self, rows: SparseRows, wanted: dict[Portion, int]) -> dict[Portion, int]:
        """After a jump, rows that a page on its way brings are waited for: cut otherwise, they would cost twice.

        A walk does not wait: its pages are cut so that they share a call with what is known, and join by it.
        """
        if self._travel:
            return wanted
        joined: dict[Portion, int] = {}
        for portion, row in wanted.items():
            coming = (asked for asked in self._asked_for if asked in self._requests and rows.is_to_hold(asked, row))
            joined.setdefault(portion if portion in self._requests else next(coming, portion), row)
        return joined

    def _portion_ahead(self, rows: SparseRows) -> dict[Portion, int]:
        """The next page in the direction of travel, when less than a screen of it remains, with a row it is for."""
        if not self._travel or not self._worker.budget.allows(Urgency.PREFETCH):
            return {}
        first, last = self._view
        height = last - first + 1
        ahead = range(last + 1, last + 1 + height) if self._travel > 0 else range(first - 1, first - 1 - height, -1)
        missing = next((row for row in ahead if rows.is_missing(row)), None)
        return {rows.portion_for(missing): missing} if missing is not None else {}

    @property
    def _top(self) -> Portion:
        return Portion(1, self.query.per_page)

    def _ask_for_top(self) -> None:
        self._requests.ask(self.query, self._top, Urgency.VIEW)

    def _take(self, portion: Portion, answer: Page[Call], run: Run) -> None:
        self.as_of = self._now()
        if self._rows is not None:
            if not self._rows.takes_any_size or len(run.calls) <= portion.size == answer.per_page:
                self._place(self._rows, portion, run)
            else:
                self._rows.takes_any_size = False  # nobody knows which calls these are
                self._seek()
            return
        self._rows = SparseRows(run.total, answer.per_page, is_newest_first=self.query.is_newest_first)
        self._rows.place(run)
        refused = self._worker.gateway.refused_fields.intersection(self.query.fields)
        if refused:
            self.adjusted += (f"CallRail does not give: {', '.join(sorted(refused))}.",)
        self._report(TotalKnown(self.generation, run.total))
        self._report(RowsLoaded(self.generation, 0, max(0, len(run.calls) - 1)))

    def _place(self, rows: SparseRows, portion: Portion, run: Run, *, force: bool = False) -> None:
        """Put an answer into its rows, then see what that leaves missing in view."""
        placed = rows.place(run, meets=portion.meets, from_below=self._travel < 0, force=force)
        if isinstance(placed, Doubtful):
            tries = self._tries[portion] = self._tries.get(portion, 0) + 1
            if tries > _MOST_TRIES:
                self._place(rows, portion, run, force=True)
                return
            neighbour = portion.beside(placed.step)
            if placed.step > 0:
                self._held[neighbour] = (portion, run)
            self._requests.ask(self.query, neighbour, Urgency.VIEW)
            return
        self._tries.pop(portion, None)
        if placed.first <= placed.last:
            self._report(RowsLoaded(self.generation, placed.first, placed.last))
        held = self._held.pop(portion, None)
        if held is not None and held[1].total == run.total:
            self._place(rows, held[0], held[1])
            return
        self._give_up_futile(rows, self._asked_for.pop(portion, -1))
        rows.release(*self._view)
        self._seek()

    def _give_up_futile(self, rows: SparseRows, row: int) -> None:
        """A row that page after page was read for, and that none of them brought, is gone."""
        if not rows.is_missing(row):
            self._futile.pop(row, None)
            return
        tries = self._futile[row] = self._futile.get(row, 0) + 1
        if tries >= _MOST_FUTILE:
            first, last = rows.give_up_around(row, self._view[1] - self._view[0])
            self._report(RowsLoaded(self.generation, first, last))

    def _fail(self, portion: Portion, urgency: Urgency, error: CallrailTuiError) -> None:
        if self._rows is None and not self.adjusted and (start := narrowed_start(self.query, error)):
            self._narrowed[self.query.start_date or ""] = start
            self.query = self.query.changed(start_date=start)
            self.adjusted = (kept_since(start),)
            self._ask_for_top()
            return
        held = self._held.pop(portion, None)
        if urgency is not Urgency.VIEW:
            return  # nobody looks there yet: it is asked for again when somebody does
        self._failed[portion] = error
        first, last = 0, 0
        if self._rows is not None:
            first, last = portion.start, min(portion.end, self._rows.total) - 1
        if held is not None:
            self._failed[held[0]] = error
            first, last = self._view
        self._report(RowsFailed(self.generation, first, last, error))
        self._seek()
