"""`x` while there is an export: how far it is; pause, go on, end it, copy its path."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from callrail_tui.messages import CopyAsked
from callrail_tui.present.copying import Copyable
from callrail_tui.present.exports import headline, shown_path, standing
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.dialogs.choosing import Answer, ChoosingDialog
from callrail_tui.screens.dialogs.confirming import QuestionBox
from callrail_tui.session.export_facts import ExportChanged, ExportEnded
from callrail_tui.session.exporting import Export
from callrail_tui.session.facts import Fact
from callrail_tui.session.reporting import ReportRun
from callrail_tui.session.session import Session

KEEP, DELETE, NEW = "keep", "delete", "new"

_GOES: Final = "p pause · D end it · y copy the path · esc back, it goes on"
_RESTS: Final = "p go on · D end it · y copy the path · esc back"
_OVER: Final = "n another export · y copy the path · esc back"


class ExportProgressDialog(ModalScreen[str | None]):
    """Gives `keep` or `delete` to end it, `new` for another one, None to leave it alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pause", "Pause", show=False, priority=True),
        Binding("D", "end", "End", show=False, priority=True),
        Binding("y", "copy_path", "Copy path", show=False, priority=True),
        Binding("n", "another", "Another", show=False, priority=True),
        Binding("escape,enter,q,x", "leave", "Back", show=False, priority=True),
    ]

    def __init__(self, session: Session, export: Export | ReportRun) -> None:
        super().__init__()
        self._session = session
        self._export = export
        self._unsubscribe: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """The count, the path, what it does, the keys."""
        self._title_line = Static(display(""), classes="dialog--title")
        self._words = Static(display(""), classes="dialog--words")
        self._keys = Static(display(""), classes="dialog--keys")
        with QuestionBox(classes="dialog", id="export-progress"):
            yield self._title_line
            yield self._words
            yield self._keys

    def on_mount(self) -> None:
        """Follow it."""

        def hear(fact: Fact) -> None:
            if isinstance(fact, ExportChanged | ExportEnded):
                self.call_later(self._show)

        self._unsubscribe = self._session.subscribe(hear)
        self._show()

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        if self._unsubscribe is not None:
            self._unsubscribe()

    def _show(self) -> None:
        progress = self._export.progress
        self._title_line.update(display(headline(progress)))
        words = display(standing(progress))
        self._words.update(words if progress.is_over else assemble(f"To {shown_path(progress.target)}. ", words))
        self._keys.update(display(_OVER if progress.is_over else _GOES if progress.is_at_work else _RESTS))

    def action_pause(self) -> None:
        """Pause it, or go on."""
        if self._export.progress.is_at_work:
            self._export.pause()
        else:
            self._export.go_on()

    def action_end(self) -> None:
        """End it: what is written is kept for later, or deleted."""
        if self._export.progress.is_over:
            return
        keeps = (
            ()
            if self._export.progress.is_report
            else (Answer(KEEP, "a", "end it, and keep what is written: x can go on with it"),)
        )
        answers = [Answer("", "n", "let it be"), *keeps, Answer(DELETE, "d", "end it, and delete what is written")]
        title, words = display("End this export?"), display(headline(self._export.progress))
        self.app.push_screen(ChoosingDialog(title, words, answers), self._end_chosen)

    def _end_chosen(self, answer: str | None) -> None:
        if answer and self.is_active:
            self.dismiss(answer)

    def action_copy_path(self) -> None:
        """Put the path into the clipboard."""
        self.post_message(CopyAsked(Copyable("path", str(self._export.progress.target))))

    def action_another(self) -> None:
        """Ask for another one, once this one is done."""
        if self._export.progress.is_over and self.is_active:
            self.dismiss(NEW)

    def action_leave(self) -> None:
        """Back to the calls; it goes on."""
        if self.is_active:
            self.dismiss(None)
