"""Any JSON value in one short line."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.present.values import compact

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=40,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("as it came", "as it came"),
        (True, "yes"),
        (False, "no"),
        (None, "null"),
        (12, "12"),
        (1.5, "1.5"),
        (["a", 1, None], "a, 1, null"),
        ({"agent": 40, "customer": 60}, "agent: 40, customer: 60"),
        ([{"keyword": "price", "at": [1.5, 3]}], "{keyword: price, at: [1.5, 3]}"),
        ([], ""),
    ],
)
def test_a_value_is_written_by_its_shape(value: object, written: str) -> None:
    assert compact(value) == written


def test_the_work_is_bounded_by_the_limit() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert compact(endless) == "[[[…]]]"
    assert len(compact([["x" * 1_000] * 1_000] * 1_000, limit=50)) < 200
    assert compact(10**5_000) == "a very long number"


@given(JSON)
def test_every_value_can_be_written(value: object) -> None:
    assert isinstance(compact(value, limit=80), str)
