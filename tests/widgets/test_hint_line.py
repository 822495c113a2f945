"""The hint line on a screen: what looks clickable is."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from callrail_tui.keymap import EXPLORER, LIST, TREE, Action
from callrail_tui.model.outcome import Outcome
from callrail_tui.outcome_keys import outcome_actions
from callrail_tui.present.hints import hints
from callrail_tui.widgets.hint_line import HintLine


class Pane(Widget, can_focus=True):
    """Something with the focus that answers one of the list's actions."""

    def action_open(self) -> None:
        """Keep that it was asked."""
        self.app.exit("list.open")


class Explorer(Screen[None]):
    """A pane and the line."""

    def compose(self) -> ComposeResult:
        yield Pane()
        yield HintLine(LIST)

    def action_outcome(self, name: str) -> None:
        """Keep that it was asked."""
        self.app.exit(name)

    def action_search(self) -> None:
        """Keep that it was asked."""
        self.app.exit("explorer.search")


class HintApp(App[str]):
    """A screen with hints."""

    CSS = "Pane { height: 1fr; } HintLine { height: 1; }"

    def get_default_screen(self) -> Screen[None]:
        return Explorer()

    def action_help(self) -> None:
        """Keep that it was asked."""
        self.exit("app.help")


EXTRA = outcome_actions([Outcome("quote", "Q", "good_lead")], EXPLORER)


async def clicked(action_id: str, extra: tuple[Action, ...] = ()) -> str | None:
    """What ran after a click on the middle of a hint."""
    app = HintApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(Pane).focus()
        app.screen.query_one(HintLine).show_extra(extra)
        await pilot.pause()
        (hint,) = [hint for hint in hints(LIST, 80, extra=extra) if hint.action.id == action_id]
        await pilot.click(HintLine, offset=((hint.first + hint.last) // 2, 0))
        await pilot.pause()
    return app.return_value


async def test_a_click_on_an_outcome_decides_nothing() -> None:
    assert await clicked("explorer.outcome-quote", EXTRA) is None


async def test_a_click_on_a_decision_decides_nothing() -> None:
    assert await clicked("explorer.good") is None


async def test_a_click_runs_the_action_where_its_key_would() -> None:
    assert await clicked("list.open") == "list.open"
    assert await clicked("app.help") == "app.help"


async def test_a_click_beside_the_hints_does_nothing() -> None:
    app = HintApp()
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.click(HintLine, offset=(118, 0))
        await pilot.click(HintLine, offset=(0, 0))
        await pilot.pause()
        assert app.is_running
    assert app.return_value is None


async def test_it_follows_the_pane() -> None:
    app = HintApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        line = app.screen.query_one(HintLine)
        assert "enter Open" in line.text
        line.show(TREE)
        await pilot.pause()
        assert "enter Its calls" in line.text
        await pilot.resize_terminal(30, 24)
        await pilot.pause()
        assert line.text.rstrip().endswith("? Help")
