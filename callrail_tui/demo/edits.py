"""What people changed: a small set of calls that differ from the population (wire 8.5)."""

from datetime import datetime
from typing import Final, NamedTuple

from callrail_tui.demo.pattern import Lead, Outcome, Row
from callrail_tui.demo.population import Caller, Population


class Triage(NamedTuple):
    """Everything about one call that a PUT can change, the name apart."""

    lead: Lead
    tags: tuple[int, ...]
    note: str | None
    value: int | str | None
    spam: bool = False


class Edits:
    """The edited calls and the renamed callers of one account."""

    def __init__(self) -> None:
        """Nothing was changed yet."""
        self.calls: Final[dict[int, Triage]] = {}
        self.names: Final[dict[int, str | None]] = {}
        self.version = 0

    def save(self, index: int, triage: Triage) -> None:
        """Keep the new state of a call."""
        self.calls[index] = triage
        self.version += 1

    def rename(self, caller_index: int, name: str | None) -> None:
        """Rename a person, and so every call of theirs."""
        self.names[caller_index] = name
        self.version += 1


class Book:
    """The calls as they stand at one moment: the population, the newest of it, and what was edited."""

    def __init__(self, population: Population, edits: Edits, now: datetime) -> None:
        """Made anew for each request."""
        self.population: Final = population
        self._edits = edits
        self._fresh = population.fresh_rows(now)

    @property
    def stamp(self) -> tuple[object, ...]:
        """Differs whenever an answer about the calls might."""
        live = sum(row.outcome is Outcome.IN_PROGRESS for row in self._fresh.values())
        return self._edits.version, len(self.population), live

    @property
    def touched(self) -> list[int]:
        """The calls that may differ from their row of the pattern, in order."""
        return sorted(self._edits.calls.keys() | self._fresh.keys())

    def unedited(self, index: int) -> Row:
        """What the call would be if nobody had touched it."""
        return self._fresh.get(index) or self.population.row(index)

    def row(self, index: int) -> Row | None:
        """What the call is now; None once it was reported as spam."""
        row = self.unedited(index)
        edit = self._edits.calls.get(index)
        if edit is None:
            return row
        return None if edit.spam else row._replace(lead=edit.lead, tags=edit.tags)

    def triage(self, index: int) -> Triage:
        """The changeable part of a call."""
        edit = self._edits.calls.get(index)
        if edit is not None:
            return edit
        if index in self._fresh:
            return Triage(Lead.NOT_SCORED, (), None, None)
        row = self.population.row(index)
        return Triage(row.lead, row.tags, self.population.note(index), self.population.value(index, row))

    def name(self, caller: Caller) -> str | None:
        """The caller's name, as last renamed."""
        return self._edits.names.get(caller.first, caller.name)
