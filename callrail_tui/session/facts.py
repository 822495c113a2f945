"""What changed in the session: handed to every listener on the event loop, at the moment it is true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from callrail_tui.errors import CallrailTuiError


@dataclass(frozen=True, slots=True)
class WindowReset:
    """A query was opened or read anew: no row of an older generation counts any more."""

    generation: int


@dataclass(frozen=True, slots=True)
class TotalKnown:
    """The first page came: the list has `total` rows until it is opened or read anew."""

    generation: int
    total: int


@dataclass(frozen=True, slots=True)
class RowsLoaded:
    """Rows `first` to `last`, both included, may be drawn anew; some may still be on their way."""

    generation: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RowsFailed:
    """Rows `first` to `last` did not come; before the total is known `first` and `last` are 0."""

    generation: int
    first: int
    last: int
    error: CallrailTuiError


@dataclass(frozen=True, slots=True)
class CallLoaded:
    """The whole call is here."""

    call_id: str


@dataclass(frozen=True, slots=True)
class CallFailed:
    """The whole call did not come."""

    call_id: str
    error: CallrailTuiError


@dataclass(frozen=True, slots=True)
class CompaniesLoaded:
    """Every company of the account is here."""


@dataclass(frozen=True, slots=True)
class CompaniesFailed:
    """The companies did not come."""

    error: CallrailTuiError


@dataclass(frozen=True, slots=True)
class TrackersLoaded:
    """Every tracker of one company is here."""

    company_id: str


@dataclass(frozen=True, slots=True)
class TrackersFailed:
    """The trackers of one company did not come."""

    company_id: str
    error: CallrailTuiError


@dataclass(frozen=True, slots=True)
class CountsLoaded:
    """The calls not scored are counted, by company."""


@dataclass(frozen=True, slots=True)
class CountsFailed:
    """The calls not scored could not be counted."""

    error: CallrailTuiError


@dataclass(frozen=True, slots=True)
class TagsLoaded:
    """Every tag of the account is here."""


@dataclass(frozen=True, slots=True)
class TagsFailed:
    """The tags did not come."""

    error: CallrailTuiError


@dataclass(frozen=True, slots=True)
class Arrived:
    """So many calls are newer than the list; 0 takes the announcement back."""

    count: int


@dataclass(frozen=True, slots=True)
class BudgetChanged:
    """A request was counted, or the queue was parked or released."""


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """The gateway can be reached, or no longer."""

    online: bool
    error: CallrailTuiError | None
    as_of: datetime | None
    """When the list was last answered well."""


@dataclass(frozen=True, slots=True)
class BusyChanged:
    """Requests are on the wire, or none any more."""

    busy: bool


Fact = (
    WindowReset
    | TotalKnown
    | RowsLoaded
    | RowsFailed
    | CallLoaded
    | CallFailed
    | CompaniesLoaded
    | CompaniesFailed
    | TrackersLoaded
    | TrackersFailed
    | CountsLoaded
    | CountsFailed
    | TagsLoaded
    | TagsFailed
    | Arrived
    | BudgetChanged
    | HealthChanged
    | BusyChanged
)
"""Everything that a session tells its listeners."""
