"""`e`: every field of a call that can be changed, in one form; only what was changed is decided (wire 8.5)."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static, TextArea

from callrail_tui.model.call import Call
from callrail_tui.model.edit import (
    FIELDS,
    GOOD,
    LEAD,
    LONGEST,
    NAME,
    NOT_A_LEAD,
    NOTE,
    PREVIOUSLY,
    SPAM,
    TAGS,
    VALUE,
    Change,
    TagDelta,
    UnreadableMoney,
    change,
    known,
    money,
)
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.dialogs.choosing import Answer, ChoosingDialog
from callrail_tui.screens.dialogs.drafting import DraftingDialog, DraftPlace
from callrail_tui.screens.dialogs.note import shown_note, tidy_note
from callrail_tui.text import clean
from callrail_tui.widgets.choice_field import ChoiceField

_LONG: Final = 100_000
_NONE: Final = "none"
LEADS: Final = (
    (_NONE, "not scored"),
    (GOOD, "good lead"),
    (NOT_A_LEAD, "not a lead"),
    (PREVIOUSLY, "previously marked good lead (documented; CallRail sets it itself)"),
)
SPAMS: Final = (
    ("", "leave as it is"),
    ("yes", "report as spam: one-way, hides the call"),
    ("no", "not spam (documented; CallRail is known to ignore it)"),
)
_LABELS: Final = {NAME: "Name", LEAD: "Lead", TAGS: "Tags", NOTE: "Note", VALUE: "Value", SPAM: "Spam"}
_ORDER: Final = (NAME, LEAD, TAGS, NOTE, VALUE, SPAM)
_HINTS: Final = {
    NAME: "Renames the person, on all their calls.",
    TAGS: "Names with commas between.",
    VALUE: "Sent by itself; some accounts fail at it.",
}


def split_tags(text: str) -> tuple[str, ...]:
    """Names with commas between, each once."""
    names = (part.strip() for part in text.split(","))
    return tuple({name.casefold(): name for name in reversed([name for name in names if name])}.values())[::-1]


class EditForm(DraftingDialog[list[Change] | None]):
    """Gives the changes, or None; each changed field is marked, and `esc` asks only where there is one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False, priority=True),
        Binding("ctrl+j", "save", "Save", show=False, priority=True),
        Binding("ctrl+r", "saved", "As saved", show=False, priority=True),
    ]

    def __init__(self, title: Content, call: Call, place: DraftPlace, *, warning: str | None = None) -> None:
        super().__init__(place)
        self._title = title
        self._call = call
        self._warning = warning
        self._saved = {name: self._shown(name) for name in _ORDER}
        self._unreadable = known(call, TAGS) is None

    def _shown(self, name: str) -> str:
        """A field's saved value as the form shows it."""
        call = self._call
        if name == LEAD:
            return call.lead_status or _NONE
        if name == SPAM:
            return ""
        if name == TAGS:
            return ", ".join(clean(tag) for tag in call.tags or ())
        value = {NAME: call.customer_name, NOTE: call.note, VALUE: call.value}[name]
        return shown_note(value or "") if name == NOTE else clean(value or "")

    def compose(self) -> ComposeResult:
        """A line for each field, its label marked where it was changed."""
        with Vertical(classes="dialog -form"):
            yield Static(self._title, classes="dialog--title")
            with VerticalScroll(classes="form--fields", can_focus=False):
                for name in _ORDER:
                    yield from self._line(name)
            yield Button(display("Save"), compact=True, id="form-save")
            yield Static(display(self._warning or ""), classes="dialog--trouble")
            yield Static(display("tab next · ctrl+j save · ctrl+r as saved · esc leave"), classes="dialog--keys")

    def _line(self, name: str) -> ComposeResult:
        with Horizontal(classes="form--line -note" if name == NOTE else "form--line"):
            yield Static(display(_LABELS[name]), classes="form--label", id=f"form-label-{name}")
            if name == LEAD:
                yield ChoiceField(LEADS, self._saved[name], id=f"form-{name}", classes="form--choice")
            elif name == SPAM:
                yield ChoiceField(SPAMS, "", id=f"form-{name}", classes="form--choice")
            elif name == NOTE:
                text = clean(self._saved[name], multiline=True, limit=_LONG)
                area = TextArea(text, compact=True, id=f"form-{name}")
                area.cursor_blink = False  # Idle is silent.
                yield area
            else:
                field = Input(clean(self._saved[name]), compact=True, select_on_focus=False, id=f"form-{name}")
                field.cursor_blink = False
                field.disabled = name == TAGS and self._unreadable
                yield field
        if name in _HINTS:
            words = "They cannot be read whole, so they are not changed." if field.disabled else _HINTS[name]
            yield Static(display(words), classes="form--hint")

    def on_mount(self) -> None:
        """Begin at the first field, with the draft where there is one."""
        self.query_one(f"#form-{NAME}").focus()
        if self.place.before is not None:
            self._fill(self.place.before)
            self._say("A draft from before is back; ctrl+r shows what is saved.")

    def _fill(self, draft: str) -> None:
        try:
            values = json.loads(draft)
        except ValueError:
            return
        for name in _ORDER:
            if isinstance(values, dict) and isinstance(values.get(name), str):
                self._write(name, values[name])

    # What is in it ----------------------------------------------------------------------------------------------

    def _value(self, name: str) -> str:
        field: Any = self.query_one(f"#form-{name}")
        return str(field.text if name == NOTE else field.value)

    def _write(self, name: str, value: str) -> None:
        field: Any = self.query_one(f"#form-{name}")
        if name == NOTE:
            field.text = value
        else:
            field.value = value

    @property
    def dirty(self) -> tuple[str, ...]:
        """The fields that differ from what is saved."""
        return tuple(name for name in _ORDER if self._value(name) != self._saved[name])

    def unfinished(self) -> str | None:
        """The changed fields as JSON; None where none is."""
        if not self.query(TextArea):
            return self._kept
        dirty = self.dirty
        return json.dumps({name: self._value(name) for name in dirty}) if dirty else None

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceField.Changed)
    def _mark(self) -> None:
        if not self.query(f"#form-{SPAM}"):
            return
        dirty = self.dirty
        for name in _ORDER:
            label = assemble(("*", "bold"), (_LABELS[name], "bold")) if name in dirty else display(_LABELS[name])
            self.query_one(f"#form-label-{name}", Static).update(label)

    def _say(self, words: str) -> None:
        self.query_one(".dialog--trouble", Static).update(display(words))

    def _changes(self) -> list[Change]:
        """What was changed. Raises ValueError with words for a field that cannot be taken, after going there."""
        found: list[Change] = []
        for name in (name for name in FIELDS if name in self.dirty):
            value = self._value(name)
            try:
                want = self._want(name, value)
            except ValueError:
                self.query_one(f"#form-{name}").focus()
                raise
            found.append(change(self._call, name, want))
        return found

    def _want(self, name: str, value: str) -> str | bool | TagDelta | None:
        if name == LEAD:
            return None if value == _NONE else value
        if name == SPAM:
            return value == "yes"
        if name == VALUE:
            return money(value)
        if name == TAGS:
            return self._tag_delta(value)
        text = tidy_note(value) if name == NOTE else " ".join(clean(value).split())
        if len(text) > LONGEST[name]:
            raise ValueError(f"{_LABELS[name]}: {len(text):,} characters; at most {LONGEST[name]:,} are sent.")
        return text

    def _tag_delta(self, value: str) -> TagDelta:
        """The difference to the tags that were shown, under the names that they really have."""
        shown = {clean(tag).casefold(): tag for tag in self._call.tags or ()}
        wanted = {name.casefold(): name for name in split_tags(value)}
        add = tuple(name for key, name in wanted.items() if key not in shown)
        return TagDelta(add, tuple(tag for key, tag in shown.items() if key not in wanted))

    # Leaving ----------------------------------------------------------------------------------------------------

    @on(Button.Pressed)
    def _pressed(self) -> None:
        self.action_save()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    def action_save(self) -> None:
        """Leave with what was changed."""
        if not self.is_active:
            return
        try:
            changes = self._changes()
        except (UnreadableMoney, ValueError) as trouble:
            self._say(str(trouble))
            return
        if not changes:
            self.place.drop()
        self.dismiss(changes or None)

    def action_saved(self) -> None:
        """Every field as it is saved."""
        for name in _ORDER:
            self._write(name, self._saved[name])
        self._say("")

    def action_leave(self) -> None:
        """Leave; where something was changed, ask what is to become of it."""
        if not self.is_active:
            return
        if not self.dirty:
            self.place.drop()
            self.dismiss(None)
            return
        names = ", ".join(_LABELS[name].lower() for name in self.dirty)
        answers = (
            Answer("keep", "n", "Not yet: leave, and keep it as a draft (e brings it back)"),
            Answer("save", "y", "Yes: save the changes"),
            Answer("discard", "d", "Discard the changes"),
        )
        self.app.push_screen(
            ChoosingDialog(display("Save the changes?"), display(f"Changed: {names}."), answers), self._left
        )

    def _left(self, answer: str | None) -> None:
        if answer == "save":
            self.action_save()
        elif answer == "keep":
            self.keep_draft()
            self.dismiss(None)
        elif answer == "discard":
            self.place.drop()
            self._kept = None
            self.dismiss(None)
