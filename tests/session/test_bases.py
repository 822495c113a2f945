"""What bulk decisions are compared with: pages of the list, as long as they tell of what we did ourselves."""

from __future__ import annotations

from pathlib import Path

from callrail_tui.session.bases import FRESH_SECONDS, Bases, Source, source_of
from tests.session.editing import QUERY, Desk, desk


async def read(here: Desk) -> tuple[Bases, str, str]:
    """Bases whose first page is read for act 1, and two calls of it."""
    bases = Bases(here.session.worker, here.session.account.id, here.clock)
    assert await bases.read(1, Source(QUERY, [1])) is None
    return bases, here.call(0).id, here.call(1).id


async def test_a_call_is_given_once_while_its_page_is_fresh(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        bases, first, second = await read(here)
        found = bases.take(1, first)
        assert found is not None
        assert found.id == first
        assert bases.take(1, first) is None
        await here.clock.pass_by(FRESH_SECONDS + 1)
        assert bases.take(1, second) is None


async def test_a_page_that_was_asked_for_before_we_sent_something_does_not_tell_of_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        bases, first, second = await read(here)
        bases.note_sent(first)
        assert bases.take(1, first) is None
        assert bases.take(1, second) is not None


async def test_a_source_comes_back_as_it_was_written(tmp_path: Path) -> None:
    again = source_of(Source(QUERY, [1, 3]).as_json())
    assert again is not None
    assert (again.query, again.pages) == (QUERY, (1, 3))
    assert source_of({"query": {"no": "question"}, "pages": [1]}) is None
    assert source_of(None) is None
