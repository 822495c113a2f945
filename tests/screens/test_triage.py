"""The work-through screen in the whole program: one key for a decision, and the next card comes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import CallrailTuiError
from callrail_tui.keymap import LIST, TRIAGE, actions
from callrail_tui.messages import SessionChanged
from callrail_tui.model.call import Call
from callrail_tui.model.edit import LEAD, NOTE, TAGS, State, TagDelta
from callrail_tui.model.work import Order, Pile
from callrail_tui.present.hints import hinted
from callrail_tui.screens.dialogs.working import OrderDialog, ResumeDialog
from callrail_tui.screens.triage import TriageScreen
from callrail_tui.session.facts import EditsChanged
from callrail_tui.session.session import Session
from callrail_tui.session.work_log import kept_work
from tests.screens.running import Program, now, program
from tests.session.memory_edits import MemoryEdits


class Deciding(TriageScreen):
    """With a few one-key decisions, as the place has them once it is put together."""

    said: list[str]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.said = []

    def refuse(self, words: str) -> None:
        self.said.append(words)

    def complain(self, error: CallrailTuiError) -> None:
        self.said.append(error.title)

    def action_good(self) -> None:
        self.decide(LEAD, "good_lead", "good lead", advances=True)

    def action_favourite(self, slot: int) -> None:
        self.decide(TAGS, TagDelta(add=(f"Tag {slot}",)), "tag")

    def action_undo(self) -> None:
        undone = self.session.edits.undo()
        self.went_back(undone.call_id if undone is not None else None)


class Triage:
    """The screen over the program."""

    def __init__(self, run: Program, edits: MemoryEdits, screen: Deciding) -> None:
        self.run, self.edits, self.screen = run, edits, screen

    @property
    def call(self) -> Call:
        assert self.screen.work is not None
        assert self.screen.work.current is not None
        return self.screen.work.current

    @property
    def card_id(self) -> str | None:
        return self.screen.work.current_id if self.screen.work is not None else None

    @property
    def text(self) -> str:
        return self.run.screen_text()

    async def press(self, *keys: str) -> None:
        await self.run.press(*keys)
        await self.run.until(self.is_quiet)
        await self.run.pilot.pause()

    def is_quiet(self) -> bool:
        worker = self.screen.session.worker
        return not worker.busy and not worker.queued


@asynccontextmanager
async def triage(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    edits: MemoryEdits | None = None,
    query: dict[str, Any] | None = None,
    ready: bool = True,
    size: tuple[int, int] = (120, 36),
    demo: DemoSettings | None = None,
    **options: Any,
) -> AsyncIterator[Triage]:
    """The screen on the first card of the list's question, changed by `query`."""
    edits = edits or MemoryEdits()
    monkeypatch.setattr(Session, "edits", edits, raising=False)
    async with program(path, demo, size=size) as run:
        session = run.app.opener.session
        assert session is not None
        session.edits = edits  # type: ignore[assignment]
        asked = session.window.query.changed(**(query or {}))
        screen = Deciding(session, asked, run.app.today, **options)
        session.subscribe(lambda fact: screen.post_message(SessionChanged(fact)) and None)
        edits._report = session._report
        await run.app.push_screen(screen)
        at = Triage(run, edits, screen)
        if ready:
            await run.until(lambda: screen.work and (screen.work.current or screen.work.is_over))
            await run.until(at.is_quiet)
            await run.pilot.pause()
        yield at


FEW = {"start_date": "2026-11-23", "end_date": "2026-11-24"}


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_the_card_is_readable_at_every_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async with triage(tmp_path, monkeypatch, size=size) as at:
        lines = at.text.splitlines()
        assert lines[0].strip() == "Work  untouched calls of the last 30 days"
        assert lines[1].strip().startswith("0/≤")
        words = " ".join(at.text.split())
        for needed in ("Before", "Company", "Source", "Lead not scored", "Said", "+ Good lead", "space Skip", "Work"):
            assert needed in words, needed
        assert re.search(r"\d of [\d…–]", at.text) is None


