"""The tolerant readers: each kind of value from every spelling of it, and nothing ever raised (wire 2.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given

from callrail_tui.model.read import are_names, boolean, integer, items, mapping, names, objects, text
from callrail_tui.model.when import timestamp, zone
from tests.model.json_values import VALUES


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (27, 27), ("27", 27), (" 27 ", 27), ("600.00", 600), (5.0, 5), (5.9, 5), ("-3", -3), ("+3", 3), (0, 0),
        ("0", 0), (None, None), ("", None), (" ", None), ("2m", None), ("1_000", None), ("1e3", None),
        ("0x10", None), ("٣", None), (True, None), (float("inf"), None), (10**400, None), (2**63, None),
        ("9" * 40, None), ([], None), ({}, None),
    ],
)  # fmt: skip
def test_whole_numbers(value: object, number: int | None) -> None:
    assert integer(value) == number


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (True, True), (False, False), ("true", True), ("False", False), ("1", True), ("0", False), (1, True),
        (0, False), (" TRUE ", True), (None, None), ("", None), ("yes", None), (2, None), ([], None), ({}, None),
    ],
)  # fmt: skip
def test_truth_values(value: object, truth: bool | None) -> None:
    assert boolean(value) is truth


@pytest.mark.parametrize(
    ("value", "said"),
    [("a", "a"), ("", None), (None, None), (7, "7"), (5.5, "5.5"), (True, None), ([], None), ({"text": "a"}, None)],
)
def test_text(value: object, said: str | None) -> None:
    assert text(value) == said


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (["a", "b"], ("a", "b")),
        ([{"id": 1, "name": "a"}, "b"], ("a", "b")),
        ([], ()),
        (["", None, 7, {"id": 1}], ()),
        (None, None),
        ("a", None),
        ({"name": "a"}, None),
    ],
)
def test_names(value: object, found: tuple[str, ...] | None) -> None:
    assert names(value) == found


@pytest.mark.parametrize(
    ("value", "all_names"),
    [
        (["a", {"id": 1, "name": "b"}], True),
        ([], True),
        (["a", 7], False),
        (["a", ""], False),
        ([{"id": 1}], False),
        ([{"name": None}, "a"], False),
        ("a", False),
        (None, False),
    ],
)
def test_a_list_of_names_and_of_nothing_else(value: object, all_names: bool) -> None:
    assert are_names(value) is all_names


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-02-10 03:43:50 -0500", datetime(2026, 2, 10, 8, 43, 50, tzinfo=UTC)),
        ("2026-02-10T08:43:51.280Z", datetime(2026, 2, 10, 8, 43, 51, 280_000, tzinfo=UTC)),
        ("2026-02-10T00:45:19.781-08:00", datetime(2026, 2, 10, 8, 45, 19, 781_000, tzinfo=UTC)),
        ("2011-07-05T19:06:10Z", datetime(2011, 7, 5, 19, 6, 10, tzinfo=UTC)),
        ("2026-02-03T00:00:00-0800", datetime(2026, 2, 3, 8, tzinfo=UTC)),
        ("2026-02-03T00:00:00-0000", datetime(2026, 2, 3, tzinfo=UTC)),
        ("2017-03-09T10:17:29-08:00", datetime(2017, 3, 9, 18, 17, 29, tzinfo=UTC)),
        ("2026-02-10T09:55:17.574212Z", datetime(2026, 2, 10, 9, 55, 17, 574_212, tzinfo=UTC)),
        ("2026-02-03", None),
        ("2026-02-03T00:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1_770_000_000, None),
    ],
)
def test_the_eight_spellings_of_a_timestamp(value: object, moment: datetime | None) -> None:
    assert timestamp(value) == moment


@given(VALUES)
def test_no_value_makes_a_reader_raise(value: object) -> None:
    assert isinstance(text(value) or "", str)
    assert -(2**63) < (integer(value) or 0) < 2**63
    assert boolean(value) in (True, False, None)
    assert mapping(value) is None or isinstance(value, dict)
    assert all(isinstance(one, dict) for one in objects(value))
    assert isinstance(items(value), list)
    assert all(names(value) or ("x",))
    assert not are_names(value) or names(value) is not None
    moment = timestamp(value)
    if moment is not None:
        for hours in (-14, 0, 14):
            assert moment.astimezone(timezone(timedelta(hours=hours))) == moment


def test_zones_that_no_data_knows_are_none() -> None:
    assert zone("America/Los_Angeles") is not None
    assert zone("EST") is not None
    for name in (
        None,
        "",
        "Pacific Time (US & Canada)",
        "../etc/passwd",
        "/etc/passwd",
        "a\x00b",
        "America",
        "x" * 5000,
    ):
        assert zone(name) is None
