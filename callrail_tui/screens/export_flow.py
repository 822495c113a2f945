"""From `x` to a running export: what is offered, what it costs, what is asked first (floor 6)."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.export_fields import all_fields, fields_of_columns, permitted
from callrail_tui.model.export_formats import Format, Sheet
from callrail_tui.model.export_plan import Plan, plan_marked, plan_query
from callrail_tui.model.report import FIXED_REQUESTS, LIST_PAGES, why_no_report
from callrail_tui.present.chips import chips
from callrail_tui.present.exports import (
    MANY,
    counted,
    default_name,
    free_path,
    needs_consent,
    price,
    share,
    shown_path,
)
from callrail_tui.present.text import assemble
from callrail_tui.screens.dialogs.choosing import Answer, ChoosingDialog
from callrail_tui.screens.dialogs.export import ExportDialog, Offer, Wish
from callrail_tui.screens.dialogs.export_progress import DELETE, KEEP, NEW, ExportProgressDialog
from callrail_tui.session.reporting import ReportWish
from callrail_tui.session.session import Session
from callrail_tui.storage.export_file import LeftOver, NotWritten
from callrail_tui.text import clean

if TYPE_CHECKING:
    from callrail_tui.screens.exporting import ExportingHere


class ExportFlow:
    """Asks, begins, goes on; the explorer that it belongs to shows the dialogs."""

    def __init__(self, screen: ExportingHere) -> None:
        self._screen = screen

    def open(self, session: Session) -> None:
        """Show the export there is, else what an earlier run left over, else ask for a new one."""
        exports = session.exports
        if exports.current is not None:
            dialog = ExportProgressDialog(session, exports.current)
            self._screen.app.push_screen(dialog, partial(self._shown, session))
        elif found := exports.left_over(self._folder):
            self._ask_left_over(session, found[0])
        else:
            self._ask(session)

    @property
    def _folder(self) -> Path:
        try:
            return self._screen.export_folder or Path.home()
        except RuntimeError:  # A user without a home.
            return Path.cwd()

    def _shown(self, session: Session, answer: str | None) -> None:
        if answer in (KEEP, DELETE):
            put_aside = session.exports.put_aside(delete=answer == DELETE)
            self._screen.run_worker(put_aside, group="export", description="ending an export")
        elif session.exports.current is not None and not session.exports.is_busy:
            session.exports.current = None  # It was looked at: the next x asks for another one.
            if answer == NEW:
                self._ask(session)

    # What an earlier run left over --------------------------------------------------------------------------------

    def _ask_left_over(self, session: Session, found: LeftOver) -> None:
        words = assemble(f"It is to become {shown_path(found.target)}. ", _holds(found))
        answers = [
            Answer("go on", "y", "go on with it"),
            Answer("new", "n", "leave it, and export something else"),
            Answer("delete", "d", "delete what is written"),
        ]
        dialog = ChoosingDialog(assemble("An export is not finished"), words, answers)
        self._screen.app.push_screen(dialog, partial(self._left_over_chosen, session, found))

    def _left_over_chosen(self, session: Session, found: LeftOver, answer: str | None) -> None:
        try:
            if answer == "go on":
                export = session.exports.go_on(found, self._screen.today())
                self._screen.notify(clean(f"The export goes on at {share(export.progress)}; x shows it."), markup=False)
            elif answer == "delete":
                session.exports.forget(found)
                self._screen.notify("What was written is deleted.", markup=False)
            elif answer == "new":
                self._ask(session)
        except CallrailTuiError as error:
            self._screen.complain(error)

    # A new one ----------------------------------------------------------------------------------------------------

    def _ask(self, session: Session) -> None:
        offer = _Offer(self._screen, session, self._folder)
        self._screen.app.push_screen(ExportDialog(offer), self._begun)

    def _begun(self, requests: int | None) -> None:
        if requests and requests > MANY:
            words = f"The export runs: {counted(requests, 'request')}. The status line counts them; x shows more."
            self._screen.notify(clean(words), markup=False)


def _holds(found: LeftOver) -> str:
    """What was written of an export before it ended."""
    calls = found.last.get("count") if found.last is not None else 0
    return f"It holds {calls:,} calls so far. Going on reads only what is missing." if isinstance(calls, int) else ""


class _Offer(Offer):
    """What can be exported of this list, now."""

    def __init__(self, screen: ExportingHere, session: Session, folder: Path) -> None:
        self._screen = screen
        self._session = session
        self.folder = folder
        self.total = session.window.total or 0
        self._marked: dict[str, Call] = dict(screen.marks.calls)
        self.marked = len(self._marked)
        # A place that was only remembered and could not be looked up may be one.
        self.is_hipaa = session.account.hipaa is True or session.connection is None

    def fields(self, wish: Wish) -> tuple[str, ...]:
        """The fields that would be written."""
        wanted = all_fields() if wish.all_fields else fields_of_columns(self._screen.columns)
        return permitted(wanted, links=wish.links, hipaa=self.is_hipaa)

    def path(self, suffix: str) -> Path:
        """A name that is free, after the company in scope or the account."""
        session = self._session
        company = session.directory.company(session.window.query.company_id or "")
        scope = (company.name if company is not None else None) or session.account.name or session.account.id
        return free_path(self.folder, default_name(scope, self._screen.today(), suffix))

    def price(self, wish: Wish) -> str:
        """What it costs, and what there is to know of it."""
        if wish.is_report:
            left = self._session.budget.left_hour
            most = f"at most {FIXED_REQUESTS + 2 * LIST_PAGES} requests of the {left:,} left this hour"
            return f"Sums of this list and of the time before it, sources, missed calls, who was called back: {most}."
        words = price(self._plan(wish).requests, self._session.exports.left, self._session.budget.left_hour)
        edits = self._session.begun_edits
        if edits is not None and edits.counts.pending:
            pending = counted(edits.counts.pending, "decision")
            words += f" {pending} not sent yet: the file shows what CallRail has."
        if self.is_hipaa:
            words += " Links and what was said are left out: a HIPAA account, as far as is known."
        return words

    def question(self, wish: Wish) -> str:
        """What has to be agreed to first; empty where nothing has."""
        words = []
        if not wish.is_report and needs_consent(self._plan(wish).requests, self._session.exports.left):
            words.append(self.price(wish))
        if wish.target.exists():
            words.append(f"There is a file {shown_path(wish.target)}: it is replaced once the new one is whole.")
        return "\n".join(words)

    def refusal(self, wish: Wish) -> CallrailTuiError | None:
        """Why it cannot be written, as far as can be told."""
        if wish.is_report and (why := why_no_report(self._session.window.query)):
            return CallrailTuiError("A report of these calls would not be true.", why)
        return self._session.exports.refusal(wish.target)

    def unfinished(self, wish: Wish) -> str:
        """What an export of the same name that was not finished holds."""
        found = self._session.exports.left_over_at(wish.target)
        return _holds(found) if found is not None else ""

    def go_on(self, wish: Wish) -> int:
        """Go on with that one."""
        found = self._session.exports.left_over_at(wish.target)
        if found is None:
            raise NotWritten("What was not finished is not there any more.", "Begin anew.")
        progress = self._session.exports.go_on(found, self._screen.today()).progress
        return (progress.steps or 0) - progress.done

    def forget(self, wish: Wish) -> None:
        """Delete that one."""
        if (found := self._session.exports.left_over_at(wish.target)) is not None:
            self._session.exports.forget(found)

    def begin(self, wish: Wish) -> int:
        """Begin; how many requests it takes. Raises what stands in the way."""
        if wish.is_report:
            self._session.exports.begin_report(
                self._report(), wish.target, self._screen.today, replace=wish.target.exists()
            )
            return FIXED_REQUESTS + 2
        plan = self._plan(wish)
        loaded = [self._latest(call).raw for call in self._marked.values()] if plan.ids else []
        self._session.exports.begin(plan, wish.target, loaded=loaded, replace=wish.target.exists())
        return plan.requests or 0

    def _report(self) -> ReportWish:
        session, screen = self._session, self._screen
        query, known = session.window.query, tuple(session.window.loaded())
        company = session.directory.company(query.company_id or "")
        narrowed, defaults = query.changed(company_id=None), screen.inquiry.defaults
        found = chips(narrowed, defaults, screen.name_of)
        words = " · ".join(chip.label.plain for chip in found if chip.id not in ("dates", "sort"))
        return ReportWish(
            query,
            session.account.name or session.account.id,
            (company.name or company.id) if company is not None else None,
            words,
            known,
        )

    def _plan(self, wish: Wish) -> Plan:
        session = self._session
        query, now = session.window.query, datetime.now(UTC)
        sheet = Sheet(Format(wish.format), self.fields(wish), wish.bom, wish.links)
        if wish.is_marked:
            marked = {call_id: self._latest(call).raw for call_id, call in self._marked.items()}
            return plan_marked(query, sheet, self.total, marked, now)
        first = session.window.row(0)
        return plan_query(query, sheet, self.total, now, first.start if first is not None else None)

    def _latest(self, call: Call) -> Call:
        row = self._session.window.index_of(call.id)
        return (self._session.window.row(row) if row is not None else None) or call
