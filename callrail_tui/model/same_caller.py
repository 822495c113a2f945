"""Whether two calls are of the same caller, and how to search for the others (wire 2.3, 8.1)."""

from __future__ import annotations

from datetime import date, timedelta

from callrail_tui.model.call import Call
from callrail_tui.model.fields import LIST_FIELDS
from callrail_tui.model.query import CallQuery
from callrail_tui.model.read import text
from callrail_tui.model.views import dated, default_dates

NATIONAL_DIGITS = 10
"""Digits that tell a number apart however its country code is written."""
_FEWEST = 7


def search_term(call: Call) -> str | None:
    """What to search for the caller's calls with: the last ten digits; None for a number that is withheld or none."""
    if call.is_number_withheld:
        return None
    digits = _digits(call.customer_number)
    return digits if len(digits) >= _FEWEST else None


def is_same_caller(one: Call, other: Call) -> bool:
    """Whether the numbers agree in their last ten digits, or CallRail says that it is the same person."""
    term = search_term(one)
    if term is not None and term == search_term(other):
        return True
    person = _person(one)
    return person is not None and person == _person(other)


def history_query(term: str, today: date) -> CallQuery:
    """The question for every kept call that holds these digits somewhere, newest first.

    It begins a day after the oldest that is kept: a day too many would be refused (wire 5.4).
    """
    start, end = default_dates(today)
    found = dated(CallQuery(), start + timedelta(days=1), end)
    return found.changed(search=term, fields=(*LIST_FIELDS, "person_id"))


def _digits(number: str | None) -> str:
    return "".join(one for one in number or "" if one in "0123456789")[-NATIONAL_DIGITS:]


def _person(call: Call) -> str | None:
    person = text(call.raw.get("person_id"))
    return None if person is None or person.lower() == "anonymous" else person
