"""`t`: mark the tags of one call, or of several; a name that does not exist is created only on an explicit yes."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from callrail_tui.errors import CallrailTuiError
from callrail_tui.model.administration import Tag
from callrail_tui.model.call import Call
from callrail_tui.model.edit import MOST_TAGS, TagDelta
from callrail_tui.model.tag_offers import Mark, Offer, companies_of, delta, offers, toggled, words
from callrail_tui.model.tagging import SLOTS, folded, resembling, tidy, usable
from callrail_tui.present.tags import named
from callrail_tui.present.text import assemble, display
from callrail_tui.screens.dialogs.choosing import Answer, ChoosingDialog
from callrail_tui.screens.dialogs.picking import PickingDialog
from callrail_tui.text import clean
from callrail_tui.widgets.picker import Entry, Picker

_KEYS = "type to find · enter mark · enter on an empty field: apply · tab favourite key · esc leave"
_SIGNS = "[x] all have it · [-] some"
_LONGEST_NAME = 100
_SHORT = 32
"""Characters of a name in the title, which has two lines."""
_CREATE = "create"
_PLACEHOLDER = "a tag's name"


class Subject(NamedTuple):
    """What the picker is about."""

    calls: Sequence[Call]
    """As they are shown, with what was decided already."""
    company_names: Mapping[str, str]
    used: Mapping[str, int]
    """How often each tag is used, by folded name."""
    favourites: Callable[[], tuple[str | None, ...]]
    """The names behind the keys 1 to 9, of the calls' one company."""
    store_favourite: Callable[[int, str], None]

    @property
    def companies(self) -> tuple[str, ...]:
        """The names of the calls' companies."""
        return tuple(self.company_names.get(one) or one or "no company" for one in companies_of(self.calls))

    @property
    def title(self) -> Content:
        """Whose tags these are."""
        if len(self.calls) == 1:
            call = self.calls[0]
            who = call.customer_name or call.customer_number or "this call"
            return assemble("Tags of ", display(who, limit=_SHORT), " · ", display(self.companies[0], limit=_SHORT))
        where = self.companies[0] if len(self.companies) == 1 else f"{len(self.companies)} companies"
        return assemble(f"Tags of {len(self.calls):,} marked calls · ", display(where, limit=_SHORT))


