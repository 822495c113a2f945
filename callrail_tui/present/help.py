"""The action table as text for the help on the screen (floor 4)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from textual.content import Content

from callrail_tui.keymap import ACTIONS, GROUPS, Action, written_keys
from callrail_tui.present.calls import MARK, STATE_SIGNS
from callrail_tui.present.text import assemble, display

_PLACES = {
    "app": "everywhere", "explorer": "calls", "list": "list", "tree": "tree", "detail": "detail",
    "outbox": "outbox", "tags": "tags", "triage": "card",
    "insights": "insights", "account": "account", "connections": "connections",
}  # fmt: skip

_SIGNS = (
    (MARK, "Marked: decisions act on the marked calls."),
    *((sign, words) for sign, _, words in {entry[0]: entry for entry in STATE_SIGNS.values()}.values()),
    ("← →", "The customer called, or was called."),
    ("1", "A first-time caller."),
    ("n", "The call has a note."),
    ("+ - ~", "A good lead, not a lead, earlier marked as a good lead."),
    ("·", "Under Lead, not scored; in other columns, the answer does not hold it."),
    ("absent", "Under Lead, the answer does not hold it: nobody knows whether it is scored."),
    ("?", "Not what was expected, shown as it came."),
    ("≈", "Among the tags, a name that could be mistaken for another."),
    ("[-]", "In the tag picker, some of the marked calls have the tag."),
    ("1,225", "In the tree, the calls that are not scored; ● stands before the list's scope."),
)


_KEYS = 17
"""Cells before the words, as many as `_hung` begins another line with where they do not fit one."""
_LEAST = 20


def help_text(cells: int, extra: Iterable[Action] = ()) -> Content:
    """The lines of the help as one text."""
    return Content("\n").join(help_lines(cells, tuple(extra)))


@lru_cache(2)
def help_lines(cells: int, extra: tuple[Action, ...] = ()) -> tuple[Content, ...]:
    """Every action with its keys, by group, those that do the same in several panes once; then the list's signs.

    `extra` are the person's own: their outcomes. Kept, as it takes 20 ms and is the same at every opening.
    """
    everything = (*ACTIONS, *extra)
    parts: list[Content] = []
    for group, title in GROUPS.items():
        parts.append(display(title, style="bold underline"))
        alike: dict[tuple[str, str], list[Action]] = {}
        for action in everything:
            if action.group == group:
                alike.setdefault((written_keys(action), action.label), []).append(action)
        for actions in alike.values():
            parts += _line(actions, cells)
        parts.append(display(""))
    parts.append(display("Signs in the list, the tree and the tags", style="bold underline"))
    for sign, words in _SIGNS:
        parts += _hung(sign, display(words), cells)
    return tuple(parts)


def _line(actions: list[Action], cells: int) -> list[Content]:
    first = actions[0]
    places = ", ".join(_PLACES.get(action.where, action.where) for action in actions)
    tip = first.tip if len(actions) == 1 else f"{first.label}."
    return _hung(written_keys(first), assemble(tip, " ", (f"({places})", "dim")), cells)


def _hung(keys: str, words: Content, cells: int) -> list[Content]:
    room = max(_LEAST, cells - _KEYS)
    lines = words.wrap(room) if words.cell_length > room else [words]
    heads = [assemble("  ", (keys.ljust(_KEYS - 3), "bold"), " "), *[display(" " * _KEYS)] * (len(lines) - 1)]
    return [head + line for head, line in zip(heads, lines, strict=True)]
