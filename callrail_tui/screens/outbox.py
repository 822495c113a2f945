"""`O`: what becomes of decisions, and what the person can do about each (floor 6; design, promises 7 to 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from callrail_tui.errors import CallrailTuiError
from callrail_tui.keymap import OUTBOX
from callrail_tui.messages import CallAsked, CopyAsked
from callrail_tui.model.edit import NOTE, SPAM, UNSENT, Edit, State
from callrail_tui.present.calls import caller
from callrail_tui.present.copying import Copyable
from callrail_tui.present.edits import plural, reason
from callrail_tui.present.outbox import One, OutboxContext, Summary, edits_of
from callrail_tui.present.outbox_detail import detail_text
from callrail_tui.present.outbox_title import title
from callrail_tui.present.text import display
from callrail_tui.screens.place import PlaceScreen
from callrail_tui.session import facts
from callrail_tui.session.facts import Fact
from callrail_tui.session.session import Session
from callrail_tui.text import clean
from callrail_tui.widgets.outbox_list import OutboxList

_EMPTY = Content(
    "Nothing is on its way. What you decide about calls stands here until CallRail confirms it, and until you quit."
)
_NOTHING = "Nothing is selected."
_SECOND = 1.0
_SCROLLBAR = 1


def _today() -> date:
    return datetime.now().astimezone().date()


class OutboxScreen(PlaceScreen):
    """Conflicts first, then what failed, what is on its way, and what is done; a text below tells all of one."""

    PLACE = OUTBOX
    NAME = "Outbox"

    def __init__(self, session: Session, today: Callable[[], date] = _today) -> None:
        super().__init__(session)
        self._today = today
        self._is_due = False
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
                self._redraw_soon()
            case facts.BudgetChanged() | facts.HealthChanged():
                self._show_title()

    def _redraw_soon(self) -> None:
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
        if any(edit.state is State.HELD for edit in self._selected):
            self._show_text()
        self._count_while_held()

    @on(OutboxList.Selected)
    def _show_text(self) -> None:
        cells = self.text_pane.size.width - _SCROLLBAR
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

    # What can be done -------------------------------------------------------------------------------------------

    @property
    def _selected(self) -> tuple[Edit, ...]:
        return edits_of(self.lines.line)

    def _say(self, words: str) -> None:
        self.notify(clean(words), markup=False)

    def _do(self, deed: Callable[[], object]) -> bool:
        """Do it, or say what stands in the way and its cure."""
        try:
            deed()
        except CallrailTuiError as error:
            self.notify(clean(f"{error.title} {error.hint}".strip()), severity="warning", markup=False)
            return False
        self._redraw_soon()
        return True

    def action_open(self) -> None:
        """Go to the call; a decision about several is unfolded, or folded again."""
        line = self.lines.line
        if isinstance(line, Summary):
            self.lines.fold(line.act, is_open=not line.is_open)
        elif isinstance(line, One):
            self.post_message(CallAsked(line.edit.call_id))
        else:
            self._say(_NOTHING)

    def action_undo(self) -> None:
        """Take back the whole act of the line: the latest by undo, an earlier one as far as it is not sent."""
        edits, selected = self.session.edits, self._selected
        if not selected:
            self._say(_NOTHING)
        elif selected[0].act in edits.undoes:
            self._do(self._undo_latest)
        elif unsent := [one.seq for one in self._act(selected[0].act) if one.state in UNSENT]:
            sent = len(self._act(selected[0].act)) - len(unsent)
            rest = f" What was sent stays: {sent:,}." if sent else ""
            self._do(lambda: self._say(f"{plural(edits.withdraw(unsent), 'decision')} taken back.{rest}"))
        elif selected[0].field == SPAM:
            self._say("A report of spam that was sent cannot be taken back.")
        else:
            self._say("u takes back the latest decision only: enter goes to the call, where you can decide anew.")

    def _undo_latest(self) -> None:
        undone = self.session.edits.undo()
        self._say(undone.words if undone is not None else "There is nothing to take back.")

    def _act(self, act: int) -> list[Edit]:
        return [edit for edit in self.session.edits.entries() if edit.act == act]

    def action_withdraw(self) -> None:
        """Take back what is not sent, put aside what failed; on a summary of all its calls."""
        able = self._those(UNSENT | {State.FAILED})
        if not self._selected:
            self._say(_NOTHING)
        elif not able:
            self._say(_NOT_WITHDRAWN.get(self._selected[0].state, "There is nothing to withdraw."))
        else:
            edits = self.session.edits
            self._do(lambda: self._say(f"{plural(edits.withdraw(able), 'decision')} withdrawn."))

    def action_retry(self) -> None:
        """Send again what failed, and at once what is held."""
        able, parked = self._those({State.FAILED, State.HELD}), self.session.edits.parked
        if not self._selected:
            self._say(_NOTHING)
        elif parked is not None:
            self._say(f"Nothing can be sent: {parked.title} {parked.hint}")
        elif not able:
            self._say(_NOT_RETRIED[self._selected[0].state])
        else:
            self._do(lambda: self.session.edits.retry(able))

    def _those(self, states: Iterable[State]) -> list[int]:
        wanted = frozenset(states)
        return [edit.seq for edit in self._selected if edit.state in wanted]

    def _conflict(self) -> Edit | None:
        """The conflict under the cursor; where there is none, that is said."""
        line = self.lines.line
        if isinstance(line, One) and line.edit.state is State.CONFLICT:
            return line.edit
        if any(edit.state is State.CONFLICT for edit in self._selected):
            self._say("Conflicts are settled one by one: enter shows the calls.")
        else:
            self._say("This is no conflict." if self._selected else _NOTHING)
        return None

    def action_mine(self) -> None:
        """In a conflict: mine holds."""
        if (edit := self._conflict()) is not None:
            self._do(lambda: self.session.edits.keep_mine(edit.seq))

    def action_theirs(self) -> None:
        """In a conflict: theirs holds."""
        if (edit := self._conflict()) is not None:
            self._do(lambda: self.session.edits.take_theirs(edit.seq))

    def action_merge(self) -> None:
        """In a conflict of notes: both."""
        edit = self._conflict()
        if edit is not None and edit.field != NOTE:
            self._say("Only notes can be put together: m takes mine, b theirs.")
        elif edit is not None:
            self._do(lambda: self.session.edits.merge(edit.seq))

    def action_pause(self) -> None:
        """Stop decisions about several calls for now, or go on."""
        edits = self.session.edits
        if edits.counts.paused:
            self._do(edits.resume)
        elif any(isinstance(line, Summary) and _has_unsent(line) for line in self.lines.lines):
            self._do(edits.pause)
        else:
            self._say("No decision about several calls is on its way.")

    def action_copy(self) -> None:
        """Copy why it is not through."""
        bad = [edit for edit in self._selected if edit.state in (State.FAILED, State.CONFLICT)]
        if bad:
            self.post_message(CopyAsked(Copyable("reason", "\n\n".join(map(reason, bad)), lines=True)))
        else:
            self._say("There is no reason to copy: nothing went wrong here." if self._selected else _NOTHING)


def _has_unsent(line: Summary) -> bool:
    return any(edit.state in UNSENT for edit in line.edits)


_ON_THE_WIRE = "It is on the wire: wait for the answer, which takes seconds."
_SETTLE = "A conflict is settled by m (mine), b (theirs) or, for notes, + (both)."
_NOT_WITHDRAWN = {
    State.INFLIGHT: _ON_THE_WIRE,
    State.UNSURE: "It may have arrived: the call is read first, then it can be taken back.",
    State.CONFLICT: _SETTLE,
    State.DONE: "It was sent: u takes it back.",
}
_NOT_RETRIED = {
    State.PAUSED: "It is paused: p goes on.",
    State.QUEUED: "It is next to be sent.",
    State.INFLIGHT: _ON_THE_WIRE,
    State.UNSURE: "The call is read first, to see whether it arrived.",
    State.CONFLICT: _SETTLE,
    State.DONE: "It was sent already.",
    State.CANCELLED: "It was taken back.",
}
