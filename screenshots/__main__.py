"""`make screenshots`: draw every scene as SVG beside this file; the same demo gives the same bytes."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from screenshots.scenes import SCENES, Scene, shown

_FOREIGN_FONT = re.compile(r"\s*@font-face\s*\{.*?\}", re.DOTALL)


def picture(svg: str) -> str:
    """The SVG without the fonts that it would load from elsewhere: the reader's own monospace serves."""
    without = _FOREIGN_FONT.sub("", svg).replace("Fira Code", "Fira Code, DejaVu Sans Mono")
    return "\n".join(line.rstrip() for line in without.splitlines()) + "\n"


async def _draw(scene: Scene) -> str:
    async with shown(scene) as app:
        return picture(app.export_screenshot(title="callrail-tui"))


def main() -> None:
    """Draw them all."""
    for name, scene in SCENES.items():
        path = Path(__file__).with_name(f"{name}.svg")
        path.write_text(asyncio.run(_draw(scene)), encoding="utf-8")
        sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
