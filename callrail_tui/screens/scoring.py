"""Lead scoring may be switched off for a company (wire 7, 8.6)."""

from __future__ import annotations

from collections.abc import Sequence

from callrail_tui.model.call import Call
from callrail_tui.session.directory import Directory


def scoring_warning(directory: Directory, calls: Sequence[Call]) -> str | None:
    """Which of the calls' companies have lead scoring switched off, in a sentence; None where none has."""
    found = (directory.company(company_id) for company_id in dict.fromkeys(call.company_id or "" for call in calls))
    names = [company.name or company.id for company in found if company is not None and company.lead_scoring is False]
    if not names:
        return None
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]}{more} has lead scoring switched off: CallRail may refuse it."
