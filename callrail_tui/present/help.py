"""The action table as text for the help on the screen (floor 4)."""

from __future__ import annotations

from textual.content import Content

from callrail_tui.keymap import ACTIONS, GROUPS, Action, written_keys
from callrail_tui.present.text import assemble, display

_PLACES = {"app": "everywhere", "explorer": "calls", "list": "list", "tree": "tree", "detail": "detail"}

_SIGNS = (
    ("← →", "The customer called, or was called."),
    ("1", "A first-time caller."),
    ("n", "The call has a note."),
    ("+ - ~", "A good lead, not a lead, earlier marked as a good lead."),
    ("·", "Under Lead, not scored; in other columns, the answer does not hold it."),
    ("absent", "Under Lead, the answer does not hold it: nobody knows whether it is scored."),
    ("?", "Not what was expected, shown as it came."),
)


def help_text() -> Content:
    """Every action with its keys, by group, those that do the same in several panes once; then the list's signs."""
    parts: list[Content] = []
    for group, title in GROUPS.items():
        parts.append(display(title, style="bold underline"))
        alike: dict[tuple[str, str], list[Action]] = {}
        for action in ACTIONS:
            if action.group == group:
                alike.setdefault((written_keys(action), action.label), []).append(action)
        parts += [_line(actions) for actions in alike.values()]
        parts.append(display(""))
    parts.append(display("Signs in the list", style="bold underline"))
    parts += [assemble("  ", (sign.ljust(14), "bold"), f" {words}") for sign, words in _SIGNS]
    return Content("\n").join(parts)


def _line(actions: list[Action]) -> Content:
    first = actions[0]
    places = ", ".join(_PLACES[action.where] for action in actions)
    tip = first.tip if len(actions) == 1 else f"{first.label}."
    return assemble("  ", (written_keys(first).ljust(14), "bold"), f" {tip} ", (f"({places})", "dim"))
