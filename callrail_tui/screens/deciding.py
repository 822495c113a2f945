"""Deciding with one key: what the list, the detail and the card share (floor 6; design 4, deciding rules)."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Sequence

from textual.screen import Screen

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.call import Call
from callrail_tui.model.edit import GOOD, LEAD, NOT_A_LEAD, SPAM, Change, Want, change
from callrail_tui.present.price import is_priced, price_words, requests_for
from callrail_tui.screens.held_key import HeldKey
from callrail_tui.screens.scoring import scoring_warning
from callrail_tui.session.bases import Source
from callrail_tui.session.session import Session
from callrail_tui.text import clean

ASK_FROM = 26
"""From so many calls on a bulk decision asks for their number to be typed (design, promise 13)."""
_NO_CALL = "No call is selected."


class Deciding(Screen[None]):
    """A screen mixin: `targets` says what keys act on, `decide` journals, `after_decision` may move on."""

    session: Session | None
    _held_key: HeldKey | None = None
    _warned_companies: frozenset[str] = frozenset()

    @abstractmethod
    def targets(self) -> Sequence[Call]:
        """The calls that a decision is about, as they are shown: the one under the cursor, or the marked ones."""

    def acts_on_marks(self) -> bool:
        """Whether keys act on marked calls: then a favourite key only adds; for subclasses."""
        return len(self.targets()) > 1

    def targets_out_of_view(self) -> int:
        """How many of them cannot be seen; for subclasses with marks."""
        return 0

    def targets_source(self) -> Source | None:
        """Where the calls stand that a list's own rows do not tell of; for subclasses with marks."""
        return None

    def why_not(self) -> str:
        """Why nothing is decided here at the moment; empty where it is. For subclasses."""
        return ""

    def same_number(self, call: Call) -> Sequence[Call]:
        """Every other loaded call of this number that nobody has touched; for subclasses."""
        return ()

    def after_decision(self, *, advances: bool) -> None:
        """It is journalled: redraw, and where the place advances by itself, move on; for subclasses."""

    def went_back(self, call_id: str | None) -> None:
        """An undo was about this call: show it; for subclasses."""

    def all_went_back(self, call_ids: Sequence[str | None]) -> None:
        """An undo was about these calls: show the first; for subclasses that keep more of them."""
        self.went_back(call_ids[0])

    def refuse(self, words: str) -> None:
        """Say why an action does nothing here; what was typed behind its key goes nowhere."""
        self.notify(clean(words), markup=False)
        refuse_keys = getattr(self.app, "refuse_keys", None)
        if refuse_keys is not None:
            refuse_keys()

    def complain(self, error: CallrailTuiError) -> None:
        """Say what stood in the way of a decision, and its cure."""
        self.notify(clean(f"{error.title} {error.hint}".strip()), severity="warning", markup=False)

    # Deciding ---------------------------------------------------------------------------------------------------

    def ready_targets(self) -> Sequence[Call]:
        """The targets; none where nothing can be decided, which is said."""
        if why := self.why_not():
            self.refuse(why)
            return ()
        targets = self.targets()
        if not targets:
            self.refuse(_NO_CALL)
        return targets

    def decide(
        self, field: str, want: Want, words: str, calls: Sequence[Call] | None = None, *, advances: bool = False
    ) -> bool:
        """Decide one field of the calls keys act on; False where that was refused, which is said."""
        calls = self.ready_targets() if calls is None else calls
        if not calls:
            return False
        return self.decide_all([change(call, field, want) for call in calls], words, advances=advances)

    def decide_all(self, changes: Sequence[Change], words: str, *, advances: bool = False) -> bool:
        """Decide several things as one act, which one undo takes back; False where that was refused, which is said.

        Of many calls it asks first, and is True: whoever says no there keeps things as they are.
        """
        calls = len({one.call_id for one in changes})
        is_spam = any(one.field == SPAM for one in changes)
        away = self.targets_out_of_view() if calls > 1 else 0

        def go() -> None:
            self._journal(changes, words, advances=advances)

        if calls >= ASK_FROM or (is_spam and calls > 1):
            self._ask_count(calls, words, go)
        elif calls > 1 and is_priced(requests_for(calls)):
            out_of_view = f", {away} of them out of view" if away else ""
            self._ask(
                f"{words}: {calls} marked calls{out_of_view}", f"{self._price_words(calls)} Decide all of them?", go
            )
        elif away:
            self._ask(f"{words}: {calls} marked calls, {away} of them out of view", "Decide all of them?", go)
        elif changes:
            return self._journal(changes, words, advances=advances)
        else:
            self.refuse(_NO_CALL)
            return False
        return True

    def _journal(self, changes: Sequence[Change], words: str, *, advances: bool) -> bool:
        if self.session is None:
            self.refuse(_NO_CALL)
            return False
        try:
            act = self.session.edits.decide(changes, words=words, source=self.targets_source())
        except CallrailTuiError as error:
            self.complain(error)
            return False
        if act and self._held_key is not None:
            self._held_key.acts.append(act)
        if not act and not advances:
            self.notify("It is so already.", markup=False)
        self.after_decision(advances=advances)
        return True

    def _ask(self, title: str, question: str, go: Callable[[], None]) -> None:
        from callrail_tui.screens.dialogs.confirming import ConfirmDialog  # late, as every dialog

        self.app.push_screen(ConfirmDialog(title, question), lambda yes: go() if yes else None)

    def _ask_count(self, calls: int, words: str, go: Callable[[], None]) -> None:
        from callrail_tui.screens.dialogs.confirming import CountDialog  # late, as above

        price = self._price_words(calls)
        self.app.push_screen(CountDialog(words, calls, price), lambda yes: go() if yes else None)

    def _price_words(self, calls: int) -> str:
        if self.session is None:
            return ""
        return price_words(requests_for(calls), self.session.budget.left_hour)

    def is_pressed(self, key: str) -> bool:
        """Whether a decision key counts; a held one stops with a message, and one undo takes back the run."""
        held = self._held_key = self._held_key or HeldKey(time.monotonic)
        verdict = held.press(key, getattr(self.app, "key_run", 0))
        if verdict == "stop" and self.session is not None:
            self.session.edits.join(held.acts)
            self.notify("The key seems to be held down: stopped. u takes back what it decided.", markup=False)
        return verdict == "go"

    def _one_key(self, key: str, want: str | None, words: str) -> None:
        if not self.is_pressed(key):
            return
        calls = self.ready_targets()
        if calls and not self.warns_of_scoring(calls):
            self.decide(LEAD, want, words, calls, advances=True)

    def warns_of_scoring(self, calls: Sequence[Call]) -> bool:
        """A company with lead scoring switched off is warned about once, before it is scored: then it is asked."""
        companies = frozenset(call.company_id or "" for call in calls)
        if self.session is None or companies <= self._warned_companies:
            return False
        warning = scoring_warning(self.session.directory, calls)
        if warning is None:
            return False
        self._warned_companies |= companies
        self.notify(clean(f"{warning} Press the key again to score it all the same."), markup=False)
        return True

    def action_good(self) -> None:
        """A good lead."""
        self._one_key("good", GOOD, "good lead")

    def action_not_lead(self) -> None:
        """Not a lead."""
        self._one_key("not lead", NOT_A_LEAD, "not a lead")

    def action_clear_lead(self) -> None:
        """Not scored."""
        self._one_key("clear", None, "not scored")

    def action_spam(self) -> None:
        """Report as spam, once it was asked."""
        calls = self.ready_targets()
        if not calls:
            return
        if len(calls) > 1:
            self.decide(SPAM, True, "spam", calls, advances=True)
            return
        from callrail_tui.screens.dialogs.spam import SpamDialog  # late, as above

        call = calls[0]
        others = self.same_number(call)
        seconds = self.session.edits.spam_hold if self.session is not None else 0.0

        def answered(answer: str | None) -> None:
            if answer == "one":
                self.decide(SPAM, True, "spam", calls, advances=True)
            elif answer == "all":
                every = [change(one, SPAM, True) for one in (call, *others)]
                self._journal(every, "spam", advances=True)

        self.app.push_screen(SpamDialog(call, len(others), seconds), answered)

    def action_undo(self) -> None:
        """Take back the last decision, and go to where it was."""
        calls = self.session.edits.undo_calls if self.session is not None else 0
        self._step_back(lambda session: session.edits.undo(), "There is nothing to take back.", calls)

    def action_redo(self) -> None:
        """Decide again what was taken back."""
        calls = self.session.edits.redo_calls if self.session is not None else 0
        self._step_back(lambda session: session.edits.redo(), "There is nothing that was taken back.", calls)

    def _step_back(self, step: Callable[[Session], object], nothing: str, calls: int) -> None:
        """Do it; where that changes many calls on the server, say first what it costs."""
        if is_priced(requests_for(calls)):
            title = f"That is to change {calls:,} calls that were sent already"
            self._ask(title, f"{self._price_words(calls)} Go on?", lambda: self._go_back(step, nothing))
        else:
            self._go_back(step, nothing)

    def _go_back(self, step: Callable[[Session], object], nothing: str) -> None:
        from callrail_tui.session.edits import Undone  # late: a screen without a session has nothing to undo

        if self.session is None:
            self.refuse(nothing)
            return
        try:
            done = step(self.session)
        except CallrailTuiError as error:
            self.complain(error)
            return
        if not isinstance(done, Undone):
            self.refuse(nothing)
            return
        self.notify(clean(done.words), markup=False)
        self.all_went_back(done.call_ids or (done.call_id,))
