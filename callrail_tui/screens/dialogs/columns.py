"""`c`: which columns the list shows, from the whole catalogue of fields (wire 8.8)."""

from __future__ import annotations

from collections.abc import Sequence

from callrail_tui.model.fields import CALL_FIELDS
from callrail_tui.present.columns import DEFAULT_COLUMNS, STANDING
from callrail_tui.present.text import display
from callrail_tui.screens.dialogs.picking import SEVERAL, PickingDialog
from callrail_tui.widgets.picker import Entry, Picker

_ALWAYS = ("when", "who")


class ColumnsDialog(PickingDialog[tuple[str, ...]]):
    """Gives the ids of the columns, in their order; time and name always stay."""

    def __init__(self, chosen: Sequence[str]) -> None:
        self._chosen = list(chosen)
        picker = Picker(self._entries(), placeholder="a field's name", several=True)
        super().__init__(display("Which columns?"), picker, keys=SEVERAL)

    def _entries(self) -> list[Entry]:
        standing = [
            Entry(name, column.heading, "Usual", marked=name in self._chosen, aside=self._aside(name))
            for name, column in STANDING.items()
        ]
        fields = [
            Entry(
                field.name, field.label, field.theme.capitalize(), marked=field.name in self._chosen, aside=field.name
            )
            for field in CALL_FIELDS.values()
            if not (field.single_only or field.secret or field.unpublished) and field.name not in STANDING
        ]
        reset = Entry("", "the usual columns again", marked=tuple(self._chosen) == DEFAULT_COLUMNS)
        return [reset, *standing, *fields]

    @staticmethod
    def _aside(name: str) -> str:
        return "always" if name in _ALWAYS else {"flags": "first-time caller, note"}.get(name, "")

    def taken(self, entry: Entry) -> None:
        """Mark or unmark a column."""
        if not entry.id:
            self._chosen = list(DEFAULT_COLUMNS)
        elif entry.id in self._chosen and entry.id not in _ALWAYS:
            self._chosen.remove(entry.id)
        elif entry.id not in self._chosen:
            self._chosen.append(entry.id)
            order = [*DEFAULT_COLUMNS, *CALL_FIELDS]
            self._chosen.sort(key=order.index)
        self.picker.replace_entries(self._entries())

    def applied(self) -> None:
        """Leave with what is marked."""
        self.dismiss(tuple(self._chosen))
