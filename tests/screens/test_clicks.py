"""Names that would be actions where markup is obeyed: wherever they are drawn, no cell of the screen runs anything."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from textual.widgets import Static

from callrail_tui.model.call import decode_call
from callrail_tui.model.fields import CALL_FIELDS
from callrail_tui.present.detail import DetailFacts
from callrail_tui.screens.panes import Pane
from tests.hostile_clicks import CLICKS
from tests.program.hostile_gateway import HostileGateway
from tests.screens.running import NOW, Program, choosing, now, program

WIDE = (170, 50)
"""A screen that shows tree, list and detail at once."""


async def see_the_list(run: Program) -> None:
    """Every call, some companies, and the first trackers."""
    await run.press("z")
    for _ in range(0, len(CLICKS), run.list.page):
        assert run.clickable() == set()
        await run.press("pagedown")
    await run.press("z")
    assert f"{len(CLICKS)} of {len(CLICKS)}" in run.screen_text().splitlines()[-1]
    assert run.clickable() == set()
    await run.press("h", "j", "l")
    await run.until(lambda: run.explorer.tree_pane.unfolded)
    await run.until(lambda: not run.app.opener.session.worker.busy)
    assert run.clickable() == set()


async def see_every_field(run: Program) -> None:
    """Calls whose fields hold all the names between them, in words and raw; `tests/present` has each in each field."""
    run.explorer.go_to(Pane.DETAIL)
    await run.press("z")
    pane, left = run.explorer.detail_pane, list(CLICKS)
    while left:
        fields = dict(zip(CALL_FIELDS, left, strict=False))
        left = left[len(fields) :]
        pane.show(DetailFacts(decode_call(fields), NOW.date(), UTC))
        for _ in ("words", "raw"):
            await run.press("J")
            assert run.screen_text().count("[@click=") > min(10, len(fields) // 2)
            assert run.clickable() == set()
    await run.press("z")
    run.explorer.go_to(Pane.LIST)


async def see_what_is_asked(run: Program) -> None:
    """The tags to filter by, and the accounts to choose from."""
    await run.press("f")
    await run.until(lambda: run.explorer.tag_names())
    await run.press("end", "pagedown", "pagedown", "pagedown", "pagedown")
    assert "Tag: [@click=" in run.screen_text()
    assert run.clickable() == set()
    await run.press("escape", "N")
    await run.until(lambda: choosing(run))
    await run.press("enter")
    await run.until(lambda: "[@click=" in run.screen_text())
    assert run.clickable() == set()


async def test_no_cell_runs_anything(tmp_path: Path) -> None:
    gateway = HostileGateway(payloads=CLICKS, companies=len(CLICKS), now=now)
    async with program(tmp_path, gateway=gateway, size=WIDE, as_demo=False) as run:  # type: ignore[arg-type]
        await run.until(lambda: run.explorer.session.directory.has_companies)
        await see_the_list(run)
        await see_every_field(run)
        await see_what_is_asked(run)


async def test_a_cell_that_would_is_found(tmp_path: Path) -> None:
    async with program(tmp_path) as run:
        await run.explorer.mount(Static("[@click=app.quit]name[/]"))
        await run.pilot.pause()
        assert len(run.clickable()) == 1
