"""Every call of an account as a function of its index: when, who, and what kind (wire 8.4, 2.3)."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from callrail_tui.demo.dice import mix, pick, salted
from callrail_tui.demo.directory import Directory
from callrail_tui.demo.pattern import GROUP, Lead, Outcome, Pattern, Row
from callrail_tui.demo.timeline import Timeline
from callrail_tui.demo.words import CARRIER_NAMES, FIRST_NAMES, HOSTILE, LAST_NAMES, NOTES, PLACES, WITHHELD

_STILL_TALKING: Final = timedelta(minutes=5)
NUMBERS_PER_PLACE: Final = 100


class Caller(NamedTuple):
    """Who called: the name and number that arrive, and where the number is registered."""

    first: int
    """The index of this caller's first call."""
    name: str | None
    number: str | None
    city: str | None
    state: str | None
    country: str | None


class Population:
    """The calls of one account before any edit."""

    def __init__(
        self, count: int, seed: int, directory: Directory, pattern: Pattern, now: datetime, *, hostile: bool
    ) -> None:
        """Only the days of the timeline are laid out; calls are computed when asked for."""
        self.pattern: Final = pattern
        self.directory: Final = directory
        self.timeline: Final = Timeline(count, now, salted(seed, "time"))
        self._people = salted(seed, "people")
        self._texts = salted(seed, "texts")
        self._hostile = hostile

    def __len__(self) -> int:
        """How many calls there are, spam included."""
        return len(self.timeline)

    def bits(self, index: int) -> int:
        """Sixty-four bits for whatever text or number a call needs besides its row."""
        return mix(self._texts, index)

    def row(self, index: int) -> Row:
        """What kind of call it is."""
        return self.pattern.row(index)

    def fresh_rows(self, now: datetime) -> dict[int, Row]:
        """The newest calls: nobody has judged them yet, and the very newest are still going on."""
        since = round((now - _STILL_TALKING).timestamp() * 1000)
        rows: dict[int, Row] = {}
        for index in self.timeline.fresh:
            row = rows[index] = self.row(index)._replace(lead=Lead.NOT_SCORED, tags=())
            if self.timeline.start_ms(index) >= since:
                rows[index] = row._replace(outcome=Outcome.IN_PROGRESS, duration=None, agent=-1)
        return rows

    def caller_index(self, index: int, row: Row) -> int:
        """The index of the first call by the same person."""
        return index - index % self.pattern.period + row.root

    def calls_of(self, caller_index: int) -> list[int]:
        """Every call by the person whose first call that was."""
        block = caller_index - caller_index % self.pattern.period
        rows = self.pattern.calls_of(caller_index % self.pattern.period)
        return [block + row for row in rows if block + row < len(self)]

    def caller(self, index: int, row: Row) -> Caller:
        """Who called."""
        first = self.caller_index(index, row)
        bits = mix(self._people, first)
        if row.place < 0:
            name, number = pick(WITHHELD, bits >> 8)
            return Caller(first, name, number, None, None, None)
        area, city, state, country = PLACES[row.place]
        line = (first // GROUP + row.place * 37) % NUMBERS_PER_PLACE
        number = f"+4420794600{line:02d}" if country == "GB" else f"+1{area}5550{100 + line}"
        return Caller(first, self._name(first, bits >> 8, city, state), number, city, state, country)

    def note(self, index: int) -> str | None:
        """The note that somebody left on a call before we came."""
        bits = self.bits(index % self.pattern.period)
        if self._hostile and bits % 5 == 0:
            return pick(HOSTILE, bits >> 8)
        return pick(NOTES, bits >> 8) if bits % 100 < 18 else None

    def value(self, index: int, row: Row) -> int | str | None:
        """What a good lead was worth: a whole number, or text with cents (wire 2.2)."""
        bits = self.bits(index) >> 16
        if row.lead is not Lead.GOOD or bits % 10 >= 6:
            return None
        amount = 50 + bits // 10 % 60 * 25
        return f"{amount}.00" if bits % 4 == 0 else amount

    def _name(self, first: int, bits: int, city: str, state: str | None) -> str | None:
        if self._hostile and first % 4 == 0:
            return HOSTILE[first // 4 % len(HOSTILE)]
        given, family, style = pick(FIRST_NAMES, bits), pick(LAST_NAMES, bits >> 10), (bits >> 20) % 100
        if style < 52:
            return f"{given} {family}"
        if style < 74:
            return f"{family} {given}".upper()
        if style < 82:
            return f"{city}, {state}".upper() if state else city.upper()
        if style < 87:
            return f"{city} {(state or '').title()}".strip()
        return pick(CARRIER_NAMES, bits >> 28) if style < 94 else None
