"""The detail pane: what showing another call costs, where it stays, and that scrolling ends at its ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult

from callrail_tui.model.call import decode_call
from callrail_tui.present.detail import DetailFacts
from callrail_tui.present.text import display
from callrail_tui.widgets.call_detail import CallDetail


class DetailApp(App[None]):
    """The pane alone."""

    CSS = "CallDetail { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"
    layouts = 0

    def compose(self) -> ComposeResult:
        yield CallDetail()

    @property
    def pane(self) -> CallDetail:
        return self.query_one(CallDetail)


def facts(number: int = 1, **raw: Any) -> DetailFacts:
    return DetailFacts(decode_call({"id": f"CAL{number}", "customer_name": f"Person {number}", **raw}),
                       date(2026, 11, 23), whole=True)  # fmt: skip


async def test_another_call_costs_no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    app = DetailApp()
    async with app.run_test(size=(80, 12)) as pilot:
        app.pane.show(facts(1))
        await pilot.pause()
        laid_out: list[object] = []
        was = app.screen._refresh_layout
        monkeypatch.setattr(app.screen, "_refresh_layout", lambda *a, **k: (laid_out.append(a), was(*a, **k)))
        app.pane.show(facts(2, note="line\n" * 40))
        await pilot.pause()
        assert "Person 2" in app.pane.text
        assert app.pane.virtual_size.height > 40
        assert app.pane.vertical_scrollbar.window_virtual_size == app.pane.virtual_size.height
        assert laid_out == []


async def test_the_same_call_grown_keeps_the_place_and_another_begins_at_the_top() -> None:
    app = DetailApp()
    async with app.run_test(size=(80, 12)) as pilot:
        small = facts(1)
        app.pane.show(small._replace(whole=False))
        app.pane.focus()
        await pilot.press("j", "j", "j")
        assert app.pane.scroll_offset.y == 3
        app.pane.show(facts(1, note="more\n" * 9))
        await pilot.pause()
        assert app.pane.scroll_offset.y == 3
        app.pane.show(facts(2))
        await pilot.pause()
        assert app.pane.scroll_offset.y == 0


async def test_keys_and_wheel_stop_at_both_ends() -> None:
    app = DetailApp()
    async with app.run_test(size=(80, 12)) as pilot:
        app.pane.show(facts(1))
        app.pane.focus()
        await pilot.pause()
        last = app.pane.max_scroll_y
        assert last > 0
        for key, place in (("k", 0), ("G", last), ("j", last), ("pagedown", last), ("g", 0), ("ctrl+u", 0)):
            await pilot.press(key)
            assert app.pane.scroll_offset.y == place, key
        await pilot._post_mouse_events([events.MouseScrollDown], CallDetail)
        assert app.pane.scroll_offset.y == 3


async def test_brackets_go_from_group_to_group() -> None:
    app = DetailApp()
    async with app.run_test(size=(80, 12)) as pilot:
        app.pane.show(facts(1))
        app.pane.focus()
        await pilot.press("right_curly_bracket")
        assert app.pane.render_line(0).text.strip() == "Decided"
        await pilot.press("right_curly_bracket")
        assert app.pane.render_line(0).text.strip() == "Who"
        await pilot.press("left_curly_bracket", "left_curly_bracket")
        assert app.pane.scroll_offset.y == 0


async def test_raw_and_back_and_narrower() -> None:
    app = DetailApp()
    async with app.run_test(size=(80, 12)) as pilot:
        app.pane.show(facts(1, odd={"deep": [1]}))
        app.pane.focus()
        await pilot.press("J")
        assert '"deep"' in app.pane.text
        await pilot.press("J")
        assert '"deep"' not in app.pane.text
        lines = app.pane.virtual_size.height
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert app.pane.virtual_size.height > lines


async def test_words_stand_in_place_of_a_call() -> None:
    app = DetailApp()
    async with app.run_test(size=(80, 12)) as pilot:
        app.pane.show(facts(1))
        app.pane.show_notice(display("Nothing here."))
        await pilot.pause()
        assert app.pane.facts is None
        assert app.pane.text.strip() == "Nothing here."
        assert app.pane.render_line(0).text.strip() == "Nothing here."
