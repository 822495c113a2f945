"""Why an edit was not carried out, in words for the person, and what that means for the others (wire 5.1, 8.5)."""

from __future__ import annotations

from enum import Enum

from callrail_tui.errors import (
    AuthError,
    BudgetSpent,
    CallrailTuiError,
    GatewayError,
    NoConnection,
    NotAllowed,
    RateLimited,
    Withdrawn,
    WrongApp,
)
from callrail_tui.model.edit import Failure

GONE = Failure(
    "CallRail does not have this call any more.",
    "It was deleted, or reported as spam; the decision stays here to be copied.",
)
UNREADABLE = Failure(
    "CallRail's answer does not hold this field in a form that can be read, so it was not written over.",
    "Change it on CallRail's own page.",
)
NO_EFFECT = Failure("CallRail took the change, but a second look shows the field as it was before.")
VALUE_FAULT = Failure(
    "CallRail failed (500) at the value, as it does on some accounts; it was not tried again.",
    "Nothing else of the call hangs on it. r tries once more; D puts it aside; CallRail's own page can set it.",
)
SPAM_STAYS = Failure(
    "CallRail cannot take back a report of spam.",
    "The caller can be let in again on the Blocked Numbers page of CallRail.",
)


class Outcome(Enum):
    """What a delivery means for the next ones."""

    OVER = "over"
    """It is settled, one way or another."""
    AGAIN = "again"
    """Nobody knows, or nothing could be read: to be tried again after a while."""
    LATER = "later"
    """A limit is reached: nothing was sent."""
    PARKED = "parked"
    """The key or the connection is refused: nothing can be sent at all."""


def standstill(error: CallrailTuiError) -> Outcome | None:
    """Whether the error says that nothing was applied and that the others would fare no better."""
    if isinstance(error, (RateLimited, BudgetSpent, Withdrawn)):
        return Outcome.LATER
    return Outcome.PARKED if isinstance(error, (AuthError, NoConnection, WrongApp)) else None


def words_of(error: CallrailTuiError) -> Failure:
    """What failed, and its cure, for the journal."""
    detail = error.detail if isinstance(error, GatewayError) else ""
    if isinstance(error, NotAllowed):
        hint = "Even the lowest role may judge calls: look at the rights of the OAuth grant behind the connection."
        return Failure(error.title, hint, detail)
    return Failure(error.title, error.hint or "e opens the fields again; D puts it aside.", detail)
