"""What is kept in the outbox's file beside the edits: drafts, and where the person was (design, promise 17)."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import NamedTuple

from callrail_tui.errors import NotJournalled
from callrail_tui.session.facts import EditsTold, Fact
from callrail_tui.session.journal import Journal


class Draft(NamedTuple):
    """Text that somebody was writing, and has neither accepted nor left."""

    place: str
    """`note`, `value`, `form` …: what to open again."""
    call_id: str
    text: str
    """As the place wrote it; a form's is JSON."""


class Keepsakes:
    """Drafts and small memories of one account."""

    def __init__(self, journal: Journal, report: Callable[[Fact], None]) -> None:
        self._journal = journal
        self._report = report

    @abstractmethod
    def begin(self) -> None:
        """Open the file, unless that was done."""

    def draft(self, place: str, call_id: str) -> str | None:
        """The text that was being written there when the program ended, or the field was left without an answer."""
        return next((one.text for one in self.drafts() if (one.place, one.call_id) == (place, call_id)), None)

    def drafts(self) -> Sequence[Draft]:
        """Every draft, the latest first."""
        return [Draft(*row) for row in self._journal.outbox.drafts()] if self._is_usable() else []

    def keep_draft(self, place: str, call_id: str, text: str) -> None:
        """Keep unfinished text; to be called every 2 s while it changes and when the focus leaves. Never raises."""
        self._try(lambda: self._journal.outbox.keep_draft(place, call_id, text))

    def drop_draft(self, place: str, call_id: str) -> None:
        """It was accepted or given up."""
        self._try(lambda: self._journal.outbox.drop_draft(place, call_id))

    def recall(self, name: str) -> object:
        """A JSON value that was stored under this name for this account; None where there is none."""
        return self._journal.outbox.recall(name) if self._is_usable() else None

    def store(self, name: str, value: object) -> None:
        """Keep a JSON value (ids and counts, no call data) for this account over restarts. Never raises."""
        self._try(lambda: self._journal.outbox.store(name, value))

    def _is_usable(self) -> bool:
        self.begin()
        return self._journal.is_usable

    def _try(self, write: Callable[[], None]) -> None:
        if not self._is_usable():
            return
        try:
            write()
        except NotJournalled as problem:
            self._report(EditsTold(f"A draft or place could not be kept. {problem.title}", is_warning=True))
