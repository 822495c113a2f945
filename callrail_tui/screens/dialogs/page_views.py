"""`V`: the pages that the caller looked at before calling (floor 6; wire 10.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from callrail_tui.model.call import Call
from callrail_tui.present.calls import caller
from callrail_tui.present.page_views import PageViewFacts, page_view_passages
from callrail_tui.present.reader import Passage
from callrail_tui.present.text import assemble
from callrail_tui.screens.dialogs.looking_up import LookingUpDialog
from callrail_tui.session.session import Session


class PageViewsDialog(LookingUpDialog[None]):
    """Asks as it opens, and forgets the answer as it closes."""

    WHAT = "page views"
    KEYS = "↑↓ scroll · / find · y copy · r ask again · esc leave"

    def __init__(self, session: Session, call: Call, today: date) -> None:
        self._call = call
        self._today = today
        super().__init__(lambda changed: session.asides.page_views(call, changed))

    def title_words(self) -> Content:
        """Whose they are."""
        return assemble("Pages seen before the call by ", caller(self._call))

    def passages(self) -> Sequence[Passage]:
        """What is known of them."""
        return page_view_passages(PageViewFacts(self._call, self._today, self.lookup.answer, self.lookup.error))
