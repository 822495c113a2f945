"""The person's own keys in the hint line: outcomes, and the favourite tags of the company (floor 6; design 4)."""

from __future__ import annotations

from callrail_tui.keymap import DECIDE, Action
from callrail_tui.outcome_keys import outcome_actions
from callrail_tui.screens.outcomes import OutcomeKeys
from callrail_tui.screens.tagging import Tagging
from callrail_tui.text import clean
from callrail_tui.widgets.hint_line import HintLine

_LONGEST = 16
"""Characters of a tag's name in the hint line."""


class OwnKeys(OutcomeKeys, Tagging):
    """A screen mixin over a hint line."""

    hint_line: HintLine
    _has_checked_outcomes = False

    def show_own_keys(self, where: str, company_id: str | None) -> None:
        """Hint at the outcomes, and where it is one company's calls at its favourite tags."""
        names = self.favourite_names(company_id) if company_id is not None else ()
        tags = tuple(
            Action(
                f"{where}.favourite-{slot}", (str(slot),), clean(name, limit=_LONGEST), DECIDE, "", hint=str(slot),
                decides=True, runs=f"favourite({slot})",
            )
            for slot, name in enumerate(names, 1)
            if name
        )  # fmt: skip
        self.hint_line.show_extra((), (*outcome_actions(self.outcomes, where), *tags))

    def check_outcomes(self) -> None:
        """Once tags and companies are here: say which outcome would create a tag."""
        session = self.session
        if session is None or self._has_checked_outcomes or not any(one.add_tags for one in self.outcomes):
            return
        directory = session.directory
        if session.demo or not directory.has_companies:
            return  # The demo's own outcomes fit its tags.
        if directory.tags() is None:
            directory.want_tags()
            return
        self._has_checked_outcomes = True
        self.warn_of_unknown_tags()
