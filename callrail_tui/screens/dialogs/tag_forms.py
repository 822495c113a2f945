"""The tag manager's forms: create, rename, delete, and the choices of company and colour (wire 12)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.administration import Tag
from callrail_tui.model.directory import Company
from callrail_tui.model.tagging import (
    ACCEPTED,
    ACCOUNT,
    COLORS,
    COMPANY,
    PLAIN_COLOR,
    folded,
    resembling,
    swatch,
    tidy,
)
from callrail_tui.present.tags import LIKE, named, sample
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.dialogs.picking import ONE, PickingDialog
from callrail_tui.screens.dialogs.tag_saving import Carry, Change, FormDialog, trouble
from callrail_tui.session.tag_book import RefusedColor, TagBook
from callrail_tui.text import clean
from callrail_tui.widgets.picker import Entry, Picker

_EVERYWHERE = "every call, text and form that has it"
WHOLE_ACCOUNT = "the whole account"


def alike(name: str, tags: Sequence[Tag]) -> Content:
    """Which tags a name could be mistaken for."""
    found = [tag.name for tag in resembling(name, tags) if tag.name != name][:3] if name else []
    if not found:
        return display("")
    return assemble(f"{LIKE} looks like ", Content(", ").join([named(one) for one in found]))


class RenameDialog(FormDialog):
    """A new name for a tag."""

    def __init__(
        self, carry: Carry, rename: Callable[[str], Awaitable[Tag]], tag: Tag, used: int, others: Sequence[Tag]
    ) -> None:
        self._rename = rename
        self._tag = tag
        self._others = [other for other in others if other.id != tag.id]
        seen = f" ({used:,} of the loaded calls)" if used else ""
        words = assemble("This rewrites history: the new name appears on ", (_EVERYWHERE, "bold"), seen, ".")
        super().__init__(carry, assemble("Rename ", named(tag.name)), words, typed=tag.name, placeholder="the new name")

    def remark(self, typed: str) -> Content:
        """Which tags it could be mistaken for."""
        return alike(tidy(typed), self._others)

    def accepted(self) -> None:
        """Save it, unless it is empty or as it was."""
        name = tidy(self.typed)
        if not name:
            self.say(display("A tag needs a name."))
        elif name in (self._tag.name, tidy(clean(self._tag.name))):
            self.dismiss(None)
        else:
            self.save("Renaming", lambda: self._rename(name))


class DeleteDialog(FormDialog):
    """The tag's name, typed, deletes it."""

    KEYS = "type the name, then enter deletes · esc leave"

    def __init__(self, carry: Carry, delete: Change, tag: Tag, used: int) -> None:
        self._delete = delete
        self._tag = tag
        seen = f" ({used:,} of the loaded calls)" if used else ""
        words = assemble(
            "This rewrites history, and nothing brings it back: the tag goes from ",
            (f"{_EVERYWHERE}, and from call flows", "bold"),
            seen,
            ". Disabling it (d) leaves it where it is.",
            Content("\n"),
            "Type its name to delete it:",
        )
        super().__init__(carry, assemble("Delete ", named(tag.name), "?"), words, placeholder=tag.name)

    def accepted(self) -> None:
        """Delete it, where the name is right."""
        if tidy(self.typed) in (tidy(self._tag.name), tidy(clean(self._tag.name))):
            self.save("Deleting", self._delete)
        else:
            self.say(assemble("That is not its name: ", named(self._tag.name), ". Nothing is deleted."))


# Colour ---------------------------------------------------------------------------------------------------------


def _color_entries(current: str | None, names: Sequence[str]) -> list[Entry]:
    return [
        Entry(
            name,
            name,
            marked=name == current,
            aside="" if name in ACCEPTED else "documented, but refused by some accounts",
            swatch=COLORS[name].background,
        )
        for name in names
    ]


class ColorDialog(PickingDialog[str]):
    """Gives the name of a colour."""

    def __init__(self, current: str) -> None:
        picker = Picker(_color_entries(current, tuple(COLORS)), placeholder="gray · blue · green …")
        super().__init__(display("Which colour?"), picker, keys=ONE)

    def taken(self, entry: Entry) -> None:
        """Leave with it."""
        self.dismiss(entry.id)


class RecolourDialog(PickingDialog[Tag]):
    """Another colour for a tag; stays until it is saved, and after a refusal offers what is accepted."""

    def __init__(self, carry: Carry, book: TagBook, tag: Tag) -> None:
        self._carry = carry
        self._book = book
        self._tag = tag
        self._is_saving = False
        self._trouble = Static(display(""), classes="dialog--trouble")
        picker = Picker(_color_entries(swatch(tag).name, tuple(COLORS)), placeholder="gray · blue · green …")
        super().__init__(assemble("Colour of ", named(tag.name)), picker, keys=ONE)

    def compose(self) -> ComposeResult:
        """The frame of every picker, and what is wrong."""
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog--title")
            yield self.picker
            yield self._trouble
            yield Static(display(self._keys), classes="dialog--keys")

    def taken(self, entry: Entry) -> None:
        """Save it."""
        if not self._is_saving:
            self._is_saving = True
            self._trouble.update(display("Saving …"))
            self._carry("Saving the colour", lambda: self._book.recolour(self._tag, entry.id), self)

    def saved(self, tag: Tag) -> None:
        """Leave with it."""
        if self.is_active:
            self.dismiss(tag)

    def failed(self, error: CallrailTuiError) -> None:
        """Say why; where it was the colour, offer those that are accepted."""
        self._is_saving = False
        self._trouble.update(trouble(error))
        if isinstance(error, RefusedColor):
            self.picker.replace_entries(_color_entries(swatch(self._tag).name, ACCEPTED))


