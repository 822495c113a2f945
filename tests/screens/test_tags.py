"""The tag manager on the screen, over the embedded gateway: what it shows, and every way to change a tag."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from callrail_tui.commands import offered, run_action
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.demo.tagbook import Tag as DemoTag
from callrail_tui.keymap import TAGS, actions
from callrail_tui.messages import HistoryRewritten, SessionChanged, TagAsked
from callrail_tui.model.administration import Tag
from callrail_tui.model.tagging import ACCEPTED
from callrail_tui.screens.dialogs.tag_forms import (
    ColorDialog,
    CreateDialog,
    DeleteDialog,
    OwnerDialog,
    RecolourDialog,
    RenameDialog,
)
from callrail_tui.screens.tags import TagsScreen
from callrail_tui.session.tag_book import RefusedColor
from callrail_tui.widgets.hint_line import HintLine
from tests.screens.running import Program, now, program


class Managed:
    """The running tag manager."""

    def __init__(self, run: Program, screen: TagsScreen, stored: dict[str, dict[int, str]]) -> None:
        self.run = run
        self.screen = screen
        self.session = screen.session
        self.stored = stored

    @property
    def text(self) -> str:
        """The screen, its blanks and frames as single blanks."""
        return " ".join(self.run.screen_text().replace("│", " ").split())

    def truth(self, name: str) -> list[DemoTag]:
        """The server's tags of a name."""
        return [tag for tag in self.run.gateway.accounts[0].tags if tag.name == name]

    def sent(self, method: str) -> int:
        """How many such requests the gateway has answered."""
        return sum(one.method == method for one in self.run.gateway.log)

    async def at(self, name: str) -> Tag:
        """Put the cursor on a tag."""
        tag = next(row.tag for row in self.screen.rows if row.tag.name == name)
        self.screen.list.go_to(tag.id)
        await self.run.pilot.pause()
        return tag

    async def dialog(self, kind: type[Any]) -> Any:
        """Wait for a dialog."""
        await self.run.until(lambda: isinstance(self.run.app.screen, kind) and self.run.app.focused)
        return self.run.app.screen

    async def back(self) -> None:
        """Wait until the dialogs are gone."""
        await self.run.until(lambda: self.run.app.screen is self.screen)

    async def clear(self) -> None:
        """Empty the field."""
        await self.run.press("end", "ctrl+u")


@asynccontextmanager
async def managed(
    tmp_path: Path, *, size: tuple[int, int] = (120, 36), scoped: bool = False, read_only: bool = False, **demo: Any
) -> AsyncIterator[Managed]:
    async with program(tmp_path, DemoSettings(now=now, calls=300, **demo), size=size, read_only=read_only) as run:
        session = run.app.opener.session
        assert session is not None
        await run.until(lambda: session.directory.has_companies)
        if scoped:
            session.window.open(session.window.query.changed(company_id=session.directory.companies[0].id))
            await run.until(lambda: session.window.total)
        stored: dict[str, dict[int, str]] = {}

        def favourites_of(company_id: str) -> tuple[str | None, ...]:
            slots = stored.get(company_id, {})
            return tuple(slots.get(slot) or None for slot in range(1, max(slots, default=0) + 1))

        def store(company_id: str, slot: int, name: str) -> None:
            stored.setdefault(company_id, {})[slot] = name

        screen = TagsScreen(session, favourites_of, store)
        session.subscribe(lambda fact: screen.post_message(SessionChanged(fact)) and None)
        await run.app.push_screen(screen)
        opened = Managed(run, screen, stored)
        await run.until(lambda: screen.rows or session.directory.error("tags"))
        yield opened


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_it_shows_what_there_is_and_how_often(tmp_path: Path, size: tuple[int, int]) -> None:
    async with managed(tmp_path, size=size) as opened:
        assert "Brightwater Agency · 30 tags" in opened.run.screen_text()
        line = next(line for line in opened.run.screen_text().splitlines() if "Existing customer" in line)
        counted = sum("Existing customer" in (call.tags or ()) for call in opened.session.window.loaded())
        assert counted > 0
        assert line.split()[-2:] == ["enabled", str(counted)]
        assert "Aa blue1" in line
        assert "account" in line
        await opened.run.press("G")
        assert "disabled" in opened.run.screen_text()
        assert len(opened.run.requests("tags.json")) == 1


