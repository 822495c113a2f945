"""What stands on the screen at the three sizes, as text; `make screenshots` draws the same scenes as pictures.

After a change that is meant: `python -m tests.test_snapshots` writes the texts anew; look at the difference.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from screenshots.scenes import SCENES, Scene, shown

SNAPSHOTS = Path(__file__).parent / "snapshots"


async def screen_of(scene: Scene) -> str:
    """The screen's lines."""
    async with shown(scene) as app:
        lines = [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", SCENES)
async def test_the_screen_is_as_it_was(name: str) -> None:
    assert await screen_of(SCENES[name]) == (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8")


def test_no_picture_names_a_font_or_script_elsewhere() -> None:
    pictures = sorted((Path(__file__).parent.parent / "screenshots").glob("*.svg"))
    assert {picture.stem for picture in pictures} == set(SCENES)
    for picture in pictures:
        drawn = picture.read_text(encoding="utf-8")
        assert "@font-face" not in drawn
        assert "<script" not in drawn


if __name__ == "__main__":
    SNAPSHOTS.mkdir(exist_ok=True)
    for name, scene in SCENES.items():
        (SNAPSHOTS / f"{name}.txt").write_text(asyncio.run(screen_of(scene)), encoding="utf-8")
