"""Names that would run an action where markup is obeyed: every action of the program, in every namespace."""

from __future__ import annotations

from typing import Final

from callrail_tui.keymap import ACTIONS

_NAMESPACES: Final = ("", "app.", "screen.", "focused.")
"""The widget's own, and the three that a click can name."""
_CALLS: Final = (
    *(action.call for action in ACTIONS),
    *(f"{namespace}{action.name}" for action in ACTIONS for namespace in _NAMESPACES),
    "app.exit(1)",
)

CLICKS: Final[tuple[str, ...]] = tuple(f"[@click={call}]name[/]" for call in dict.fromkeys(_CALLS))
