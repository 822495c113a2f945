"""The tag picker and the favourite keys, on a screen that decides, over the real gateway's tags."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.messages import SessionChanged
from callrail_tui.model.call import Call, decode_call
from callrail_tui.model.edit import Change, TagDelta
from callrail_tui.model.tagging import usable
from callrail_tui.screens.dialogs.choosing import ChoosingDialog
from callrail_tui.screens.dialogs.tag_picker import TagPicker
from callrail_tui.screens.tagging import Tagging
from callrail_tui.session.directory import Directory
from callrail_tui.session.edits import Counts
from callrail_tui.session.facts import TagsFailed, TagsLoaded
from callrail_tui.session.session import Session
from tests.screens.running import Program, now, program


class Journal:
    """Takes decisions, as the outbox does."""

    counts = Counts()

    def __init__(self) -> None:
        self.acts: list[tuple[str, list[Change]]] = []

    def decide(self, changes: Iterable[Change], *, words: str, **_: object) -> int:
        """Note what was decided."""
        self.acts.append((words, list(changes)))
        return len(self.acts)


class Judging(Tagging):
    """A place that decides about the calls it was given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "tags", id="explorer.tags"),
        *(Binding(str(slot), f"favourite({slot})", id=f"explorer.favourite-{slot}") for slot in range(1, 10)),
    ]

    def __init__(self, session: Session, calls: Sequence[Call]) -> None:
        super().__init__()
        self.session = session
        self.calls = list(calls)
        self.stored: dict[str, dict[int, str]] = {}
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        """Nothing: keys are enough."""
        yield from ()

    def targets(self) -> Sequence[Call]:
        return self.calls

    def refuse(self, words: str) -> None:
        self.told.append(words)
        super().refuse(words)

    def favourites_of(self, company_id: str) -> tuple[str | None, ...]:
        slots = self.stored.get(company_id, {})
        return tuple(slots.get(slot) for slot in range(1, max(slots, default=0) + 1))

    def store_favourite(self, company_id: str, slot: int, name: str) -> None:
        self.stored.setdefault(company_id, {})[slot] = name

    def on_session_changed(self, event: SessionChanged) -> None:
        """Pass on that tags came."""
        if isinstance(event.fact, TagsLoaded | TagsFailed):
            self.tags_came()


class Judged:
    """The running screen."""

    def __init__(self, run: Program, screen: Judging, journal: Journal) -> None:
        self.run = run
        self.screen = screen
        self.journal = journal

    async def open(self) -> None:
        """Press `t`."""
        await self.run.press("t")
        await self.run.until(lambda: isinstance(self.run.app.screen, TagPicker) and self.run.app.focused)

    async def tags(self) -> None:
        """Wait until the tags are read."""
        self.directory.want_tags()
        await self.run.until(lambda: self.directory.tags())

    @property
    def directory(self) -> Directory:
        assert self.screen.session is not None
        return self.screen.session.directory

    @property
    def lines(self) -> list[str]:
        """The picker's lines."""
        return [line.strip(" │") for line in self.run.screen_text().splitlines() if line.strip(" │")[:1] == "["]

    async def closed(self) -> None:
        """Wait until the picker is gone."""
        await self.run.until(lambda: self.run.app.screen is self.screen)


def call(*names: str, company: str, **more: object) -> Call:
    raw = {"id": f"CAL{company}{len(names)}", "company_id": company, "customer_name": "Ada Reyes", "tags": list(names)}
    return decode_call({**raw, **more})


@asynccontextmanager
async def judging(
    tmp_path: Path, *tags: Sequence[str], companies: Sequence[int] = (0,), read: bool = True, **demo: Any
) -> AsyncIterator[Judged]:
    """A call of a company for each set of tags."""
    async with program(tmp_path, DemoSettings(now=now, calls=300, **demo)) as run:
        session = run.app.opener.session
        assert session is not None
        await run.until(lambda: session.directory.has_companies)
        journal = Journal()
        session.edits.decide = journal.decide  # type: ignore[method-assign]
        account = run.gateway.accounts[0]
        ids = [account.directory.company(number).id for number in companies]
        calls = [call(*names, company=ids[place % len(ids)]) for place, names in enumerate(tags)]
        screen = Judging(session, calls)
        session.subscribe(lambda fact: screen.post_message(SessionChanged(fact)) and None)
        await run.app.push_screen(screen)
        judged = Judged(run, screen, journal)
        if read:
            await judged.tags()
        yield judged


async def test_one_key_marks_and_enter_applies(tmp_path: Path) -> None:
    async with judging(tmp_path, ("Booked", "Winter promo")) as judged:
        before = len(judged.run.gateway.log)
        await judged.open()
        assert "Tags of Ada Reyes · Cedar & Pine Dental" in judged.run.screen_text()
        assert any(line.startswith("[x]") and "Booked" in line for line in judged.lines)
        assert any("Winter promo" in line and "disabled: can only be taken away" in line for line in judged.lines)
        assert not any("Lakeside" in line for line in judged.lines)
        await judged.run.type("vend")
        await judged.run.press("enter")
        await judged.run.type("promo")
        await judged.run.press("enter")
        assert "+ Vendor − Winter promo" in judged.run.screen_text()
        await judged.run.press("enter")
        await judged.closed()
        ((words, (change,)),) = judged.journal.acts
        assert words == "tag + Vendor − Winter promo"
        assert change.want == TagDelta(("Vendor",), ("Winter promo",))
        assert len(judged.run.gateway.log) == before


