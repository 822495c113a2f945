"""`:`: every action by name."""

from __future__ import annotations

from collections.abc import Iterable

from callrail_tui.keymap import (
    ACCOUNT,
    CONNECTIONS,
    DETAIL,
    INSIGHTS,
    LIST,
    OUTBOX,
    TAGS,
    TREE,
    TRIAGE,
    Action,
    written_keys,
)
from callrail_tui.present.text import display
from callrail_tui.screens.dialogs.picking import ONE, PickingDialog
from callrail_tui.widgets.picker import Entry, Picker

_PANES = {LIST: "List", TREE: "Tree", DETAIL: "Detail", OUTBOX: "Outbox", TAGS: "Tags", TRIAGE: "Card",
          INSIGHTS: "Insights", CONNECTIONS: "Connections", ACCOUNT: "Account"}  # fmt: skip
"""What stands before an action of one pane: several panes have an `Up` of their own."""


class PaletteDialog(PickingDialog[str]):
    """Gives the id of the action to run."""

    def __init__(self, offered: Iterable[Action]) -> None:
        entries = [
            Entry(one.id, one.label, _PANES.get(one.where, ""), aside=f"{written_keys(one)} · {one.tip}")
            for one in offered
        ]
        super().__init__(display("Do what?"), Picker(entries, placeholder="an action's name"), keys=ONE)

    def taken(self, entry: Entry) -> None:
        """Leave with the action."""
        self.dismiss(entry.id)
