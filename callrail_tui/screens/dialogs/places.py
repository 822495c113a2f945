"""`i` in the tree: all about a company or a tracker (floor 6; wire 7, 11)."""

from __future__ import annotations

from callrail_tui.present.directory import company_passages, tracker_passages
from callrail_tui.present.text import assemble
from callrail_tui.screens.dialogs.details import DetailsDialog
from callrail_tui.session.session import Session


def company_dialog(session: Session, company_id: str) -> DetailsDialog:
    """A company, read by itself."""
    known = session.directory.company(company_id)
    name = (known.name if known is not None else None) or company_id
    ask = session.administration.company
    return DetailsDialog(
        assemble(("Company", "bold"), " · ", name), lambda changed: ask(company_id, changed), company_passages
    )


def tracker_dialog(session: Session, company_id: str, tracker_id: str) -> DetailsDialog:
    """A tracker, read by itself."""
    found = (one for one in session.directory.trackers(company_id) or () if one.id == tracker_id)
    name = next((one.name for one in found if one.name), tracker_id)
    ask = session.administration.tracker
    return DetailsDialog(
        assemble(("Tracker", "bold"), " · ", name), lambda changed: ask(tracker_id, changed), tracker_passages
    )
