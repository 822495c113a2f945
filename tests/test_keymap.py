"""The action table is the truth: no key means two things in one place, every key reaches its action, README says so."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from textual.dom import DOMNode

from callrail_tui.app import CallrailApp
from callrail_tui.commands import offered
from callrail_tui.keymap import (
    ACCOUNT,
    ACTIONS,
    APP,
    BY_ID,
    CONNECTIONS,
    DETAIL,
    EXPLORER,
    INSIGHTS,
    LIST,
    OUTBOX,
    TAGS,
    TREE,
    TRIAGE,
    actions,
)
from callrail_tui.present.key_table import with_key_table
from callrail_tui.screens.account import AccountScreen
from callrail_tui.screens.connections import ConnectionsScreen
from callrail_tui.screens.dialogs.palette import PaletteDialog
from callrail_tui.screens.explorer import ExplorerScreen
from callrail_tui.screens.insights import InsightsScreen
from callrail_tui.screens.outbox import OutboxScreen
from callrail_tui.screens.tags import TagsScreen
from callrail_tui.screens.triage import TriageScreen
from callrail_tui.widgets.account_tree import AccountTree
from callrail_tui.widgets.call_detail import CallDetail
from callrail_tui.widgets.call_list import CallList
from callrail_tui.widgets.charts import FigureTable
from callrail_tui.widgets.connection_list import ConnectionList
from callrail_tui.widgets.outbox_list import OutboxList
from callrail_tui.widgets.record_list import RecordList
from tests.screens.running import program

README = Path(__file__).parent.parent / "README.md"
OWNERS: dict[str, type[DOMNode]] = {
    APP: CallrailApp, EXPLORER: ExplorerScreen, LIST: CallList, TREE: AccountTree, DETAIL: CallDetail,
    OUTBOX: OutboxList,
    TAGS: TagsScreen,
    CONNECTIONS: ConnectionList,
    INSIGHTS: FigureTable,
    ACCOUNT: RecordList,
    TRIAGE: TriageScreen,
}  # fmt: skip
SCREENS: dict[str, type[DOMNode]] = {OUTBOX: OutboxScreen, CONNECTIONS: ConnectionsScreen, INSIGHTS: InsightsScreen,
                                      ACCOUNT: AccountScreen}  # fmt: skip
"""Whose actions a place's `screen.…` means; elsewhere the explorer's."""


def test_no_id_stands_twice() -> None:
    assert len(BY_ID) == len(ACTIONS)


@pytest.mark.parametrize("where", OWNERS)
def test_no_key_means_two_things_in_one_place(where: str) -> None:
    counted = Counter(key for action in actions(where) for key in action.keys)
    assert [key for key, times in counted.items() if times > 1] == []


def test_only_a_pane_may_take_a_key_from_the_places_around_it() -> None:
    around = {key for where in (APP, EXPLORER) for action in actions(where) for key in action.keys}
    taken = {key: action.id for pane in (LIST, TREE, DETAIL) for action in actions(pane) for key in action.keys}
    assert {key: action for key, action in taken.items() if key in around} == {
        "slash": "tree.filter",
        "plus": "tree.unfold",
        "minus": "tree.fold",
    }


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_a_handler_and_words(action: object) -> None:
    entry = next(one for one in ACTIONS if one is action)
    name = entry.call.split("(")[0]
    owner = OWNERS[entry.where]
    if "." in name:
        owner, name = SCREENS.get(entry.where, ExplorerScreen), name.split(".")[1]
    assert callable(getattr(owner, f"action_{name}"))
    assert entry.label
    assert entry.tip.endswith(".")


@pytest.mark.parametrize(("size", "where"), [((120, 36), LIST), ((120, 36), DETAIL), ((200, 50), TREE)])
async def test_every_key_reaches_its_action(
    tmp_path: Path, size: tuple[int, int], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    async with program(tmp_path, size=size) as run:
        pane = {LIST: run.list, DETAIL: run.explorer.detail_pane, TREE: run.explorer.tree_pane}[where]
        pane.focus()
        await run.pilot.pause()

        async def note(action: str, default_namespace: DOMNode | None = None, *_: object, **__: object) -> bool:
            reached.append(action if isinstance(action, str) else str(action))
            return True

        monkeypatch.setattr(run.app, "run_action", note)
        own = {key for action in actions(where) for key in action.keys}
        for place in (where, EXPLORER, APP):
            for action in actions(place):
                for key in action.keys:
                    if place != where and key in own:
                        continue
                    reached.clear()
                    await run.pilot.press(key)
                    assert reached == [action.call], (key, action.id)


async def test_every_action_is_in_the_palette_of_its_place(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        found = {action.id for action in offered(run.app)}
        beside = {OUTBOX, TAGS, TRIAGE, CONNECTIONS, INSIGHTS, ACCOUNT}
        assert found == {action.id for action in ACTIONS if action.where not in beside} - {"app.palette"}


@pytest.mark.parametrize("where", [LIST, DETAIL, TREE])
async def test_the_palette_names_the_pane_and_begins_with_the_one_in_use(tmp_path: Path, where: str) -> None:
    async with program(tmp_path, size=(200, 50)) as run:
        run.explorer.action_pane(where)
        await run.press("colon", *"up")
        await run.until(lambda: isinstance(run.app.screen, PaletteDialog))
        await run.until(lambda: "Detail: Up" in run.screen_text())
        lines = [line for line in run.screen_text().splitlines() if ": Up" in line]
        panes = [found[1] for line in lines if (found := re.search(r"(\w+): Up  ", line))]
        assert panes[0] == where.capitalize()
        assert sorted(panes) == ["Detail", "List", "Tree"]
        await run.press("enter")
        assert run.app.screen is run.explorer


def test_no_two_actions_look_alike_in_the_palette() -> None:
    shown = [(entry.group, entry.label) for entry in PaletteDialog(ACTIONS).picker._entries]
    assert len(shown) == len(set(shown))


async def test_a_refused_action_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(tmp_path, size=(120, 36)) as run:
        told: list[str] = []
        monkeypatch.setattr(run.explorer, "notify", lambda message, **_: told.append(message))
        await run.press("b")
        assert "160 columns" in told[0]


async def test_a_split_that_would_not_be_seen_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with program(tmp_path, size=(80, 24)) as run:
        told: list[str] = []
        monkeypatch.setattr(run.explorer, "notify", lambda message, **_: told.append(message))
        was = run.explorer.arrangement.split
        await run.press("greater_than_sign")
        assert "110 columns and 30 rows" in told[0]
        assert run.explorer.arrangement.split == was


async def test_the_tree_folds_on_a_wide_screen_and_is_remembered(tmp_path: Path) -> None:
    async with program(tmp_path, size=(200, 50)) as run:
        was = run.explorer.arrangement.tree_folded
        await run.press("b")
        assert run.explorer.tree_pane.has_class("-away") is not was
        assert run.app.focused is run.list
        assert run.app.state.tree_folded is not was


def test_the_readme_holds_the_table_as_it_is() -> None:
    readme = README.read_text(encoding="utf-8")
    assert readme == with_key_table(readme), "make readme"


@pytest.mark.parametrize("place", ["f", "s", "d", "c", "y", "question_mark", "colon", "slash", "number_sign", "N"])
async def test_quit_quits_from_every_dialog_and_field(tmp_path: Path, place: str) -> None:
    async with program(tmp_path) as run:
        before = (run.app.screen, run.app.screen.focused)
        await run.press(place)
        await run.until(lambda: (run.app.screen, run.app.screen.focused) != before)
        await run.press("ctrl+q")
        await run.until(lambda: not run.app.is_running or run.app._exit)
