"""`x` in the explorer: what there is to export goes to a file, beside the work (floor 6; design 4)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from callrail_tui.screens.deciding_here import DecidingHere
from callrail_tui.text import clean

if TYPE_CHECKING:
    from pathlib import Path

    from callrail_tui.model.export_plan import Progress
    from callrail_tui.screens.export_flow import ExportFlow


class ExportingHere(DecidingHere):
    """Opens the export's dialogs, and tells once how it ended."""

    export_folder: Path | None = None
    """Where exports go unless another path is typed; None for the home folder."""

    @cached_property
    def _export_flow(self) -> ExportFlow:
        from callrail_tui.screens.export_flow import ExportFlow  # late: most runs export nothing

        return ExportFlow(self)

    def action_export(self) -> None:
        """Export, or show the export that is not finished."""
        if self.session is None or self.session.window.total is None:
            self.refuse("There is no list to export yet.")
        elif not self.session.is_certain:
            self.refuse("The account is still being looked up: press x in a moment.")
        else:
            self._export_flow.open(self.session)

    def export_ended(self, progress: Progress) -> None:
        """An export is whole, or stopped by itself."""
        from callrail_tui.present.exports import ended  # late, as above

        words = clean(ended(progress))
        self.notify(words, severity="information" if progress.is_over else "warning", timeout=12, markup=False)

    def leave_export(self) -> None:
        """Another account comes: say what becomes of an export that is not finished."""
        exports = self.session.begun_exports if self.session is not None else None
        if exports is not None and exports.current is not None and exports.is_busy:
            from callrail_tui.present.exports import stays  # late, as above

            self.notify(clean(stays(exports.current.progress)), severity="warning", markup=False)
