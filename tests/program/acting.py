"""The real command, and at its end every action that ran, a line each, in the file that is named first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from textual.app import App

from callrail_tui.cli import main

RAN: list[str] = []
_RUN = App.run_action


async def noting(app: App[Any], action: Any, *places: Any, **more: Any) -> bool:
    """Run the action, and remember it."""
    RAN.append(action if isinstance(action, str) else repr(action))
    return await _RUN(app, action, *places, **more)


if __name__ == "__main__":
    told = Path(sys.argv.pop(1))
    App.run_action = noting  # type: ignore[method-assign]
    code = main()
    told.write_text("\n".join(RAN))
    sys.exit(code)
