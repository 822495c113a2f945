"""`T`: the tags of the account, and every way to change them (floor 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from callrail_tui.errors import CallrailTuiError
from callrail_tui.keymap import TAGS, bindings
from callrail_tui.messages import HistoryRewritten, TagAsked
from callrail_tui.model.administration import Tag
from callrail_tui.model.tagging import folded
from callrail_tui.present.tags import named
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.favourites import FavouritesOf, StoreFavourite, kept_nowhere, none_set
from callrail_tui.screens.refusing import refuse_keys
from callrail_tui.screens.tag_listing import TagListing
from callrail_tui.session.session import Session

if TYPE_CHECKING:
    from callrail_tui.screens.dialogs.tag_saving import Change, Saving


class TagsScreen(TagListing):
    """`store_favourite` keeps what is set on a company's keys 1 to 9; an empty name frees the key."""

    PLACE = TAGS
    NAME = "Tags"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TAGS)]

    def __init__(
        self, session: Session, favourites_of: FavouritesOf = none_set, store_favourite: StoreFavourite = kept_nowhere
    ) -> None:
        super().__init__(session, favourites_of)
        self._store_favourite = store_favourite

    def action_open(self) -> None:
        """Show the calls that have the tag."""
        if self.list.row is not None:
            self.post_message(TagAsked(self.list.row.tag.name))

    # Changing ---------------------------------------------------------------------------------------------------

    def _refused(self, *, opens: bool = True, needs_tag: bool = True) -> bool:
        """Whether nothing can be changed now, which is said then."""
        refusal = self.session.tag_book.refusal
        if refusal is None and needs_tag and self.list.row is None:
            refusal = CallrailTuiError("There is no tag under the cursor.")
        if refusal is None:
            return False
        self.say(assemble((refusal.title, "bold"), " ", refusal.hint))
        if opens:
            refuse_keys(self)
        return True

    def action_add(self) -> None:
        """Create a tag."""
        if self._refused(needs_tag=False):
            return
        # Late, as every dialog: not before it is asked for.
        from callrail_tui.screens.dialogs.tag_forms import CreateDialog, Draft

        tags = self.session.directory.tags()
        if tags is None:
            self.say(display("The tags are not here yet: r reads them again."))
            refuse_keys(self)
            return
        draft = Draft(owner=self.scope or None)
        dialog = CreateDialog(self._carry, self.session.tag_book, self.session.directory.companies, tags, draft)
        self.app.push_screen(dialog, self._created)

    def _created(self, tag: Tag | None) -> None:
        if tag is not None:
            self.typed = ""
            self.narrow()
            self.list.go_to(tag.id)

    def action_rename(self) -> None:
        """Rename the tag."""
        row = self.list.row
        if self._refused() or row is None:
            return
        from callrail_tui.screens.dialogs.tag_forms import RenameDialog  # late, as above

        tag = row.tag
        beside = [one.tag for one in self.rows if not tag.company_id or one.tag.company_id in (None, tag.company_id)]

        async def rename(name: str) -> Tag:
            now = await self.session.tag_book.rename(tag, name)
            self._keep_favourites(tag, now.name)
            self.post_message(HistoryRewritten())
            self.say(display("Renamed. Calls that are loaded show the new name once they are read again."))
            return now

        self.app.push_screen(RenameDialog(self._carry, rename, tag, row.used, beside))

    def _keep_favourites(self, tag: Tag, name: str) -> None:
        """A tag's keys follow its new name."""
        companies = [tag.company_id] if tag.company_id else [one.id for one in self.session.directory.companies]
        for company_id in companies:
            for slot, stored in enumerate(self.favourites_of(company_id), 1):
                if stored and folded(stored) == folded(tag.name):
                    self._store_favourite(company_id, slot, name)
        self.refill()

    def action_recolour(self) -> None:
        """Choose another colour."""
        row = self.list.row
        if self._refused() or row is None:
            return
        from callrail_tui.screens.dialogs.tag_forms import RecolourDialog  # late, as above

        self.app.push_screen(RecolourDialog(self._carry, self.session.tag_book, row.tag))

    def action_delete(self) -> None:
        """Delete the tag, once its name is typed."""
        row = self.list.row
        if self._refused() or row is None:
            return
        from callrail_tui.screens.dialogs.tag_forms import DeleteDialog  # late, as above

        tag, book = row.tag, self.session.tag_book

        async def delete() -> Tag:
            gone = await book.delete(tag)
            self.post_message(HistoryRewritten())
            return gone

        self.app.push_screen(DeleteDialog(self._carry, delete, tag, row.used))

    def action_disable(self) -> None:
        """Disable the tag, or enable it again."""
        row = self.list.row
        if self._refused(opens=False) or row is None:
            return
        book, tag = self.session.tag_book, row.tag
        words = "Disabling" if tag.is_enabled else "Enabling"
        self._carry(words, lambda: book.set_disabled(tag, tag.is_enabled), None)

    def _carry(self, words: str, change: Change, dialog: Saving | None) -> None:
        self._run(words, change, dialog)

    @work(group="change", description="change a tag")
    async def _run(self, words: str, change: Change, dialog: Saving | None) -> None:
        """Run a change here, where it outlives its dialog; the directory tells of success by itself."""
        from callrail_tui.screens.dialogs.tag_saving import trouble  # late, as above

        self.show_busy(words)
        error: CallrailTuiError | None = None
        try:
            tag = await change()
        except CallrailTuiError as stood_in_the_way:
            error = stood_in_the_way
        self.show_busy("")
        if error is None:
            if dialog is not None and dialog.is_attached:
                dialog.saved(tag)
        elif dialog is not None and dialog.is_attached:
            dialog.failed(error)
        else:
            self.say(trouble(error))

    # Favourites -------------------------------------------------------------------------------------------------

    def action_favourite(self, slot: int) -> None:
        """Put the tag on a key of the company in scope, or of its own; on that key already, take it off."""
        row = self.list.row
        if row is None:
            return
        company_id = self.scope or row.tag.company_id or ""
        where, tag = self.company_name(company_id), row.tag
        if not company_id:
            self.say(display("Favourites belong to a company: choose one in the tree of the calls first."))
        elif tag.company_id not in (None, company_id):
            self.say(assemble(named(tag.name), " is no tag of ", where, "."))
        elif not tag.is_enabled:
            self.say(assemble(named(tag.name), " is disabled: d enables it."))
        else:
            stored = self.favourites_of(company_id)
            is_on = slot <= len(stored) and folded(stored[slot - 1] or "") == folded(tag.name)
            self._store_favourite(company_id, slot, "" if is_on else tag.name)
            self.refill()
            if is_on:
                words = assemble(f"Key {slot} is free again in ", where, ".")
            else:
                words = assemble(f"Key {slot} adds ", named(tag.name), " to calls of ", where, ".")
            self.say(words)
