"""Companies, trackers and users of one account, each computed from its number when asked for (wire 7, 11, 13)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from callrail_tui.demo.dice import mix, salted
from callrail_tui.demo.ids import Mint
from callrail_tui.demo.words import AGENT_NAMES, COMPANY_NAMES, HOSTILE, PLACES, TRACKER_KINDS

_FOREVER: Final = timedelta(days=1400)


class Company(NamedTuple):
    """One company; edits make a new one."""

    ordinal: int
    id: str
    name: str
    time_zone: str
    number: str
    created: datetime
    disabled: datetime | None = None
    callscore: bool = False
    lead_scoring: bool = True
    callscribe: bool = True
    extra: tuple[tuple[str, object], ...] = ()
    """Settings that were written and are only given back."""


class Tracker(NamedTuple):
    """One tracker; its company's number is where it leads."""

    ordinal: int
    id: str
    name: str
    kind: str
    company: int
    numbers: tuple[str, ...]
    created: datetime
    disabled: datetime | None


class Directory:
    """The companies and trackers of an account: a base that follows from two numbers, and what was added or changed."""

    def __init__(
        self, seed: int, mint: Mint, companies: int, trackers_each: int, now: datetime, *, hostile: bool
    ) -> None:
        """Nothing is built before it is asked for."""
        self.base_companies: Final = companies
        self.trackers_each: Final = trackers_each
        self.users: Final = len(AGENT_NAMES)
        self.mint: Final = mint
        self._seed = salted(seed, "directory")
        self._now = now
        self._hostile = hostile
        self._companies: dict[int, Company] = {}
        self._trackers: dict[int, Tracker] = {}
        self._count = companies

    def __len__(self) -> int:
        """How many companies there are."""
        return self._count

    def companies(self) -> Iterator[Company]:
        """Every company, oldest first."""
        return map(self.company, range(self._count))

    def company(self, index: int) -> Company:
        """The company with that number."""
        found = self._companies.get(index)
        if found is None:
            found = self._companies[index] = self._base_company(index)
        return found

    def find_company(self, company_id: str) -> Company | None:
        """The company with that id."""
        index = self.mint.read("COM", company_id)
        return self.company(index) if index is not None and index < self._count else None

    def save(self, company: Company) -> None:
        """Keep a changed company."""
        self._companies[company.ordinal] = company

    def add(self, name: str, time_zone: str, moment: datetime) -> Company:
        """A new company, without trackers."""
        index = self._count
        self._count += 1
        company = self._base_company(index)._replace(name=name, time_zone=time_zone, created=moment, disabled=None)
        self.save(company)
        return company

    def trackers(self, company: int | None = None) -> Iterator[Tracker]:
        """Every tracker, or those of one company."""
        if company is None:
            return map(self.tracker, range(self.base_companies * self.trackers_each))
        if company >= self.base_companies:
            return iter(())
        return map(self.tracker, range(company * self.trackers_each, (company + 1) * self.trackers_each))

    def tracker(self, index: int) -> Tracker:
        """The tracker with that number."""
        found = self._trackers.get(index)
        if found is None:
            found = self._trackers[index] = self._base_tracker(index)
        disabled = self.company(found.company).disabled
        return found._replace(disabled=disabled) if disabled and not found.disabled else found

    def find_tracker(self, tracker_id: str) -> Tracker | None:
        """The tracker with that id."""
        index = self.mint.read("TRK", tracker_id)
        return self.tracker(index) if index is not None and index < self.base_companies * self.trackers_each else None

    def tracker_kind(self, index: int) -> str:
        """``session``, or the source type of the tracker with that number."""
        return TRACKER_KINDS[index % self.trackers_each % len(TRACKER_KINDS)][1]

    def busy_company(self, share: float) -> int:
        """A company that gets calls, the first ones more; share is 0 up to 1."""
        active = self.base_companies - (1 if self.base_companies >= 4 else 0)
        return int(active * share * share)

    def busy_tracker(self, company: int, bits: int) -> int:
        """An active tracker of that company; the first, the website's pool, gets every third call."""
        active = self.trackers_each - (1 if self._has_disabled_tracker(company) else 0)
        choice = bits % (active + active // 2)
        return company * self.trackers_each + (choice if choice < active else 0)

    def _has_disabled_tracker(self, company: int) -> bool:
        return self.trackers_each >= 3 and company % 2 == 0

    def _base_company(self, index: int) -> Company:
        name, zone = COMPANY_NAMES[index % len(COMPANY_NAMES)]
        branch = index // len(COMPANY_NAMES)
        disabled = self.base_companies >= 4 and index == self.base_companies - 1
        if self._hostile and index == 1:
            name = HOSTILE[0]
        return Company(
            ordinal=index,
            id=self.mint.make("COM", index),
            name=f"{name} {branch + 1}" if branch else name,
            time_zone=zone,
            number=fictional_number(mix(self._seed, index)),
            created=self._now - _FOREVER + timedelta(hours=index),
            disabled=self._now - timedelta(days=40) if disabled else None,
            callscore=index % 3 == 0,
        )

    def _base_tracker(self, index: int) -> Tracker:
        company, slot = divmod(index, self.trackers_each)
        label, kind = TRACKER_KINDS[slot % len(TRACKER_KINDS)]
        round_, bits = slot // len(TRACKER_KINDS), mix(self._seed + 1, index)
        disabled = self._has_disabled_tracker(company) and slot == self.trackers_each - 1
        if self._hostile and slot == 1:
            label = HOSTILE[index % len(HOSTILE)]
        numbers = tuple(
            fictional_number(bits + other * 101) for other in range(4 + bits % 5 if kind == "session" else 1)
        )
        return Tracker(
            ordinal=index,
            id=self.mint.make("TRK", index),
            name=f"{label} {round_ + 1}" if round_ else label,
            kind=kind,
            company=company,
            numbers=() if disabled else numbers,
            created=self._now - _FOREVER + timedelta(days=1, minutes=index),
            disabled=self._now - timedelta(days=90 + company % 200) if disabled else None,
        )


def fictional_number(bits: int) -> str:
    """A number out of the range that belongs to nobody: 555-0100 to 555-0199."""
    area = PLACES[bits // 100 % (len(PLACES) - 1)][0] if bits % 7 else ("800", "888", "877")[bits // 7 % 3]
    return f"+1{area}5550{100 + bits % 100}"
