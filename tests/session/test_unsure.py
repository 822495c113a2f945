"""What a decision is compared with when what came before it is unclear, put off, or came to nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from callrail_tui.demo import create_app
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.model.edit import Appended, TagDelta, Want, change
from callrail_tui.model.read import Json
from tests.session.editing import desk, now


def once(fault: str, method: str = "PUT") -> Callable[[str, str], str | None]:
    """This fault for the first request of the method, none for all others."""
    left = [fault]
    return lambda asked, path: left.pop() if asked == method and left else None


@pytest.mark.parametrize(
    ("name", "first", "then", "final"),
    [
        ("note", "one", "two", "two"),
        ("note", Appended("one"), Appended("two"), "one\ntwo"),
        ("lead_status", "good_lead", "not_a_lead", "not_a_lead"),
        ("tags", TagDelta(("Quote",)), TagDelta((), ("Quote",)), ()),
    ],
)
@pytest.mark.parametrize("fault", ["lost", "broken"])
async def test_what_is_decided_behind_an_unclear_one_goes_whether_that_arrived_or_not(
    tmp_path: Path, name: str, first: Want, then: Want, final: object, fault: str
) -> None:
    async with desk(tmp_path) as here:
        calls = ((row, here.call(row)) for row in range(50))
        row = next(row for row, call in calls if not (call.note or call.tags or call.lead_status))
        here.gateway.fault = once(fault)
        here.decide(row, name, first)
        await here.pass_by(5.5)
        assert here.states() == ["unsure"]
        here.decide(row, name, then)
        await here.pass_by(7)
        assert here.states() == ["done", "done"]
        call = await here.read(row)
        held = {"note": call.note, "lead_status": call.lead_status, "tags": call.tags or ()}
        assert held[name] == final


async def test_a_write_that_the_server_puts_off_is_compared_anew_before_it_goes_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.gateway.fault = once("429")
        here.decide(0, "note", "mine")
        await here.pass_by(5.5)
        await here.colleague(0, note="theirs")
        here.session.worker.budget.release()
        await here.pass_by(70)
        assert here.states() == ["conflict"]
        assert (await here.read(0)).note == "theirs"


async def test_pages_read_for_a_bulk_decision_do_not_serve_a_later_one(tmp_path: Path) -> None:
    async with desk(tmp_path, hold=5.0) as here:
        changes = [change(here.call(row), "tags", TagDelta(("Quote",))) for row in range(6)]
        here.edits.decide(changes, words="quote")
        await here.pass_by(4)
        here.decide(5, "note", "mine")  # Its hold starts anew; the pages are read for the other five.
        await here.pass_by(3)
        await here.colleague(5, note="theirs")
        await here.pass_by(5)
        assert sorted(here.states()) == ["conflict", *["done"] * 6]
        assert (await here.read(5)).note == "theirs"


async def test_what_was_decided_over_an_edit_that_is_taken_back_goes_all_the_same(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        before = here.call(0).note
        here.decide(0, "note", "first")
        here.decide(0, "note", "second")
        first = here.edits.entries()[-1]
        assert here.edits.withdraw([first.seq]) == 1
        await here.pass_by(7)
        assert here.states() == ["done"]
        assert (await here.read(0)).note == "second" != before


async def test_what_was_taken_back_below_a_waiting_edit_is_kept_over_a_restart(tmp_path: Path) -> None:
    demo = create_app(DemoSettings(calls=300, now=now))
    async with desk(tmp_path, app=demo) as here:
        here.decide(0, "note", "first")
        here.decide(0, "note", "second")
        here.edits.withdraw([here.edits.entries()[-1].seq])
    async with desk(tmp_path, app=demo) as here:
        await here.pass_by(7)
        assert here.states() == ["done"]
        assert (await here.read(0)).note == "second"


async def test_what_another_window_has_just_sent_is_taken_back_by_a_change_of_its_own(tmp_path: Path) -> None:
    demo = create_app(DemoSettings(calls=300, now=now))
    async with desk(tmp_path, app=demo) as sending, desk(tmp_path, app=demo) as deciding:
        before = deciding.call(0).note
        deciding.decide(0, "note", "mine")
        await sending.pass_by(8)
        assert (await sending.read(0)).note == "mine"
        assert deciding.states() == ["held"]  # It has not looked at the other one's writes since.
        undone = deciding.edits.undo()
        assert undone is not None
        await sending.pass_by(8)
        assert (await sending.read(0)).note == before


async def test_a_status_that_a_colleague_sets_right_behind_ours_is_not_called_without_effect(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.colleague(0, lead_status="good_lead")
        here.session.refresh()
        await here.rest()
        calls = here.session.worker.gateway.calls
        update = calls.update

        async def followed_by_a_colleague(account_id: str, call_id: str, body: Json) -> Json:
            answer = await update(account_id, call_id, body)
            await update(account_id, call_id, {"lead_status": "not_a_lead"})
            return answer

        calls.update = followed_by_a_colleague  # type: ignore[method-assign]
        here.decide(0, "lead_status", None)
        await here.pass_by(7)
        assert here.states() == ["done"]
        assert (await here.read(0)).lead_status == "not_a_lead"


async def test_a_value_that_was_kept_though_called_failed_is_no_conflict_for_the_next(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.gateway.fault = once("500")
        here.decide(0, "value", "10")
        await here.pass_by(7)
        assert here.states() == ["failed"]
        await here.colleague(0, value="10.00")  # As if that had been carried out after all.
        here.decide(0, "value", "20")
        await here.pass_by(7)
        assert here.states() == ["failed", "done"]
        assert (await here.read(0)).value == "20"
