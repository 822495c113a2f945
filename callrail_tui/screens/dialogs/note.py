"""`n`: the note as it is, in one line or several, or in the person's own editor (floor 6)."""

from __future__ import annotations

import os
import re
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static, TextArea

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.edit import LONGEST, NOTE
from callrail_tui.present.text import display
from callrail_tui.screens.dialogs.drafting import DraftingDialog, DraftPlace
from callrail_tui.text import FORBIDDEN_MULTILINE, clean

_LONG: Final = 100_000
_LINE_KEYS = "enter save · ctrl+o several lines · ctrl+g your editor · esc leave, the text is kept"
_AREA_KEYS = "ctrl+j save · ctrl+g your editor · esc leave, the text is kept"
_SPACES: Final = re.compile(r"[ \t]+\n")


def shown_note(text: str) -> str:
    """A note as a field shows it: cleaned, so that it differs from what is saved where that holds control bytes."""
    return clean(text, multiline=True, limit=_LONG)


def tidy_note(text: str) -> str:
    """What a person typed, as it is sent: plain line ends, no control characters, no blanks at the ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return _SPACES.sub("\n", re.sub(FORBIDDEN_MULTILINE, "", plain)).strip()


class NoteDialog(DraftingDialog[str | None]):
    """Gives the new note, empty to clear it, or None when nothing is to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False, priority=True),
        Binding("ctrl+j", "save", "Save", show=False, priority=True),
        Binding("ctrl+o", "lines", "Several lines", show=False, priority=True),
        Binding("ctrl+g", "editor", "Editor", show=False, priority=True),
        Binding("ctrl+r", "saved", "As saved", show=False, priority=True),
    ]

    def __init__(self, title: Content, saved: str, place: DraftPlace, *, appends: bool = False) -> None:
        super().__init__(place)
        self._title = title
        self._saved = saved
        self._appends = appends
        self._start = place.before if place.before is not None else shown_note(saved)
        self._is_long = "\n" in self._start
        self._asks_clear = False

    def compose(self) -> ComposeResult:
        """The title, the field in both its forms, what is wrong, the keys."""
        with Vertical(classes="dialog note"):
            yield Static(self._title, classes="dialog--title")
            line = Input("" if self._is_long else clean(self._start), compact=True, select_on_focus=False)
            line.cursor_blink = False  # Idle is silent.
            line.placeholder = "a line to put below each note" if self._appends else "the note"
            yield line
            area = TextArea(clean(self._start, multiline=True, limit=_LONG) if self._is_long else "", compact=True)
            area.cursor_blink = False
            yield area
            yield Button(display("Save"), compact=True, id="note-save")
            yield Static(display(""), classes="dialog--trouble")
            yield Static(display(""), classes="dialog--keys")

    def on_mount(self) -> None:
        """The field takes the keys at once, the cursor behind the text."""
        self._arrange()
        if self.place.before is not None:
            self._say("A draft from before is back; ctrl+r shows the note as it is saved.")

    def _arrange(self) -> None:
        self.set_class(self._is_long, "-long")
        self.query_one(".dialog--keys", Static).update(display(_AREA_KEYS if self._is_long else _LINE_KEYS))
        if self._is_long:
            area = self.query_one(TextArea)
            area.focus()
            area.move_cursor(area.document.end)
        else:
            line = self.query_one(Input)
            line.focus()
            line.cursor_position = len(line.value)

    def _say(self, words: str) -> None:
        self.query_one(".dialog--trouble", Static).update(display(words))

    @property
    def text(self) -> str:
        """What is written."""
        return self.query_one(TextArea).text if self._is_long else self.query_one(Input).value

    def _write(self, text: str) -> None:
        self._is_long = self._is_long or "\n" in text
        if self._is_long:
            self.query_one(TextArea).text = clean(text, multiline=True, limit=_LONG)
        else:
            self.query_one(Input).value = clean(text)
        self._arrange()

    def unfinished(self) -> str | None:
        """The text where it is not the saved note as it was shown."""
        if not self.query(TextArea):
            return self._kept
        text = self.text
        return None if text == shown_note(self._saved) else text

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._asks_clear:
            self._asks_clear = False
            self._say("")

    @on(Input.Submitted)
    @on(Button.Pressed)
    def _accepted(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Leave with the note; an emptied one is cleared only when it is said twice."""
        if not self.is_active:
            return
        text = tidy_note(self.text)
        if self.unfinished() is None or (not text and not self._saved):
            self.place.drop()
            self.dismiss(None)
        elif len(text) > LONGEST[NOTE]:
            self._say(f"It has {len(text):,} characters; CallRail is given at most {LONGEST[NOTE]:,}. Shorten it.")
        elif not text and not self._asks_clear:
            self._asks_clear = True
            again = "ctrl+j" if self._is_long else "enter"
            self._say(f"This clears the note: {again} again clears it, ctrl+r brings it back.")
        else:
            self.dismiss(text)

    def action_lines(self) -> None:
        """Go on in several lines."""
        if not self._is_long:
            text = self.query_one(Input).value
            self._is_long = True
            self._write(text)

    def action_saved(self) -> None:
        """The note as it is saved, in place of what was written."""
        self._say("")
        self._write(shown_note(self._saved))

    def action_editor(self) -> None:
        """Hand the text to the person's editor, and take what comes back."""
        from callrail_tui.screens.outside_editor import edit_outside  # late: few notes need it

        self.keep_draft()
        try:
            written = edit_outside(self.app, self.text, os.environ)
        except CallrailTuiError as error:
            self._say(f"{error.title} {error.hint}")
            return
        self._say("")
        self._write(shown_note(written))

    def action_leave(self) -> None:
        """Leave; what was written stays as a draft, which the next `n` on this call brings back."""
        if not self.is_active:
            return
        if self.unfinished() is not None:
            self.notify("Not saved; the text is kept: n brings it back.", markup=False)
        self.keep_draft()
        self.dismiss(None)
