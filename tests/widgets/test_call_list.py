"""The call list on a screen: what is drawn, how often, and where the cursor stays."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from callrail_tui.errors import Unavailable, Unprocessable
from callrail_tui.messages import CallOpened, CursorMoved
from callrail_tui.present.calls import RowContext
from callrail_tui.present.columns import DEFAULT_COLUMNS
from callrail_tui.storage.styles import styles_path
from callrail_tui.text import is_clean
from callrail_tui.widgets import row_view
from callrail_tui.widgets.call_list import CallList
from tests.hostile import PAYLOADS
from tests.widgets.scripted_rows import ScriptedRows

CONTEXT = RowContext(today=date(2026, 11, 23), zone=ZoneInfo("America/Denver"))
MILLION = 1_000_000


class CountedList(CallList):
    """The list, counting the lines that it is asked to draw."""

    def __init__(self, source: ScriptedRows) -> None:
        super().__init__(source, CONTEXT)
        self.drawn: list[int] = []

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


class ListApp(App[None]):
    """A list and nothing else."""

    CSS_PATH = styles_path()
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, source: ScriptedRows) -> None:
        super().__init__()
        self.source = source
        self.calls = CountedList(source)
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.calls

    def on_mount(self) -> None:
        self.calls.focus()
        if self.source.total is not None:
            self.calls.total_known()

    def on_cursor_moved(self, message: CursorMoved) -> None:
        self.told.append(message)

    def on_call_opened(self, message: CallOpened) -> None:
        self.told.append(message)


def lines(calls: CallList) -> list[str]:
    """What stands on the screen, line by line."""
    return [calls.render_line(y).text for y in range(calls.size.height)]


def cursor_lines(calls: CallList) -> list[int]:
    """The lines drawn in reverse."""
    return [
        y
        for y in range(calls.size.height)
        if any(segment.style is not None and segment.style.reverse for segment in calls.render_line(y))
    ]


def wheel(way: type[events.MouseEvent], calls: CallList) -> events.MouseEvent:
    """One notch of the wheel over the list."""
    return way(calls, 20, 6, 0, 0, 0, shift=False, meta=False, ctrl=False)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until nothing is left to do on the screen."""
    await pilot.pause()
    await pilot.pause()


async def test_the_first_rows_stand_under_their_headings_and_are_asked_for() -> None:
    app = ListApp(ScriptedRows(2_000))
    async with app.run_test(size=(80, 12)) as pilot:
        await settled(pilot)
        shown = lines(app.calls)
        assert shown[0].startswith("  Denver time")
        assert shown[1].startswith("  Mon 23 Nov 14:05 ← answered")
        assert "Person 10" in shown[11]
        assert app.calls.position == (1, 2_000)
        assert app.calls.call is not None
        assert app.source.looks[-1] == (0, 10)
        assert cursor_lines(app.calls) == [1]
        assert all(len(line) == 79 for line in shown)


async def test_a_step_draws_two_rows_and_nothing_else() -> None:
    app = ListApp(ScriptedRows(MILLION))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.calls.drawn.clear()
        await pilot.press("j")
        await settled(pilot)
        assert sorted(app.calls.drawn) == [1, 2]
        assert cursor_lines(app.calls) == [2]
        assert app.calls.position == (2, MILLION)


async def test_keys_that_wait_are_one_move() -> None:
    app = ListApp(ScriptedRows(MILLION))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.calls.drawn.clear()
        seen: list[tuple[int, int]] = []
        app.calls.watch(app.calls, "position", lambda position: seen.append(position), init=False)
        for _ in range(10):
            app.post_message(events.Key("down", None))
        await settled(pilot)
        assert sorted(app.calls.drawn) == [1, 11]
        assert seen == [(11, MILLION)]


