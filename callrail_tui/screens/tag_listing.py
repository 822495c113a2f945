"""The tag manager's list: what there is, how often it is used, what looks alike (floor 6)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from callrail_tui.model.administration import Tag
from callrail_tui.model.tagging import favourites, folded, look_alikes, most_used, times_used, usable, uses
from callrail_tui.present.tags import TagRow, alike_words
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.favourites import FavouritesOf, none_set
from callrail_tui.screens.place import PlaceScreen
from callrail_tui.session import facts
from callrail_tui.session.directory import TAGS as TAG_LIST
from callrail_tui.session.facts import Fact
from callrail_tui.session.session import Session
from callrail_tui.widgets.prompt import Question
from callrail_tui.widgets.tag_list import TagList


class TagListing(PlaceScreen):
    """Shows and narrows the tags; `favourites_of` says what is set on a company's keys 1 to 9."""

    def __init__(self, session: Session, favourites_of: FavouritesOf = none_set) -> None:
        super().__init__(session)
        self.favourites_of = favourites_of
        self.typed = ""
        self._busy = ""
        self._said: Content | None = None
        self._said_of = ""
        """The tag that the cursor was on when it was said."""
        self.rows: list[TagRow] = []
        self._alike: tuple[object, dict[str, tuple[Tag, ...]]] = (None, {})

    def body(self) -> ComposeResult:
        """What is to say, and the list."""
        self.list = TagList()
        self.notice = Static(display(""), classes="tags--notice")
        yield self.list
        yield self.notice

    def on_mount(self) -> None:
        """Ask for what is not here, and show what is."""
        self.session.directory.want_tags()
        self.session.directory.want_companies()
        self.refill()
        self.list.focus()

    def heard(self, fact: Fact) -> None:
        """Show what came."""
        match fact:
            case facts.TagsFailed(error=error):
                self.refill()
                if self.rows:  # They are older than the failure, which would not be seen.
                    self.say(assemble((error.title, "bold"), " ", error.hint))
            case facts.TagsLoaded() | facts.CompaniesLoaded() | facts.RowsLoaded():
                self.refill()

    def focus_body(self) -> None:
        """The field is gone: the list takes the keys."""
        self.list.focus()

    # What is shown ----------------------------------------------------------------------------------------------

    def refill(self) -> None:
        """Show the tags as they are known now."""
        tags = self.session.directory.tags()
        self.rows = self._all_rows(tags) if tags is not None else []
        self.list.show_notice(self._instead())
        self.narrow()

    def _all_rows(self, tags: tuple[Tag, ...]) -> list[TagRow]:
        if self._alike[0] is not tags:
            self._alike = (tags, look_alikes(tags))
        alike, counted = self._alike[1], uses(self.session.window.loaded())
        slots = self._slots(tags)
        rows = [
            TagRow(
                tag,
                self.company_name(tag.company_id or ""),
                times_used(tag, counted),
                alike.get(tag.id, ()),
                self._slot_of(tag, slots),
            )
            for tag in tags
        ]
        return sorted(rows, key=lambda row: (folded(row.tag.name), row.company.casefold(), row.tag.id))

    def _slots(self, tags: tuple[Tag, ...]) -> dict[str, str]:
        scope = self.scope
        if not scope:
            return {}
        names = favourites(
            self.favourites_of(scope), most_used(self.session.window.loaded(), scope), usable(tags, scope)
        )
        return {folded(name): str(slot) for slot, name in enumerate(names, 1) if name}

    def _slot_of(self, tag: Tag, slots: dict[str, str]) -> str:
        if self.scope:
            return slots.get(folded(tag.name), "") if tag.company_id in (None, self.scope) else ""
        names = self.favourites_of(tag.company_id) if tag.company_id else ()
        return next((str(slot) for slot, name in enumerate(names, 1) if name and folded(name) == folded(tag.name)), "")

    @property
    def scope(self) -> str:
        """The company whose calls are shown, or the only one there is; empty for several."""
        companies = self.session.directory.companies
        only = companies[0].id if len(companies) == 1 else ""
        return self.session.window.query.company_id or only

    def company_name(self, company_id: str) -> str:
        """What a company is called."""
        company = self.session.directory.company(company_id)
        return (company.name if company is not None else None) or company_id

    def narrow(self) -> None:
        """Show the tags that match what is typed."""
        wanted = self.typed.strip().casefold()
        shown = [row for row in self.rows if wanted in row.tag.name.casefold() or wanted in row.owner.casefold()]
        self.list.show(shown)
        title: list[Content] = [assemble(("Tags", "bold"), " · ", self.session.account.name or self.session.account.id)]
        if self.rows:
            alike = sum(bool(row.alike) for row in self.rows)
            count = f"{len(shown):,}/{len(self.rows):,} match" if wanted else f"{len(self.rows):,} tags"
            title.append(display(count))
            title += [assemble(f"{alike:,} look alike")] if alike else []
            title += [assemble("keys 1-9: ", self.company_name(self.scope))] if self.scope else []
        self.show_title(Content(" · ").join(title))

    def _instead(self) -> Content | None:
        """What stands in place of the rows."""
        if self.rows:
            return None
        directory = self.session.directory
        error = directory.error(TAG_LIST)
        if error is not None:
            return assemble((error.title, "bold"), Content("\n"), error.hint, Content("\n"), "r reads the tags again.")
        return display("No tags yet: a creates one." if directory.tags() is not None else "Reading tags …")

    @on(TagList.Moved)
    def _moved(self) -> None:
        if self._said_of != self._here:
            self._said = None
        self._show_notice()

    @property
    def _here(self) -> str:
        return self.list.row.tag.id if self.list.row is not None else ""

    def _show_notice(self) -> None:
        row = self.list.row
        words: list[Content] = [assemble((f"{self._busy} …", "bold"))] if self._busy else []
        if self._said is not None:
            words.append(self._said)
        elif row is not None and not words:
            words.append(alike_words(row, self.company_name))
        self.notice.update(Content("\n").join(words))

    def show_busy(self, words: str) -> None:
        """Say that this is being done; an empty text: no longer."""
        self._busy = words
        self._show_notice()

    def say(self, words: Content) -> None:
        """Say this until the cursor moves."""
        self._said = words
        self._said_of = self._here
        self._show_notice()

    # Moving -----------------------------------------------------------------------------------------------------

    def action_up(self) -> None:
        """Move to the tag above."""
        self.list.action_up()

    def action_down(self) -> None:
        """Move to the tag below."""
        self.list.action_down()

    def action_page_up(self) -> None:
        """Move up by a page."""
        self.list.action_page_up()

    def action_page_down(self) -> None:
        """Move down by a page."""
        self.list.action_page_down()

    def action_half_page_up(self) -> None:
        """Move up by half a page."""
        self.list.action_half_page_up()

    def action_half_page_down(self) -> None:
        """Move down by half a page."""
        self.list.action_half_page_down()

    def action_top(self) -> None:
        """Move to the first tag."""
        self.list.action_top()

    def action_end(self) -> None:
        """Move to the last tag."""
        self.list.action_end()

    def action_filter(self) -> None:
        """Narrow the tags while typing."""

        def follow(typed: str) -> None:
            self.typed = typed
            self.narrow()

        def accept(typed: str) -> None:
            follow(typed)

        question = Question("tags /", "part of a tag's or a company's name", accept, follow, lambda: follow(""))
        self.prompt.ask(question, self.typed)

    def action_back(self) -> None:
        """Take the filter away."""
        self.typed = ""
        self.narrow()

    def action_refresh(self) -> None:
        """Read the tags again."""
        self.session.directory.reread_tags()
        self.list.show_notice(self._instead())
