"""Which names in `fields` a server refused: asked once more with fewer, then remembered (wire 8.1)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator

from callrail_tui.errors import BadRequest, RefusedField
from callrail_tui.model.fields import CALL_FIELDS, KNOWN_GOOD_FIELDS
from callrail_tui.model.read import Json

_KNOWN_GOOD = frozenset(KNOWN_GOOD_FIELDS)
_SPEAKS_OF_DATES = r"(?i)\b(dates?|range|retention|months?)\b|\b(start|end)_date\b"
_UNPUBLISHED = frozenset({"spam"})
"""In the catalogue because third parties ask for it with success; the first suspect when something is refused."""


class FieldMemory:
    """The refusals of one endpoint, for the life of a session."""

    def __init__(self, *, never_asked: frozenset[str] = frozenset()) -> None:
        self.refused: frozenset[str] = frozenset()
        self._never_asked = never_asked

    async def ask(self, fields: tuple[str, ...], fetch: Callable[[tuple[str, ...]], Awaitable[Json]]) -> Json:
        """Fetch with what may be asked for; after a 400 once more with fewer names, and remember if that was it.

        A server that names the refused fields loses only those; one that does not is asked for the known-good set. When
        fewer fields do not help, or the server speaks of dates alone, the 400 is raised as it came.
        """
        wanted = tuple(name for name in fields if name not in self.refused and name not in self._never_asked)
        try:
            return await fetch(wanted)
        except BadRequest as error:
            if error.status != 400:
                raise
            refusal = error
        for fewer in _retreats(wanted, refusal):
            try:
                answer = await fetch(fewer)
            except BadRequest:
                continue
            self.refused |= set(wanted) - set(fewer)
            return answer
        raise refusal


def _retreats(wanted: tuple[str, ...], refusal: BadRequest) -> Iterator[tuple[str, ...]]:
    """Smaller sets to try, the known-good one last; none when the names asked for cannot be the reason."""
    named = {name for name in wanted if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", refusal.detail)}
    if not named and not isinstance(refusal, RefusedField) and re.search(_SPEAKS_OF_DATES, refusal.detail):
        return
    if isinstance(refusal, RefusedField) and named:
        trusted = tuple(name for name in wanted if name in CALL_FIELDS and name not in named | _UNPUBLISHED)
        if trusted:
            yield trusted
    known_good = tuple(name for name in wanted if name in _KNOWN_GOOD)
    if known_good != wanted:
        yield known_good
