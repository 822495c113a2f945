"""Tagging calls: the picker and the favourite keys, for every place that decides (floor 6; design 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from callrail_tui.model.administration import Tag
from callrail_tui.model.call import Call, FieldState
from callrail_tui.model.edit import TAGS, TagDelta, change
from callrail_tui.model.tag_offers import Shares, companies_of, shared_out, words
from callrail_tui.model.tagging import favourites, folded, most_used, usable
from callrail_tui.screens.deciding import Deciding
from callrail_tui.session.directory import TAGS as TAG_LIST
from callrail_tui.session.session import Session
from callrail_tui.text import clean

if TYPE_CHECKING:
    from callrail_tui.screens.dialogs.tag_picker import Subject, TagPicker

_MALFORMED = "The tags of this call came in a form that cannot be read; they are not changed."


class _Favourites(NamedTuple):
    key: object
    tags: Sequence[Tag]
    names: tuple[str | None, ...]


class _Waiting(NamedTuple):
    slot: int
    call: Call


class Tagging(Deciding):
    """A screen mixin; who uses it says where set favourites are kept, and tells `tags_came` when tags arrive."""

    _tag_picker: TagPicker | None = None
    _waiting: tuple[_Waiting, ...] = ()
    """Favourite keys that were pressed before the tags were here, in their order."""
    _favourites: _Favourites | None = None

    def favourites_of(self, company_id: str) -> tuple[str | None, ...]:
        """What the person set on the keys 1 to 9 for this company; None where nothing; for subclasses."""
        return ()

    def store_favourite(self, company_id: str, slot: int, name: str) -> None:
        """Keep what the person set; for subclasses."""

    def favourite_names(self, company_id: str) -> tuple[str | None, ...]:
        """The names behind the keys 1 to 9; they keep their meaning while the list and the tags stay as they are."""
        session = self.session
        tags = session.directory.tags() if session is not None else None
        stored = self.favourites_of(company_id)
        if session is None or tags is None:
            return stored
        key = (company_id, stored, session.window.generation, session.window.total is None)
        kept = self._favourites
        if kept is None or kept.key != key or kept.tags is not tags:
            used = most_used(session.window.loaded(), company_id or None)
            kept = self._favourites = _Favourites(key, tags, favourites(stored, used, usable(tags, company_id or None)))
        return kept.names

    # The picker -------------------------------------------------------------------------------------------------

    def action_tags(self) -> None:
        """Mark the tags of the call, or of the marked ones."""
        session, calls = self.session, self.ready_targets()
        readable = [call for call in calls if call.state_of(TAGS) is not FieldState.WRONG_TYPE]
        if session is None or not readable:
            if calls:
                self.refuse(_MALFORMED)
            return
        if len(readable) < len(calls):
            left_out = len(calls) - len(readable)
            self.refuse(f"Left out: {left_out:,} whose tags came in a form that cannot be read.")
        from callrail_tui.screens.dialogs.tag_picker import TagPicker  # late, as every dialog

        session.directory.want_tags()
        picker = TagPicker(self._subject(session, readable), session.directory.tags())
        self._tag_picker = picker

        def left(chosen: TagDelta | None) -> None:
            self._tag_picker = None
            if chosen is not None:
                self._decide_tags(chosen, readable, picker.created)

        self.app.push_screen(picker, left)

    def tags_came(self) -> None:
        """The tags arrived, or failed to: the picker shows them where it is open, keys that waited are done."""
        session = self.session
        if session is not None and session.directory.tags() is not None:
            waiting, self._waiting = self._waiting, ()
            for slot, call in waiting:
                if why := self._press_favourite(session, slot, [session.edits.shown(call)], is_bulk=False):
                    self.notify(clean(why), markup=False)
        self.drop_waiting("The tags could not be read, so nothing was tagged.")
        if self._tag_picker is not None and self.session is not None:
            directory = self.session.directory
            self._tag_picker.show_tags(directory.tags(), directory.error(TAG_LIST))

    def drop_waiting(self, why: str) -> None:
        """What still waits for the tags is not done, which is said."""
        if self._waiting:
            self._waiting = ()
            self.notify(clean(why), severity="warning", markup=False)

    def on_unmount(self) -> None:
        """A place that is left hears of the tags no more."""
        self.drop_waiting("Left before the tags were read, so nothing was tagged.")

    def action_undo(self) -> None:
        """Take back the last decision; that is a favourite key while it waits for the tags."""
        if not self._waiting:
            super().action_undo()
            return
        self._waiting = self._waiting[:-1]
        self.notify("Taken back: the tag that waited to be set.", markup=False)

    def _subject(self, session: Session, calls: Sequence[Call]) -> Subject:
        from callrail_tui.screens.dialogs.tag_picker import Subject  # late, as above

        companies = companies_of(calls)
        company_id = companies[0] if len(companies) == 1 else None
        return Subject(
            calls,
            {one: self._company_name(one, calls) for one in companies},
            most_used(session.window.loaded(), company_id or None),
            lambda: self.favourite_names(company_id) if company_id is not None else (),
            lambda slot, name: self.store_favourite(company_id or "", slot, name),
        )

    def _company_name(self, company_id: str, calls: Sequence[Call]) -> str:
        company = self.session.directory.company(company_id) if self.session is not None else None
        if company is not None and company.name:
            return company.name
        told = next((call.company_name for call in calls if (call.company_id or "") == company_id), None)
        return told or company_id

    def _decide_tags(self, chosen: TagDelta, calls: Sequence[Call], created: Sequence[str]) -> None:
        shares = shared_out(chosen, calls, self._tags(), created)
        if shares.shares:
            changes = [change(share.call, TAGS, share.delta) for share in shares.shares]
            self.decide_all(changes, f"tag {words(chosen)}")
        self._report(shares, chosen)

    def _report(self, shares: Shares, chosen: TagDelta) -> None:
        if shares.lacking:
            names = sorted({self._company_name(one, shares.lacking) for one in companies_of(shares.lacking)})
            which = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
            what = "such a tag" if len(chosen.add) == 1 else "all of these tags"
            self.refuse(f"Left out: {len(shares.lacking):,} of {which}, which does not have {what}.")

    def _tags(self) -> tuple[Tag, ...]:
        return (self.session.directory.tags() if self.session is not None else None) or ()

    # Favourites -------------------------------------------------------------------------------------------------

    def action_favourite(self, slot: int) -> None:
        """Add a favourite tag, or on one call take it away again."""
        session, calls = self.session, self.ready_targets()
        if session is None or not calls:
            return
        is_bulk = self.acts_on_marks()
        if session.directory.tags() is None:
            session.directory.want_tags()
            if is_bulk:  # It may have to ask, and only a key of the person's own opens a dialog.
                self.refuse("The tags are on their way: press it again in a moment.")
                return
            self._waiting = (*self._waiting, _Waiting(slot, calls[0]))
            self.notify("Reading the tags first.", markup=False)
        elif why := self._press_favourite(session, slot, calls, is_bulk=is_bulk):
            self.refuse(why)

    def _press_favourite(self, session: Session, slot: int, calls: Sequence[Call], *, is_bulk: bool) -> str | None:
        """What stands in the way is given back."""
        readable = [call for call in calls if call.state_of(TAGS) is not FieldState.WRONG_TYPE]
        if not readable:
            return _MALFORMED
        company_id = session.window.query.company_id or readable[0].company_id or ""
        names = self.favourite_names(company_id)
        name = names[slot - 1] if slot <= len(names) else None
        if name is None:
            where = self._company_name(company_id, readable)
            return f"Key {slot} has no tag in {where} yet: t, then tab on a tag, sets one."
        return self._add_to_marked(name, readable) if is_bulk else self._toggle(name, readable[0])

    def _toggle(self, name: str, call: Call) -> str | None:
        delta = TagDelta((name,))
        if folded(name) in {folded(one) for one in call.tags or ()}:
            delta = TagDelta((), (name,))
        elif shared_out(delta, [call], self._tags()).lacking:
            where = self._company_name(call.company_id or "", [call])
            return f"“{name}” cannot be used in {where}: it is disabled, renamed or deleted; T shows the tags."
        self.decide(TAGS, delta, f"tag {words(delta)}", [call])
        return None

    def _add_to_marked(self, name: str, calls: Sequence[Call]) -> str | None:
        chosen = TagDelta((name,))
        shares = shared_out(chosen, calls, self._tags())
        if not shares.shares and not shares.lacking:
            return f"All of them have “{name}” already."
        self._decide_tags(chosen, calls, ())
        return None
