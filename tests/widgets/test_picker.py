"""The list of a dialog: what typing finds, what enter takes, and that thousands of lines are as quick as ten."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input

from callrail_tui.widgets.pick_list import PickList
from callrail_tui.widgets.picker import Entry, Picker, narrowed
from tests.hostile import PAYLOADS

COLOURS = [Entry(name.lower(), name) for name in ("Red", "Green", "Blue", "Dark red", "Dark green")]


class Bare(App[None]):
    """A picker alone; what it says is kept."""

    CSS = """
    Picker, PickList { height: auto; max-height: 100%; }
    .picker--list { max-height: 20; }
    .pick-list--thumb { background: red; }
    """

    def __init__(self, entries: list[Entry], *, several: bool = False, awaits_more: bool = False) -> None:
        super().__init__()
        self.picker = Picker(entries, placeholder="a colour", several=several, awaits_more=awaits_more)
        self.taken: list[str] = []
        self.applied = 0

    def compose(self) -> ComposeResult:
        yield self.picker

    def on_picker_taken(self, event: Picker.Taken) -> None:
        self.taken.append(event.entry.id)

    def on_picker_applied(self) -> None:
        self.applied += 1

    @property
    def trouble(self) -> str:
        return str(self.query_one(".picker--trouble").render())


def test_what_starts_so_comes_before_what_contains_it_and_spelling_is_the_last_resort() -> None:
    assert [one.id for one in narrowed(COLOURS, "RED")] == ["red", "dark red"]
    assert [one.id for one in narrowed(COLOURS, "dgr")] == ["dark green"]
    assert narrowed(COLOURS, "xyz") == []
    assert narrowed(COLOURS, "  ") == COLOURS


async def test_text_and_enter_in_one_breath_take_what_the_text_finds() -> None:
    app = Bare(COLOURS)
    async with app.run_test() as pilot:
        await pilot.press(*"blue", "enter")
        await pilot.pause()
        assert app.taken == ["blue"]


async def test_enter_on_no_match_takes_nothing_and_says_so() -> None:
    for several in (False, True):
        app = Bare(COLOURS, several=several)
        async with app.run_test() as pilot:
            await pilot.press(*"xyz", "enter")
            await pilot.pause()
            assert (app.taken, app.applied) == ([], 0)
            assert "Nothing matches" in app.trouble
            assert app.query_one(Input).value == "xyz"


async def test_enter_waits_for_what_is_on_its_way() -> None:
    app = Bare(COLOURS, several=True, awaits_more=True)
    async with app.run_test() as pilot:
        await pilot.press(*"violet", "enter", "enter")
        await pilot.pause()
        assert (app.taken, app.applied) == ([], 0)
        assert "on its way" in app.trouble
        app.picker.complete([*COLOURS, Entry("violet", "Violet")])
        await pilot.pause()
        await pilot.pause()
        assert (app.taken, app.applied) == (["violet"], 1)
        await pilot.press(*"pink", "enter")
        await pilot.pause()
        assert "Nothing matches." in app.trouble


async def test_enter_for_a_text_that_has_changed_since_is_not_done() -> None:
    app = Bare(COLOURS, several=True, awaits_more=True)
    async with app.run_test() as pilot:
        await pilot.press(*"violet", "enter", "backspace")
        app.picker.complete([*COLOURS, Entry("violet", "Violet")])
        await pilot.pause()
        assert (app.taken, app.applied) == ([], 0)


async def test_several_are_marked_and_enter_on_the_empty_field_applies() -> None:
    app = Bare(COLOURS, several=True)
    async with app.run_test() as pilot:
        await pilot.press(*"blue", "enter", *"dark", "down", "enter", "up", "up", "up", "space", "enter")
        await pilot.pause()
        assert app.taken == ["blue", "dark green", "green"]
        assert app.applied == 1


async def test_a_click_takes_a_line() -> None:
    app = Bare(COLOURS)
    async with app.run_test() as pilot:
        await pilot.click(PickList, offset=(4, 2))
        assert app.taken == ["blue"]


async def test_ten_thousand_lines_can_all_be_found() -> None:
    app = Bare([Entry(f"t{number}", f"Tag {number:05}") for number in range(10_000)])
    async with app.run_test() as pilot:
        assert app.query_one(PickList).count == 10_000
        await pilot.press(*"09999", "enter")
        await pilot.pause()
        assert app.taken == ["t9999"]


async def test_hostile_labels_are_drawn_and_taken_as_any_other() -> None:
    entries = [Entry(str(index), text, group=text, aside=text) for index, text in enumerate(PAYLOADS.values())]
    app = Bare(entries)
    async with app.run_test(size=(100, 80)) as pilot:
        drawn = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert not any(ord(one) < 32 for one in drawn)
        await pilot.press("down", "enter")
        assert app.taken == ["1"]


def test_entries_that_come_before_there_is_a_list_are_what_it_begins_with() -> None:
    picker = Picker([], placeholder="a colour", several=True, awaits_more=True)
    picker.complete(COLOURS)
    assert picker._entries == COLOURS


async def test_what_was_found_and_marked_is_in_force_in_view() -> None:
    entries = [Entry(str(number), f"colour {number}") for number in range(100)]
    app = Bare(entries, several=True)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press(*"77", "enter")
        await pilot.pause()
        assert app.taken == ["77"]
        options = app.query_one(PickList)
        assert options.highlighted == 77
        app.picker.replace_entries(entries)
        await pilot.pause()
        assert options.top <= 77 < options.top + options.size.height


async def test_the_mouse_scrolls_and_drags_and_the_bar_takes_no_line() -> None:
    app = Bare([Entry(str(number), f"colour {number}") for number in range(100)])
    async with app.run_test(size=(40, 24)) as pilot:
        lines = app.query_one(PickList)
        assert lines.size.height == 20
        bar = lines.size.width - 1
        await pilot._post_mouse_events([events.MouseScrollDown], PickList, offset=(4, 3))
        assert lines.top == 3
        assert lines.highlighted == 0
        await pilot.mouse_down(PickList, offset=(bar, 10))
        assert lines.top == 42
        await pilot.hover(PickList, offset=(bar, 19))
        assert lines.top == 80
        await pilot.mouse_up(PickList, offset=(bar, 19))
        await pilot.hover(PickList, offset=(4, 2))
        assert lines.top == 80
        await pilot.click(PickList, offset=(bar, 19))
        assert app.taken == []
        await pilot.click(PickList, offset=(4, 19))
        assert app.taken == ["99"]


async def test_the_bar_shows_which_part_is_in_view() -> None:
    app = Bare([Entry(str(number), f"colour {number}") for number in range(40)])
    async with app.run_test(size=(40, 24)) as pilot:
        lines = app.query_one(PickList)
        await pilot.pause()
        thumb = lines.get_component_rich_style("pick-list--thumb").bgcolor

        def thumbs() -> list[int]:
            last = [list(strip)[-1] for strip in lines.render_lines(lines.size.region)]
            return [y for y, segment in enumerate(last) if segment.style is not None and segment.style.bgcolor == thumb]

        assert thumbs() == list(range(10))
        await pilot.press("up", *["down"] * 39)
        assert lines.highlighted == 39
        assert thumbs() == list(range(10, 20))
        await pilot.press(*"39")
        assert thumbs() == []


async def test_marking_a_line_leaves_the_others_where_they_are() -> None:
    entries = [Entry(str(number), f"colour {number}") for number in range(100)]
    app = Bare(entries, several=True)
    async with app.run_test(size=(40, 24)) as pilot:
        lines = app.query_one(PickList)
        await pilot.press(*["down"] * 30, *["up"] * 5, "space")
        assert app.taken == ["25"]
        assert lines.top == 11
        app.picker.mark(lambda entry: entry.id == "25")
        await pilot.pause()
        assert (lines.top, lines.highlighted) == (11, 25)
