"""A pause that begins anew each time."""

from __future__ import annotations

import asyncio

from textual.app import App

from callrail_tui.widgets.rest import Rest


async def test_it_calls_back_once_for_many_starts() -> None:
    app: App[None] = App()
    async with app.run_test():
        over = asyncio.Event()
        calls: list[bool] = []

        def rested() -> None:
            calls.append(True)
            over.set()

        rest = Rest(app.screen, 0.02, rested)
        for _ in range(5):
            rest.start()
        await over.wait()
        assert calls == [True]
        over.clear()
        rest.start()
        await over.wait()
        assert calls == [True, True]
