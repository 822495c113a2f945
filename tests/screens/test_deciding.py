"""One key, one decision: in the list and the detail, on one call and on the marked ones (design 4, deciding rules)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings, Intercept
from callrail_tui.model.call import Call
from callrail_tui.screens.dialogs.confirming import ConfirmDialog, CountDialog
from callrail_tui.screens.dialogs.spam import SpamDialog
from tests.screens.running import Program, now, program, session_of

SMALL = DemoSettings(calls=600, now=now)


def call(run: Program, row: int) -> Call:
    """The call of a row as it is shown."""
    found = run.explorer.rows.row(row)
    assert found is not None
    return found


def pending(run: Program) -> int:
    return session_of(run).edits.counts.pending


def puts(run: Program) -> list[str]:
    return [one.path for one in run.gateway.log if one.method == "PUT"]


@pytest.mark.parametrize(
    ("key", "status"), [("plus", "good_lead"), ("equals_sign", "good_lead"), ("minus", "not_a_lead")]
)
async def test_a_key_scores_the_call_under_the_cursor_at_once(tmp_path: Path, key: str, status: str) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("down", key)
        assert call(run, 1).lead_status == status
        assert run.list.cursor == 1
        assert "1 pending" in run.screen_text().splitlines()[-1]
        assert puts(run) == []


async def test_zero_clears_and_u_takes_back_and_ctrl_r_does_it_again(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("plus", "0")
        assert call(run, 0).lead_status is None
        await run.press("u")
        assert call(run, 0).lead_status == "good_lead"
        await run.press("u")
        assert call(run, 0).lead_status is None
        assert pending(run) == 0
        await run.press("ctrl+r")
        assert call(run, 0).lead_status == "good_lead"


async def test_u_returns_to_the_call_that_it_undid(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("down", "plus", "down", "down", "down", "u")
        await run.until(lambda: run.list.cursor == 1)


async def test_the_detail_decides_about_the_call_it_shows(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL, size=(80, 24)) as run:
        await run.press("down", "l", "plus")
        assert call(run, 1).lead_status == "good_lead"
        await run.until(lambda: "good_lead" in run.explorer.detail_pane.text)


async def test_in_the_tree_plus_and_minus_fold_and_nothing_is_decided(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL, size=(80, 24)) as run:
        await run.press("h", "down", "plus", "minus", "0", "1", "exclamation_mark")
        assert pending(run) == 0


async def test_a_held_key_stops_and_one_undo_takes_back_the_run(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL, toasts=True) as run:
        await run.pilot.press("plus", "plus", "plus", "plus", "plus")
        await run.pilot.pause()
        assert any("held down" in note.message for note in run.app._notifications)
        assert len(session_of(run).edits.entries()) == 1
        await run.press("u")
        assert pending(run) == 0


async def test_with_another_key_between_them_keys_are_not_held_however_fast_they_come(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL, toasts=True) as run:
        await run.press("plus", "j", "plus", "j", "plus", "j", "plus", "j", "plus")
        assert {call(run, row).lead_status for row in range(5)} == {"good_lead"}
        assert not any("held down" in note.message for note in run.app._notifications)


async def test_spam_asks_once_counts_down_and_u_takes_it_back(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("exclamation_mark")
        assert isinstance(run.app.screen, SpamDialog)
        await run.press("enter")
        assert pending(run) == 0
        await run.press("exclamation_mark", "exclamation_mark")
        await run.until(lambda: pending(run) == 1)
        assert "! spam" in run.screen_text()
        await run.press("u")
        assert "! spam" not in run.screen_text()
        assert puts(run) == []


async def test_spam_of_a_number_takes_the_untouched_loaded_calls_of_it(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        row = next(row for row in range(200) if run.explorer.same_number(call(run, row)))
        others = len(run.explorer.same_number(call(run, row)))
        run.list.move_to(row)
        await run.press("exclamation_mark", "a")
        await run.until(lambda: pending(run) == others + 1)


async def test_marks_take_the_keys_and_say_so(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("space", "space", "space")
        assert "3 marked: keys act on the MARKED" in run.screen_text()
        assert run.list.cursor == 3
        await run.press("minus")
        assert [call(run, row).lead_status for row in range(3)] == ["not_a_lead"] * 3
        assert session_of(run).edits.of_call(call(run, 3).id) == []
        await run.press("escape")
        assert "MARKED" not in run.screen_text()
        await run.press("u")
        assert pending(run) == 0


async def test_a_range_marks_every_row_in_it_and_esc_leaves_it(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("v", "down", "down", "escape")
        assert len(run.explorer.marks) == 0
        await run.press("v", "up", "up", "v")
        assert len(run.explorer.marks) == 3
        await run.press("u", "escape")
        assert len(run.explorer.marks) == 0


async def test_a_range_over_rows_that_are_not_here_reads_them(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("v", "G", "v")
        await run.until(lambda: len(run.explorer.marks) == run.list.row_count)


async def test_all_that_match_are_counted_and_priced_first(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        total = run.list.row_count
        await run.press("asterisk")
        assert isinstance(run.app.screen, ConfirmDialog)
        assert f"{total:,} calls" in run.screen_text()
        assert "requests" in run.screen_text()
        await run.press("enter")
        assert len(run.explorer.marks) == 0
        await run.press("asterisk", "y")
        await run.until(lambda: len(run.explorer.marks) == total)
        await run.press("minus")
        await run.until(lambda: isinstance(run.app.screen, CountDialog))
        await run.type("25")
        await run.press("enter")
        assert pending(run) == 0
        run.app.screen.query_one("Input").clear()  # type: ignore[attr-defined]
        await run.type(str(total))
        await run.press("enter")
        await run.until(lambda: pending(run) > 0)
        assert len({edit.act for edit in session_of(run).edits.entries()}) == 1


async def test_marks_out_of_view_are_asked_about(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("space", "G", "space", "minus")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        assert "1 of them out of view" in run.screen_text()
        await run.press("enter")
        assert pending(run) == 0
        await run.press("minus", "y")
        await run.until(lambda: pending(run) == 2)


async def test_another_question_drops_the_marks(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("space", "space", "h", "down", "enter")
        await run.until(lambda: run.explorer.inquiry.query.company_id)
        assert len(run.explorer.marks) == 0


async def test_bulk_spam_asks_for_the_count(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("space", "space", "exclamation_mark")
        await run.until(lambda: isinstance(run.app.screen, CountDialog))
        await run.type("2")
        await run.press("enter")
        await run.until(lambda: pending(run) == 2)


async def test_read_only_says_so_and_nothing_changes(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL, read_only=True, toasts=True) as run:
        before = call(run, 0).lead_status
        await run.press("plus")
        assert call(run, 0).lead_status == before
        assert any("read-only" in note.message for note in run.app._notifications)


async def test_a_judged_call_stays_in_its_place_until_r(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL, view="untouched") as run:
        first, total = call(run, 0).id, run.list.row_count
        await run.press("plus")
        session_of(run).edits.retry([edit.seq for edit in session_of(run).edits.entries()])
        await run.until(lambda: pending(run) == 0)
        assert call(run, 0).id == first
        assert run.list.row_count == total
        assert "✓" in run.screen_text()
        await run.press("r")
        await run.until(lambda: run.list.row_count == total - 1)
        assert call(run, 0).id != first


async def test_q_within_the_hold_sends_first_and_then_leaves(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("plus", "q")
        await run.until(lambda: run.app._exit)
        assert len(puts(run)) == 1


async def test_the_places_are_reached_and_left(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        await run.press("O")
        await run.until(lambda: run.app.place is not None and run.app.place.PLACE == "outbox")
        await run.press("T")
        await run.until(lambda: run.app.place is not None and run.app.place.PLACE == "tags")
        await run.press("q")
        await run.until(lambda: run.app.place is None)
        assert run.app.screen is run.explorer


async def to_another_account(run: Program) -> None:
    """From the list of connections to an account of the second one."""
    first = session_of(run)
    await run.until(lambda: run.app.choice is not None)
    await run.until(lambda: "63cbe1e4" in run.screen_text())
    await run.press("down", "enter")
    await run.until(lambda: run.app.opener.session is not first or "Which account" in run.screen_text())
    if run.app.opener.session is first:
        await run.press("down", "enter")
    await run.until(lambda: run.app.opener.session is not first)


async def test_what_was_decided_is_sent_when_the_person_goes_to_another_account(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        first = session_of(run)
        await run.press("plus", "N")
        await to_another_account(run)
        await run.until(lambda: puts(run))
        assert len(puts(run)) == 1
        assert first.account.id in puts(run)[0]


async def test_a_favourite_key_pressed_before_the_tags_are_here_is_done_once_they_are(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL) as run:
        assert session_of(run).directory.tags() is None
        await run.press("1")
        await run.until(lambda: pending(run) == 1)
        (edit,) = session_of(run).edits.entries()
        assert edit.field == "tags"
        assert edit.call_id == call(run, 0).id


def tags_held_until(here: asyncio.Event) -> Intercept:
    async def hold(method: str, path: str) -> int | None:
        if path.endswith("/tags.json"):
            await here.wait()
        return None

    return hold


async def test_favourite_keys_that_wait_for_the_tags_are_each_done_on_their_own_call(tmp_path: Path) -> None:
    here = asyncio.Event()
    async with program(tmp_path, replace(SMALL, intercept=tags_held_until(here))) as run:
        before = [call(run, row).tags or () for row in range(3)]
        await run.press("1", "down", "2", "3", "u", "down", "1", "1")
        assert pending(run) == 0
        here.set()
        await run.until(lambda: pending(run) > 0)
        names = run.explorer.favourite_names(call(run, 0).company_id or "")
        others = run.explorer.favourite_names(call(run, 1).company_id or "")
        assert set(call(run, 0).tags or ()) ^ set(before[0]) == {names[0]}
        assert set(call(run, 1).tags or ()) ^ set(before[1]) == {others[1]}
        assert set(call(run, 2).tags or ()) == set(before[2])


async def test_a_favourite_key_on_marked_calls_does_not_wait_for_the_tags(tmp_path: Path) -> None:
    here = asyncio.Event()
    async with program(tmp_path, replace(SMALL, intercept=tags_held_until(here)), toasts=True) as run:
        await run.press("space", "down", "space", "1", "escape")
        assert any("press it again" in note.message for note in run.app._notifications)
        here.set()
        await run.until(lambda: session_of(run).directory.tags() is not None)
        assert pending(run) == 0


async def test_a_favourite_key_that_waits_tags_nothing_of_another_account(tmp_path: Path) -> None:
    here = asyncio.Event()
    async with program(tmp_path, replace(SMALL, intercept=tags_held_until(here)), toasts=True) as run:
        await run.press("1", "N")
        await to_another_account(run)
        assert any("nothing was tagged" in note.message for note in run.app._notifications)
        here.set()
        session_of(run).directory.want_tags()
        await run.until(lambda: session_of(run).directory.tags() is not None)
        assert list(session_of(run).edits.entries()) == []


async def test_work_that_is_left_says_what_still_waited_for_the_tags(tmp_path: Path) -> None:
    here = asyncio.Event()
    async with program(tmp_path, replace(SMALL, intercept=tags_held_until(here)), toasts=True) as run:
        await run.press("W")
        await run.until(lambda: "Lead" in run.screen_text() and "not scored" in run.screen_text())
        await run.press("1", "q")
        await run.until(lambda: run.app.place is None)
        await run.until(lambda: any("nothing was tagged" in note.message for note in run.app._notifications))
        here.set()
        await run.until(lambda: session_of(run).directory.tags() is not None)
        assert pending(run) == 0


async def test_what_costs_more_than_20_requests_is_priced_first_and_taking_it_back_as_well(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL, hold=0.0) as run:
        await run.press("v", *["down"] * 24, "v")
        changed = sum(call(run, row).lead_status != "not_a_lead" for row in range(25))
        assert changed >= 20
        await run.press("minus")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        assert "25 marked calls" in run.screen_text()
        assert "About 26 requests of the 9" in run.screen_text()
        await run.press("escape")
        assert pending(run) == 0
        await run.press("minus")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        await run.press("y")
        await run.until(lambda: len(puts(run)) == changed and not session_of(run).edits.unsent)
        await run.press("escape", "u")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        assert f"{changed} calls that were sent already" in run.screen_text()
        assert f"About {changed + 1} requests" in run.screen_text()
        await run.press("enter")
        assert pending(run) == 0
        await run.press("u")
        await run.until(lambda: isinstance(run.app.screen, ConfirmDialog))
        await run.press("y")
        await run.until(lambda: len(puts(run)) == 2 * changed)


async def test_nineteen_are_decided_without_a_question(tmp_path: Path) -> None:
    async with program(tmp_path, SMALL, size=(200, 60)) as run:
        changed = sum(call(run, row).lead_status != "good_lead" for row in range(19))
        await run.press("v", *["down"] * 18, "v", "plus")
        assert run.app.screen is run.explorer
        assert pending(run) == changed > 10
