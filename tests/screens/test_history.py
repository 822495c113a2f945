"""`H` and `V` in the whole program: one request each, and the way to the list and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.model.call import Call
from callrail_tui.screens.dialogs.history import HistoryDialog
from callrail_tui.screens.dialogs.page_views import PageViewsDialog
from tests.screens.running import Program, now, program


async def on_repeat_caller(run: Program) -> Call:
    """Move to the first call of somebody who called before."""
    while run.list.call is None or run.list.call.first_call is not False or run.list.call.is_number_withheld:
        await run.press("down")
    return run.list.call


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_other_calls_are_listed_and_shown_in_the_list_and_left_again(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with program(tmp_path, size=size) as run:
        call = await on_repeat_caller(run)
        before, total = len(run.requests("/calls.json")), run.list.row_count
        former = run.explorer.inquiry
        await run.press("H")
        await run.until(lambda: isinstance(run.app.screen, HistoryDialog))
        dialog = run.app.screen
        assert isinstance(dialog, HistoryDialog)
        await run.until(lambda: dialog.lookup.answer)
        await run.pilot.pause()
        assert "answered" in dialog.pane.text or "not scored" in dialog.pane.text
        assert "esc leave" in run.screen_text()
        assert len(run.requests("/calls.json")) == before + 1
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer and run.list.row_count < total)
        term = run.explorer.inquiry.query.search
        assert term is not None
        assert call.customer_number is not None
        assert call.customer_number.endswith(term)
        await run.press("escape")
        await run.until(lambda: run.list.row_count == total)
        assert run.explorer.inquiry == former


async def test_a_withheld_number_is_refused_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(tmp_path, DemoSettings(now=now)) as run:
        told: list[str] = []
        monkeypatch.setattr(run.explorer, "notify", lambda message, **_: told.append(message))
        for _ in range(400):
            if run.list.call is not None and run.list.call.is_number_withheld:
                break
            await run.press("down")
        before = len(run.gateway.log)
        await run.press("H")
        assert "withheld" in told[-1]
        assert len(run.gateway.log) == before


async def test_the_card_leads_to_the_list(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        await run.press("W")
        await run.until(lambda: run.app.place and run.app.place.looked_at())
        while run.app.place.looked_at().is_number_withheld:
            await run.press("space")
        await run.press("H")
        await run.until(lambda: isinstance(run.app.screen, HistoryDialog))
        await run.press("enter")
        await run.until(lambda: run.app.screen is run.explorer)
        assert run.explorer.inquiry.query.search


async def test_page_views_are_read_once_and_again_when_asked(tmp_path: Path) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        await run.press("V")
        await run.until(lambda: isinstance(run.app.screen, PageViewsDialog))
        dialog = run.app.screen
        assert isinstance(dialog, PageViewsDialog)
        await run.until(lambda: dialog.lookup.answer)
        await run.pilot.pause()
        assert len(run.requests("/page_views.json")) == 1
        assert "session trackers" in dialog.pane.text or "newest first" in dialog.pane.text
        await run.press("r")
        await run.until(lambda: len(run.requests("/page_views.json")) == 2)
        await run.press("q")
        assert run.app.screen is run.explorer
        assert dialog.lookup.answer is None