async def test_the_cursor_is_right_before_it_is_shown() -> None:
    app = ListApp(ScriptedRows(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.post_message(events.Key("down", None))
        app.post_message(events.Key("enter", "\r"))
        await settled(pilot)
        (opened,) = [message for message in app.told if isinstance(message, CallOpened)]
        assert opened.row == 1
        assert opened.call is not None
        assert opened.call.id == "CAL1"


async def test_a_million_rows_are_one_key_away() -> None:
    app = ListApp(ScriptedRows(MILLION))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        looks = len(app.source.looks)
        await pilot.press("end")
        await settled(pilot)
        assert app.calls.position == (MILLION, MILLION)
        assert "Person 999999" in lines(app.calls)[23]
        assert cursor_lines(app.calls) == [23]
        assert app.source.looks[looks:] == [(999_977, 999_999)]
        assert app.calls.vertical_scrollbar.window_virtual_size == MILLION + 1
        await pilot.press("home")
        await settled(pilot)
        assert app.calls.position == (1, MILLION)
        assert cursor_lines(app.calls) == [1]


async def test_pages_carry_the_cursor_on_its_line() -> None:
    app = ListApp(ScriptedRows(1_000))
    async with app.run_test(size=(80, 21)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "pagedown")
        await settled(pilot)
        assert (app.calls.cursor, app.calls.top) == (22, 20)
        await pilot.press("ctrl+d")
        await settled(pilot)
        assert (app.calls.cursor, app.calls.top) == (32, 30)
        await pilot.press("ctrl+u", "pageup", "pageup")
        await settled(pilot)
        assert (app.calls.cursor, app.calls.top) == (0, 0)
        await pilot.press("G", "pageup", "pagedown", "pagedown")
        await settled(pilot)
        assert (app.calls.cursor, app.calls.top) == (999, 980)


async def test_a_page_and_a_step_that_wait_are_still_a_page_and_a_step() -> None:
    app = ListApp(ScriptedRows(1_000))
    async with app.run_test(size=(80, 21)) as pilot:
        await settled(pilot)
        for key in ("pagedown", "down", "pagedown"):
            app.post_message(events.Key(key, None))
        await settled(pilot)
        assert (app.calls.cursor, app.calls.top) == (41, 40)


async def test_a_list_that_was_hidden_comes_back_as_it_was() -> None:
    app = ListApp(ScriptedRows(1_000))
    async with app.run_test(size=(80, 21)) as pilot:
        app.calls.move_to(500)
        await settled(pilot)
        before = (app.calls.cursor, app.calls.top)
        app.calls.display = False
        await settled(pilot)
        app.calls.rows_changed(0, 249)
        await pilot.resize_terminal(90, 21)
        app.calls.display = True
        await settled(pilot)
        assert (app.calls.cursor, app.calls.top) == before
        assert len(lines(app.calls)[1]) == 89


async def test_the_edge_scrolls_by_one_row() -> None:
    app = ListApp(ScriptedRows(1_000))
    async with app.run_test(size=(80, 11)) as pilot:
        await settled(pilot)
        app.calls.move_to(9)
        await settled(pilot)
        assert app.calls.top == 0
        await pilot.press("down")
        await settled(pilot)
        assert (app.calls.top, app.calls.position) == (1, (11, 1_000))
        assert lines(app.calls)[0].startswith("  Denver time")


async def test_a_far_jump_shows_the_row_in_the_middle_and_asks_once() -> None:
    app = ListApp(ScriptedRows(MILLION))
    async with app.run_test(size=(80, 21)) as pilot:
        await settled(pilot)
        looks = len(app.source.looks)
        app.calls.move_to(500_000)
        await settled(pilot)
        assert cursor_lines(app.calls) == [11]
        assert app.source.looks[looks:] == [(499_990, 500_009)]
        app.calls.move_to(MILLION * 5)
        await settled(pilot)
        assert app.calls.cursor == MILLION - 1


async def test_the_cursors_rest_is_told_and_its_passing_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_view, "REST_SECONDS", 3_600.0)
    app = ListApp(ScriptedRows(1_000))
    async with app.run_test(size=(80, 11)) as pilot:
        await pilot.press("down", "down", "down")
        await settled(pilot)
        assert app.told == []
        app.calls.cursor_rested()
        await settled(pilot)
        assert [(message.row, message.call and message.call.id) for message in app.told] == [(3, "CAL3")]  # type: ignore[attr-defined]


async def test_rows_that_are_not_here_are_dots_until_they_come() -> None:
    app = ListApp(ScriptedRows(100))
    app.source.missing = set(range(100))
    async with app.run_test(size=(80, 11)) as pilot:
        await settled(pilot)
        assert lines(app.calls)[1].split() == ["·"] * 8
        assert app.calls.call is None
        assert app.calls.position == (1, 100)
        app.source.missing = set()
        app.calls.drawn.clear()
        app.calls.rows_changed(0, 2)
        await settled(pilot)
        assert sorted(app.calls.drawn) == [1, 2, 3, 4]
        assert "Person 0" in lines(app.calls)[1]


async def test_a_changed_row_is_drawn_anew_in_place() -> None:
    app = ListApp(ScriptedRows(100))
    async with app.run_test(size=(80, 11)) as pilot:
        await settled(pilot)
        assert "+ good" not in lines(app.calls)[4]
        app.source.changed[3] = {"lead_status": "good_lead"}
        app.calls.rows_changed(3, 3)
        await settled(pilot)
        assert "+ good" in lines(app.calls)[4]
        assert app.calls.cursor == 0


async def test_a_page_that_failed_says_so_in_its_place() -> None:
    app = ListApp(ScriptedRows(100))
    error = Unavailable()
    app.source.failed = dict.fromkeys(range(3, 100), error)
    async with app.run_test(size=(100, 11)) as pilot:
        await settled(pilot)
        shown = lines(app.calls)
        assert "Person 2" in shown[3]
        assert shown[4].strip() == "— could not be read: CallRail is unavailable at the moment. · r tries again —"
        assert set(shown[5].split()) == {"·"}
        app.calls.move_to(50)
        await settled(pilot)
        assert "could not be read" in lines(app.calls)[1]


async def test_reading_nothing_and_failing_are_said_in_the_lists_place() -> None:
    app = ListApp(ScriptedRows(None))
    async with app.run_test(size=(80, 11)) as pilot:
        await settled(pilot)
        assert lines(app.calls)[1].strip() == "Reading calls…"
        app.source.failed[0] = Unavailable()
        app.calls.rows_changed(0, 0)
        await settled(pilot)
        assert [line.strip() for line in lines(app.calls)[2:5]] == [Unavailable.title, Unavailable.hint, ""]
        app.source.failed[0] = Unprocessable(status=422, detail="\x1b[2J is no tag")
        app.calls.rows_changed(0, 0)
        await settled(pilot)
        assert "The server said: ␛[2J is no tag" in [line.strip() for line in lines(app.calls)]
        app.source.failed.clear()
        app.source.total = 0
        app.calls.total_known()
        await settled(pilot)
        assert lines(app.calls)[2].strip() == "No calls."
        assert app.calls.position == (0, 0)
        app.calls.show_notice(Content("No call matches: take away the filter on tags."))
        await settled(pilot)
        assert "take away the filter" in lines(app.calls)[2]
        await pilot.press("down", "end", "pagedown", "enter")
        app.calls.cursor_rested()
        await settled(pilot)
        assert app.told == []
        assert cursor_lines(app.calls) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50), (30, 4), (80, 2)])
