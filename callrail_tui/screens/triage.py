"""Working through: one call as a card, one key for each decision, and the next card comes (floor 6; design 4)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer

from callrail_tui.errors import CallrailTuiError
from callrail_tui.keymap import TRIAGE, bindings
from callrail_tui.model.call import Call
from callrail_tui.model.edit import NOTE, TAGS, TagDelta
from callrail_tui.model.query import CallQuery
from callrail_tui.model.views import view_query
from callrail_tui.model.when import zone
from callrail_tui.model.work import Order, Pile, work_of
from callrail_tui.present.card import CardFacts
from callrail_tui.present.failures import quoted
from callrail_tui.present.text import assemble, display
from callrail_tui.present.work import done_words, over_words, progress_line, waiting_words, work_words
from callrail_tui.screens.asides import AsideKeys
from callrail_tui.screens.callers import untouched_of_number
from callrail_tui.screens.card_place import CardScreen
from callrail_tui.screens.editing import Editing
from callrail_tui.screens.favourites import FavouritesOf, StoreFavourite, kept_nowhere, none_set
from callrail_tui.screens.own_keys import OwnKeys
from callrail_tui.session import facts
from callrail_tui.session.facts import Fact
from callrail_tui.session.session import Session
from callrail_tui.session.work_log import Kept, kept_work
from callrail_tui.session.working import Work

_SECOND = 1.0


class TriageScreen(Editing, OwnKeys, AsideKeys, CardScreen):
    """Works the list's question card by card; `query` is the list's, of which `work_of` makes what is worked."""

    PLACE = TRIAGE
    NAME = "Work"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TRIAGE)]

    session: Session

    def __init__(
        self,
        session: Session,
        query: CallQuery,
        today: Callable[[], date],
        *,
        reviewed_tag: str | None = None,
        favourites_of: FavouritesOf = none_set,
        store_favourite: StoreFavourite = kept_nowhere,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(session)
        self.work: Work | None = None
        self._query = query
        self._today = today
        self._reviewed_tag = reviewed_tag
        self._favourites_of = favourites_of
        self._store_favourite = store_favourite
        self._clock = clock
        self._tick: Timer | None = None

    # Beginning --------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin; where earlier work was left, ask first."""
        self.card_pane.focus()
        kept = kept_work(self.session.edits)
        if kept is None:
            self._start()
            return
        from callrail_tui.screens.dialogs.working import ResumeDialog  # late, as every dialog: not before its place

        total = kept.total if kept.total is None else max(kept.done, kept.total)
        done = done_words(kept.done, total, is_exact=True)

        def answered(answer: bool | None) -> None:
            self._resume(kept, answer)

        self.app.push_screen(ResumeDialog(done, self._words(kept.query, is_checked=kept.is_checked)), answered)

    def _resume(self, kept: Kept, answer: bool | None) -> None:
        if answer is None:
            self.call_later(self._leave)
        elif answer:
            self._show_work(Work.resumed(self.session, kept, changed=self._pages_came, clock=self._clock))
        else:
            self._start()

    def _leave(self) -> None:
        self.dismiss(None)

    def _start(self) -> None:
        self.session.directory.want_tags()  # Its hints name favourites, and its keys are pressed fast.
        query, is_checked = work_of(self._query, self._today())
        changed, clock = self._pages_came, self._clock
        self._show_work(Work.started(self.session, query, is_checked=is_checked, changed=changed, clock=clock))

    def _show_work(self, work: Work) -> None:
        self.work = work
        self.show_card()

    def on_unmount(self) -> None:
        """What was done is kept; pages on their way are let go."""
        if self.work is not None:
            self.work.close()

    # Showing ----------------------------------------------------------------------------------------------------

    def heard(self, fact: Fact) -> None:
        """Draw what became known of the card."""
        work = self.work
        if work is None:
            return
        match fact:
            case facts.CallLoaded(call_id=call_id) | facts.CallFailed(call_id=call_id):
                self.call_answered(call_id)
                if call_id == work.current_id:
                    self.show_card()
            case facts.TagsLoaded() | facts.TagsFailed():
                self.tags_came()
                self.show_card()
            case facts.EditsChanged(call_ids=call_ids):
                if work.current_id in call_ids:
                    self.show_card()
            case facts.CompaniesLoaded():
                self.show_card()

    def _pages_came(self) -> None:
        if self.is_mounted:
            self.show_card()

    def show_card(self) -> None:
        """Draw the card, or what stands in its place, and how far it is."""
        work = self.work
        if work is None or not self.is_mounted:
            return
        progress = work.progress
        self.show_title(assemble((f"{self.NAME}  ", "bold"), self._words(work.query, is_checked=work.is_checked)))
        self.progress_line.update(progress_line(progress, work.order, self.size.width or 80), layout=False)
        call = work.current
        self.show_own_keys(TRIAGE, call.company_id if call is not None else None)
        if call is not None:
            found = self._facts(call, work)
            self.card_pane.show(found)
            self._count_down(found.spam_seconds is not None)
        elif work.current_id is not None:
            self.card_pane.show_notice(self._missing(work.current_id))
        elif work.is_over:
            self.card_pane.show_notice(over_words(progress))
        else:
            self.card_pane.show_notice(waiting_words(_told(work.error) if work.error is not None else None))

    def _count_down(self, is_counting: bool) -> None:
        """While a report of spam can be taken back its seconds are shown; idle is silent."""
        if is_counting and self._tick is None:
            self._tick = self.set_timer(_SECOND, self._ticked, name="spam countdown")

    def _ticked(self) -> None:
        self._tick = None
        self.show_card()

    def on_resize(self) -> None:
        """What fits the line of how far it is may have changed."""
        self.show_card()

    def _words(self, query: CallQuery, *, is_checked: bool) -> Content:
        return work_words(query, view_query("all", self._today()), self._name_of, is_checked=is_checked)

    def _name_of(self, thing_id: str) -> str | None:
        directory = self.session.directory
        company = directory.company(thing_id)
        if company is not None:
            return company.name
        trackers = directory.trackers(self._query.company_id or "") or ()
        return next((tracker.name for tracker in trackers if tracker.id == thing_id), None)

    def _facts(self, call: Call, work: Work) -> CardFacts:
        session = self.session
        shown = session.edits.shown(call)
        company = session.directory.company(call.company_id or "")
        sign = session.edits.sign(call.id)
        return CardFacts(
            shown,
            self._today(),
            zone(call.company_zone or (company.time_zone if company is not None else None)),
            whole=session.details.get(call.id) is not None,
            reading=session.details.is_pending(call.id),
            error=session.details.error(call.id),
            company=(company.name if company is not None else None) or "",
            state=sign.state if sign is not None else None,
            spam_seconds=sign.spam_seconds if sign is not None else None,
            pile=work.pile.value if work.pile is not None else "",
            judged=work.judged,
            passed=tuple(work.news),
            draft=session.edits.draft(NOTE, call.id) is not None,
        )

    def _missing(self, call_id: str) -> Content:
        """The card's call is not here: it is on its way, or why it is not."""
        error = self.session.details.error(call_id)
        return display("Reading the call …") if error is None else waiting_words(_told(error))

    # Deciding ---------------------------------------------------------------------------------------------------

    def targets(self) -> Sequence[Call]:
        """The card's call, as it is shown."""
        call = self.work.current if self.work is not None else None
        return [self.session.edits.shown(call)] if call is not None else []

    def day(self) -> date:
        """The day on this machine."""
        return self._today()

    def looked_at(self) -> Call | None:
        """The card's call."""
        return next(iter(self.targets()), None)

    def favourites_of(self, company_id: str) -> tuple[str | None, ...]:
        """What the person set on the keys 1 to 9 for this company."""
        return self._favourites_of(company_id)

    def store_favourite(self, company_id: str, slot: int, name: str) -> None:
        """Keep what the person set."""
        self._store_favourite(company_id, slot, name)

    def same_number(self, call: Call) -> Sequence[Call]:
        """Every other loaded call of this number that nobody has judged."""
        return untouched_of_number(self.session, call)

    def after_decision(self, *, advances: bool) -> None:
        """On to the next card where the decision was a judgement; else the same with what was decided."""
        work = self.work
        if advances and work is not None and work.current_id is not None:
            work.decided(work.current_id)
        self.show_card()

    def went_back(self, call_id: str | None) -> None:
        """An undo was about this call: its card again."""
        if self.work is not None and call_id is not None:
            self.work.went_back(call_id)
        self.show_card()

    def all_went_back(self, call_ids: Sequence[str | None]) -> None:
        """Each of them is to be worked again, the first one now: a held key may have decided several cards."""
        for call_id in reversed(call_ids):
            self.went_back(call_id)

    def action_skip(self) -> None:
        """Leave the card for the end of the pass; at the end, work what was skipped."""
        self._step(Work.skip, Pile.SKIPPED)

    def action_defer(self) -> None:
        """Put the card aside; at the end, work what was put aside."""
        self._step(Work.defer, Pile.DEFERRED)

    def action_reviewed(self) -> None:
        """The card needs nothing; where the config names a tag for that, it gets the tag, so that colleagues see it."""
        calls, tag = self.targets(), self._reviewed_tag
        wanted = tag is not None and any(tag.casefold() not in _names(call) for call in calls)
        if tag is None or not wanted or self.decide(TAGS, TagDelta(add=(tag,)), "reviewed", calls):
            self._step(Work.reviewed)

    def _step(self, step: Callable[[Work], None], pile: Pile | None = None) -> None:
        """Do it with the card; where every card has been up, `pile` is worked once more."""
        work = self.work
        if work is None or (work.current_id is None and not work.is_over):
            self.refuse("The calls are still being read.")
        elif work.current_id is not None:
            step(work)
            self.show_card()
        elif pile is None or not work.again(pile):
            self.refuse(f"No card was {pile.value}." if pile is not None else "Every card has been up.")
        else:
            self.show_card()

    def action_previous(self) -> None:
        """Back to the card before."""
        if self.work is None or not self.work.previous():
            self.refuse("There is no card before this one.")
        self.show_card()

    def action_order(self) -> None:
        """Choose which cards come first."""
        work = self.work
        if work is None:
            return
        from callrail_tui.screens.dialogs.working import OrderDialog  # late, as above

        self.app.push_screen(OrderDialog(work.order), self._order_chosen)

    def _order_chosen(self, order: Order | None) -> None:
        if self.work is not None and order is not None and order is not self.work.order:
            self.work.order_by(order)
            self.show_card()

    def refresh_all(self) -> None:
        """`r`: ask again for what did not come."""
        if self.work is not None:
            self.work.retry()
            self.show_card()


def _names(call: Call) -> set[str]:
    return {name.casefold() for name in call.tags or ()}


def _told(error: CallrailTuiError) -> Content:
    return assemble((error.title, "bold"), " ", error.hint, *quoted(error))
