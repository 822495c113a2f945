"""What the status line tells of a session, whatever place it stands in (floor 6)."""

from __future__ import annotations

from callrail_tui.present.status import StatusFacts
from callrail_tui.session.session import Session


def standing(session: Session, *, row: int = 0, arrived: int = 0, place: str = "") -> StatusFacts:
    """The session as it stands; `place` names where the person is, where that is not the list."""
    budget, connection, edits = session.budget, session.connection, session.begun_edits
    return StatusFacts(
        row=row if session.window.total else 0,
        total=session.window.total,
        unread=session.window.failure(0) is not None,
        place=place,
        connection=f"conn {connection.id[:8]}" if connection is not None else "",
        account=session.account.name or session.account.id,
        demo=session.demo,
        read_only=session.read_only,
        offline=not session.online,
        waits=budget.parked_seconds,
        outage=budget.is_resting,
        as_of=session.window.as_of,
        left_hour=budget.left_hour,
        left_day=budget.left_day,
        pending=edits.counts.pending if edits is not None else 0,
        failed=edits.counts.failed if edits is not None else 0,
        conflicts=edits.counts.conflicts if edits is not None else 0,
        export=_export(session),
        arrived=arrived,
    )


def _export(session: Session) -> str:
    exports = session.begun_exports
    if exports is None or exports.current is None:
        return ""
    from callrail_tui.present.exports import status  # late: most runs export nothing

    return status(exports.current.progress)
