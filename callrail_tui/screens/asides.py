"""What can be looked at beside a call, for every place that shows calls: each in a dialog of its own (floor 6)."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from typing import Any

from textual.screen import Screen

from callrail_tui.messages import CallerAsked
from callrail_tui.model.call import Call
from callrail_tui.model.same_caller import search_term
from callrail_tui.screens.refusing import refuse_keys
from callrail_tui.session.session import Session

_NO_CALL = "No call is selected."


class AsideKeys(Screen[Any]):
    """A screen mixin; who uses it says which call is looked at."""

    session: Session | None

    @abstractmethod
    def looked_at(self) -> Call | None:
        """The call that is shown, whole where it is here."""

    @abstractmethod
    def day(self) -> date:
        """The day on this machine."""

    def _aside(self) -> tuple[Session, Call] | None:
        session, call = self.session, self.looked_at()
        if session is None or call is None or not call.id:
            refuse_keys(self)
            self.notify(_NO_CALL, markup=False)
            return None
        return session, call

    def action_link(self) -> None:
        """The call's recording and links; nothing opens by itself."""
        if (found := self._aside()) is not None:
            from callrail_tui.screens.dialogs.recording import RecordingDialog  # late: not before the first paint

            self.app.push_screen(RecordingDialog(*found))

    def action_transcript(self) -> None:
        """What was said."""
        if (found := self._aside()) is not None:
            from callrail_tui.screens.dialogs.transcript import TranscriptDialog  # late, as above

            self.app.push_screen(TranscriptDialog(*found))

    def action_history(self) -> None:
        """The other calls of the same caller."""
        if (found := self._aside()) is None:
            return
        session, call = found
        if (term := search_term(call)) is None:
            refuse_keys(self)
            self.notify(
                "The number is withheld or unknown: no other call can be told to be the same caller's.", markup=False
            )
            return
        from callrail_tui.screens.dialogs.history import HistoryDialog  # late, as above

        self.app.push_screen(HistoryDialog(session, call, term, self.day()), self._history_left)

    def _history_left(self, term: str | None) -> None:
        if term is not None:
            self.post_message(CallerAsked(term))

    def action_page_views(self) -> None:
        """The pages that were looked at before the call."""
        if (found := self._aside()) is not None:
            from callrail_tui.screens.dialogs.page_views import PageViewsDialog  # late, as above

            self.app.push_screen(PageViewsDialog(*found, self.day()))
