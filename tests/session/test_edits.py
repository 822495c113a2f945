"""Decisions: journalled, shown, held, sent once with only what changed, taken back, and kept apart from others'."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.errors import EditRefused
from callrail_tui.model.edit import Appended, State, TagDelta, change
from tests.session.editing import QUERY, Desk, desk

LEAD, TAGS, NOTE, VALUE, SPAM, NAME = "lead_status", "tags", "note", "value", "spam", "customer_name"


def bodies(here: Desk) -> list[dict[str, object]]:
    return [one.body for one in here.gateway.writes]


async def test_a_decision_is_shown_at_once_and_sent_after_its_hold_in_one_read_and_one_put(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        before = len(here.gateway.asked)
        here.decide(0, LEAD, "good_lead")
        assert here.call(0).lead_status == "good_lead"
        await here.pass_by(4.5)
        assert here.states() == ["held"]
        assert len(here.gateway.asked) == before
        await here.pass_by(1.5)
        assert here.states() == ["done"]
        assert bodies(here) == [{LEAD: "good_lead"}]
        assert len(here.gateway.asked) == before + 2
        assert (await here.read(0)).lead_status == "good_lead"


async def test_all_fields_but_value_and_spam_go_in_one_put_and_spam_goes_last(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(3, SPAM, True)
        here.decide(3, LEAD, "not_a_lead")
        here.decide(3, TAGS, TagDelta(("Quote",)))
        here.decide(3, NOTE, "call back at 5")
        here.decide(3, VALUE, "12.50")
        here.decide(3, NAME, "Jordan Example")
        await here.pass_by(12)
        assert here.states() == ["done"] * 6
        assert bodies(here) == [
            {
                LEAD: "not_a_lead",
                "tag_list": ["Quote"],
                "append_tags": True,
                NOTE: "call back at 5",
                NAME: "Jordan Example",
            },
            {VALUE: "12.50"},
            {SPAM: True},
        ]


async def test_the_hold_counts_from_the_last_edit_of_the_call(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, LEAD, "good_lead")
        await here.pass_by(4)
        here.decide(0, NOTE, "later")
        await here.pass_by(4)
        assert here.states() == ["held", "held"]
        await here.pass_by(1.5)
        assert bodies(here) == [{LEAD: "good_lead", NOTE: "later"}]


async def test_the_later_of_two_unsent_edits_of_a_field_is_sent_alone(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, NOTE, "first")
        here.decide(0, NOTE, "second")
        await here.pass_by(6)
        assert bodies(here) == [{NOTE: "second"}]
        assert here.states() == ["done", "done"]


async def test_undo_within_the_hold_costs_no_request(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        before = len(here.gateway.asked)
        was = here.call(0).lead_status
        here.decide(0, LEAD, "not_a_lead" if was != "not_a_lead" else "good_lead", "judged")
        done = here.edits.undo()
        assert done is not None
        assert "judged" in done.words
        assert here.call(0).lead_status == was
        await here.pass_by(8)
        assert len(here.gateway.asked) == before


async def test_undo_of_what_was_sent_is_one_put_back_through_the_same_checks(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        was = (await here.read(0)).note
        here.decide(0, NOTE, "mine")
        await here.pass_by(6)
        here.edits.undo()
        await here.pass_by(6)
        assert (await here.read(0)).note == was
        assert bodies(here) == [{NOTE: "mine"}, {NOTE: was}]


async def test_undo_of_tags_takes_back_only_what_was_ours(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.colleague(0, tags=["Quote"])
        here.edits.decide([change(here.call(0), TAGS, TagDelta(("Quote", "Callback")))], words="tags")
        await here.pass_by(6)
        await here.colleague(0, tags=["Emergency"], append_tags=True)
        here.edits.undo()
        await here.pass_by(6)
        assert set((await here.read(0)).tags or ()) == {"Quote", "Emergency"}


async def test_what_was_taken_back_is_decided_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, NOTE, "mine")
        here.edits.undo()
        assert here.edits.redo() is not None
        assert here.call(0).note == "mine"
        assert here.edits.redo() is None
        await here.pass_by(6)
        assert bodies(here) == [{NOTE: "mine"}]


async def test_undos_go_back_one_after_the_other(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        was = here.call(0).note
        here.decide(0, NOTE, "one")
        here.decide(0, NOTE, "two")
        here.edits.undo()
        assert here.call(0).note == "one"
        here.edits.undo()
        assert here.call(0).note == was
        assert here.edits.undo() is None


async def test_a_held_keys_run_is_taken_back_as_one(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        acts = [here.decide(row, NOTE, "held", "held") for row in (0, 1)]
        here.edits.join(acts)
        done = here.edits.undo()
        assert done is not None
        assert done.calls == 2
        assert here.edits.undo() is None


async def test_a_colleagues_change_is_a_conflict_with_both_values(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, NOTE, "mine")
        await here.colleague(0, note="theirs")
        await here.pass_by(6)
        edit = here.only()
        assert edit.state is State.CONFLICT
        assert edit.seen is not None
        assert edit.seen.value == "theirs"
        assert (await here.read(0)).note == "theirs"
        assert here.edits.counts.conflicts == 1


@pytest.mark.parametrize(
    ("way", "after"), [("keep_mine", "mine"), ("take_theirs", "theirs"), ("merge", "theirs\nmine")]
)
async def test_a_conflict_is_resolved(tmp_path: Path, way: str, after: str) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, NOTE, "mine")
        await here.colleague(0, note="theirs")
        await here.pass_by(6)
        getattr(here.edits, way)(here.only().seq)
        await here.pass_by(6)
        assert (await here.read(0)).note == after
        assert here.edits.counts.conflicts == 0


async def test_a_colleagues_change_of_another_field_is_none(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, NOTE, "mine")
        await here.colleague(0, lead_status="not_a_lead", tags=["Quote"])
        await here.pass_by(6)
        held = await here.read(0)
        assert (held.note, held.lead_status, held.tags) == ("mine", "not_a_lead", ("Quote",))


async def test_others_tags_survive_an_added_and_a_removed_one(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.colleague(0, tags=["Quote", "Callback"])
        here.edits.decide([change(here.call(0), TAGS, TagDelta(("Emergency",)))], words="tag")
        await here.pass_by(6)
        assert set((await here.read(0)).tags or ()) == {"Quote", "Callback", "Emergency"}
        here.session.refresh()
        await here.rest()
        here.edits.decide([change(here.call(0), TAGS, TagDelta((), ("Callback",)))], words="tag")
        await here.pass_by(6)
        assert set((await here.read(0)).tags or ()) == {"Quote", "Emergency"}
        assert "append_tags" not in bodies(here)[-1]


async def test_a_lost_answer_is_looked_up_and_not_sent_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.gateway.fault = lambda method, path: "lost" if method == "PUT" else None
        here.decide(0, NOTE, "mine")
        await here.pass_by(6)
        here.gateway.fault = lambda method, path: None
        await here.pass_by(8)
        assert here.states() == ["done"]
        assert here.gateway.count("PUT", "/calls/") == 1


async def test_a_lost_answer_and_then_a_colleague_is_a_conflict(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.gateway.fault = lambda method, path: "lost" if method == "PUT" else None
        here.decide(0, NOTE, "mine")
        await here.pass_by(5.5)
        here.gateway.fault = lambda method, path: None
        await here.colleague(0, note="theirs")
        await here.pass_by(8)
        assert here.states() == ["conflict"]
        assert (await here.read(0)).note == "theirs"


async def test_a_put_that_never_arrived_is_sent_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.gateway.fault = lambda method, path: "broken" if method == "PUT" else None
        here.decide(0, NOTE, "mine")
        await here.pass_by(6)
        assert here.states() == ["unsure"]
        here.gateway.fault = lambda method, path: None
        await here.pass_by(10)
        assert here.states() == ["done"]
        assert (await here.read(0)).note == "mine"


async def test_a_value_that_fails_is_tried_once_and_blocks_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path, demo=DemoSettings(calls=300, value_fails=True)) as here:
        here.decide(0, VALUE, "10")
        here.decide(0, NOTE, "x")
        await here.pass_by(30)
        assert sorted(here.states()) == ["done", "failed"]
        assert bodies(here) == [{NOTE: "x"}, {VALUE: "10"}]
        failed = next(edit for edit in here.edits.entries() if edit.field == VALUE)
        assert failed.failure is not None
        assert "500" in failed.failure.title


async def test_one_refused_field_does_not_keep_the_others_from_passing(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, LEAD, "no such status")
        here.decide(0, NOTE, "x")
        await here.pass_by(8)
        assert {edit.field: edit.state.value for edit in here.edits.entries()} == {LEAD: "failed", NOTE: "done"}
        assert here.edits.counts.failed == 1


async def test_a_call_that_is_gone_keeps_the_text_in_the_outbox(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.colleague(0, spam=True)
        here.decide(0, NOTE, "a long thought")
        await here.pass_by(8)
        edit = here.only()
        assert edit.state is State.FAILED
        assert edit.want == "a long thought"


async def test_spam_waits_ten_seconds_and_can_be_taken_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        before = len(here.gateway.asked)
        here.decide(0, SPAM, True)
        await here.pass_by(8)
        sign = here.edits.sign(here.call(0).id)
        assert sign is not None
        assert sign.spam_seconds == 2
        here.edits.undo()
        await here.pass_by(8)
        assert len(here.gateway.asked) == before


async def test_reported_spam_cannot_be_taken_back_nor_changed(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, SPAM, True)
        await here.pass_by(12)
        assert here.states() == ["done"]
        with pytest.raises(EditRefused, match="taken back"):
            here.edits.undo()
        with pytest.raises(EditRefused, match="spam"):
            here.decide(0, NOTE, "x")


async def test_a_lost_answer_to_spam_is_known_by_the_404(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.gateway.fault = lambda method, path: "lost" if method == "PUT" else None
        here.decide(0, SPAM, True)
        await here.pass_by(12)
        here.gateway.fault = lambda method, path: None
        await here.pass_by(12)
        assert here.states() == ["done"]
        assert here.gateway.count("PUT", "/calls/") == 1


@pytest.mark.parametrize(
    ("accepted", "other", "sent"),
    [("tag_list", "ignored", ["tag_list"]), ("tags", "ignored", ["tag_list", "tags"]),
     ("tags", "refused", ["tag_list", "tags"]), ("both", "ignored", ["tag_list"])],
)  # fmt: skip
async def test_the_key_of_tags_is_learned_once(tmp_path: Path, accepted: str, other: str, sent: list[str]) -> None:
    demo = DemoSettings(calls=300, tag_key=accepted, other_tag_key=other)  # type: ignore[arg-type]
    async with desk(tmp_path, demo=demo) as here:
        here.decide(0, TAGS, TagDelta(("Quote",)))
        here.decide(0, NOTE, "with it")
        await here.pass_by(7)
        assert here.states() == ["done", "done"]
        keys = [next(key for key in body if "tag" in key and key != "append_tags") for body in bodies(here)]
        assert keys == sent
        held = await here.read(0)
        assert "Quote" in (held.tags or ())
        assert held.note == "with it"
        here.decide(1, TAGS, TagDelta(("Quote",)))
        before = len(here.gateway.asked)
        await here.pass_by(7)
        assert len(here.gateway.asked) == before + 2
        assert all(not {"tags", "tag_list"} <= body.keys() for body in bodies(here))
    async with desk(tmp_path, app=here.gateway.app) as again:
        again.decide(2, TAGS, TagDelta(("Quote",)))
        await again.pass_by(7)
        assert list(bodies(again)[0]) == [sent[-1], "append_tags"]


async def test_malformed_tags_are_not_written_over(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        call = here.call(0)
        broken = call._replace(raw={**call.raw, "tags": ["Quote", 5]})
        assert change(broken, TAGS, TagDelta(("x",))).base is None


async def test_un_spam_and_the_computed_status_are_sent_as_documented_and_told_to_have_no_effect(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, LEAD, "previously_marked_good_lead")
        here.decide(1, SPAM, False)
        here.edits.decide([change(here.call(1), SPAM, False)], words="un-spam")
        await here.pass_by(14)
        states = {edit.field: edit for edit in here.edits.entries()}
        assert states[LEAD].state is State.FAILED
        assert states[LEAD].failure is not None


async def test_a_good_lead_on_a_previously_good_one_is_refused_at_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        call = here.call(0)._replace(lead_status="previously_marked_good_lead")
        with pytest.raises(EditRefused, match="good lead already"):
            here.edits.decide([change(call._replace(raw={**call.raw, LEAD: call.lead_status}), LEAD, "good_lead")],
                              words="good")  # fmt: skip


async def test_bulk_reads_its_bases_by_pages(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        before = len(here.gateway.asked)
        here.edits.decide([change(here.call(row), NOTE, Appended("seen")) for row in range(40)], words="note")
        await here.pass_by(20)
        assert set(here.states()) == {"done"}
        assert len(here.gateway.asked) - before == 41
        for row in (0, 39):
            assert ((await here.read(row)).note or "").endswith("seen")


async def test_a_bulk_decision_is_taken_back_and_redone_by_pages_when_the_list_shows_something_else(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as here:
        here.edits.decide([change(here.call(row), NOTE, Appended("seen")) for row in range(40)], words="note")
        await here.pass_by(20)
        here.session.open(QUERY.changed(search="nobody is called that"))
        await here.session.first_answer()
        assert here.session.window.total == 0
        for again in (here.edits.undo, here.edits.redo):
            before = len(here.gateway.asked)
            assert again() is not None
            await here.pass_by(20)
            assert set(here.states()) == {"done"}
            assert len(here.gateway.asked) - before == 41


async def test_bulk_note_is_a_line_below_each_calls_own(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.colleague(0, note="theirs")
        await here.colleague(1, note="")
        here.edits.decide([change(here.call(row), NOTE, Appended("mine")) for row in (0, 1)], words="note")
        await here.pass_by(8)
        assert (await here.read(0)).note == "theirs\nmine"
        assert (await here.read(1)).note == "mine"


@pytest.mark.parametrize("field", [NAME, VALUE])
async def test_name_and_value_are_refused_in_bulk(tmp_path: Path, field: str) -> None:
    async with desk(tmp_path) as here:
        with pytest.raises(EditRefused, match="one call"):
            here.edits.decide([change(here.call(row), field, "5") for row in (0, 1)], words="all")
        assert here.states() == []


async def test_bulk_can_be_paused_resumed_and_taken_back_as_one(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.edits.decide([change(here.call(row), NOTE, Appended("mine")) for row in range(20)], words="note")
        assert here.edits.pause() == 20
        await here.pass_by(10)
        assert bodies(here) == []
        assert here.edits.resume() == 20
        await here.pass_by(10)
        assert len(bodies(here)) == 20
        done = here.edits.undo()
        assert done is not None
        assert done.calls == 20


async def test_read_only_parks_what_is_left_and_refuses_what_is_new(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, NOTE, "mine")
    async with desk(tmp_path, app=here.gateway.app, read_only=True) as again:
        assert again.told
        with pytest.raises(EditRefused, match="read-only"):
            again.decide(1, NOTE, "x")
        await again.pass_by(10)
        assert bodies(again) == []
        assert again.edits.counts.pending == 1


async def test_what_is_left_is_announced_and_sent_with_a_fresh_hold(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, NOTE, "mine")
    async with desk(tmp_path, app=here.gateway.app) as again:
        assert any("last time" in told.words for told in again.told)
        assert again.call(0).note == "mine"
        await again.pass_by(4)
        assert bodies(again) == []
        await again.pass_by(2)
        assert bodies(again) == [{NOTE: "mine"}]


async def test_another_key_parks_what_was_decided_under_the_first(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, NOTE, "mine")
    async with desk(tmp_path, app=here.gateway.app, fingerprint="0123456789ab") as again:
        assert any("another key" in told.words for told in again.told)
        await again.pass_by(10)
        assert bodies(again) == []


async def test_two_windows_have_one_sender_and_the_other_takes_over(tmp_path: Path) -> None:
    async with desk(tmp_path) as first, desk(tmp_path, app=first.gateway.app) as second:
        await second.pass_by(1)
        assert second.edits.elsewhere
        second.decide(0, NOTE, "from the second")
        await second.pass_by(2)
        await first.pass_by(8)
        await second.pass_by(2)
        assert bodies(second) == []
        assert bodies(first) == [{NOTE: "from the second"}]
        assert second.states() == ["done"]
        second.decide(1, NOTE, "again")
        await first.session.edits.close(0)
        await second.pass_by(8)
        assert not second.edits.elsewhere
        assert bodies(second) == [{NOTE: "again"}]


async def test_a_refused_key_parks_everything_until_something_is_answered_well(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.gateway.fault = lambda method, path: "401" if "/calls/" in path or "connections" in path else None
        here.decide(0, NOTE, "mine")
        await here.pass_by(8)
        assert here.edits.parked is not None
        assert here.edits.counts.pending == 1
        here.gateway.fault = lambda method, path: None
        here.session.refresh()
        await here.pass_by(8)
        assert here.states() == ["done"]


async def test_draining_ends_the_holds_and_counts_down(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        for row in range(3):
            here.decide(row, NOTE, "mine")
        here.decide(5, SPAM, True)
        counted: list[int] = []
        draining = asyncio.ensure_future(here.edits.drain(counted.append, 10))
        while not draining.done():
            await here.clock.pass_by(0.1)
        assert await draining == 0
        assert counted[0] == 3
        assert len(bodies(here)) == 3
        assert here.edits.counts.pending == 1


async def test_a_confirmed_edit_shows_until_the_server_says_otherwise(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        here.decide(0, NOTE, "mine")
        await here.pass_by(6)
        assert here.call(0).note == "mine"
        assert here.edits.sign(here.call(0).id) is not None
        await here.colleague(0, note="newer than mine")
        here.session.refresh()
        await here.rest()
        assert here.call(0).note == "newer than mine"
        assert here.edits.sign(here.call(0).id) is None


async def test_nothing_is_sent_that_is_so_already(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.colleague(0, note="the same")
        here.decide(0, NOTE, "the same")
        await here.pass_by(6)
        assert here.states() == ["done"]
        assert len(bodies(here)) == 1
