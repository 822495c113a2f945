"""What is repeated, after how long, and how much in all."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.errors import GatewayError, TimedOut
from callrail_tui.gateway.retry import Fault, Kind, RetryTokens, may_repeat, read_retry_after, wait_before

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def in_seconds(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("3", 3.0),
        (" 3 ", 3.0),
        ("2.5", 2.5),
        ("0", 0.0),
        ("-5", 0.0),
        ("1e9", 86_400.0),
        ("inf", 86_400.0),
        ("-inf", 0.0),
        ("nan", None),
        ("soon", None),
        ("", None),
        (in_seconds(10), 10.0),
        (in_seconds(-10), 0.0),
        (in_seconds(3600), 60.0),
        (in_seconds(-86_400 * 3650), 0.0),
        ("Mon, 23 Nov 2026 09:00:10 -0000", 10.0),
        ("Mon, 99 Nov 2026 09:00:10 GMT", None),
    ],
)
def test_retry_after_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, now=NOW.timestamp()) == seconds


@given(st.text())
def test_no_retry_after_raises_or_is_negative(value: str) -> None:
    seconds = read_retry_after(value, now=NOW.timestamp())
    assert seconds is None or 0.0 <= seconds <= 86_400.0


def answered(status: int, retry_after: float | None = None) -> Fault:
    return Fault(GatewayError(status=status), Kind.ANSWERED, retry_after)


NOT_SENT, BROKEN, FINAL = (Fault(GatewayError(), kind) for kind in (Kind.NOT_SENT, Kind.BROKEN, Kind.FINAL))
FAILURES = [answered(status) for status in (500, 502, 503, 504)]
PASSING = [answered(429), *FAILURES]
REFUSALS = [answered(status) for status in (400, 401, 403, 404, 405, 422, 501)]


@pytest.mark.parametrize(
    ("method", "repeated", "not_repeated"),
    [
        ("GET", [NOT_SENT, BROKEN, *PASSING], [FINAL, *REFUSALS]),
        ("DELETE", [NOT_SENT, BROKEN, *PASSING], [FINAL, *REFUSALS]),
        ("PUT", [NOT_SENT, answered(429), answered(503, 1.0)], [FINAL, BROKEN, *FAILURES, *REFUSALS]),
        ("POST", [NOT_SENT, answered(429)], [FINAL, BROKEN, answered(503, 1.0), *FAILURES, *REFUSALS]),
    ],
)
def test_what_may_be_repeated(method: str, repeated: list[Fault], not_repeated: list[Fault]) -> None:
    assert all(may_repeat(method, fault) for fault in repeated)
    assert not any(may_repeat(method, fault) for fault in not_repeated)


@given(st.integers(1, 40), st.integers())
def test_a_backoff_is_jittered_and_bounded(try_number: int, seed: int) -> None:
    assert 0.0 <= wait_before(try_number, NOT_SENT, random.Random(seed)) <= min(20.0, 0.5 * 2 ** (try_number - 1))
    assert 7.0 <= wait_before(try_number, answered(429, 7.0), random.Random(seed)) <= 7.5


def test_the_tokens_run_out_and_come_back_slowly() -> None:
    tokens = RetryTokens()
    assert sum(tokens.take(NOT_SENT) for _ in range(100)) == 20
    for _ in range(5):
        tokens.reward()
    assert not tokens.take(Fault(TimedOut(), Kind.BROKEN))
    assert tokens.take(NOT_SENT)
    assert not tokens.take(NOT_SENT)
