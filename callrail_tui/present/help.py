"""The action table as text: for the help on the screen and for the README (floor 4)."""

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


def key_table() -> str:
    """The README's table of keys, in Markdown."""
    lines = ["| keys | where | does |", "|---|---|---|"]
    for group in GROUPS:
        for action in ACTIONS:
            if action.group == group:
                keys = " ".join(f"`{key}`" for key in written_keys(action).split(" "))
                lines.append(f"| {keys} | {_PLACES[action.where]} | {action.tip.split(': ', 1)[-1]} |")
    return "\n".join(lines)
