"""Leaving while something is to be sent: it counts, ends by itself, and a second q ends it at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import App
from textual.pilot import Pilot

from callrail_tui.screens.dialogs.sending import SendingDialog
from callrail_tui.storage.styles import styles_path


class Sender:
    """What drains: tells how many are left when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.tell: Callable[[int], None] | None = None
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def drain(self, on_left: Callable[[int], None], seconds: float) -> int:
        self.tell, self.seconds = on_left, seconds
        return await self.ended


class Bare(App[None]):
    """Nothing but the dialog."""

    def __init__(self) -> None:
        super().__init__(css_path=styles_path())
        self.answers: list[bool | None] = []


async def asked(app: Bare, pilot: Pilot[None], decisions: int = 3) -> tuple[SendingDialog, Sender]:
    sender = Sender()
    dialog = SendingDialog(decisions, sender.drain)
    app.push_screen(dialog, app.answers.append)
    while sender.tell is None:
        await pilot.pause()
    return dialog, sender


def said(app: Bare) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_it_counts_what_is_left_and_ends_when_all_is_sent() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        dialog, sender = await asked(app, pilot)
        assert sender.seconds == 10
        assert sender.tell is not None
        assert "Sending 3 decisions … 3 left · 10 s" in said(app)
        assert "q leaves the rest for next time" in said(app)
        dialog.count_down()
        sender.tell(2)
        await pilot.pause()
        assert "Sending 3 decisions … 2 left · 9 s" in said(app)
        sender.ended.set_result(0)
        while not app.answers:
            await pilot.pause()
        assert app.answers == [True]
        assert dialog.last_words == ""


async def test_what_stays_when_the_sending_gives_up_is_known_for_the_last_words() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        dialog, sender = await asked(app, pilot)
        sender.ended.set_result(2)
        while not app.answers:
            await pilot.pause()
        assert app.answers == [True]
        assert dialog.last_words == "2 decisions stay in the outbox and are sent at the next start."


async def test_the_last_second_ends_the_wait_whatever_the_sending_does() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        dialog, _ = await asked(app, pilot)
        for _ in range(10):
            assert app.answers == []
            dialog.count_down()
            await pilot.pause()
        assert app.answers == [True]
        assert dialog.left == 3


async def test_a_second_q_leaves_at_once_and_esc_stays() -> None:
    app = Bare()
    async with app.run_test() as pilot:
        dialog, _ = await asked(app, pilot)
        await pilot.press("q", "q")
        assert app.answers == [True]
        assert dialog.last_words.startswith("3 decisions stay")
        _, sender = await asked(app, pilot, 1)
        await pilot.press("escape")
        assert app.answers == [True, False]
        assert sender.tell is not None
        sender.tell(0)
        assert app.is_running


async def test_it_fits_the_smallest_screen() -> None:
    app = Bare()
    async with app.run_test(size=(40, 8)) as pilot:
        await asked(app, pilot, 1_200)
        words = " ".join(said(app).replace("│", "").split())
        assert "Sending 1,200 decisions … 1,200 left · 10 s q leaves the rest for next time" in words
