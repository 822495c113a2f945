"""Note, value and the form of all fields, for every place that decides (floor 6; design 4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from callrail_tui.model.call import Call
from callrail_tui.model.edit import NAME, NOTE, TAGS, VALUE, Appended, Change, TagDelta, known
from callrail_tui.model.tagging import usable
from callrail_tui.present.calls import caller
from callrail_tui.present.text import assemble
from callrail_tui.screens.deciding import Deciding
from callrail_tui.screens.dialogs.drafting import DraftPlace
from callrail_tui.screens.scoring import scoring_warning
from callrail_tui.text import clean

_MARKED = "marked"
"""Whose draft a bulk note is."""


class Editing(Deciding):
    """A screen mixin: opens an editor over the targets, and decides what comes back."""

    _wish: Callable[[Call], None] | None = None
    _wish_id = ""

    # Reading first ----------------------------------------------------------------------------------------------

    def _with_fields(self, call: Call, fields: Sequence[str], go: Callable[[Call], None]) -> None:
        """Go on once these fields are known: what was never fetched is read first, and not written over."""
        session = self.session
        assert session is not None
        whole = session.details.get(call.id)
        call = session.edits.shown(whole) if whole is not None else call
        if all(known(call, field) is not None for field in fields) or whole is not None:
            go(call)
            return
        self._wish, self._wish_id = go, call.id
        hold = getattr(self.app, "hold_keys", None)
        if hold is not None:
            hold()
        session.details.want(call.id)
        if (error := session.details.error(call.id)) is not None:
            self.call_answered(call.id)
            self.complain(error)

    def call_answered(self, call_id: str) -> None:
        """The whole call is here, or could not be read: go on with what waited for it."""
        if self._wish is None or call_id != self._wish_id or self.session is None:
            return
        go, self._wish = self._wish, None
        whole, error = self.session.details.get(call_id), self.session.details.error(call_id)
        if whole is not None:
            go(self.session.edits.shown(whole))
        elif error is not None:
            self.refuse(f"The call could not be read, so nothing is written over: {error.title}")

    def _place(self, place: str, call_id: str) -> DraftPlace:
        assert self.session is not None
        edits = self.session.edits
        return DraftPlace(
            edits.draft(place, call_id),
            partial(edits.keep_draft, place, call_id),
            partial(edits.drop_draft, place, call_id),
        )

    def _settle(self, place: DraftPlace, text: str, is_decided: bool, key: str) -> None:
        """A refused decision keeps its text."""
        if is_decided:
            place.drop()
        else:
            place.keep(text)
            self.notify(clean(f"The text is kept: {key} brings it back."), markup=False)

    # The editors ------------------------------------------------------------------------------------------------

    def action_note(self) -> None:
        """Write the note; of several calls, a line below each one's own."""
        calls = self.ready_targets()
        if not calls or self.session is None:
            return
        if len(calls) > 1:
            self._append_note(calls)
        else:
            self._with_fields(calls[0], (NOTE,), self._edit_note)

    def _edit_note(self, call: Call) -> None:
        from callrail_tui.screens.dialogs.note import NoteDialog  # late, as every dialog

        place = self._place(NOTE, call.id)

        def left(text: str | None) -> None:
            if text is not None:
                self._settle(place, text, self.decide(NOTE, text, "note", [call]), "n")

        self.app.push_screen(NoteDialog(assemble("Note of ", (caller(call), "bold")), call.note or "", place), left)

    def _append_note(self, calls: Sequence[Call]) -> None:
        from callrail_tui.screens.dialogs.note import NoteDialog  # late, as above

        place = self._place(NOTE, _MARKED)

        def left(text: str | None) -> None:
            if text:
                self._settle(place, text, self.decide(NOTE, Appended(text), "note", calls), "n")

        title = assemble("Put a line below the notes of ", (f"{len(calls):,} calls", "bold"))
        self.app.push_screen(NoteDialog(title, "", place, appends=True), left)

    def action_value(self) -> None:
        """Say what the call is worth."""
        calls = self.ready_targets()
        if not calls or self.session is None:
            return
        if len(calls) > 1:
            self.refuse("A value belongs to one call, so it is not given to several. esc takes the marks away.")
            return
        self._with_fields(calls[0], (VALUE,), self._edit_value)

    def _edit_value(self, call: Call) -> None:
        from callrail_tui.screens.dialogs.value import ValueDialog  # late, as above

        place = self._place(VALUE, call.id)

        def left(amount: str | None) -> None:
            if amount is not None:
                words = f"value {amount}" if amount else "no value"
                self._settle(place, amount, self.decide(VALUE, amount, words, [call]), "$")

        title = assemble("What is the call of ", (caller(call), "bold"), " worth?")
        self.app.push_screen(ValueDialog(title, call.value or "", place), left)

    def action_edit(self) -> None:
        """Edit all fields of one call."""
        calls = self.ready_targets()
        if not calls or self.session is None:
            return
        if len(calls) > 1:
            self.refuse("The form is for one call: + - 0 ! t n act on the marked ones. esc takes the marks away.")
            return
        self._with_fields(calls[0], (NAME, NOTE, TAGS, VALUE), self._edit_all)

    def _edit_all(self, call: Call) -> None:
        from callrail_tui.screens.dialogs.edit_form import EditForm  # late, as above

        assert self.session is not None
        place = self._place("form", call.id)
        warning = scoring_warning(self.session.directory, [call])
        self.session.directory.want_tags()

        def left(changes: list[Change] | None) -> None:
            if changes:
                self._ask_for_new_tags(call, changes, lambda: self._save_form(place, changes))

        form = EditForm(assemble("Edit ", (caller(call), "bold")), call, place, warning=warning)
        self.app.push_screen(form, left)

    def _save_form(self, place: DraftPlace, changes: list[Change]) -> None:
        fields = ", ".join(_WORDS[change.field] for change in changes)
        if self.decide_all(changes, f"edit: {fields}"):
            place.drop()
        else:
            self.notify("What was changed is kept: e brings it back.", markup=False)

    def _ask_for_new_tags(self, call: Call, changes: Sequence[Change], go: Callable[[], None]) -> None:
        """A name that is no tag yet is made by CallRail as a tag of the company: only on an explicit yes."""
        assert self.session is not None
        tags = self.session.directory.tags()
        names = [name for one in changes if isinstance(one.want, TagDelta) for name in one.want.add]
        here = {tag.name.casefold() for tag in usable(tags, call.company_id)} if tags is not None else set()
        strange = [name for name in names if name.casefold() not in here]
        if not strange:
            go()
            return
        quoted = ", ".join(f"“{name}”" for name in strange)
        company = call.company_name or "the company"
        is_read = "is no tag yet" if tags is not None else "could not be checked, since the tags are not read"
        self._ask(
            f"{quoted} {is_read}.",
            f"CallRail would make it a new tag of {company}, which every colleague there sees. Make it?",
            go,
        )


_WORDS = {"customer_name": "name", "lead_status": "lead status", "tags": "tags", "note": "note", "value": "value",
          "spam": "spam"}  # fmt: skip