async def test_a_resize_keeps_the_cursor_in_view(size: tuple[int, int]) -> None:
    app = ListApp(ScriptedRows(MILLION))
    async with app.run_test(size=(100, 30)) as pilot:
        app.calls.move_to(5_000)
        await settled(pilot)
        await pilot.resize_terminal(*size)
        await settled(pilot)
        assert app.calls.cursor == 5_000
        assert len(cursor_lines(app.calls)) == 1
        assert app.source.looks[-1] == app.calls.view
        assert all(len(line) == app.calls.line_width for line in lines(app.calls))


async def test_reading_again_stays_on_the_call_or_else_on_the_row() -> None:
    app = ListApp(ScriptedRows(1_000))
    async with app.run_test(size=(80, 21)) as pilot:
        app.calls.move_to(30)
        await settled(pilot)
        line = cursor_lines(app.calls)
        app.source.missing = set(range(1_003))
        app.calls.restart(keep_place=True)
        await settled(pilot)
        app.source.total, app.source.shift = 1_003, 3
        app.calls.total_known()
        app.source.missing = set()
        app.calls.rows_changed(0, 249)
        await settled(pilot)
        assert app.calls.call is not None
        assert app.calls.call.id == "CAL30"
        assert app.calls.position == (34, 1_003)
        assert cursor_lines(app.calls) == line

        app.calls.restart(keep_place=True)
        app.source.total = 5
        app.calls.total_known()
        await settled(pilot)
        assert app.calls.position == (5, 5)