async def test_the_swatch_is_drawn_in_the_documented_colours(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        strips = opened.run.app.screen._compositor.render_strips()
        styles = [piece.style for strip in strips for piece in strip if piece.text == "Aa" and piece.style]
        backgrounds = {style.bgcolor.get_truecolor().hex for style in styles if style.bgcolor}
        assert "#b5cef7" in backgrounds  # blue1, of the existing customers


async def test_names_that_look_alike_are_pointed_out(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        account = opened.run.gateway.accounts[0]
        account.tags.add("Follow-ups", 0, "green2", account.clock())
        await opened.run.press("r")
        await opened.run.until(lambda: "2 look alike" in opened.text)
        await opened.at("Follow up")
        await opened.run.until(lambda: "“Follow up” looks like “Follow-ups” of Cedar & Pine Dental." in opened.text)
        assert len(opened.run.requests("tags.json")) == 2


async def test_the_filter_narrows_by_name_and_company_and_esc_takes_it_away(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.run.pilot.press("slash", *"harbor", "enter")
        await opened.run.until(lambda: "4/30 match" in opened.text)
        assert opened.run.app.focused is opened.screen.list
        await opened.run.press("escape")
        assert "30 tags" in opened.text


async def test_a_tag_is_created_with_what_was_chosen(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.run.pilot.press("a", *"Wants", "space", *"quote", "enter")
        await opened.dialog(OwnerDialog)
        await opened.run.pilot.press(*"lake", "enter")
        await opened.dialog(CreateDialog)
        await opened.run.press("tab", "tab", "enter")
        await opened.dialog(ColorDialog)
        await opened.run.pilot.press(*"red2", "enter")
        await opened.dialog(CreateDialog)
        assert "Aa red2" in opened.text
        await opened.run.press("tab", "enter")
        await opened.back()
        (made,) = opened.truth("Wants quote")
        assert (made.company, made.color) == (1, "red2")
        assert opened.screen.list.row is not None
        assert opened.screen.list.row.tag.name == "Wants quote"
        assert opened.sent("POST") == 1
        assert len(opened.run.requests("tags.json")) == 2  # One read, one POST: nothing is read again.


async def test_in_a_company_enter_creates_for_it_and_what_looks_alike_is_said(tmp_path: Path) -> None:
    async with managed(tmp_path, scoped=True) as opened:
        await opened.run.pilot.press("a", *"Vendors")
        await opened.dialog(CreateDialog)
        await opened.run.until(lambda: "looks like “Vendor”" in opened.text)
        await opened.run.press("enter")
        await opened.back()
        assert opened.truth("Vendors")[0].company == 0


async def test_a_refusal_is_explained_and_what_was_typed_stays(tmp_path: Path) -> None:
    async with managed(tmp_path, account_tags_forbidden=True) as opened:
        await opened.run.pilot.press("a", *"Everywhere", "enter")
        await opened.dialog(OwnerDialog)
        await opened.run.pilot.press(*"whole", "enter")
        form = await opened.dialog(CreateDialog)
        await opened.run.press("enter")
        await opened.run.until(lambda: "only by administrators" in opened.text)
        assert form.query_one(Input).value == "Everywhere"
        assert opened.truth("Everywhere") == []


async def test_the_servers_own_words_are_shown(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.at("Vendor")
        await opened.run.press("e")
        await opened.dialog(RenameDialog)
        await opened.clear()
        await opened.run.pilot.press(*"Follow", "space", *"up", "enter")
        await opened.run.until(lambda: "Name has already been taken" in opened.text)
        assert opened.truth("Vendor")


async def test_while_a_request_runs_it_says_so_and_takes_no_second_enter(tmp_path: Path) -> None:
    gate = asyncio.Event()

    async def hold(method: str, path: str) -> int | None:
        if method == "POST":
            await gate.wait()
        return None

    async with managed(tmp_path, scoped=True, intercept=hold) as opened:
        await opened.run.pilot.press("a", *"Slow", "enter")
        await opened.run.until(lambda: "Creating …" in opened.text)
        await opened.run.press("enter", "enter", "escape")
        await opened.back()
        await opened.run.press("a")
        await opened.run.until(lambda: not opened.run.app.holds_keys)
        assert "on its way" in opened.text
        gate.set()
        await opened.run.until(lambda: any(row.tag.name == "Slow" for row in opened.screen.rows))
        assert opened.sent("POST") == 1


async def test_a_rename_says_that_it_rewrites_history(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.at("Vendor")
        await opened.run.press("e")
        form = await opened.dialog(RenameDialog)
        assert "rewrites history" in opened.text
        assert form.query_one(Input).value == "Vendor"
        await opened.clear()
        await opened.run.press("enter")
        assert "needs a name" in opened.text
        await opened.run.pilot.press(*"Supplier", "enter")
        await opened.back()
        assert opened.truth("Supplier")
        assert any(row.tag.name == "Supplier" for row in opened.screen.rows)


async def test_the_keys_of_a_renamed_tag_follow_its_name(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        one, two = (company.id for company in opened.session.directory.companies[:2])
        opened.stored.update({one: {2: "Vendor", 3: "Booked"}, two: {1: "vendor"}})
        await opened.at("Vendor")
        await opened.run.press("e")
        await opened.dialog(RenameDialog)
        await opened.clear()
        await opened.run.pilot.press(*"Supplier", "enter")
        await opened.back()
        assert opened.stored == {one: {2: "Supplier", 3: "Booked"}, two: {1: "Supplier"}}
        assert "show the new name once they are read again" in opened.text


async def test_the_same_name_again_asks_nothing(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.at("Vendor")
        await opened.run.pilot.press("e")
        await opened.dialog(RenameDialog)
        await opened.run.press("enter")
        await opened.back()
        assert opened.sent("PUT") == 0


async def test_a_colour_is_chosen_from_the_documented_ones(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.at("Vendor")
        await opened.run.press("c")
        await opened.dialog(RecolourDialog)
        await opened.run.pilot.press(*"green4", "enter")
        await opened.back()
        assert opened.truth("Vendor")[0].color == "green4"


async def test_a_refused_colour_offers_those_that_are_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with managed(tmp_path) as opened:

        async def refuse(tag: Tag, color: str) -> Tag:
            raise RefusedColor(status=400, detail="Color is not included in the list")

        monkeypatch.setattr(opened.session.tag_book, "recolour", refuse)
        await opened.at("Vendor")
        await opened.run.press("c")
        dialog = await opened.dialog(RecolourDialog)
        await opened.run.pilot.press(*"green4", "enter")
        await opened.run.until(lambda: "does not accept this colour" in opened.text)
        await opened.clear()
        assert [entry.id for entry in dialog.picker._shown] == list(ACCEPTED)


async def test_disabling_and_enabling(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.at("Vendor")
        await opened.run.press("d")
        await opened.run.until(lambda: opened.truth("Vendor")[0].disabled)
        await opened.run.until(lambda: not next(r for r in opened.screen.rows if r.tag.name == "Vendor").tag.is_enabled)
        await opened.run.until(lambda: opened.session.tag_book.refusal is None)
        await opened.run.press("d")
        await opened.run.until(lambda: not opened.truth("Vendor")[0].disabled)


async def test_what_fails_without_a_dialog_is_said_below_the_list(tmp_path: Path) -> None:
    async with managed(tmp_path, account_tags_forbidden=True) as opened:
        await opened.at("Vendor")
        await opened.run.press("d")
        await opened.run.until(lambda: "only by administrators" in opened.text)
        assert not opened.truth("Vendor")[0].disabled
        await opened.run.press("k")
        assert "only by administrators" not in opened.text


async def test_delete_asks_for_the_name(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.at("Vendor")
        await opened.run.press("D")
        await opened.dialog(DeleteDialog)
        assert "nothing brings it back" in opened.text
        await opened.run.pilot.press(*"vendor", "enter")
        await opened.run.until(lambda: "That is not its name" in opened.text)
        assert opened.truth("Vendor")
        await opened.clear()
        await opened.run.pilot.press(*"Vendor", "enter")
        await opened.back()
        assert opened.truth("Vendor") == []
        assert not any(row.tag.name == "Vendor" for row in opened.screen.rows)


async def test_keys_behind_an_opening_key_are_text(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.at("Vendor")
        await opened.run.pilot.press("D", *"dD1aecq")
        form = await opened.dialog(DeleteDialog)
        await opened.run.until(lambda: form.query_one(Input).value == "dD1aecq")
        assert not opened.truth("Vendor")[0].disabled


async def test_read_only_refuses_and_says_so(tmp_path: Path) -> None:
    async with managed(tmp_path, read_only=True) as opened:
        for key in "aecD":
            await opened.run.press(key, "d")
            await opened.run.until(lambda: not opened.run.app.holds_keys)
            assert opened.run.app.screen is opened.screen
            assert "read-only" in opened.text
        assert opened.sent("PUT") + opened.sent("POST") == 0


async def test_a_tag_goes_on_a_key_and_off_again(tmp_path: Path) -> None:
    async with managed(tmp_path, scoped=True) as opened:
        company = opened.session.directory.companies[0].id
        await opened.at("Vendor")
        await opened.run.press("9")
        assert opened.stored == {company: {9: "Vendor"}}
        await opened.run.until(lambda: "Key 9 adds “Vendor” to calls of Cedar & Pine Dental." in opened.text)
        line = next(line for line in opened.run.screen_text().splitlines() if " Vendor " in line and "Aa" in line)
        assert line.split()[0] == "9"
        await opened.run.press("9")
        assert opened.stored == {company: {9: ""}}


async def test_a_key_that_cannot_have_the_tag_says_why(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        await opened.at("Vendor")
        await opened.run.press("1")
        assert "Favourites belong to a company" in opened.text
        await opened.at("Winter promo")
        await opened.run.press("1")
        assert "is disabled" in opened.text
        assert opened.stored == {}


async def test_places_are_told_of_calls_to_show_and_of_history_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    async with managed(tmp_path) as opened:
        monkeypatch.setattr(TagsScreen, "post_message", _noting(TagsScreen.post_message, asked))
        await opened.at("Vendor")
        await opened.run.press("D")
        await opened.dialog(DeleteDialog)
        await opened.run.pilot.press(*"Vendor", "enter")
        await opened.back()
        assert asked == ["rewritten"]
        await opened.at("Booked")
        await opened.run.press("enter")
        assert asked == ["rewritten", "Booked"]


def _noting(post: Callable[..., bool], asked: list[str]) -> Callable[..., bool]:
    def noting(screen: TagsScreen, message: Any) -> bool:
        if isinstance(message, TagAsked):
            asked.append(message.name)
        if isinstance(message, HistoryRewritten):
            asked.append("rewritten")
        return post(screen, message)

    return noting


async def test_where_the_tags_cannot_be_read_it_says_why(tmp_path: Path) -> None:
    async with managed(tmp_path, forbidden=frozenset({"tags"})) as opened:
        await opened.run.until(lambda: "does not allow" in opened.text)
        assert "r reads the tags again" in opened.text
        await opened.run.press("a", "x")
        await opened.run.until(lambda: not opened.run.app.holds_keys)
        assert opened.run.app.screen is opened.screen
        for key in ("e", "c", "D", "d", "1", "enter", "G"):
            await opened.run.press(key)
        assert opened.run.app.screen is opened.screen


async def test_a_reading_that_fails_is_said_and_what_was_here_stays(tmp_path: Path) -> None:
    refused: list[int] = []

    async def refuse(method: str, path: str) -> int | None:
        return refused[0] if refused and path.endswith("tags.json") else None

    async with managed(tmp_path, intercept=refuse) as opened:
        refused.append(403)
        await opened.run.press("r")
        await opened.run.until(lambda: "does not allow" in opened.text)
        assert len(opened.screen.rows) == 30


async def test_hostile_names_are_drawn_and_can_be_deleted(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        account = opened.run.gateway.accounts[0]
        account.tags.add("[red]\x1b[2J[/b]", None, "mauve9", account.clock())
        await opened.run.press("r")
        await opened.run.until(lambda: any("mauve9" in (row.tag.color or "") for row in opened.screen.rows))
        assert "·· mauve9" in opened.text
        assert "\x1b" not in opened.run.screen_text()


async def test_the_palette_and_the_hints_run_actions_here(tmp_path: Path) -> None:
    async with managed(tmp_path) as opened:
        here = {action.id for action in offered(opened.run.app)}
        assert {action.id for action in actions(TAGS)} <= here
        await run_action(opened.run.app, "tags.end")
        assert opened.screen.list.cursor == opened.screen.list.row_count - 1
        assert await opened.run.pilot.click(HintLine, offset=(2, 0))
        await opened.dialog(CreateDialog)


async def test_the_keys_of_the_table_reach_their_actions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[str] = []
    async with managed(tmp_path) as opened:

        async def note(action: str, *_: object, **__: object) -> bool:
            reached.append(action)
            return True

        monkeypatch.setattr(opened.run.app, "run_action", note)
        for action in actions(TAGS):
            for key in action.keys:
                reached.clear()
                await opened.run.pilot.press(key)
                assert reached == [action.call], key
