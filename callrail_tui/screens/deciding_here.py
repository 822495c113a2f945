"""What the explorer does about decisions: rows that change, the countdown of spam, the way back (floor 6)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable

from textual.timer import Timer

from callrail_tui.keymap import EXPLORER
from callrail_tui.model.call import Call
from callrail_tui.screens.editing import Editing
from callrail_tui.screens.favourites import FavouritesOf, StoreFavourite, kept_nowhere, none_set
from callrail_tui.screens.marking import MarkingScreen
from callrail_tui.screens.own_keys import OwnKeys

_TICK = 1.0


class DecidingHere(Editing, OwnKeys, MarkingScreen):
    """Draws anew the rows whose calls were decided, and counts down while a report of spam can be taken back."""

    _countdown: Timer | None = None
    kept_favourites: tuple[FavouritesOf, StoreFavourite] = (none_set, kept_nowhere)
    """Where set favourites are kept."""

    def favourites_of(self, company_id: str) -> tuple[str | None, ...]:
        """What the person set on the keys 1 to 9 for this company."""
        return self.kept_favourites[0](company_id)

    def store_favourite(self, company_id: str, slot: int, name: str) -> None:
        """Keep what the person set."""
        self.kept_favourites[1](company_id, slot, name)

    def directory_known(self) -> None:
        """Companies or tags came: outcomes can be checked, favourites named."""
        self.check_outcomes()
        self.show_own_keys(EXPLORER, self.inquiry.query.company_id)

    def show_question(self) -> None:
        """Another scope has other favourites."""
        super().show_question()
        self.show_own_keys(EXPLORER, self.inquiry.query.company_id)

    @abstractmethod
    def show_call(self, call: Call | None) -> None:
        """Show a call in the detail."""

    def edits_changed(self, call_ids: Iterable[str]) -> None:
        """Edits of these calls were decided, sent, settled or taken back."""
        rows = {call_id: self.rows.index_of(call_id) for call_id in call_ids}
        self.list_pane.rows_marked(row for row in rows.values() if row is not None)
        call = self.list_pane.call
        if call is not None and call.id in rows and not self.detail_pane.has_class("-away"):
            self.show_call(call)
        self._count_down()

    def _count_down(self) -> None:
        edits = self.session.begun_edits if self.session is not None else None
        counting = edits is not None and edits.has_spam_held
        if counting and self._countdown is None:
            self._countdown = self.set_interval(_TICK, self._tick, name="spam countdown")
        elif not counting and self._countdown is not None:
            self._countdown.stop()
            self._countdown = None

    def _tick(self) -> None:
        first, last = self.list_pane.view
        self.list_pane.rows_marked(
            row for row in range(first, last + 1) if self.rows.signs(row).spam_seconds is not None
        )
        self._count_down()

    def went_back(self, call_id: str | None) -> None:
        """Go to the call that an undo was about, where it is in the list."""
        row = self.rows.index_of(call_id) if call_id is not None else None
        if row is not None:
            self.list_pane.move_to(row)
