"""The action table: every action with its keys, words and place; bindings, hints, help and README read it (floor 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from textual.binding import Binding
from textual.keys import key_to_character

from callrail_tui.keymap.account import ACCOUNT_ACTIONS
from callrail_tui.keymap.action import (
    ACCOUNT,
    APP,
    CONNECTIONS,
    COPY,
    DECIDE,
    DETAIL,
    EXPLORER,
    FIND,
    GENERAL,
    GROUPS,
    INSIGHTS,
    LIST,
    LOOK,
    MARK,
    MOVE,
    OUTBOX,
    PLACES,
    TAGGING,
    TAGS,
    TREE,
    TRIAGE,
    Action,
)
from callrail_tui.keymap.calls import CALL_ACTIONS
from callrail_tui.keymap.connections import CONNECTION_ACTIONS
from callrail_tui.keymap.general import GENERAL_ACTIONS
from callrail_tui.keymap.insights import INSIGHT_ACTIONS
from callrail_tui.keymap.judging import TRIAGE_ACTIONS
from callrail_tui.keymap.outbox import OUTBOX_ACTIONS
from callrail_tui.keymap.tags import TAG_ACTIONS

__all__ = [
    "ACCOUNT",
    "ACTIONS",
    "APP",
    "BY_ID",
    "CONNECTIONS",
    "COPY",
    "DECIDE",
    "DETAIL",
    "EXPLORER",
    "FIND",
    "GENERAL",
    "GROUPS",
    "INSIGHTS",
    "LIST",
    "LOOK",
    "MARK",
    "MOVE",
    "OUTBOX",
    "PLACES",
    "TAGGING",
    "TAGS",
    "TREE",
    "TRIAGE",
    "Action",
    "actions",
    "bindings",
    "named_key",
    "written",
    "written_keys",
]

ACTIONS: tuple[Action, ...] = (
    *CALL_ACTIONS,
    *OUTBOX_ACTIONS,
    *TAG_ACTIONS,
    *TRIAGE_ACTIONS,
    *INSIGHT_ACTIONS,
    *ACCOUNT_ACTIONS,
    *CONNECTION_ACTIONS,
    *GENERAL_ACTIONS,
)
"""Every action, in the order of help and README."""

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def actions(where: str) -> Iterable[Action]:
    """The actions of one place, in the table's order."""
    return (action for action in ACTIONS if action.where == where)


def bindings(where: str) -> list[Binding]:
    """The bindings of one place; their ids are the actions', so that a keymap can move them."""
    return [
        Binding(
            ",".join(action.keys),
            action.call,
            action.label,
            show=False,
            priority=action.everywhere,
            id=action.id,
            tooltip=action.tip,
        )
        for action in actions(where)
        if action.keys
    ]


_WRITTEN = {
    "slash": "/", "colon": ":", "question_mark": "?", "number_sign": "#", "full_stop": ".", "plus": "+", "minus": "-",
    "greater_than_sign": ">", "less_than_sign": "<", "percent_sign": "%",
    "equals_sign": "=", "exclamation_mark": "!", "dollar_sign": "$", "asterisk": "*", "semicolon": ";", "comma": ",",
    "at": "@", "backslash": "\\", "underscore": "_",
    "left_curly_bracket": "{", "right_curly_bracket": "}", "escape": "esc", "pageup": "PgUp", "pagedown": "PgDn",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home", "end": "End",
}  # fmt: skip


def written(key: str) -> str:
    """A key as people write it."""
    if key in _WRITTEN or key in _NAMED.values():
        return _WRITTEN.get(key, key.upper() if key[1:].isdecimal() else key)
    return key if "+" in key else key_to_character(key) or key


def written_keys(action: Action) -> str:
    """All keys of an action as people write them; a copy action's two keys stand in its tip."""
    if action.keys:
        return " ".join(written(key) for key in action.keys)
    return action.tip.split(":", 1)[0]


_NAMED = {
    **{shown.casefold(): key for key, shown in _WRITTEN.items()},
    **{name: name for name in ("space", "tab", "shift+tab", "enter", "backspace", "delete", "insert", *_WRITTEN)},
    **{f"f{number}": f"f{number}" for number in range(1, 13)},
    "page up": "pageup", "page down": "pagedown", "return": "enter", " ": "space",
}  # fmt: skip
"""Textual's names by what people write, in small letters."""


def named_key(shown: str) -> str | None:
    """Textual's name of a key as people write it: `Q`, `+`, `F5`, `PgUp`, `Ctrl+K`; None for what is no such key."""
    shown = normalize("NFC", shown)
    plain = shown.casefold()
    if plain in _NAMED:
        return _NAMED[plain]
    if len(shown) == 1 and shown.isprintable():
        return next(iter(Binding.make_bindings([Binding(shown, "")]))).key
    return plain if re.fullmatch(r"ctrl\+[a-z]", plain) else None
