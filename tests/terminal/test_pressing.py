"""The mouse over what is just going: nothing happens, where stock Textual ends the program."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static
from textual.widgets._toast import Toast

from callrail_tui.present.text import display
from callrail_tui.terminal.pressing import PressSafety


class Stock(App[None]):
    """A line of text, and room for toasts."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static(display("some text"))


class Safe(PressSafety[None], Stock):
    """The same, with the net."""


def mouse(kind: type[events.MouseEvent], x: int, y: int) -> events.MouseEvent:
    """The left button there."""
    return kind(None, x, y, 0, 0, 1, False, False, False)


async def press_a_toast_that_goes(app: App[None], kind: type[events.MouseEvent]) -> None:
    """A toast is detached, and before the next layout the mouse is over it."""
    async with app.run_test(notifications=True) as pilot:
        app.notify("gone in a moment", markup=False)
        await pilot.pause()
        await pilot.pause()
        toast = app.screen.query_one(Toast)
        place, holder = toast.region.offset, toast.parent
        await app.on_event(mouse(events.MouseDown, 1, 0))
        toast._detach()
        try:
            await app.on_event(mouse(kind, place.x + 4, place.y + 1))
            await app.on_event(mouse(events.MouseUp, place.x + 4, place.y + 1))
        finally:
            toast._attach(holder)


@pytest.mark.parametrize("kind", [events.MouseDown, events.MouseMove])
async def test_it_is_left_out(kind: type[events.MouseEvent]) -> None:
    await press_a_toast_that_goes(Safe(), kind)


async def test_stock_textual_fails_on_it() -> None:
    with pytest.raises(AttributeError, match="region"):
        await press_a_toast_that_goes(Stock(), events.MouseDown)


async def test_text_is_selected_as_ever() -> None:
    app = Safe()
    async with app.run_test() as pilot:
        for kind, x in ((events.MouseDown, 0), (events.MouseMove, 3), (events.MouseUp, 3)):
            await app.on_event(mouse(kind, x, 0))
            await pilot.pause()
        assert app.screen.get_selected_text() == "some"
