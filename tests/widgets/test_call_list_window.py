"""The call list over the session's own window and the embedded gateway: rows, requests, place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from callrail_tui.demo import create_app
from callrail_tui.demo.asgi import DemoApp
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.model.views import view_query
from callrail_tui.present.calls import NO_SIGNS, RowContext, Signs
from callrail_tui.session import facts
from callrail_tui.session.call_window import CallWindow
from callrail_tui.session.opening import Ready, Wish, open_account
from callrail_tui.session.worker import Worker
from callrail_tui.storage.styles import styles_path
from callrail_tui.widgets.call_list import CallList
from tests.session.connected import connect, settle

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


class UndecidedWindow(CallWindow):
    """A session's window where nothing is marked or decided."""

    def signs(self, index: int) -> Signs:
        return NO_SIGNS


class WindowApp(App[None]):
    """A list whose rows are the account's."""

    CSS_PATH = styles_path()

    def __init__(self, worker: Worker, account_id: str) -> None:
        super().__init__()
        self.window = UndecidedWindow(worker, account_id, self.changed, now=lambda: NOW)
        self.calls = CallList(self.window, RowContext(today=NOW.date(), zone=UTC))

    def compose(self) -> ComposeResult:
        yield self.calls

    def on_mount(self) -> None:
        self.calls.focus()
        self.window.open(view_query("all", NOW.date()))

    def changed(self, fact: facts.Fact) -> None:
        match fact:
            case facts.WindowReset():
                self.calls.restart(keep_place=self.calls.row_count > 0)
            case facts.TotalKnown():
                self.calls.total_known()
            case facts.RowsLoaded(first=first, last=last) | facts.RowsFailed(first=first, last=last):
                self.calls.rows_changed(first, last)


class Driven:
    """The running list, its gateway and a way to wait."""

    def __init__(self, app: WindowApp, gateway: DemoApp, worker: Worker, pilot: Pilot[None]) -> None:
        self.app, self.gateway, self.calls = app, gateway, app.calls
        self._worker, self._pilot = worker, pilot

    @property
    def pages(self) -> list[str]:
        """The requests for pages of calls so far."""
        return [one.query for one in self.gateway.log if one.path.endswith("/calls.json")]

    async def press(self, *keys: str) -> None:
        await self._pilot.press(*keys)
        await self.idle()

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(500):
            if condition():
                return
            await self.idle()
        raise AssertionError("it never came to hold")

    async def idle(self) -> None:
        await self._pilot.pause()
        await settle(self._worker)
        await self._pilot.pause()

    def line(self, y: int) -> str:
        return self.calls.render_line(y).text


async def first_account(worker: Worker) -> str:
    """The account that holds the calls."""
    opened = await open_account(worker, Wish(takes_default=True))
    assert isinstance(opened, Ready)
    return opened.account.id


@asynccontextmanager
async def driven(calls: int) -> AsyncIterator[Driven]:
    """A list of that many calls with the first page on the screen."""
    gateway = create_app(DemoSettings(calls=calls, now=lambda: NOW))
    worker = connect(gateway)
    app = WindowApp(worker, await first_account(worker))
    async with app.run_test(size=(120, 36)) as pilot:
        one = Driven(app, gateway, worker, pilot)
        await one.until(lambda: app.calls.row_count and app.calls.call)
        await one.idle()
        yield one
    await worker.close()


async def test_the_end_of_a_million_calls_is_one_page_away() -> None:
    async with driven(1_000_000) as one:
        assert one.calls.position == (1, 1_000_000)
        before = len(one.pages)
        await one.press("end")
        await one.until(lambda: one.calls.call)
        assert one.calls.position == (1_000_000, 1_000_000)
        assert len(one.pages) == before + 1
        assert "page=4000" in one.pages[-1]


async def test_a_move_costs_no_request() -> None:
    async with driven(2_000) as one:
        before = len(one.pages)
        await one.press("j", "j", "k", "pagedown", "pageup")
        assert one.calls.cursor == 1
        assert len(one.pages) == before


async def test_reading_again_keeps_the_call_under_the_cursor() -> None:
    async with driven(2_000) as one:
        await one.press("pagedown", "j", "j")
        call, top = one.calls.call, one.calls.top
        assert call is not None
        one.app.window.refresh()
        await one.until(lambda: one.calls.call)
        assert one.calls.call is not None
        assert one.calls.call.id == call.id
        assert one.calls.top == top


async def test_no_calls_at_all_is_said() -> None:
    gateway = create_app(DemoSettings(calls=0, now=lambda: NOW))
    worker = connect(gateway)
    app = WindowApp(worker, await first_account(worker))
    async with app.run_test(size=(80, 24)) as pilot:
        one = Driven(app, gateway, worker, pilot)
        await one.until(lambda: app.window.total == 0)
        assert one.line(2).strip() == "No calls."
        assert one.calls.position == (0, 0)
    await worker.close()
