"""Decisions: journalled, shown, held, sent once with only what changed, taken back, and told apart from others' changes."""

from __future__ import annotations

from pathlib import Path

from callrail_tui.demo.settings import DemoSettings
from tests.session.editing import desk


async def test_a_decision_is_shown_at_once_and_sent_after_its_hold_in_one_read_and_one_put(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        before = len(here.gateway.asked)
        here.decide(0, "lead_status", "good_lead")
        assert here.call(0).lead_status == "good_lead"
        await here.pass_by(4.5)
        assert here.states() == ["held"]
        assert len(here.gateway.asked) == before
        await here.pass_by(1.5)
        assert here.states() == ["done"]
        assert [one.body for one in here.gateway.writes] == [{"lead_status": "good_lead"}]
        assert len(here.gateway.asked) == before + 2
        assert (await here.read(0)).lead_status == "good_lead"


async def test_all_fields_but_value_and_spam_go_in_one_put(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        from callrail_tui.model.edit import TagDelta

        tag = "Quote"
        here.decide(3, "lead_status", "not_a_lead")
        here.decide(3, "tags", TagDelta((tag,)))
        here.decide(3, "note", "call back at 5")
        here.decide(3, "value", "12.50")
        here.decide(3, "spam", True)
        await here.pass_by(12)
        assert here.states() == ["done"] * 5
        bodies = [one.body for one in here.gateway.writes]
        assert bodies == [
            {"lead_status": "not_a_lead", "tag_list": [tag], "append_tags": True, "note": "call back at 5"},
            {"value": "12.50"},
            {"spam": True},
        ]


async def test_value_500(tmp_path: Path) -> None:
    async with desk(tmp_path, demo=DemoSettings(calls=300, value_fails=True)) as here:
        here.decide(0, "value", "10")
        here.decide(0, "note", "x")
        await here.pass_by(8)
        assert sorted(here.states()) == ["done", "failed"]
        assert here.gateway.count("PUT", "/calls/") == 2
