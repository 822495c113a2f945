"""What changed in the session: handed to every listener on the event loop, at the moment it is true."""

from datetime import datetime
from typing import NamedTuple

from callrail_tui.errors import CallrailTuiError
from callrail_tui.session.bare_fact import BareFact
from callrail_tui.session.export_facts import ExportFact


class WindowReset(NamedTuple):
    """A query was opened or read anew: no row of an older generation counts any more."""

    generation: int


class TotalKnown(NamedTuple):
    """The first page came: the list has `total` rows until it is opened or read anew."""

    generation: int
    total: int


class RowsLoaded(NamedTuple):
    """Rows `first` to `last`, both included, may be drawn anew; some may still be on their way."""

    generation: int
    first: int
    last: int


class RowsFailed(NamedTuple):
    """Rows `first` to `last` did not come; before the total is known `first` and `last` are 0."""

    generation: int
    first: int
    last: int
    error: CallrailTuiError


class CallLoaded(NamedTuple):
    """The whole call is here."""

    call_id: str


class CallFailed(NamedTuple):
    """The whole call did not come."""

    call_id: str
    error: CallrailTuiError


class CompaniesLoaded(BareFact):
    """Every company of the account is here."""


class CompaniesFailed(NamedTuple):
    """The companies did not come."""

    error: CallrailTuiError


class TrackersLoaded(NamedTuple):
    """Every tracker of one company is here."""

    company_id: str


class TrackersFailed(NamedTuple):
    """The trackers of one company did not come."""

    company_id: str
    error: CallrailTuiError


class CountsLoaded(BareFact):
    """The calls not scored are counted, by company."""


class CountsFailed(NamedTuple):
    """The calls not scored could not be counted."""

    error: CallrailTuiError


class TagsLoaded(BareFact):
    """Every tag of the account is here."""


class TagsFailed(NamedTuple):
    """The tags did not come."""

    error: CallrailTuiError


class Arrived(NamedTuple):
    """So many calls are newer than the list; 0 takes the announcement back."""

    calls: int


class BudgetChanged(BareFact):
    """A request was counted, or the queue was parked or released."""


class HealthChanged(NamedTuple):
    """The gateway can be reached, or no longer."""

    online: bool
    error: CallrailTuiError | None
    as_of: datetime | None
    """When the list was last answered well."""


class BusyChanged(NamedTuple):
    """Requests are on the wire, or none any more."""

    busy: bool


class InsightsChanged(BareFact):
    """Sums came, failed, or may not be grouped so."""


class EditsChanged(NamedTuple):
    """Edits of these calls were decided, sent, confirmed, refused or taken back: their rows may look different."""

    call_ids: frozenset[str]


class EditsTold(NamedTuple):
    """Something happened to edits by itself that the person should hear of; for the status line, never a dialog."""

    words: str
    """A sentence, uncleaned."""
    is_warning: bool = False


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
    | InsightsChanged
    | EditsChanged
    | EditsTold
    | ExportFact
)
"""Everything that a session tells its listeners."""
