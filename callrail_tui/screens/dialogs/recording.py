"""`o`: the recording of a call and its links; nothing is opened or played by itself (wire 10.1)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from callrail_tui.messages import BrowserAsked, CopyAsked
from callrail_tui.model.call import Call
from callrail_tui.model.recording import Recording, Sound
from callrail_tui.present.calls import caller
from callrail_tui.present.copying import Copyable
from callrail_tui.present.recording import CallLink, RecordingFacts, call_links, link_line, recording_words
from callrail_tui.present.text import assemble, display
from callrail_tui.session.session import Session
from callrail_tui.widgets.choices import Choices


class RecordingDialog(ModalScreen[None]):
    """Asks for the link as it opens, and forgets it as it closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", show=False, priority=True),
        Binding("b", "browser", "Browser", show=False, priority=True),
        Binding("r", "again", "Ask again", show=False, priority=True),
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
        Binding("escape,q", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(self, session: Session, call: Call) -> None:
        super().__init__()
        self._session = session
        self._call = call
        self.listening = session.asides.listening(call, self._changed)
        self._links: list[CallLink] = []

    def compose(self) -> ComposeResult:
        """How it stands, the links, the keys."""
        self._words = Static(display(""), classes="dialog--words")
        self._choices = Choices(classes="picker--list")
        self._told = Static(display(""), classes="dialog--trouble")
        with Vertical(classes="dialog"):
            yield Static(assemble("Recording and links of ", caller(self._call)), classes="dialog--title")
            yield self._words
            yield self._choices
            yield self._told
            yield Static(display(self._keys), classes="dialog--keys")

    @property
    def _keys(self) -> str:
        return "↑↓ · y copy · b browser · r ask again · esc leave"

    def on_mount(self) -> None:
        """Ask."""
        self._choices.focus()
        self.listening.begin()
        self._show()

    def on_unmount(self) -> None:
        """The link is forgotten."""
        self.listening.close()

    @property
    def recording(self) -> Recording | None:
        """What is known of it."""
        return self.listening.recording

    def _changed(self) -> None:
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        """Draw what is known by now."""
        hipaa = self._session.account.hipaa is True
        facts = RecordingFacts(self._call, self.recording, self.listening.lookup.error, hipaa)
        self._words.update(recording_words(facts))
        links = call_links(self._call, self.recording)
        if links != self._links:
            self._links = links
            self._choices.clear_options()
            self._choices.add_options([Option(link_line(link)) for link in links])
            self._choices.highlighted = 0 if links else None

    def tell(self, words: str) -> None:
        """Say something below the links."""
        self._told.update(display(words))

    @property
    def link(self) -> CallLink | None:
        """The link under the cursor."""
        index = self._choices.highlighted
        return self._links[index] if index is not None and index < len(self._links) else None

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_copy()

    def action_copy(self) -> None:
        """Copy the link under the cursor."""
        if (link := self.link) is None:
            self.tell("There is no link to copy.")
        else:
            self.post_message(CopyAsked(Copyable(f"link: {link.label.lower()}", link.address)))

    def action_browser(self) -> None:
        """Hand the link under the cursor to a browser."""
        link, recording = self.link, self.recording
        if link is None:
            self.tell("There is no link to open.")
        elif recording is not None and recording.sound is Sound.STRANGE and link.address == recording.link:
            self.tell("This link leads to a strange host, so it is not opened: copy it (y) and look at it first.")
        else:
            self.post_message(BrowserAsked(link.address))

    def action_again(self) -> None:
        """Ask for a fresh link."""
        self.tell("")
        self.listening.again()

    def action_down(self) -> None:
        """The link below."""
        self._choices.action_cursor_down()

    def action_up(self) -> None:
        """The link above."""
        self._choices.action_cursor_up()

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)
