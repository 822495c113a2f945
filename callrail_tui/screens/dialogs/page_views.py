"""`V`: the pages that the caller looked at before calling (floor 6; wire 10.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from callrail_tui.model.call import Call
from callrail_tui.present.calls import caller
from callrail_tui.present.page_views import PageViewFacts, page_view_passages
from callrail_tui.present.reader import Passage
from callrail_tui.present.text import assemble
from callrail_tui.screens.dialogs.reader import ReaderDialog
from callrail_tui.session.session import Session


class PageViewsDialog(ReaderDialog[None]):
    """Asks as it opens, and forgets the answer as it closes."""

    WHAT = "page views"
    KEYS = "↑↓ scroll · / find · y copy · r ask again · esc leave"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "again", "Ask again", show=False)]

    def __init__(self, session: Session, call: Call, today: date) -> None:
        super().__init__()
        self._call = call
        self._today = today
        self.lookup = session.asides.page_views(call, self._changed)

    def title_words(self) -> Content:
        """Whose they are."""
        return assemble("Pages seen before the call by ", caller(self._call))

    def on_mount(self) -> None:
        """Ask."""
        self.lookup.ask()

    def on_unmount(self) -> None:
        """They are forgotten."""
        self.lookup.close()

    def _changed(self) -> None:
        if self.is_mounted:
            self.redraw()

    def passages(self) -> Sequence[Passage]:
        """What is known of them."""
        return page_view_passages(PageViewFacts(self._call, self._today, self.lookup.answer, self.lookup.error))

    def action_again(self) -> None:
        """Ask anew."""
        self.lookup.ask()
