"""Other calls of the same caller, among those that are loaded (floor 6)."""

from __future__ import annotations

from collections.abc import Sequence

from callrail_tui.model.call import Call
from callrail_tui.session.session import Session


def untouched_of_number(session: Session, call: Call) -> Sequence[Call]:
    """Every other loaded call of a call's number that nobody has judged."""
    if call.is_number_withheld:
        return ()
    shown = (session.edits.shown(one) for one in session.window.loaded() if one.id != call.id)
    return [
        one
        for one in shown
        if one.customer_number == call.customer_number and not (one.is_scored or one.tags or one.note or one.spam)
    ]
