"""The README's key table, written from the action table (floor 4)."""

from __future__ import annotations

from callrail_tui.keymap import ACTIONS, GROUPS, Action, written_keys

START, END = "<!-- keys:start -->", "<!-- keys:end -->"

_PLACES = {
    "app": "everywhere", "explorer": "the calls", "list": "list", "tree": "tree", "detail": "detail",
    "outbox": "outbox", "tags": "the tags", "triage": "the card",
    "insights": "insights", "account": "account", "connections": "connections",
}  # fmt: skip


def key_table() -> str:
    """Every action with its keys as Markdown, group by group, in the table's order."""
    parts = []
    for group, heading in GROUPS.items():
        rows = "\n".join(_row(action) for action in ACTIONS if action.group == group)
        parts.append(f"**{heading}**\n\n| keys | in | does |\n|---|---|---|\n{rows}")
    return "\n\n".join(parts)


def with_key_table(readme: str) -> str:
    """The README's text with its marked block written anew."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{key_table()}\n{END}{after}"


def _row(action: Action) -> str:
    keys = " ".join(f"`{key}`" for key in written_keys(action).split(" "))
    tip = action.tip if action.keys else action.tip.split(": ", 1)[-1].capitalize()
    return f"| {keys} | {_PLACES.get(action.where, action.where)} | {tip} |"