async def test_a_judgement_goes_on_to_the_next_card_and_a_tag_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with triage(tmp_path, monkeypatch) as at:
        first = at.card_id
        await at.press("1")
        assert at.card_id == first
        assert "Tag 1" in at.text
        await at.press("plus")
        assert at.card_id != first
        assert [(edit.call_id, edit.field) for edit in at.edits.edits] == [(first, TAGS), (first, LEAD)]
        assert at.text.splitlines()[1].strip().startswith("1/≤")


async def test_undo_returns_to_the_card_that_it_undid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with triage(tmp_path, monkeypatch) as at:
        first = at.card_id
        await at.press("plus", "space", "u")
        assert at.card_id == first
        assert at.edits.edits == []
        assert at.text.splitlines()[1].strip().startswith("0/≤")


async def test_skip_defer_reviewed_and_previous(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with triage(tmp_path, monkeypatch) as at:
        cards = [at.card_id]
        for key in ("space", "semicolon", "full_stop"):
            await at.press(key)
            cards.append(at.card_id)
        assert len(set(cards)) == 4
        assert "1 skipped · 1 deferred · 1 reviewed" in at.text
        await at.press("backspace")
        assert at.card_id == cards[2]
        assert "This card is among the reviewed already" in at.text
        await at.press("backspace", "backspace", "backspace")
        assert at.card_id == cards[0]
        assert at.screen.said == ["There is no card before this one."]
        assert at.edits.edits == []


async def test_reviewed_sets_the_tag_of_the_config_and_not_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with triage(tmp_path, monkeypatch, reviewed_tag="Reviewed", query=FEW) as at:
        first = at.card_id
        await at.press("full_stop")
        assert [(edit.call_id, edit.want) for edit in at.edits.edits] == [(first, TagDelta(add=("Reviewed",)))]
        await at.press("backspace", "full_stop")
        assert len(at.edits.edits) == 1


async def test_a_decision_that_is_refused_stays_on_the_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = MemoryEdits(refuse=CallrailTuiError("Nothing can be written.", "Free some space."))
    async with triage(tmp_path, monkeypatch, edits=edits, reviewed_tag="Reviewed") as at:
        first = at.card_id
        await at.press("plus", "full_stop")
        assert at.card_id == first
        assert at.screen.said == ["Nothing can be written."] * 2


async def test_the_end_sums_up_and_works_the_piles_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with triage(tmp_path, monkeypatch, query=FEW) as at:
        work = at.screen.work
        assert work is not None
        skipped = at.card_id
        await at.press("space")
        deferred = at.card_id
        await at.press("semicolon")
        while at.card_id is not None:
            await at.press("plus")
        assert "Every card has been up." in at.text
        assert at.screen.targets() == []
        await at.press("semicolon")
        assert at.card_id == deferred
        await at.press("plus", "space")
        assert at.card_id == skipped
        await at.press("plus")
        assert "All done." in at.text
        assert work.progress.done == work.progress.total
        await at.press("space")
        assert at.screen.said[-1] == "No card was skipped."


async def test_a_list_without_calls_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with triage(tmp_path, monkeypatch, query={"search": "nobody of this name"}) as at:
        assert "Nothing to work through here." in at.text
        await at.press("plus", "space")
        assert at.edits.edits == []


async def test_earlier_work_is_resumed_at_its_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = MemoryEdits()
    async with triage(tmp_path, monkeypatch, edits=edits) as at:
        await at.press("plus", "plus", "space", "semicolon")
        card = at.card_id
    edits.edits.clear()
    async with triage(tmp_path, monkeypatch, edits=edits, ready=False) as at:
        await at.run.until(lambda: isinstance(at.run.app.screen, ResumeDialog))
        await at.run.until(lambda: "Resume at 2/" in at.text)
        assert at.screen.work is None
        await at.run.press("enter")
        await at.run.until(lambda: at.run.app.screen is at.screen and at.screen.work and at.screen.work.current)
        assert at.card_id == card
        assert at.text.splitlines()[1].strip().startswith("2/")
        assert "1 skipped · 1 deferred" in at.text


@pytest.mark.parametrize(("key", "starts"), [("n", True), ("escape", False)])
async def test_earlier_work_can_be_left_or_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, starts: bool
) -> None:
    edits = MemoryEdits()
    async with triage(tmp_path, monkeypatch, edits=edits) as at:
        await at.press("space", "space")
    async with triage(tmp_path, monkeypatch, edits=edits, ready=False) as at:
        await at.run.until(lambda: isinstance(at.run.app.screen, ResumeDialog))
        await at.run.press(key)
        if starts:
            await at.run.until(lambda: at.screen.work and at.screen.work.current)
            assert at.screen.work is not None
            assert at.screen.work.progress.skipped == 0
        else:
            await at.run.until(lambda: at.run.app.screen is at.run.explorer)
            assert kept_work(edits) is not None  # type: ignore[arg-type]


