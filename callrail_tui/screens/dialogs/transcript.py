"""`R`: what was said in a call, read and searched (wire 10.2); it is never written to disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from callrail_tui.model.call import Call
from callrail_tui.present.calls import caller
from callrail_tui.present.copying import Copyable
from callrail_tui.present.reader import Passage
from callrail_tui.present.text import assemble
from callrail_tui.present.transcript import TranscriptFacts, spoken_text, transcript_passages
from callrail_tui.screens.dialogs.reader import ReaderDialog
from callrail_tui.session.facts import CallFailed, CallLoaded, Fact
from callrail_tui.session.session import Session


class TranscriptDialog(ReaderDialog[None]):
    """Reads the whole call where it is not here, once."""

    INDENT = 17
    KEYS = "/ find · n N next, previous · y copy · r read again · esc leave"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "again", "Read again", show=False)]

    def __init__(self, session: Session, call: Call) -> None:
        super().__init__()
        self._session = session
        self._call = call
        self._unsubscribe: Callable[[], None] | None = None

    def title_words(self) -> Content:
        """Whose conversation it is."""
        return assemble("Conversation with ", caller(self._call))

    def on_mount(self) -> None:
        """Read the whole call."""
        self._unsubscribe = self._session.subscribe(self._heard)
        self._session.details.want(self._call.id)

    def on_unmount(self) -> None:
        """Nobody listens any more."""
        if self._unsubscribe is not None:
            self._unsubscribe()

    def _heard(self, fact: Fact) -> None:
        if isinstance(fact, (CallLoaded, CallFailed)) and fact.call_id == self._call.id and self.is_mounted:
            self.redraw()

    @property
    def _whole(self) -> Call | None:
        return self._session.details.get(self._call.id)

    def passages(self) -> Sequence[Passage]:
        """What is known of the conversation."""
        whole = self._whole
        error = self._session.details.error(self._call.id)
        return transcript_passages(TranscriptFacts(whole or self._call, whole is not None, error))

    def copyable(self) -> Copyable:
        """The turns alone."""
        words = spoken_text(self._whole or self._call)
        missing = "the call has no transcript" if not words else ""
        return Copyable("transcript", words, lines=True, missing=missing)

    def action_again(self) -> None:
        """Read the call again: a transcript comes some minutes after the call."""
        self._session.details.read_again(self._call.id)
        self.redraw()
