"""Search over calls: caller, numbers, note, source; not tags, not transcripts (wire 8.1)."""

from typing import Final

from callrail_tui.demo.callview import dialled
from callrail_tui.demo.edits import Book
from callrail_tui.demo.pattern import Row
from callrail_tui.demo.selection import ANSWERED
from callrail_tui.demo.sources import ORIGINS

_DIGITS_ENOUGH: Final = 3


class Searcher:
    """Tells whether a call holds the term; what the pattern decides is looked at once for each row."""

    def __init__(self, term: str, book: Book) -> None:
        """An empty term is found in every call."""
        self._term = term.casefold()
        digits = "".join(character for character in term if character.isdigit())
        only_number = bool(digits) and all(character in "+-.() " or character.isdigit() for character in term)
        self._digits = digits if only_number and len(digits) >= _DIGITS_ENOUGH else ""
        self._book = book
        self._touched = frozenset(book.touched)
        self._rows: dict[int, bool] = {}

    def finds(self, index: int) -> bool:
        """Whether the call holds the term."""
        if not self._term:
            return True
        population = self._book.population
        row = population.row(index)
        if index in self._touched:
            row = self._book.row(index) or row
            if self._row_holds(index, row, self._book.triage(index).note):
                return True
        elif self._pattern_holds(index, row):
            return True
        caller = population.caller(index, row)
        return self._holds(self._book.name(caller)) or self._is_number(caller.number)

    def _pattern_holds(self, index: int, row: Row) -> bool:
        place = index % self._book.population.pattern.period
        held = self._rows.get(place)
        if held is None:
            held = self._rows[place] = self._row_holds(index, row, self._book.population.note(index))
        return held

    def _row_holds(self, index: int, row: Row, note: str | None) -> bool:
        directory = self._book.population.directory
        tracker = directory.tracker(row.tracker)
        business = directory.company(row.company).number if row.outcome in ANSWERED else None
        return (
            self._holds(ORIGINS[row.origin].source)
            or self._holds(note)
            or self._is_number(business)
            or self._is_number(dialled(tracker.numbers, index))
        )

    def _holds(self, text: str | None) -> bool:
        return text is not None and self._term in text.casefold()

    def _is_number(self, number: str | None) -> bool:
        return bool(self._digits) and number is not None and self._digits in number
