"""The person's outcomes: a bundle of decisions by one key, where its company is the call's (floor 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from callrail_tui.model.call import Call
from callrail_tui.model.outcome import Outcome, applies, changes, unknown_tags
from callrail_tui.outcome_keys import outcome_bindings
from callrail_tui.screens.deciding import Deciding
from callrail_tui.text import clean

S = TypeVar("S", bound="OutcomeKeys")

_MOST_NAMED = 3


class OutcomeKeys(Deciding):
    """A screen mixin: `outcomes` are those of the config, whose keys run `action_outcome`."""

    outcomes: tuple[Outcome, ...] = ()

    def action_outcome(self, name: str) -> None:
        """Apply an outcome to the calls that keys act on, but those of companies that it is not for."""
        outcome = next((one for one in self.outcomes if one.name == name), None)
        if outcome is None or self.session is None or not self.is_pressed(name):
            return
        calls = self.ready_targets()
        if not calls or (outcome.lead_status is not None and self.warns_of_scoring(calls)):
            return
        fitting: list[Call] = []
        others: list[Call] = []
        for call in calls:
            (fitting if applies(outcome, call.company_id, self._company(call)) else others).append(call)
        if not fitting:
            self.refuse(f"The outcome {name} is not for {self._companies(others)}.")
            return
        tags = self.session.directory.tags() or ()
        decided = [change for call in fitting for change in changes(outcome, call, tags)]
        if not decided:
            self.refuse(f"The note of {name} is there already.")
            self.after_decision(advances=True)
        elif not self.decide_all(decided, name, advances=True):
            return
        if others:
            number = "1 call was" if len(others) == 1 else f"{len(others):,} calls were"
            self.refuse(f"{number} left out: {name} is not for {self._companies(others)}.")

    def warn_of_unknown_tags(self) -> None:
        """Once tags and companies are read: say which outcome would create a tag."""
        session = self.session
        tags = session.directory.tags() if session is not None else None
        if session is None or tags is None:
            return
        for words in unknown_tags(self.outcomes, tags, session.directory.companies):
            self.notify(clean(words), severity="warning", markup=False)

    def _company(self, call: Call) -> str | None:
        """The name of a call's company: its own, else the directory's."""
        if call.company_name or self.session is None or call.company_id is None:
            return call.company_name
        company = self.session.directory.company(call.company_id)
        return company.name if company is not None else None

    def _companies(self, calls: Sequence[Call]) -> str:
        names = list(dict.fromkeys(self._company(call) or call.company_id or "an unknown company" for call in calls))
        rest = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        return f"{', '.join(names[:_MOST_NAMED])}{rest}"


def with_outcomes(screen: type[S], outcomes: tuple[Outcome, ...], where: str) -> type[S]:
    """The screen's class with a key for each outcome: Textual takes keys from classes only."""
    if not outcomes:
        return screen
    own = {
        "__doc__": screen.__doc__,
        "__module__": screen.__module__,
        "BINDINGS": outcome_bindings(outcomes, where),
        "outcomes": outcomes,
    }
    return type(screen.__name__, (screen,), own)
