"""The table of what is imported when is true; nothing comes before the first frame that it does not draw."""

from __future__ import annotations

import pytest

from bench.imports import TABLE, Stage, stages, table


@pytest.fixture(scope="module")
def found() -> list[Stage]:
    """Each moment, in processes of their own."""
    return stages()


def test_the_table_is_true(found: list[Stage]) -> None:
    """`python -m bench.imports` writes it anew; what is new in it is to be wanted there."""
    assert table(found) == TABLE.read_text("utf-8")


def test_the_first_frame_comes_before_what_it_does_not_draw(found: list[Stage]) -> None:
    first = next(stage for stage in found if stage.name == "first frame")
    unwanted = ("callrail_tui.session", "callrail_tui.widgets", "callrail_tui.demo", "callrail_tui.app", "textual")
    heavy = ("asyncio", "httpx", "sqlite3", "logging", "ssl", "callrail_tui.model.edit", "callrail_tui.gateway.client")
    assert "callrail_tui.first_frame" in first.modules
    assert [name for name in first.modules if name.startswith(unwanted) or name in heavy] == []


def test_commands_without_a_screen_load_none(found: list[Stage]) -> None:
    commands = [stage for stage in found if "textual" not in stage.libraries()]
    assert [stage.name for stage in commands] == [
        "--version",
        "--help",
        "doctor --demo",
        "export --demo",
        "first frame",
    ]
    assert "rich" not in {name for stage in commands[:4] for name in stage.libraries()}
