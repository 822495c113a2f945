"""Writing notes, values and all fields: nothing typed is lost, nothing is written that was not changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import NotJournalled
from callrail_tui.model.call import Call
from callrail_tui.model.edit import Appended, Change, TagDelta
from callrail_tui.screens.dialogs.choosing import ChoosingDialog
from callrail_tui.screens.dialogs.confirming import ConfirmDialog
from callrail_tui.screens.dialogs.edit_form import EditForm
from callrail_tui.screens.dialogs.note import NoteDialog
from callrail_tui.screens.dialogs.value import ValueDialog
from callrail_tui.session.edits import Edits
from tests.screens.running import Program, now, program

SMALL = DemoSettings(calls=300, now=now)


def edits(run: Program) -> Edits:
    assert run.app.opener.session is not None
    return run.app.opener.session.edits


def call(run: Program, row: int = 0) -> Call:
    found = run.explorer.rows.row(row)
    assert found is not None
    return found


def decided(run: Program) -> list[tuple[str, Any]]:
    """What was decided so far, oldest first."""
    return [(edit.field, edit.want) for edit in reversed(edits(run).entries())]


async def opened(run: Program, key: str, dialog: type[Any]) -> Any:
    """Press the key of an editor, and wait until it has the focus."""
    await run.press(key)
    await run.until(lambda: isinstance(run.app.screen, dialog) and run.app.focused is not None)
    return run.app.screen


async def closed(run: Program) -> None:
    await run.until(lambda: run.app.screen is run.explorer)


async def noted(run: Program, row: int, text: str) -> None:
    """Have a call that carries this note, as if it had been read so."""
    edits(run).decide([Change(call(run, row).id, "note", text)], words="before")


async def test_a_note_is_one_line_at_once_and_enter_saves_it(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await opened(run, "n", NoteDialog)
        await run.type("call back")
        await run.press("enter")
        await closed(run)
        assert decided(run) == [("note", "call back")]
        assert run.list.cursor == 0


async def test_an_unchanged_note_decides_nothing(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await noted(run, 0, "as it is")
        dialog = await opened(run, "n", NoteDialog)
        assert dialog.text == "as it is"
        await run.press("enter")
        await closed(run)
        assert len(decided(run)) == 1


@pytest.mark.parametrize("note", ["red\x1b[31m", "a\u200bb", "[/b] [@click=app.quit]x[/]", "tab\there"])
async def test_a_hostile_note_is_shown_cleaned_and_not_written_back(tmp_path: Path, note: str) -> None:
    async with program(tmp_path, SMALL) as run:
        await noted(run, 0, note)
        dialog = await opened(run, "n", NoteDialog)
        assert "\x1b" not in dialog.text
        await run.press("enter")
        await closed(run)
        assert decided(run) == [("note", note)]


async def test_a_note_of_several_lines_opens_as_such_and_ctrl_j_saves_it(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await noted(run, 0, "first\nsecond")
        dialog = await opened(run, "n", NoteDialog)
        assert isinstance(run.app.focused, TextArea)
        await run.press("enter")
        await run.type("third")
        assert dialog.text == "first\nsecond\nthird"
        await run.press("ctrl+j")
        await closed(run)
        assert decided(run)[-1] == ("note", "first\nsecond\nthird")


async def test_ctrl_o_goes_on_in_several_lines(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await opened(run, "n", NoteDialog)
        await run.type("one")
        await run.press("ctrl+o")
        await run.until(lambda: isinstance(run.app.focused, TextArea))
        await run.press("enter")
        await run.type("two")
        await run.press("ctrl+j")
        await closed(run)
        assert decided(run) == [("note", "one\ntwo")]


async def test_clearing_a_note_is_said_twice(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await noted(run, 0, "old")
        await opened(run, "n", NoteDialog)
        await run.press("backspace", "backspace", "backspace", "enter")
        assert isinstance(run.app.screen, NoteDialog)
        assert "clears the note" in run.screen_text()
        await run.press("enter")
        await closed(run)
        assert decided(run)[-1] == ("note", "")
        assert call(run).note is None


async def test_a_note_that_is_too_long_says_so_and_stays(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        dialog = await opened(run, "n", NoteDialog)
        dialog.query_one(Input).value = "x" * 4_001
        await run.press("enter")
        assert "4,001 characters" in run.screen_text()
        assert len(dialog.text) == 4_001
        assert decided(run) == []


async def test_a_note_that_was_left_comes_back_as_a_draft(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await opened(run, "n", NoteDialog)
        await run.type("half a th")
        await run.press("escape")
        await closed(run)
        assert decided(run) == []
        dialog = await opened(run, "n", NoteDialog)
        assert dialog.text == "half a th"
        assert "draft" in run.screen_text()
        await run.press("ctrl+r")
        assert dialog.text == ""
        await run.press("escape")
        await closed(run)
        assert edits(run).drafts() == []


async def test_a_draft_is_kept_while_it_is_written_and_outlives_the_program(tmp_path: Path) -> None:
    gateway = create_app(SMALL)
    async with program(tmp_path, gateway=gateway) as run:
        dialog = await opened(run, "n", NoteDialog)
        await run.type("unfin")
        dialog.keep_draft()
        assert [draft.text for draft in edits(run).drafts()] == ["unfin"]
        await run.type("ished")
        run.app.exit()
    async with program(tmp_path, gateway=gateway) as run:
        dialog = await opened(run, "n", NoteDialog)
        assert dialog.text == "unfinished"


async def test_a_journal_that_takes_nothing_costs_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(tmp_path, SMALL, toasts=True) as run:

        def refuse(*_: object, **__: object) -> int:
            raise NotJournalled

        monkeypatch.setattr(edits(run), "decide", refuse)
        await opened(run, "n", NoteDialog)
        await run.type("precious")
        await run.press("enter")
        await closed(run)
        told = " ".join(note.message for note in run.app._notifications)
        assert "could not be kept on disk" in told
        dialog = await opened(run, "n", NoteDialog)
        assert dialog.text == "precious"


async def test_a_note_that_was_never_fetched_is_read_before_it_is_edited(tmp_path: Path) -> None:
    refused = DemoSettings(calls=300, now=now, refused_fields=frozenset({"note"}))
    async with program(tmp_path, refused) as run:
        assert "note" not in call(run, 5).raw
        run.list.move_to(5)
        before = len(run.requests("/calls/" + call(run, 5).id + ".json"))
        dialog = await opened(run, "n", NoteDialog)
        assert len(run.requests("/calls/" + call(run, 5).id + ".json")) == before + 1
        assert isinstance(dialog, NoteDialog)


async def test_several_calls_get_a_line_below_their_own_notes(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("space", "space")
        await opened(run, "n", NoteDialog)
        assert "2 calls" in run.screen_text()
        await run.type("seen")
        await run.press("enter")
        await closed(run)
        assert decided(run) == [("note", Appended("seen"))] * 2


@pytest.mark.parametrize(
    ("typed", "want"), [("1250", "1250.00"), ("$1,250.50", "1250.50"), ("12,5", "12.50"), ("1.2k", "1200.00")]
)
async def test_a_value_is_typed_as_people_write_money(tmp_path: Path, typed: str, want: str) -> None:
    async with program(tmp_path, SMALL) as run:
        dialog = await opened(run, "dollar_sign", ValueDialog)
        dialog.query_one(Input).value = typed
        await run.press("enter")
        await closed(run)
        assert decided(run) == [("value", want)]


async def test_what_is_no_amount_is_said_beside_the_text(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        dialog = await opened(run, "dollar_sign", ValueDialog)
        dialog.query_one(Input).value = "a lot"
        await run.press("enter")
        assert "such as 1250" in run.screen_text()
        await run.press("escape")
        await closed(run)
        assert decided(run) == []


@pytest.mark.parametrize("key", ["dollar_sign", "e"])
async def test_value_and_form_are_for_one_call(tmp_path: Path, key: str) -> None:
    async with program(tmp_path, SMALL, toasts=True) as run:
        await run.press("space", "space", key)
        await run.until(lambda: run.app._notifications)
        assert run.app.screen is run.explorer


def _name(form: EditForm) -> None:
    form.query_one("#form-customer_name", Input).value = "Jordan Example"


def _lead(form: EditForm) -> None:
    form._write("lead_status", "good_lead")


def _tags(form: EditForm) -> None:
    form._write("tags", "Booked")


def _note(form: EditForm) -> None:
    form._write("note", "two\nlines")


def _value(form: EditForm) -> None:
    form._write("value", "$12")


def _spam(form: EditForm) -> None:
    form._write("spam", "yes")


@pytest.mark.parametrize(
    ("fill", "made"),
    [
        (_name, ("customer_name", "Jordan Example")),
        (_lead, ("lead_status", "good_lead")),
        (_tags, ("tags", TagDelta(("Booked",)))),
        (_note, ("note", "two\nlines")),
        (_value, ("value", "12.00")),
        (_spam, ("spam", True)),
    ],
)
async def test_the_form_decides_only_what_was_changed(
    tmp_path: Path, fill: Callable[[EditForm], None], made: tuple[str, Any]
) -> None:
    async with program(tmp_path, SMALL) as run:
        session = run.app.opener.session
        assert session is not None
        session.directory.want_tags()
        await run.until(lambda: session.directory.tags() is not None)
        form = await opened(run, "e", EditForm)
        fill(form)
        await run.pilot.pause()
        assert form.dirty == (made[0],)
        assert "*" in run.screen_text()
        await run.press("ctrl+j")
        await closed(run)
        assert decided(run) == [made]


async def test_the_form_says_what_cannot_be_taken_and_goes_there(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        form = await opened(run, "e", EditForm)
        form._write("value", "lots")
        await run.press("ctrl+j")
        assert "such as 1250" in run.screen_text()
        assert run.app.focused is form.query_one("#form-value")


async def test_a_name_that_is_no_tag_is_made_only_on_an_explicit_yes(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        form = await opened(run, "e", EditForm)
        form._write("tags", "Bokoed")
        await run.press("ctrl+j")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        assert "new tag of" in run.screen_text()
        await run.press("enter")
        await closed(run)
        assert decided(run) == []


@pytest.mark.parametrize(("key", "kept"), [("n", True), ("d", False)])
async def test_esc_asks_only_where_something_was_changed(tmp_path: Path, key: str, kept: bool) -> None:
    async with program(tmp_path, SMALL) as run:
        await opened(run, "e", EditForm)
        await run.press("escape")
        await closed(run)
        form = await opened(run, "e", EditForm)
        form._write("note", "draft of a note")
        await run.press("escape")
        await run.until(lambda: isinstance(run.app.screen, ChoosingDialog))
        await run.press(key)
        await closed(run)
        drafts = [json.loads(draft.text) for draft in edits(run).drafts()]
        assert drafts == ([{"note": "draft of a note"}] if kept else [])
        form = await opened(run, "e", EditForm)
        assert form.dirty == (("note",) if kept else ())
        assert decided(run) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_every_field_of_the_form_is_reached_with_tab_and_seen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with program(tmp_path, SMALL, size=size) as run:
        await opened(run, "e", EditForm)
        for label in ("Name", "Lead", "Tags", "Note", "Value", "Spam", "Save"):
            assert label in run.screen_text()
            focused = run.app.focused
            assert focused is not None
            assert run.app.screen.region.contains_region(focused.region)
            await run.press("tab")


async def test_a_company_without_lead_scoring_is_warned_about_before_it_is_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with program(tmp_path, SMALL, toasts=True) as run:
        session = run.app.opener.session
        assert session is not None
        await run.until(lambda: session.directory.has_companies)
        companies = {one.id: one._replace(lead_scoring=False) for one in session.directory.companies}
        monkeypatch.setattr(session.directory, "_by_id", companies)
        await run.press("plus")
        assert decided(run) == []
        assert any("scoring switched off" in note.message for note in run.app._notifications)
        await run.press("plus")
        assert decided(run) == [("lead_status", "good_lead")]
