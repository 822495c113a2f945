"""`A`: accounts, users, integrations and notifications, each a section (floor 6; wire 6, 13 to 15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callrail_tui.errors import CallrailTuiError, NotAllowed
from callrail_tui.keymap import ACCOUNT
from callrail_tui.messages import AccountAsked, CopyAsked
from callrail_tui.present import directory as words
from callrail_tui.present import sections
from callrail_tui.present.copying import Copyable
from callrail_tui.present.failures import quoted
from callrail_tui.present.reader import Passage
from callrail_tui.present.records import Record
from callrail_tui.present.sections import COLUMNS, FILTER_WORDS, FILTERS, NEEDED, Section
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.place import PlaceScreen
from callrail_tui.screens.refusing import refuse_keys
from callrail_tui.session import facts
from callrail_tui.session.facts import Fact
from callrail_tui.session.lookup import Lookup
from callrail_tui.session.session import Session
from callrail_tui.widgets.prompt import Question
from callrail_tui.widgets.record_list import RecordList

_LABEL = 18


class AccountScreen(PlaceScreen):
    """Each section is read when it is first looked at, and kept until `r`."""

    PLACE = ACCOUNT
    NAME = "Account"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.section = Section.ACCOUNTS
        self.company_id = session.window.query.company_id
        """Whose users and integrations are shown; None: every user, and no integrations yet."""
        self._filters: dict[Section, str | None] = {}
        self._sorts: dict[Section, int] = {}
        self._typed = ""
        self._found: dict[str, Any] = {}
        """What is shown, by id."""

    def body(self) -> ComposeResult:
        """The lines, and what is said of one."""
        self.list = RecordList()
        self.detail = Static(display(""), classes="account--text")
        self.notice = Static(display(""), classes="account--notice")
        yield self.list
        with VerticalScroll(classes="account--detail", can_focus=False):
            yield self.detail
        yield self.notice

    def on_mount(self) -> None:
        """Read the first section."""
        self.session.administration.changed = self._came
        self.session.directory.want_companies()
        if self.company_id is None and len(self.session.directory.companies) == 1:
            self.company_id = self.session.directory.companies[0].id
        self.show()
        self.list.focus()

    def _came(self) -> None:
        if self.is_mounted:
            self.show()

    def heard(self, fact: Fact) -> None:
        """Names came."""
        if isinstance(fact, (facts.CompaniesLoaded, facts.TrackersLoaded)):
            self.show()

    def focus_body(self) -> None:
        """The field is gone."""
        self.list.focus()

    # What is shown ----------------------------------------------------------------------------------------------

    @property
    def lookup(self) -> Lookup[Any] | None:
        """The section's collection; None where a company has to be chosen first."""
        administration = self.session.administration
        match self.section:
            case Section.ACCOUNTS:
                return administration.accounts()
            case Section.USERS:
                return administration.users(self.company_id)
            case Section.INTEGRATIONS:
                if self.company_id is None:
                    return None
                administration.filters(self.company_id)
                self.session.directory.want_trackers(self.company_id)
                return administration.integrations(self.company_id)
            case Section.NOTIFICATIONS:
                return administration.notifications(self._filter)

    @property
    def _filter(self) -> str | None:
        return self._filters.get(self.section)

    def show(self) -> None:
        """Draw the section as it is known now."""
        lookup = self.lookup
        items: Sequence[Any] = lookup.answer.items if lookup is not None and lookup.answer is not None else ()
        kind = self._filter
        shown = [one for one in items if kind is None or self._fits(one, kind)]
        self._found = {one.id: one for one in shown}
        records = sections.narrowed([self._record(one) for one in shown], self._typed, self._sorts.get(self.section))
        self.list.show(COLUMNS[self.section], records, self._instead(lookup, len(items)))
        self._show_title(lookup, len(records), len(items))

    def _show_title(self, lookup: Lookup[Any] | None, shown: int, total: int) -> None:
        parts = [
            display(f"[{section.value}]", style="bold") if section is self.section else display(f" {section.value} ")
            for section in Section
        ]
        title = [display("Account", style="bold"), Content("").join(parts)]
        if self.section in (Section.USERS, Section.INTEGRATIONS):
            title.append(display(self.named(self.company_id) if self.company_id else "all companies"))
        if lookup is not None and lookup.answer is not None:
            title.append(display(f"{shown:,}/{total:,}" if shown != total else f"{total:,}"))
            if lookup.answer.is_cut:
                title.append(display("only the first are read", style="bold"))
        if self._filter is not None:
            title.append(display(FILTER_WORDS.get(self._filter, self._filter)))
        if self._typed:
            title.append(assemble("/", self._typed))
        self.show_title(Content(" · ").join(title))

    def _record(self, one: Any) -> Record:
        match self.section:
            case Section.ACCOUNTS:
                return sections.account_record(one, self.session.account.id)
            case Section.USERS:
                return sections.user_record(one, self.named)
            case Section.INTEGRATIONS:
                return sections.integration_record(one, self.named)
            case Section.NOTIFICATIONS:
                return sections.notification_record(one, self.named)

    def _fits(self, one: Any, kind: str) -> bool:
        match self.section:
            case Section.ACCOUNTS:
                return sections.account_fits(one, kind)
            case Section.USERS:
                return sections.user_fits(one, kind)
            case Section.INTEGRATIONS:
                return sections.integration_fits(one, kind)
            case Section.NOTIFICATIONS:
                return sections.notification_fits(one, kind)

    def _instead(self, lookup: Lookup[Any] | None, total: int) -> Content:
        """What stands in place of the lines."""
        if lookup is None:
            return display("Integrations belong to a company: c chooses one.")
        if lookup.error is not None:
            return self._refusal(lookup.error)
        if lookup.answer is None:
            return display("Reading …")
        return display("Nothing fits: esc shows all." if total else "There are none.")

    def _refusal(self, error: CallrailTuiError) -> Content:
        lines = [display(error.title, style="bold"), *quoted(error)]
        if isinstance(error, NotAllowed):
            lines.append(display(f"{NEEDED[self.section]} stay hidden from the user behind this connection."))
            lines.append(display("Ask an administrator of the account, or take another connection (N)."))
            lines.append(display("tab: the other sections stay usable."))
        else:
            lines += [display(error.hint), display("r reads it again.")]
        return Content("\n").join(lines)

    def named(self, record_id: str) -> str:
        """The name of a company, tracker or user by its id, where it is known."""
        directory = self.session.directory
        if (company := directory.company(record_id)) is not None:
            return company.name or record_id
        for one in directory.companies:
            for tracker in directory.trackers(one.id) or ():
                if tracker.id == record_id:
                    return tracker.name or record_id
        users = self.session.administration.users(None).answer if record_id.startswith("USR") else None
        known = {user.id: user.name for user in users.items} if users is not None else {}
        return known.get(record_id) or record_id

    @on(RecordList.Moved)
    def _moved(self) -> None:
        one = self._found.get(self.list.record.id) if self.list.record is not None else None
        passages = self._passages(one) if one is not None else ()
        lines: list[Content] = [_beside(passage) for passage in passages]
        self.detail.update(Content("\n").join(lines))
        self.notice.update(display(""))

    def _passages(self, one: Any) -> Iterable[Passage]:
        match self.section:
            case Section.ACCOUNTS:
                return words.account_passages(one)
            case Section.USERS:
                return words.user_passages(one)
            case Section.INTEGRATIONS:
                found = self.session.administration.filters(self.company_id or "").answer
                return words.integration_passages(one, found.items if found is not None else (), self.named)
            case Section.NOTIFICATIONS:
                return words.notification_passages(one, self.named)

    # What the keys do -------------------------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        order = list(Section)
        self.section = order[(order.index(self.section) + step) % len(order)]
        self._typed = ""
        self.show()

    def action_next_section(self) -> None:
        """The next section."""
        self._go(1)

    def action_previous_section(self) -> None:
        """The section before."""
        self._go(-1)

    def action_open(self) -> None:
        """Over to another account; of anything else all about it."""
        one = self._found.get(self.list.record.id) if self.list.record is not None else None
        if self.section is Section.ACCOUNTS and one is not None and one.id != self.session.account.id:
            self.post_message(AccountAsked(one))
        else:
            self.action_details()

    def action_details(self) -> None:
        """Read the one under the cursor by itself."""
        record, administration = self.list.record, self.session.administration
        one = self._found.get(record.id) if record is not None else None
        if one is None or self.section is Section.NOTIFICATIONS:
            if one is not None:
                self._say("CallRail has no more to say of a notification than what stands here.")
            refuse_keys(self)
            return
        from callrail_tui.screens.dialogs.details import DetailsDialog  # late, as every dialog

        askers: dict[Section, Callable[[str, Callable[[], None]], Lookup[Any]]] = {
            Section.ACCOUNTS: administration.account,
            Section.USERS: administration.user,
            Section.INTEGRATIONS: administration.integration,
        }
        ask = askers[self.section]
        title = assemble((self.section.value, "bold"), " · ", self._record(one).cells[0])
        self.app.push_screen(DetailsDialog(title, lambda changed: ask(one.id, changed), self._passages))

    def action_company(self) -> None:
        """Choose whose users or integrations are shown."""
        companies = [one for one in self.session.directory.companies if one.id]
        if self.section not in (Section.USERS, Section.INTEGRATIONS) or not companies:
            self._say("Companies are not here yet." if not companies else "Only users and integrations have companies.")
            refuse_keys(self)
            return
        from callrail_tui.screens.dialogs.companies import CompaniesDialog  # late, as every dialog

        def chosen(company_id: str | None) -> None:
            if company_id is not None:
                self.company_id = company_id or None
                self.show()

        everyone = self.section is Section.USERS
        self.app.push_screen(CompaniesDialog(companies, with_all=everyone), chosen)

    def action_filter(self) -> None:
        """Only the next kind; after the last, everything."""
        order = FILTERS[self.section]
        self._filters[self.section] = order[(order.index(self._filter) + 1) % len(order)]
        self.show()

    def action_sort(self) -> None:
        """By the next column."""
        columns = COLUMNS[self.section]
        at = (self._sorts.get(self.section, -1) + 1) % len(columns)
        self._sorts[self.section] = at
        self.show()
        self._say(f"Sorted by {columns[at].heading.lower()}.")

    def action_find(self) -> None:
        """Narrow the lines while typing."""

        def follow(typed: str) -> None:
            self._typed = typed
            self.show()

        question = Question(f"{self.section.value.lower()} /", "part of any column", follow, follow, lambda: follow(""))
        self.prompt.ask(question, self._typed)

    def action_copy(self) -> None:
        """Copy the e-mail address, else the id."""
        one = self._found.get(self.list.record.id) if self.list.record is not None else None
        if one is not None:
            address = getattr(one, "email", None)
            what = Copyable("e-mail address", address) if address else Copyable("id", one.id)
            self.post_message(CopyAsked(what))

    def action_refresh(self) -> None:
        """Read everything again."""
        self.session.administration.forget()
        self.show()

    def action_back(self) -> None:
        """Take the filter and what was typed away."""
        self._typed = ""
        self._filters.pop(self.section, None)
        self.show()

    def _say(self, said: str) -> None:
        self.notice.update(display(said))


def _beside(passage: Passage) -> Content:
    """A label and its value in one line."""
    if not passage.label.plain:
        return passage.body
    return passage.label.pad_right(max(1, _LABEL - passage.label.cell_length)) + passage.body