async def test_the_order_is_chosen_in_a_dialog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with triage(tmp_path, monkeypatch) as at:
        await at.run.press("s")
        await at.run.until(lambda: isinstance(at.run.app.screen, OrderDialog))
        await at.run.type("oldest")
        await at.press("enter")
        await at.run.until(lambda: at.screen.work and at.screen.work.current)
        assert at.screen.work is not None
        assert at.screen.work.order is Order.OLDEST
        assert "oldest first" in at.text
        assert "sort=start_time" in at.run.requests("/calls.json")[-1]


async def test_a_draft_of_the_card_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = MemoryEdits()
    async with triage(tmp_path, monkeypatch, edits=edits) as at:
        assert "draft" not in at.text
        assert at.screen.work is not None
        edits.keep_draft(NOTE, at.screen.work.next_ids(1)[0], "call ba")
        await at.press("space")
        assert "A draft of a note is kept · n opens it" in at.text


async def test_how_an_edit_stands_is_drawn_as_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with triage(tmp_path, monkeypatch) as at:
        await at.press("1")
        assert "not sent yet: u takes it back" in at.text
        at.edits.edits = [edit._replace(state=State.FAILED) for edit in at.edits.edits]
        at.screen.session._report(EditsChanged(frozenset({at.call.id})))
        await at.run.until(lambda: "failed: O says why" in at.text)


async def test_the_card_scrolls_by_keys_and_the_next_begins_at_its_top(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with triage(tmp_path, monkeypatch, size=(80, 16)) as at:
        pane = at.screen.card_pane
        last = pane.max_scroll_y
        assert last > 0
        for key, place in (("j", 1), ("down", 2), ("k", 1), ("G", last), ("pagedown", last), ("g", 0), ("pageup", 0)):
            await at.press(key)
            assert pane.scroll_offset.y == place, key
        await at.press("G", "space")
        assert pane.scroll_offset.y == 0


async def test_the_card_is_shown_at_once_and_the_transcript_comes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = True

    async def intercept(method: str, path: str) -> int | None:
        return 403 if refused and "/calls/CAL" in path else None

    demo = DemoSettings(now=now, intercept=intercept)
    async with triage(tmp_path, monkeypatch, demo=demo) as at:
        assert "The whole call could not be read" in at.text
        assert at.call.customer_number is not None
        refused = False
        at.screen.refresh_all()
        await at.run.until(lambda: at.screen.card_pane.facts and at.screen.card_pane.facts.whole)
        assert "could not be read" not in at.text


async def test_leaving_keeps_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with triage(tmp_path, monkeypatch) as at:
        await at.press("space", "plus")
        card = at.card_id
        at.screen.dismiss()
        await at.run.until(lambda: at.run.app.screen is at.run.explorer)
        kept = kept_work(at.edits)  # type: ignore[arg-type]
        assert kept is not None
        assert (kept.at, kept.done, list(kept.piles.values())) == (card, 1, [Pile.SKIPPED, Pile.DECIDED])


async def test_hostile_calls_stay_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with triage(tmp_path, monkeypatch, demo=DemoSettings(now=now, hostile=True)) as at:
        for _ in range(8):
            await at.press("space")
            assert at.run.clickable() == set()


def test_the_hints_are_the_judgements_and_the_way_on() -> None:
    assert [action.id for action in hinted(TRIAGE)] == [
        "triage.good", "triage.not-lead", "triage.spam", "triage.skip", "triage.defer", "app.help",
    ]  # fmt: skip
    assert {action.name for action in actions(TRIAGE)} > {"good", "skip", "defer", "reviewed", "previous", "order"}
    assert all(action.id.startswith("list.") for action in actions(LIST))
