"""The tree over the whole program: what it shows, what it asks for, and where its troubles stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets.tree import TreeNode

from callrail_tui.demo.settings import DemoSettings
from callrail_tui.screens.panes import Pane
from callrail_tui.widgets.account_tree import AccountTree, Line
from tests.screens.running import Program, now, program

WIDE = (200, 50)


def tree(run: Program) -> AccountTree:
    return run.explorer.tree_pane


def labels(run: Program) -> list[str]:
    return [str(node.label) for node in tree(run).root.children]


def nodes(run: Program) -> list[TreeNode[Line]]:
    return list(tree(run).root.children)


async def counted(run: Program) -> None:
    await run.until(lambda: run.explorer.session and run.explorer.session.directory.untouched is not None)
    await run.pilot.pause()


async def test_companies_stand_by_name_with_counts_from_one_summary(tmp_path: Path) -> None:
    async with program(tmp_path, size=WIDE) as run:
        await counted(run)
        assert len(run.requests("/summary.json")) == 1
        session = run.explorer.session
        assert session
        assert session.directory.untouched
        names = [one.name for one in session.directory.companies if not one.is_disabled]
        assert [label.rsplit("  ", 1)[0] for label in labels(run)] == sorted(
            names, key=lambda name: str(name).casefold()
        )
        counts = [int(label.rsplit("  ", 1)[1].replace(",", "")) for label in labels(run)]
        assert sum(counts) == sum(session.directory.untouched.get(one.id, 0) for one in session.directory.companies)


async def test_counts_that_fail_say_so_where_they_were_to_stand_and_r_counts_again(tmp_path: Path) -> None:
    refused = {"/summary.json"}

    async def refuse(method: str, path: str) -> int | None:
        return 403 if any(path.endswith(end) for end in refused) else None

    async with program(tmp_path, DemoSettings(now=now, intercept=refuse), size=WIDE) as run:
        await run.until(lambda: "not counted: r" in run.screen_text())
        assert all("  " not in label for label in labels(run))
        refused.clear()
        await run.press("r")
        await run.until(lambda: any("  " in label for label in labels(run)))
        await run.until(lambda: "not counted" not in run.screen_text())
        refused.add("/summary.json")
        await run.press("r")
        await run.until(lambda: "not counted: r" in run.screen_text())
        assert all("  " not in label for label in labels(run))


async def test_what_is_disabled_stands_behind_a_key(tmp_path: Path) -> None:
    async with program(tmp_path, size=WIDE) as run:
        await counted(run)
        active = len(labels(run))
        await run.press("h", "full_stop")
        await run.until(lambda: len(labels(run)) > active)
        assert "disabled" in labels(run)[-1]
        await run.press("full_stop")
        await run.until(lambda: len(labels(run)) == active)


async def test_the_scope_is_marked_in_words_of_its_own(tmp_path: Path) -> None:
    async with program(tmp_path, size=WIDE) as run:
        await counted(run)
        assert "● ▼ Brightwater Agency" in run.screen_text()
        await run.press("h", "down", "enter")
        await run.until(lambda: 0 < run.list.row_count < 2000)
        assert run.explorer.arrangement.at is Pane.LIST
        assert "● ▼ Brightwater Agency" not in run.screen_text()
        assert "● ▶ Cedar" in run.screen_text()
        await run.press("X", "enter")
        await run.until(lambda: "● ▼ Brightwater Agency" in run.screen_text())


async def test_a_click_on_the_arrow_unfolds_and_one_on_the_name_only_selects(tmp_path: Path) -> None:
    async with program(tmp_path, size=WIDE) as run:
        await counted(run)
        first = nodes(run)[0]
        await run.pilot.click(AccountTree, offset=(10, first.line))
        assert tree(run).cursor_node is first
        assert not first.is_expanded
        assert run.list.row_count == 2000
        assert run.requests("/trackers.json") == []
        await run.pilot.click(AccountTree, offset=(2, first.line))
        await run.until(
            lambda: first.is_expanded and any(node.data and node.data.tracker_id for node in first.children)
        )
        assert len(run.requests("/trackers.json")) == 1


async def test_unfolding_again_asks_nothing_and_the_cursor_stays(tmp_path: Path) -> None:
    async with program(tmp_path, size=WIDE) as run:
        await counted(run)
        await run.press("h", "down", "l")
        await run.until(lambda: run.requests("/trackers.json"))
        await run.until(lambda: nodes(run)[0].children and nodes(run)[0].children[0].data.tracker_id)  # type: ignore[union-attr]
        await run.press("down")
        at = tree(run).cursor_node
        assert at is not None
        tracker = at.data
        await run.press("h", "l", "down", "full_stop")
        await run.until(lambda: tree(run).cursor_node and tree(run).cursor_node.data == tracker)  # type: ignore[union-attr]
        assert len(run.requests("/trackers.json")) == 1


async def test_companies_that_arrive_just_before_a_key_do_not_take_its_move_back(tmp_path: Path) -> None:
    async with program(tmp_path, size=WIDE) as run:
        await counted(run)
        tree(run).rebuild()
        tree(run).action_cursor_down()
        await run.pilot.pause()
        assert tree(run).cursor_line == 1


async def test_the_filter_stays_in_sight_and_finds_trackers_that_are_here(tmp_path: Path) -> None:
    async with program(tmp_path, size=WIDE) as run:
        await counted(run)
        await run.press("h", "down", "l")
        await run.until(lambda: nodes(run)[0].children and nodes(run)[0].children[0].data.tracker_id)  # type: ignore[union-attr]
        name = str(nodes(run)[0].children[0].label)[:8]
        await run.press("slash")
        await run.type(name.lower())
        await run.press("enter")
        await run.until(lambda: len(labels(run)) == 1)
        assert nodes(run)[0].is_expanded
        assert f"/{name.lower()}" in str(tree(run).root.label)
        assert run.app.focused is tree(run)
        await run.press("escape")
        await run.until(lambda: len(labels(run)) > 1)
        await run.press("slash")
        await run.type("zzzz")
        await run.until(lambda: "no name contains that" in run.screen_text())
        await run.press("escape")
        await run.until(lambda: len(labels(run)) > 1)


@pytest.mark.parametrize("part", ["/companies.json", "/trackers.json"])
async def test_what_cannot_be_read_says_so_in_its_place_and_r_reads_it(tmp_path: Path, part: str) -> None:
    failing = True

    async def intercept(method: str, path: str) -> int | None:
        return 403 if failing and path.endswith(part) else None

    async with program(tmp_path, DemoSettings(now=now, intercept=intercept), size=WIDE) as run:
        if part == "/trackers.json":
            await counted(run)
            await run.press("h", "down", "l")
        await run.until(lambda: "CallRail does not allow this" in run.screen_text())
        assert "r tries again" in run.screen_text()
        failing = False
        await run.press("r")
        await run.until(lambda: "CallRail does not allow this" not in run.screen_text())
        await run.until(lambda: len(labels(run)) > 1)


async def test_the_calls_without_counts_are_calls_all_the_same(tmp_path: Path) -> None:
    async with program(tmp_path, DemoSettings(now=now, forbidden=frozenset({"summary"})), size=WIDE) as run:
        await run.until(lambda: len(labels(run)) > 1)
        assert not any(label[-1].isdigit() for label in labels(run))


async def test_six_hundred_companies_are_in_reach(tmp_path: Path) -> None:
    async with program(tmp_path, DemoSettings(now=now, companies=600), size=WIDE) as run:
        await run.until(lambda: len(labels(run)) > 500)
        before = len(run.gateway.log)
        await run.press("h", "end")
        last = tree(run).cursor_node
        assert last is nodes(run)[-1]
        children = nodes(run)
        await run.press("l")
        await run.until(lambda: last.children and last.children[0].data and last.children[0].data.tracker_id)
        assert nodes(run) == children, "the trackers of one company are no reason to draw the others anew"
        assert len(run.gateway.log) == before + 1


async def test_keys_of_other_trees_do_nothing_here(tmp_path: Path) -> None:
    async with program(tmp_path, size=WIDE) as run:
        await counted(run)
        await run.press("h", "down")
        at, before = tree(run).cursor_node, len(run.gateway.log)
        await run.press("space", "shift+left", "shift+right", "shift+up", "shift+down", "ctrl+left", "ctrl+space")
        assert tree(run).cursor_node is at
        assert at is not None
        assert not at.is_expanded
        assert len(run.gateway.log) == before


async def test_a_company_that_hides_the_chosen_tracker_carries_its_mark(tmp_path: Path) -> None:
    async with program(tmp_path, size=WIDE) as run:
        await counted(run)
        await run.press("h", "down", "l")
        await run.until(lambda: len(nodes(run)[0].children) > 1)
        await run.press("down", "enter", "h")
        tracker = str(nodes(run)[0].children[0].label).split("  ")[0]
        await run.until(lambda: f"● {tracker}" in run.screen_text())
        company = labels(run)[0].split("  ")[0]
        assert f"● ▼ {company}" not in run.screen_text()
        await run.press("h")
        await run.until(lambda: f"● ▶ {company}" in run.screen_text())
