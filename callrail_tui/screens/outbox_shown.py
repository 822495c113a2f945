"""The outbox as it is shown: its lines, and the text of the one under the cursor (floor 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from callrail_tui.keymap import OUTBOX
from callrail_tui.model.edit import Edit, State
from callrail_tui.present.calls import caller
from callrail_tui.present.outbox import OutboxContext, edits_of
from callrail_tui.present.outbox_detail import detail_text
from callrail_tui.present.outbox_title import title
from callrail_tui.present.text import display
from callrail_tui.screens.place import PlaceScreen
from callrail_tui.session import facts
from callrail_tui.session.facts import Fact
from callrail_tui.session.session import Session
from callrail_tui.widgets.outbox_list import OutboxList

_EMPTY = Content(
    "Nothing is on its way. What you decide about calls stands here until CallRail confirms it, and until you quit."
)
_SECOND = 1.0
_SCROLLBAR = 1


def _today() -> date:
    return datetime.now().astimezone().date()


class ShownOutbox(PlaceScreen):
    """Conflicts first, then what failed, what is on its way, and what is done; a text below tells all of one."""

    PLACE = OUTBOX
    NAME = "Outbox"

    def __init__(self, session: Session, today: Callable[[], date] = _today) -> None:
        super().__init__(session)
        self._today = today
        self._is_due = False
        self._told: tuple[int, ...] = ()
        """What the text below is about."""
        self.is_counting = False
        """Whether a hold runs, whose seconds are shown."""
        self._clock: Timer | None = None

    def body(self) -> ComposeResult:
        """The lines, and the text of the one under the cursor."""
        self.lines = OutboxList(self._shared(), self.session.edits.words_of, _EMPTY)
        self.text = Static(display(""))
        self.text_pane = VerticalScroll(self.text, id="outbox-text", can_focus=False)
        yield self.lines
        yield self.text_pane

    def on_mount(self) -> None:
        """Show what there is."""
        self._clock = self.set_interval(_SECOND, self._second_passed, pause=True)
        self.lines.focus()
        self._show()

    def focus_body(self) -> None:
        """The lines have the focus."""
        self.lines.focus()

    # What there is ----------------------------------------------------------------------------------------------

    def heard(self, fact: Fact) -> None:
        """Draw anew what a fact may have changed, once however many come together."""
        match fact:
            case facts.EditsChanged() | facts.EditsTold() | facts.RowsLoaded() | facts.CallLoaded():
                self.redraw_soon()
            case facts.BudgetChanged() | facts.HealthChanged():
                self._show_title()

    def redraw_soon(self) -> None:
        """Draw anew what there is, once however often it is asked for."""
        if not self._is_due:
            self._is_due = True
            self.call_later(self._show)

    def _show(self) -> None:
        self._is_due = False
        self.lines.show(self.session.edits.entries(), self._shared())
        self._show_title()
        self._count_while_held()

    def _show_title(self) -> None:
        edits = self.session.edits
        parked = edits.parked
        words = title(
            self.NAME, edits.counts, self.lines.lines, self.session.budget.left_hour, parked, elsewhere=edits.elsewhere
        )
        self.show_title(words)

    def _shared(self) -> OutboxContext:
        return OutboxContext(self._today(), self._who, self.session.edits.seconds_left)

    def _who(self, call_id: str) -> str:
        """The caller where the call is here, else the call's id."""
        row = self.session.window.index_of(call_id)
        call = self.session.window.row(row) if row is not None else None
        call = call or self.session.details.get(call_id)
        return caller(call) if call is not None else call_id

    def _count_while_held(self) -> None:
        """Idle is silent: seconds are counted only while a hold runs."""
        edits = self.session.edits
        held = (edit for edit in edits.entries() if edit.state is State.HELD)
        self.is_counting = any(edits.seconds_left(edit.seq) is not None for edit in held)
        if self._clock is not None:
            (self._clock.resume if self.is_counting else self._clock.pause)()

    def _second_passed(self) -> None:
        self.lines.count_down()
        if any(edit.state is State.HELD for edit in self.selected):
            self._show_text()
        self._count_while_held()

    @on(OutboxList.Selected)
    def _show_text(self) -> None:
        cells = self.text_pane.size.width - _SCROLLBAR
        seqs = tuple(edit.seq for edit in self.selected)
        if seqs != self._told:
            self._told = seqs
            self.text_pane.scroll_home(animate=False)
        if cells > 0:
            self.text.update(detail_text(self.lines.line, cells, self._shared()))

    def on_resize(self) -> None:
        """The text is wrapped for another width."""
        self.call_after_refresh(self._show_text)

    def action_text_down(self) -> None:
        """Scroll the text below down."""
        self.text_pane.scroll_relative(y=3, animate=False)

    def action_text_up(self) -> None:
        """Scroll the text below up."""
        self.text_pane.scroll_relative(y=-3, animate=False)

    @property
    def selected(self) -> tuple[Edit, ...]:
        """What the line under the cursor is about."""
        return edits_of(self.lines.line)
