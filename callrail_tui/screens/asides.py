"""What can be looked at beside a call, for every place that shows calls: each in a dialog of its own (floor 6)."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from textual.screen import Screen

from callrail_tui.model.call import Call
from callrail_tui.screens.refusing import refuse_keys
from callrail_tui.session.session import Session

_NO_CALL = "No call is selected."


class AsideKeys(Screen[Any]):
    """A screen mixin; who uses it says which call is looked at."""

    session: Session | None

    @abstractmethod
    def looked_at(self) -> Call | None:
        """The call that is shown, whole where it is here."""

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