async def test_a_new_question_begins_at_the_top() -> None:
    app = ListApp(ScriptedRows(1_000))
    async with app.run_test(size=(80, 21)) as pilot:
        app.calls.move_to(300)
        await settled(pilot)
        app.source.total = None
        app.calls.restart(keep_place=False)
        await settled(pilot)
        assert lines(app.calls)[1].strip() == "Reading calls…"
        app.source.total = 700
        app.calls.total_known()
        await settled(pilot)
        assert (app.calls.position, app.calls.top) == ((1, 700), 0)


async def test_a_key_while_reading_again_lets_go_of_the_call() -> None:
    app = ListApp(ScriptedRows(1_000))
    async with app.run_test(size=(80, 21)) as pilot:
        app.calls.move_to(30)
        await settled(pilot)
        app.source.missing = set(range(1_003))
        app.calls.restart(keep_place=True)
        await pilot.press("home")
        app.source.total, app.source.shift, app.source.missing = 1_003, 3, set()
        app.calls.total_known()
        app.calls.rows_changed(0, 249)
        await settled(pilot)
        assert app.calls.position == (1, 1_003)


async def test_the_mouse_selects_and_scrolls_but_opens_nothing() -> None:
    app = ListApp(ScriptedRows(1_000))
    async with app.run_test(size=(80, 21)) as pilot:
        await settled(pilot)
        await pilot.click(CountedList, offset=(20, 6))
        await settled(pilot)
        assert app.calls.cursor == 5
        await pilot.click(CountedList, offset=(20, 0))
        await pilot.double_click(CountedList, offset=(20, 6))
        await settled(pilot)
        assert app.calls.cursor == 5
        for _ in range(4):
            app.calls.post_message(wheel(events.MouseScrollDown, app.calls))
        await settled(pilot)
        assert app.calls.top == 12
        assert app.calls.cursor == 12
        app.calls.post_message(wheel(events.MouseScrollUp, app.calls))
        await settled(pilot)
        assert (app.calls.top, app.calls.cursor) == (9, 12)
        assert not [message for message in app.told if isinstance(message, CallOpened)]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_the_cursor_shows_without_the_focus_too(theme: str) -> None:
    app = ListApp(ScriptedRows(10))
    async with app.run_test(size=(80, 11)) as pilot:
        app.theme = theme
        await settled(pilot)
        focused = app.calls.render_line(1)
        app.screen.set_focus(None)
        await settled(pilot)
        (cursor,) = app.calls.render_line(1)
        (plain, *_) = app.calls.render_line(3)
        assert focused.text == cursor.text
        assert cursor.style is not None
        assert plain.style is not None
        assert cursor.style.bold or cursor.style.reverse
        assert cursor.style != plain.style
        assert [cursor] != [*focused]


async def test_chosen_columns_are_shown_and_gone_again() -> None:
    app = ListApp(ScriptedRows(10))
    app.source.changed = {index: {"campaign": "Spring sale"} for index in range(10)}
    async with app.run_test(size=(120, 11)) as pilot:
        await settled(pilot)
        app.calls.set_columns(["when", "campaign", "who"], several_companies=True)
        await settled(pilot)
        assert app.calls.columns == ("when", "campaign", "who")
        assert "Spring sale" in lines(app.calls)[1]
        app.calls.set_columns(DEFAULT_COLUMNS, several_companies=True)
        app.calls.set_context(RowContext(today=date(2027, 1, 1), zone=ZoneInfo("UTC")))
        await settled(pilot)
        assert lines(app.calls)[0].startswith("  UTC time")
        assert "Campaign" not in lines(app.calls)[0]
        assert "Company" in lines(app.calls)[0]


@pytest.mark.parametrize("no_color", [False, True])
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
async def test_hostile_names_are_drawn_clean_under_every_theme(
    theme: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    payloads = list(PAYLOADS.values())
    app = ListApp(ScriptedRows(len(payloads)))
    app.source.changed = {
        index: {"customer_name": payload, "source_name": payload, "tags": [payload], "lead_status": payload}
        for index, payload in enumerate(payloads)
    }
    async with app.run_test(size=(80, len(payloads) + 1)) as pilot:
        app.theme = theme
        await settled(pilot)
        shown = lines(app.calls)
        assert all(is_clean(line) for line in shown)
        assert all(app.calls.render_line(y).cell_length == app.calls.line_width for y in range(len(shown)))
        assert cursor_lines(app.calls) == [1]
        assert any("CANARY" in line or "Acme [Pl" in line for line in shown)