async def test_leaving_and_applying_nothing_decide_nothing(tmp_path: Path) -> None:
    async with judging(tmp_path, ("Booked",)) as judged:
        await judged.open()
        await judged.run.type("vend")
        await judged.run.press("enter", "escape")
        await judged.closed()
        await judged.open()
        await judged.run.press("enter")
        await judged.closed()
        assert judged.journal.acts == []


async def test_a_picker_takes_what_is_typed_at_once_even_before_the_tags_are_here(tmp_path: Path) -> None:
    async with judging(tmp_path, ("Booked",), read=False) as judged:
        await judged.run.pilot.press("t", *"vendor", "enter", "enter")
        await judged.closed()
        await judged.run.until(lambda: judged.journal.acts)
        assert judged.journal.acts[0][1][0].want == TagDelta(("Vendor",))
        assert len(judged.run.requests("tags.json")) == 1


async def test_where_the_tags_cannot_be_read_those_of_the_call_can_go(tmp_path: Path) -> None:
    async with judging(tmp_path, ("Booked",), read=False, forbidden=frozenset({"tags"})) as judged:
        await judged.open()
        await judged.run.until(lambda: "does not allow" in judged.run.screen_text())
        await judged.run.type("brand new")
        assert "create" not in judged.run.screen_text()
        await judged.run.press("end", "ctrl+u")
        await judged.run.type("booked")
        await judged.run.press("enter", "enter")
        await judged.closed()
        assert judged.journal.acts[0][1][0].want == TagDelta((), ("Booked",))


async def test_an_unknown_name_is_created_only_on_an_explicit_yes(tmp_path: Path) -> None:
    async with judging(tmp_path, ()) as judged:
        await judged.open()
        await judged.run.type("Vendors")
        await judged.run.press("enter")
        await judged.run.until(lambda: isinstance(judged.run.app.screen, ChoosingDialog))
        shown = " ".join(judged.run.screen_text().replace("│", " ").split())
        assert "Create the tag “Vendors”?" in shown
        assert "a new company tag of Cedar & Pine Dental; every colleague there will see it" in shown
        assert "Looks like “Vendor”" in shown
        await judged.run.press("enter")  # The harmless answer.
        await judged.run.until(lambda: isinstance(judged.run.app.screen, TagPicker))
        assert judged.run.app.screen.query_one(Input).value == "Vendors"
        await judged.run.press("enter")
        await judged.run.until(lambda: isinstance(judged.run.app.screen, ChoosingDialog))
        await judged.run.press("y")
        await judged.run.until(lambda: "Vendors  new" in judged.run.screen_text())
        await judged.run.press("enter")
        await judged.closed()
        assert judged.journal.acts[0][1][0].want == TagDelta(("Vendors",))


async def test_the_tag_that_it_looks_like_can_be_taken_instead(tmp_path: Path) -> None:
    async with judging(tmp_path, ()) as judged:
        await judged.open()
        await judged.run.type("Vendors")
        await judged.run.press("enter")
        await judged.run.until(lambda: isinstance(judged.run.app.screen, ChoosingDialog))
        await judged.run.press("a")
        await judged.run.until(lambda: "+ Vendor" in judged.run.screen_text())
        await judged.run.press("enter")
        await judged.closed()
        assert judged.journal.acts[0][1][0].want == TagDelta(("Vendor",))


async def test_a_match_is_taken_before_a_new_name(tmp_path: Path) -> None:
    async with judging(tmp_path, ()) as judged:
        await judged.open()
        await judged.run.type("follow")
        assert [line[:10] for line in judged.lines][-1] == "[ ] create"
        await judged.run.press("enter")
        assert "+ Follow up" in judged.run.screen_text()


async def test_a_disabled_name_is_not_created(tmp_path: Path) -> None:
    async with judging(tmp_path, ()) as judged:
        await judged.open()
        await judged.run.type("Winter promo")
        assert "disabled: T can enable it" in judged.run.screen_text()
        await judged.run.press("enter")
        assert isinstance(judged.run.app.screen, TagPicker)


async def test_several_calls_are_marked_all_some_or_none_and_only_what_was_toggled_changes(tmp_path: Path) -> None:
    async with judging(tmp_path, ("Booked", "Vendor"), ("Vendor",), ()) as judged:
        await judged.open()
        assert "Tags of 3 marked calls · Cedar & Pine Dental" in judged.run.screen_text()
        assert any(line.startswith("[-]") and "Booked" in line for line in judged.lines)
        await judged.run.type("booked")
        await judged.run.press("enter", "enter")
        await judged.closed()
        ((_, changes),) = judged.journal.acts
        assert [change.want for change in changes] == [TagDelta(("Booked",))] * 2