# Create ---------------------------------------------------------------------------------------------------------


class OwnerDialog(PickingDialog[str]):
    """Gives the id of a company, or an empty text for the whole account."""

    def __init__(self, companies: Sequence[Company], current: str | None) -> None:
        entries = [Entry("", WHOLE_ACCOUNT, marked=current == "", aside="only administrators may")]
        entries += [
            Entry(company.id, company.name or company.id, marked=company.id == current)
            for company in companies
            if not company.is_disabled
        ]
        super().__init__(display("Whose tag?"), Picker(entries, placeholder="a company's name"), keys=ONE)

    def taken(self, entry: Entry) -> None:
        """Leave with it."""
        self.dismiss(entry.id)


class FormChoice(Static, can_focus=True):
    """A field that is chosen and not typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "choose", "Choose", show=False)]

    class Asked(Message):
        """The person wants to choose."""

        def __init__(self, choice: FormChoice) -> None:
            super().__init__()
            self.choice = choice

    def action_choose(self) -> None:
        """Ask for it."""
        self.post_message(self.Asked(self))

    def on_click(self) -> None:
        """A click chooses as well."""
        self.focus()
        self.action_choose()


class Draft(NamedTuple):
    """What a new tag starts from."""

    name: str = ""
    owner: str | None = None
    """A company's id; empty for the account, None where it is to be chosen."""
    color: str = PLAIN_COLOR


class CreateDialog(FormDialog):
    """A new tag: its name, whose it is, its colour."""

    KEYS = "enter creates it · tab next field · enter or space on a field chooses · esc leave"

    def __init__(
        self, carry: Carry, book: TagBook, companies: Sequence[Company], tags: Sequence[Tag], draft: Draft
    ) -> None:
        self._book = book
        self._companies = companies
        self._tags = tags
        self._draft = draft
        words = display("Everybody who works with these calls will see it.")
        super().__init__(carry, display("A new tag"), words, typed=draft.name, placeholder="its name")

    def fields(self) -> ComposeResult:
        """Name, owner, colour and the button."""
        with Horizontal(classes="form--line"):
            yield Static(display("Name"), classes="form--label")
            yield from super().fields()
        with Horizontal(classes="form--line"):
            yield Static(display("Of"), classes="form--label")
            yield FormChoice(self._owner_words(), id="form-owner", classes="form--choice")
        with Horizontal(classes="form--line"):
            yield Static(display("Colour"), classes="form--label")
            yield FormChoice(sample(COLORS[self._draft.color]), id="form-color", classes="form--choice")
        with Horizontal(classes="form--line"):
            yield Static(display(""), classes="form--label")
            yield FormChoice(display("Create"), id="form-save", classes="form--choice form--button")

    def _owner_words(self) -> Content:
        owner = self._draft.owner
        if owner is None:
            return assemble(("choose a company, or the whole account …", "italic"))
        if not owner:
            return assemble(WHOLE_ACCOUNT, ("  only administrators may", "dim"))
        return display(next((one.name for one in self._companies if one.id == owner), None) or owner)

    def remark(self, typed: str) -> Content:
        """Which tags it could be mistaken for, among those it would stand beside."""
        return alike(tidy(typed), self._beside())

    def _beside(self) -> list[Tag]:
        owner = self._draft.owner
        return [tag for tag in self._tags if not owner or tag.company_id in (None, owner)]

    @on(FormChoice.Asked)
    def _choose(self, event: FormChoice.Asked) -> None:
        event.stop()
        if self._is_saving:
            return
        if event.choice.id == "form-owner":
            self._ask_owner()
        elif event.choice.id == "form-color":
            self.app.push_screen(ColorDialog(self._draft.color), self._take_color)
        else:
            self.accepted()

    def _ask_owner(self) -> None:
        self.app.push_screen(OwnerDialog(self._companies, self._draft.owner), self._take_owner)

    def _take_owner(self, owner: str | None) -> None:
        if owner is not None:
            self._draft = self._draft._replace(owner=owner)
            self.query_one("#form-owner", FormChoice).update(self._owner_words())
            self.say(self.remark(self.typed))

    def _take_color(self, color: str | None) -> None:
        if color is not None:
            self._draft = self._draft._replace(color=color)
            self.query_one("#form-color", FormChoice).update(sample(COLORS[color]))

    def accepted(self) -> None:
        """Create it, once it has a name and somebody it belongs to."""
        name, owner, color = tidy(self.typed), self._draft.owner, self._draft.color
        if not name:
            self.say(display("A tag needs a name."))
            self.query_one(Input).focus()
        elif owner is None:
            self._ask_owner()
        elif any(folded(tag.name) == folded(name) and (tag.company_id or "") == owner for tag in self._tags):
            self.say(display("There is such a tag already."))
        else:
            level = COMPANY if owner else ACCOUNT
            self.save("Creating", lambda: self._book.create(name, level, owner or None, color))
