"""What changed in the session: handed to every listener on the event loop, at the moment it is true."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from callrail_tui.errors import CallrailTuiError

if TYPE_CHECKING:
    from callrail_tui.model.export_plan import Progress


class _Bare:
    """A fact that says all by its name; as a tuple every two of them would be equal."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


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


class CompaniesLoaded(_Bare):
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


class CountsLoaded(_Bare):
    """The calls not scored are counted, by company."""


class CountsFailed(NamedTuple):
    """The calls not scored could not be counted."""

    error: CallrailTuiError


class TagsLoaded(_Bare):
    """Every tag of the account is here."""


class TagsFailed(NamedTuple):
    """The tags did not come."""

    error: CallrailTuiError


class Arrived(NamedTuple):
    """So many calls are newer than the list; 0 takes the announcement back."""

    calls: int


class BudgetChanged(_Bare):
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


class InsightsChanged(_Bare):
    """Sums came, failed, or may not be grouped so."""


class EditsChanged(NamedTuple):
    """Edits of these calls were decided, sent, confirmed, refused or taken back: their rows may look different."""

    call_ids: frozenset[str]


class EditsTold(NamedTuple):
    """Something happened to edits by itself that the person should hear of; for the status line, never a dialog."""

    words: str
    """A sentence, uncleaned."""
    is_warning: bool = False


class ExportChanged(_Bare):
    """An export went on by a page, waits, stopped or ended."""


class ExportEnded(NamedTuple):
    """An export is whole, or stopped by itself: told once."""

    progress: "Progress"


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
    | ExportChanged
    | ExportEnded
)
"""Everything that a session tells its listeners."""
