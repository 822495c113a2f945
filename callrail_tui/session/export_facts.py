"""What changed in an export or a report: all that a run without a screen hears of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from callrail_tui.session.bare_fact import BareFact

if TYPE_CHECKING:
    from callrail_tui.model.export_plan import Progress


class ExportChanged(BareFact):
    """An export went on by a page, waits, stopped or ended."""


class ExportEnded(NamedTuple):
    """An export is whole, or stopped by itself: told once."""

    progress: Progress


ExportFact = ExportChanged | ExportEnded