class TagPicker(PickingDialog[TagDelta]):
    """Gives what was toggled; tags that nobody touched are in no part of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "favourite", "Favourite", show=False, priority=True),
    ]

    def __init__(self, subject: Subject, tags: Sequence[Tag] | None) -> None:
        self._subject = subject
        self._tags = tags
        self._trouble: CallrailTuiError | None = None
        self._offers: list[Offer] = []
        self._marks: dict[str, Mark] = {}
        if tags is not None:
            self._offers = offers(subject.calls, tags, subject.used)
        picker = Picker(
            self._entries(),
            placeholder=_PLACEHOLDER if tags is not None else "tags are on their way",
            several=True,
            awaits_more=tags is None,
            read=self._read,
            reads_last=True,
        )
        super().__init__(subject.title, picker, keys=_KEYS if len(subject.calls) == 1 else f"{_SIGNS} · {_KEYS}")

    @property
    def created(self) -> tuple[str, ...]:
        """The names that the person said shall be created."""
        return tuple(offer.name for offer in self._offers if offer.is_new)

    def show_tags(self, tags: Sequence[Tag] | None, error: CallrailTuiError | None = None) -> None:
        """The tags have arrived, or could not be read: then only what the calls have can be taken away."""
        new = [offer for offer in self._offers if offer.is_new]
        self._tags = tags
        self._trouble = error
        self._offers = [*offers(self._subject.calls, tags or (), self._subject.used), *new]
        for field in self.picker.query(Input):
            field.placeholder = clean(_PLACEHOLDER)
        self.picker.complete(self._entries())

    # The lines --------------------------------------------------------------------------------------------------

    def _entries(self) -> list[Entry]:
        slots = {folded(name): str(slot) for slot, name in enumerate(self._subject.favourites(), 1) if name}
        entries = []
        for offer in self._offers:
            mark = self._marks.get(offer.key, offer.mark)
            entries.append(
                Entry(
                    f"tag {offer.key}",
                    offer.name,
                    marked=mark is Mark.ALL,
                    partly=mark is Mark.SOME,
                    aside=" · ".join(self._asides(offer, slots.get(offer.key))),
                    swatch=offer.background or "",
                )
            )
        if self._trouble is not None:
            entries.append(Entry("trouble", self._trouble.title, aside="esc, then t reads the tags again"))
        return entries

    def _asides(self, offer: Offer, slot: str | None) -> list[str]:
        asides = [f"key {slot}"] if slot else []
        if offer.is_new:
            asides.append("new")
        elif offer.trouble:
            asides.append(f"{offer.trouble}: can only be taken away")
        elif len(offer.companies) < len(self._subject.companies):
            asides.append(f"only in {self._named(sorted(offer.companies))}")
        if offer.used:
            asides.append(f"on {offer.used:,} loaded call{'s' if offer.used > 1 else ''}")
        return asides

    def _named(self, company_ids: Sequence[str]) -> str:
        names = [self._subject.company_names.get(one) or one for one in company_ids]
        return ", ".join(names) if len(names) <= 2 else f"{names[0]} and {len(names) - 1} more"

    def _read(self, typed: str) -> Entry | str | None:
        """What the typed text itself would mean: a new tag, where no tag has that name."""
        name = tidy(typed)
        if self._tags is None:
            return (
                "The tags could not be read." if self._trouble else "Nothing to choose from yet: tags are on their way."
            )
        if not name or any(offer.key == folded(name) for offer in self._offers):
            return None
        if len(name) > _LONGEST_NAME:
            return f"A tag's name has at most {_LONGEST_NAME} characters."
        companies = companies_of(self._subject.calls)
        hidden = [tag for tag in self._tags if folded(tag.name) == folded(name) and not tag.is_enabled]
        if any(tag.company_id is None or tag.company_id in companies for tag in hidden):
            return "This tag is disabled: T can enable it."
        return Entry(f"{_CREATE} {name}", f"create “{name}” …", aside="asks first")

    def _redraw(self) -> None:
        self.picker.replace_entries(self._entries())
        add, remove = (tuple(clean(name, limit=_SHORT) for name in names) for names in delta(self._offers, self._marks))
        change = words(TagDelta(add, remove))
        self.query_one(".dialog--title", Static).update(assemble(self._subject.title, "  ", (change, "bold")))

    # What keys mean ---------------------------------------------------------------------------------------------

    def taken(self, entry: Entry) -> None:
        """Mark, unmark, or ask whether to create."""
        kind, _, key = entry.id.partition(" ")
        if kind == _CREATE:
            self._ask_to_create(key)
        elif kind == "tag":
            self._toggle(key)

    def _toggle(self, key: str) -> None:
        offer = next(one for one in self._offers if one.key == key)
        self._marks[key] = toggled(offer, self._marks.get(key, offer.mark))
        self._redraw()

    def applied(self) -> None:
        """Leave with what was toggled; nothing toggled is nothing decided."""
        change = delta(self._offers, self._marks)
        if len(change.add) > MOST_TAGS:
            self.notify("A call takes at most 100 tags at once.", severity="warning", markup=False)
        elif change == TagDelta():
            self.dismiss(None)
        else:
            self.dismiss(change)

    # A new name -------------------------------------------------------------------------------------------------

    def _ask_to_create(self, name: str) -> None:
        companies = self._subject.companies
        where = companies[0] if len(companies) == 1 else f"each of {', '.join(companies[:-1])} and {companies[-1]}"
        offered = {tag.name: tag for one in companies_of(self._subject.calls) for tag in usable(self._tags or (), one)}
        alike = [tag.name for tag in resembling(name, offered.values())][:4]
        parts: list[Content] = [
            assemble("It will appear as a new company tag of ", (where, "bold"), "; every colleague there will see it.")
        ]
        if alike:
            names = Content(", ").join([named(one) for one in alike])
            parts.append(assemble(("Looks like ", "bold"), names, ", which is there already."))
        answers = [
            Answer("", "n", "No, do not create it"),
            *(Answer(f"use {one}", key, f"Use “{one}” instead") for one, key in zip(alike, "abcd", strict=False)),
            Answer("yes", "y", f"Yes, create “{name}”"),
        ]
        title = assemble("Create the tag ", named(name), "?")

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self._add_new(name)
            elif not answer:
                self.picker.type(name)
            else:
                self._mark_all(folded(answer.removeprefix("use ")))

        self.app.push_screen(ChoosingDialog(title, Content("\n").join(parts), answers), answered)

    def _add_new(self, name: str) -> None:
        everywhere = frozenset(companies_of(self._subject.calls))
        self._offers.append(Offer(name, Mark.NONE, everywhere, is_new=True))
        self._mark_all(folded(name))

    def _mark_all(self, key: str) -> None:
        self._marks[key] = Mark.ALL
        self._redraw()

    # Favourites -------------------------------------------------------------------------------------------------

    def action_favourite(self) -> None:
        """Put the highlighted tag on one of the keys 1 to 9."""
        entry = self.picker.highlighted
        offer = next((one for one in self._offers if entry is not None and entry.id == f"tag {one.key}"), None)
        if offer is None or not offer.companies or offer.is_new:
            self.notify("Only a tag that can be used goes on a key.", markup=False)
            return
        if len(self._subject.companies) > 1:
            self.notify("The marked calls are of several companies: favourites belong to one.", markup=False)
            return
        slots = (*self._subject.favourites(), *(None,) * SLOTS)[:SLOTS]
        answers = [Answer(str(slot), str(slot), name or "free") for slot, name in enumerate(slots, 1)]
        title = assemble(named(offer.name), " on which key?")
        explained = assemble(
            "For the calls of ",
            self._subject.companies[0],
            ". A key that is set keeps its tag; a free one has what is used most.",
        )

        def chosen(slot: str | None) -> None:
            if slot:
                self._subject.store_favourite(int(slot), offer.name)
                self._redraw()

        self.app.push_screen(ChoosingDialog(title, explained, answers), chosen)
