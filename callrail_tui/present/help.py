"""The action table as text for the help on the screen (floor 4)."""

from __future__ import annotations

from textual.content import Content

from callrail_tui.keymap import ACTIONS, GROUPS, Action, written_keys
from callrail_tui.present.text import assemble, display

_PLACES = {"app": "everywhere", "explorer": "calls", "list": "list", "tree": "tree", "detail": "detail"}


def help_text() -> Content:
    """Every action with its keys, by group."""
    parts: list[Content] = []
    for group, title in GROUPS.items():
        parts.append(display(title, style="bold"))
        parts += [_line(action) for action in ACTIONS if action.group == group]
        parts.append(display(""))
    return Content("\n").join(parts)


def _line(action: Action) -> Content:
    place = _PLACES[action.where]
    return assemble("  ", (written_keys(action).ljust(14), "bold"), f" {action.tip} ", (f"({place})", "dim"))