async def test_a_tag_that_one_company_lacks_is_marked_and_left_out_there(tmp_path: Path) -> None:
    async with judging(tmp_path, (), (), companies=(0, 1)) as judged:
        own = judged.run.gateway.accounts[0]
        only = own.tags.add("Whitening", 0, "blue1", own.clock())
        judged.directory.reread_tags()
        await judged.run.until(lambda: any(tag.id == str(only.id) for tag in judged.directory.tags() or ()))
        await judged.open()
        assert "2 companies" in judged.run.screen_text()
        await judged.run.type("whit")
        assert "only in Cedar & Pine Dental" in judged.run.screen_text()
        await judged.run.press("enter", "enter")
        await judged.closed()
        ((_, (change,)),) = judged.journal.acts
        assert change.call_id == judged.screen.calls[0].id
        assert judged.screen.told == ["Left out: 1 of Lakeside Plumbing, which does not have such a tag."]


async def test_tags_that_cannot_be_read_whole_are_not_changed(tmp_path: Path) -> None:
    async with judging(tmp_path, ()) as judged:
        odd = call(company=judged.screen.calls[0].company_id or "", tags=["Booked", 7])
        judged.screen.calls = [odd]
        await judged.run.pilot.press("t", "1")
        await judged.run.until(lambda: not judged.run.app.holds_keys)
        assert judged.run.app.screen is judged.screen
        assert "cannot be read" in judged.screen.told[0]
        await judged.run.press("1")
        assert judged.journal.acts == []
        judged.screen.calls = [odd, call(company=judged.screen.calls[0].company_id or "")]
        await judged.open()
        assert judged.screen.told[-1].startswith("Left out: 1 whose tags")


async def test_a_favourite_is_set_in_the_picker_and_its_key_adds_and_takes_away(tmp_path: Path) -> None:
    async with judging(tmp_path, ("Booked",)) as judged:
        await judged.open()
        await judged.run.type("vend")
        await judged.run.press("tab")
        await judged.run.until(lambda: isinstance(judged.run.app.screen, ChoosingDialog))
        await judged.run.press("7")
        await judged.run.until(lambda: "Vendor  key 7" in judged.run.screen_text())
        await judged.run.press("escape")
        await judged.closed()
        company = judged.screen.calls[0].company_id or ""
        assert judged.screen.stored == {company: {7: "Vendor"}}
        await judged.run.press("7")
        judged.screen.calls = [call("vendor", company=company)]
        await judged.run.press("7")
        assert [act[0] for act in judged.journal.acts] == ["tag + Vendor", "tag − Vendor"]


async def test_keys_that_were_not_set_hold_the_most_used_tags_and_keep_them(tmp_path: Path) -> None:
    async with judging(tmp_path, ()) as judged:
        session, company = judged.screen.session, judged.screen.calls[0].company_id or ""
        assert session is not None
        names = judged.screen.favourite_names(company)
        usable_names = {tag.name for tag in usable(judged.directory.tags() or (), company)}
        assert names
        assert set(names) <= usable_names
        await judged.run.press("1")
        assert judged.journal.acts[0][0] == f"tag + {names[0]}"
        assert judged.screen.favourite_names(company) is names


async def test_on_marked_calls_a_favourite_only_adds(tmp_path: Path) -> None:
    async with judging(tmp_path, ("Booked",), (), companies=(0, 1)) as judged:
        for one in judged.screen.calls:
            judged.screen.store_favourite(one.company_id or "", 1, "Booked")
        await judged.run.press("1")
        ((words, (change,)),) = judged.journal.acts
        assert words == "tag + Booked"
        assert (change.call_id, change.want) == (judged.screen.calls[1].id, TagDelta(("Booked",)))
        judged.screen.calls = [call("Booked", company=one.company_id or "") for one in judged.screen.calls]
        await judged.run.press("1")
        assert judged.screen.told == ["All of them have “Booked” already."]


@pytest.mark.parametrize(
    ("stored", "words"), [("", "has no tag in Cedar"), ("Winter promo", "cannot be used in Cedar")]
)
async def test_a_key_without_a_usable_tag_says_why(tmp_path: Path, stored: str, words: str) -> None:
    async with judging(tmp_path, ()) as judged:
        if stored:
            judged.screen.store_favourite(judged.screen.calls[0].company_id or "", 9, stored)
        judged.screen.session.window.open(judged.screen.session.window.query.changed(search="nobody"))  # type: ignore[union-attr]
        await judged.run.until(lambda: judged.screen.session.window.total == 0)  # type: ignore[union-attr]
        await judged.run.press("9")
        assert words in judged.screen.told[0]
        assert judged.journal.acts == []


async def test_a_favourite_key_before_the_tags_are_here_waits_for_them(tmp_path: Path) -> None:
    async with judging(tmp_path, (), read=False) as judged:
        assert judged.directory.tags() is None
        await judged.run.press("1")
        await judged.run.until(lambda: judged.journal.acts)
        assert len(judged.journal.acts) == 1
