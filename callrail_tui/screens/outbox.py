"""`O`: what becomes of decisions, and what the person can do about each (floor 6; design, promises 7 to 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from callrail_tui.errors import CallrailTuiError
from callrail_tui.messages import CallAsked, CopyAsked
from callrail_tui.model.edit import NOTE, SPAM, UNSENT, Edit, State
from callrail_tui.present.copying import Copyable
from callrail_tui.present.edits import plural, reason
from callrail_tui.present.outbox import One, Summary
from callrail_tui.present.price import is_priced, price_words, requests_for
from callrail_tui.screens.outbox_shown import ShownOutbox
from callrail_tui.text import clean

_NOTHING = "Nothing is selected."


class OutboxScreen(ShownOutbox):
    """Each key acts on the line under the cursor, on a bulk decision's on all of it; one that cannot says why."""

    def _say(self, words: str) -> None:
        self.notify(clean(words), markup=False)

    def _do(self, deed: Callable[[], object]) -> bool:
        """Do it, or say what stands in the way and its cure."""
        try:
            deed()
        except CallrailTuiError as error:
            self.notify(clean(f"{error.title} {error.hint}".strip()), severity="warning", markup=False)
            return False
        self.redraw_soon()
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
        edits, selected = self.session.edits, self.selected
        if not selected:
            self._say(_NOTHING)
        elif selected[0].act in edits.undoes:
            self._take_back_latest()
        elif unsent := [one.seq for one in self._act(selected[0].act) if one.state in UNSENT]:
            sent = len(self._act(selected[0].act)) - len(unsent)
            rest = f" What was sent stays: {sent:,}." if sent else ""
            self._do(lambda: self._say(f"{plural(edits.withdraw(unsent), 'decision')} taken back.{rest}"))
        elif selected[0].field == SPAM:
            self._say("A report of spam that was sent cannot be taken back.")
        else:
            self._say("u takes back the latest decision only: enter goes to the call, where you can decide anew.")

    def _take_back_latest(self) -> None:
        """At once, or once it is said what it costs where it was sent to many calls."""
        calls = self.session.edits.undo_calls
        if not is_priced(requests_for(calls)):
            self._do(self._undo_latest)
            return
        from callrail_tui.screens.dialogs.confirming import ConfirmDialog  # late, as every dialog

        price = price_words(requests_for(calls), self.session.budget.left_hour)
        dialog = ConfirmDialog(f"That is to change {calls:,} calls that were sent already", f"{price} Go on?")

        def answered(yes: bool | None) -> None:
            if yes:
                self._do(self._undo_latest)

        self.app.push_screen(dialog, answered)

    def _undo_latest(self) -> None:
        undone = self.session.edits.undo()
        self._say(undone.words if undone is not None else "There is nothing to take back.")

    def _act(self, act: int) -> list[Edit]:
        return [edit for edit in self.session.edits.entries() if edit.act == act]

    def action_withdraw(self) -> None:
        """Take back what is not sent, put aside what failed; on a summary of all its calls."""
        able = self._those(UNSENT | {State.FAILED})
        if not self.selected:
            self._say(_NOTHING)
        elif not able:
            self._say(_NOT_WITHDRAWN.get(self.selected[0].state, "There is nothing to withdraw."))
        else:
            edits = self.session.edits
            self._do(lambda: self._say(f"{plural(edits.withdraw(able), 'decision')} withdrawn."))

    def action_retry(self) -> None:
        """Send again what failed, and at once what is held."""
        able, parked = self._those({State.FAILED, State.HELD}), self.session.edits.parked
        if not self.selected:
            self._say(_NOTHING)
        elif parked is not None:
            self._say(f"Nothing can be sent: {parked.title} {parked.hint}")
        elif not able:
            self._say(_NOT_RETRIED[self.selected[0].state])
        else:
            self._do(lambda: self.session.edits.retry(able))

    def _those(self, states: Iterable[State]) -> list[int]:
        wanted = frozenset(states)
        return [edit.seq for edit in self.selected if edit.state in wanted]

    def _conflict(self) -> Edit | None:
        """The conflict under the cursor; where there is none, that is said."""
        line = self.lines.line
        if isinstance(line, One) and line.edit.state is State.CONFLICT:
            return line.edit
        if any(edit.state is State.CONFLICT for edit in self.selected):
            self._say("Conflicts are settled one by one: enter shows the calls.")
        else:
            self._say("This is no conflict." if self.selected else _NOTHING)
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
        bad = [edit for edit in self.selected if edit.state in (State.FAILED, State.CONFLICT)]
        if bad:
            self.post_message(CopyAsked(Copyable("reason", "\n\n".join(map(reason, bad)), lines=True)))
        else:
            self._say("There is no reason to copy: nothing went wrong here." if self.selected else _NOTHING)


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
