"""`o`: the recording of a call and its links; nothing is opened or played by itself (wire 10.1)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from callrail_tui.messages import BrowserAsked, CopyAsked
from callrail_tui.model.call import Call
from callrail_tui.model.recording import Recording, Sound
from callrail_tui.present.calls import caller
from callrail_tui.present.copying import Copyable
from callrail_tui.present.recording import (
    CallLink,
    RecordingFacts,
    call_links,
    failure_words,
    link_line,
    progress_words,
    recording_words,
)
from callrail_tui.present.text import assemble, display
from callrail_tui.session.session import Session
from callrail_tui.storage.sound_file import AlreadyThere, NotSaved, target_of
from callrail_tui.text import clean
from callrail_tui.widgets.choices import Choices

_KEYS = "y copy · p play, stop · s save · b browser · r ask again · esc leave"


class RecordingDialog(ModalScreen[None]):
    """Asks for the link as it opens, and forgets it as it closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", show=False),
        Binding("p", "play", "Play", show=False),
        Binding("s", "save", "Save", show=False),
        Binding("b", "browser", "Browser", show=False),
        Binding("r", "again", "Ask again", show=False),
        Binding("j", "down", "Down", show=False),
        Binding("k", "up", "Up", show=False),
        Binding("q", "leave", "Leave", show=False),
        Binding("escape", "back", "Leave", show=False, priority=True),
    ]

    def __init__(self, session: Session, call: Call) -> None:
        super().__init__()
        self._session = session
        self._call = call
        self.listening = session.asides.listening(call, self._changed)
        self._links: list[CallLink] = []
        self._refused_path: Path | None = None
        """The file that is there already: asked for once more, it is replaced."""

    def compose(self) -> ComposeResult:
        """How it stands, the links, the keys."""
        self._words = Static(display(""), classes="dialog--words")
        self._choices = Choices(classes="picker--list")
        self._told = Static(display(""), classes="dialog--trouble")
        self._field = Input(compact=True, classes="dialog--field -away", select_on_focus=False)
        self._field.cursor_blink = False  # Idle is silent.
        self._line = Static(display(_KEYS), classes="dialog--keys")
        with Vertical(classes="dialog"):
            yield Static(assemble("Recording and links of ", caller(self._call)), classes="dialog--title")
            yield self._words
            yield self._choices
            yield self._told
            yield self._field
            yield self._line

    def on_mount(self) -> None:
        """Ask."""
        self._choices.focus()
        self.listening.begin()
        self._show()

    def on_unmount(self) -> None:
        """The link is forgotten, and what plays ended."""
        self._session.asides.heard(self.listening)

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
        self._show_progress()

    def _show_progress(self) -> None:
        listening = self.listening
        if listening.progress is not None:
            self._told.update(progress_words(*listening.progress))
        elif isinstance(listening.error, AlreadyThere):
            self._ask_once_more()
        elif listening.error is not None:
            self._told.update(failure_words(listening.error))
        elif listening.outcome:
            self.tell(listening.outcome)
        self._told.set_class(listening.progress is not None or listening.error is None, "-busy")

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
            self.post_message(CopyAsked(Copyable(f"link: {link.label.lower()}", link.address, is_secret=True)))

    def action_browser(self) -> None:
        """Hand the link under the cursor to a browser."""
        link, recording = self.link, self.recording
        if link is None:
            self.tell("There is no link to open.")
        elif recording is not None and recording.sound is Sound.STRANGE and link.address == recording.link:
            self.tell("This link leads to a strange host, so it is not opened: copy it (y) and look at it first.")
        else:
            self.post_message(BrowserAsked(link.address))

    # Sound ------------------------------------------------------------------------------------------------------

    def action_play(self) -> None:
        """Play it, or stop what is being played or saved."""
        if self.listening.progress is not None:
            self.listening.stop()
        elif refusal := self.listening.refusal:
            self.tell(refusal)
        else:
            self.listening.play()

    def action_save(self) -> None:
        """Ask where to."""
        if refusal := self.listening.saving_refusal:
            self.tell(refusal)
            return
        self._refused_path = None
        self._field.value = clean(f"~/{self._file_name}")
        self._field.remove_class("-away")
        self._field.focus()
        self._line.update(display("enter save to this file · esc back"))
        self.tell("The file can be read by you alone (0600).")

    @property
    def _file_name(self) -> str:
        return f"{re.sub('[^A-Za-z0-9]', '', self._call.id) or 'recording'}.mp3"

    @on(Input.Submitted)
    def _path_typed(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            path = target_of(event.value, self._file_name)
        except NotSaved as error:
            self._told.update(failure_words(error))
            return
        replaces = path == self._refused_path
        self._refused_path = path
        self._close_field()
        if refusal := self.listening.saving_refusal:
            self.tell(refusal)
        else:
            self.listening.save(path, replaces=replaces)

    def _ask_once_more(self) -> None:
        """There is a file of this name: only a second enter replaces it."""
        self.listening.error = None
        self._field.remove_class("-away")
        self._field.focus()
        self._line.update(display("enter replace the file · esc back"))
        self.tell(f"{AlreadyThere.title} {AlreadyThere.hint}")

    def _close_field(self) -> None:
        self._field.add_class("-away")
        self._choices.focus()
        self._line.update(display(_KEYS))

    # Moving -----------------------------------------------------------------------------------------------------

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

    def action_back(self) -> None:
        """Peel one layer: the field, then the dialog."""
        if self._field.has_focus:
            self._close_field()
            self.tell("")
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)
