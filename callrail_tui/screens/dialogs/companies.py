"""Which company: picked by name (floor 6)."""

from __future__ import annotations

from collections.abc import Sequence

from callrail_tui.model.directory import Company
from callrail_tui.present.text import display
from callrail_tui.screens.dialogs.picking import ONE, PickingDialog
from callrail_tui.widgets.picker import Entry, Picker


class CompaniesDialog(PickingDialog[str]):
    """Gives the company's id; an empty one means all of them, where that is offered."""

    def __init__(self, companies: Sequence[Company], *, with_all: bool) -> None:
        everyone = [Entry("", "All companies")] if with_all else []
        entries = [Entry(one.id, one.name or one.id, aside="disabled" if one.is_disabled else "") for one in companies]
        super().__init__(display("Which company?"), Picker([*everyone, *entries], placeholder="a name"), keys=ONE)

    def taken(self, entry: Entry) -> None:
        """Leave with the company."""
        self.dismiss(entry.id)
