"""Pages that reach as far as they can and still hold one known call."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.session.portion import Portion, page_of, reaching_down, reaching_up

MOST = 250


def test_a_page_knows_its_places() -> None:
    page = page_of(499, MOST)
    assert (page, page.start, page.end) == (Portion(2, MOST), 250, 500)
    assert page.beside(-1) == Portion(1, MOST)


@given(st.integers(0, 1_000_000))
def test_the_known_call_is_in_the_page_and_the_page_is_no_larger_than_may_be(index: int) -> None:
    for page in (reaching_up(index, MOST, "CAL1"), reaching_down(index, MOST, "CAL1")):
        assert page.start <= index < page.end
        assert 1 <= page.size <= MOST
        assert page.meets == "CAL1"


@given(st.integers(0, 1_000_000))
def test_most_of_such_a_page_is_news(index: int) -> None:
    assert index - reaching_up(index, MOST, "").start >= min(index, MOST // 2 - 1)
    assert reaching_down(index, MOST, "").end - 1 - index >= MOST // 2 - 1
