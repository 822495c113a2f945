"""The field at the bottom: who is told what, and when it closes."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult

from callrail_tui.widgets.prompt import Prompt, Question
from tests.hostile import PAYLOADS


class Bare(App[None]):
    """A prompt alone."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: list[str] = []
        self.followed: list[str] = []
        self.left = 0
        self.closed = 0

    def compose(self) -> ComposeResult:
        yield Prompt()

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    def on_prompt_closed(self) -> None:
        self.closed += 1

    def ask(self, text: str = "") -> None:
        self.prompt.ask(Question("#", "a number", self._accept, self.followed.append, self._leave), text)

    def _accept(self, typed: str) -> str | None:
        self.accepted.append(typed)
        return None if typed.isdigit() else "not a number"

    def _leave(self) -> None:
        self.left += 1


async def test_enter_hands_over_the_text_and_closes() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        app.ask()
        await pilot.press("1", "2", "enter")
        await pilot.pause()
        assert (app.accepted, app.followed, app.closed) == (["12"], ["1", "12"], 1)
        assert not app.prompt.is_open


async def test_what_is_wrong_is_said_and_the_text_stays_to_be_mended() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        app.ask()
        await pilot.press("x", "enter")
        assert "not a number" in str(app.query_one("#prompt-trouble").render())
        assert app.prompt.is_open
        await pilot.press("backspace", "7")
        assert "not a number" not in str(app.query_one("#prompt-trouble").render())
        await pilot.press("enter")
        await pilot.pause()
        assert (app.accepted[-1], app.closed) == ("7", 1)


async def test_leaving_accepts_nothing() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        app.ask("12")
        assert app.prompt.field.value == "12"
        await pilot.press("escape")
        await pilot.pause()
        assert (app.accepted, app.left, app.closed) == ([], 1, 1)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["3", "4"], "34"),
        (["backspace"], ""),
        (["right", "3"], "123"),
        (["end", "3"], "123"),
        (["left", "3"], "312"),
        (["end", "backspace", "3"], "13"),
        ([], "12"),
    ],
)
async def test_the_text_it_opens_with_is_replaced_by_typing_and_kept_by_moving(keys: list[str], text: str) -> None:
    app = Bare()
    async with app.run_test() as pilot:
        app.ask("12")
        await pilot.press(*keys, "enter")
        assert app.accepted == [text]
        app.ask("12")
        await pilot.press(*keys, "enter")
        assert app.accepted[-1] == text


async def test_a_paste_replaces_the_text_it_opens_with() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        app.ask("12")
        await pilot.pause()
        app.post_message(events.Paste("34\n56"))
        await pilot.press("enter")
        assert app.accepted == ["34"]


async def test_a_text_from_outside_is_clean_in_the_field() -> None:
    app = Bare()
    async with app.run_test():
        for text in PAYLOADS.values():
            app.ask(text)
            assert not any(ord(one) < 32 for one in app.prompt.field.value)
