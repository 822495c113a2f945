"""One call with everything that its fields are rendered from."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from callrail_tui.demo.directory import Company, Tracker
from callrail_tui.demo.edits import Book, Triage
from callrail_tui.demo.pattern import BASE_PERIOD, Row
from callrail_tui.demo.sources import LANDING_PATHS, ORIGINS, Origin
from callrail_tui.demo.tagbook import TagBook
from callrail_tui.demo.words import AGENT_NAMES

API: Final = "https://api.callrail.com/v3/a"
WEB: Final = "https://app.callrail.com"


class Scene:
    """What the calls of one answer share."""

    def __init__(self, book: Book, tags: TagBook, numeric_id: int, *, tag_objects: bool, single: bool = False) -> None:
        """``single`` renders as the get of one call does."""
        self.book: Final = book
        self.tags: Final = tags
        self.numeric_id: Final = numeric_id
        self.tag_objects: Final = tag_objects
        self.single: Final = single
        self.directory: Final = book.population.directory
        self._zones: dict[str, tzinfo] = {}

    def zone(self, company: Company) -> tzinfo:
        """The zone a company's calls are shown in."""
        zone = self._zones.get(company.time_zone)
        if zone is None:
            zone = self._zones[company.time_zone] = ZoneInfo(company.time_zone)
        return zone

    def view(self, index: int, row: Row) -> "CallView":
        """The call at that index."""
        return CallView(self, index, row)


class CallView:
    """One call; the dear parts are computed when a field asks for them."""

    __slots__ = ("_triage", "bits", "caller", "company", "id", "index", "name", "row", "scene", "start_ms")

    def __init__(self, scene: Scene, index: int, row: Row) -> None:
        """The row is the call's own, edits included."""
        population = scene.book.population
        self.scene = scene
        self.index = index
        self.row = row
        self.id = scene.directory.mint.make("CAL", index)
        self.bits = population.bits(index)
        self.caller = population.caller(index, row)
        self.name = scene.book.name(self.caller)
        self.company = scene.directory.company(row.company)
        self.start_ms = population.timeline.start_ms(index)
        self._triage: Triage | None = None

    @property
    def triage(self) -> Triage:
        """Note, value and what else a PUT can change."""
        if self._triage is None:
            self._triage = self.scene.book.triage(self.index)
        return self._triage

    @property
    def tracker(self) -> Tracker:
        """The tracker that was dialled."""
        return self.scene.directory.tracker(self.row.tracker)

    @property
    def tracking_number(self) -> str | None:
        """The number that was dialled."""
        return dialled(self.tracker.numbers, self.index)

    @property
    def origin(self) -> Origin:
        """The caller's first touch."""
        return ORIGINS[self.row.origin]

    @property
    def zone(self) -> tzinfo:
        """The zone of the call's company."""
        return self.scene.zone(self.company)

    @property
    def agent_email(self) -> str | None:
        """Who answered."""
        return agent_email(self.row.agent)

    @property
    def landing_url(self) -> str | None:
        """The page on which the visitor arrived."""
        return landing_url(self.company, self.row)

    @property
    def recorded(self) -> bool:
        """Whether there is a recording: somebody, or a machine, spoke."""
        return recorded(self.row, self.bits)


def recorded(row: Row, bits: int) -> bool:
    """Answered calls and voicemails are recorded, one in twelve excepted."""
    return row.duration is not None and row.duration >= 15 and row.outcome in (0, 3, 4) and bits % 12 != 0


def dialled(numbers: Sequence[str], index: int) -> str | None:
    """One of a tracker's numbers, the same for the same row of the pattern."""
    return numbers[index % BASE_PERIOD % len(numbers)] if numbers else None


def agent_email(agent: int) -> str | None:
    """The address of the user with that number."""
    return f"{AGENT_NAMES[agent][0].lower()}@example.com" if agent >= 0 else None


def website(company: Company) -> str:
    """Where a company's website begins."""
    return f"https://www.company{company.ordinal + 1}.example.com"


def landing_url(company: Company, row: Row) -> str | None:
    """The landing page of a website visitor."""
    return website(company) + LANDING_PATHS[row.landing] if row.landing >= 0 else None
