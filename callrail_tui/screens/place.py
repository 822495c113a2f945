"""A place beside the calls: a title, its own body, one field when asked, hints and the status line (floor 6)."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from callrail_tui.messages import SessionChanged
from callrail_tui.present.text import display
from callrail_tui.screens.standing import standing
from callrail_tui.session.facts import Fact
from callrail_tui.session.session import Session
from callrail_tui.widgets.hint_line import HintLine
from callrail_tui.widgets.prompt import Prompt
from callrail_tui.widgets.status_line import StatusLine


class PlaceScreen(Screen[None]):
    """Stands over the calls until `q` or another place's key; every fact of the session reaches `heard`."""

    PLACE: ClassVar[str] = ""
    """Its name in the action table."""
    NAME: ClassVar[str] = ""
    """What the status line calls it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """The title above, the body, the field, hints and status below."""
        self.title_line = Static(display(self.NAME, style="bold"), classes="place--title")
        self.prompt = Prompt()
        self.hint_line = HintLine(self.PLACE)
        self.status_line = StatusLine()
        yield self.title_line
        yield from self.body()
        yield self.prompt
        yield self.hint_line
        yield self.status_line

    @abstractmethod
    def body(self) -> ComposeResult:
        """What stands between title and hints; for subclasses."""

    @abstractmethod
    def heard(self, fact: Fact) -> None:
        """Something changed in the session; for subclasses."""

    def show_title(self, title: Content) -> None:
        """Say this in the first line."""
        self.title_line.update(title)

    def on_mount(self) -> None:
        """Tell how the session stands."""
        self.show_status()

    def show_status(self) -> None:
        """Tell how the session stands now."""
        self.status_line.show(standing(self.session, place=self.NAME))

    @on(SessionChanged)
    def _changed(self, event: SessionChanged) -> None:
        self.heard(event.fact)
        self.show_status()

    @on(Prompt.Closed)
    def _prompt_closed(self) -> None:
        self.focus_body()

    def focus_body(self) -> None:
        """Give the focus back to what it belongs to; for subclasses that use the field."""
