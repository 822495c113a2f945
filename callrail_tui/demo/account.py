"""One account: its directory, its calls, its tags, and what else people keep in it (wire 6)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from callrail_tui.demo.dice import salted
from callrail_tui.demo.directory import Directory
from callrail_tui.demo.ids import Mint
from callrail_tui.demo.notices import Notices
from callrail_tui.demo.settings import DemoSettings
from callrail_tui.demo.tagbook import FIRST_TAG, TagBook

if TYPE_CHECKING:
    from callrail_tui.demo.callview import Scene
    from callrail_tui.demo.edits import Book, Edits
    from callrail_tui.demo.population import Population
    from callrail_tui.demo.views import Views

SECOND_CALLS: Final = 200
"""Calls of the second, the HIPAA account."""
_NAMES: Final = ("Brightwater Agency", "Riverbend Clinics")
_NUMERIC_IDS: Final = (518_664_017, 518_664_942)
_AGES: Final = (timedelta(days=1_500), timedelta(days=420))


class Account:
    """Everything below ``/v3/a/{account_id}``."""

    def __init__(self, number: int, settings: DemoSettings, clock: Callable[[], datetime]) -> None:
        """The first account has the calls that were asked for, the second is small and under HIPAA."""
        now = self._made = clock()
        seed = self._seed = salted(settings.seed, f"account {number}")
        first, hostile = number == 0, settings.hostile
        companies = settings.companies if first else 2
        self.settings: Final = settings
        self.clock: Final = clock
        self.hipaa: Final = not first
        self.name: Final = _NAMES[number]
        self.numeric_id: Final = _NUMERIC_IDS[number]
        self.created: Final = now - _AGES[number]
        self.mint: Final = Mint(seed)
        self.id: Final = self.mint.make("ACC", number)
        self.directory: Final = Directory(
            seed, self.mint, companies, settings.trackers_per_company if first else 3, now, hostile=hostile
        )
        self.tags: Final = TagBook(FIRST_TAG + number * 1_000_000, companies, now, hostile=hostile)
        self.notices: Final = Notices()

    # All about calls is imported late: who asks which accounts there are needs none of it.

    @cached_property
    def population(self) -> "Population":
        """The calls as they came in."""
        from callrail_tui.demo.pattern import Pattern  # late, as above
        from callrail_tui.demo.population import Population

        calls = SECOND_CALLS if self.hipaa else self.settings.calls
        pattern = Pattern(self._seed, self.directory, self.tags.first_id)
        hostile = self.settings.hostile
        return Population(calls, self._seed, self.directory, pattern, self._made, hostile=hostile)

    @cached_property
    def edits(self) -> "Edits":
        """What was changed since."""
        from callrail_tui.demo.edits import Edits  # late, as above

        return Edits()

    @cached_property
    def views(self) -> "Views":
        """Lists of calls that were asked for."""
        from callrail_tui.demo.views import Views  # late, as above

        return Views(self.tags)

    def book(self) -> "Book":
        """The calls as they stand now."""
        from callrail_tui.demo.edits import Book  # late, as above

        return Book(self.population, self.edits, self.clock())

    def scene(self, book: "Book", *, single: bool = False) -> "Scene":
        """What the calls of one answer share."""
        from callrail_tui.demo.callview import Scene  # late, as above

        return Scene(book, self.tags, self.numeric_id, tag_objects=self.settings.tag_objects, single=single)

    def is_named(self, text: str) -> bool:
        """Whether a path means this account, by either of its ids (wire 2.1)."""
        return text in (self.id, str(self.numeric_id))
