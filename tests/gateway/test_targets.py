"""Addresses: ids and parameters are encoded, or refused before anything is sent."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.errors import BadRequest
from callrail_tui.gateway.targets import callrail, control
from tests.gateway.connected import HOSTS

HOSTILE_IDS = [
    "", ".", "..", "../x", "a/b", "%2e%2e", "a%2fb", "a\\b", "\x1b[2J", "a\x00", "a\nb", "a b", "a?b", "a#b", "\x85",
    "\ud800", "x" * 201,
]  # fmt: skip


@pytest.mark.parametrize("one", HOSTILE_IDS)
def test_an_id_that_is_none_is_refused(one: str) -> None:
    with pytest.raises(BadRequest):
        callrail("a/{}/calls/{}", "ACC1", one).url(HOSTS)
    with pytest.raises(BadRequest):
        control("connections/{}", one).url(HOSTS)


def test_an_address_is_base_prefix_template_and_ids() -> None:
    target = callrail("a/{}/calls/{}", "ACC1", "CALé{}", params=(("fields", "tags,note"),))
    assert target.url(HOSTS) == (
        "https://gateway.maton.ai/callrail/v3/a/ACC1/calls/CAL%C3%A9%7B%7D.json?fields=tags%2Cnote"
    )
    assert target.path_template == "/callrail/v3/a/{}/calls/{}.json"
    assert control("connections/{}", "c-1").url(HOSTS) == "https://ctrl.maton.ai/connections/c-1"


def test_the_plus_of_a_zone_is_encoded() -> None:
    assert "%2B00%3A00" in callrail("a", params=(("start_date", "2026-02-01T00:00:00+00:00"),)).url(HOSTS)


def test_a_lone_surrogate_in_a_search_is_refused() -> None:
    with pytest.raises(BadRequest):
        callrail("a", params=(("search", "\ud800"),)).url(HOSTS)


@given(st.lists(st.tuples(st.sampled_from(["search", "tags[]"]), st.text(st.characters(codec="utf-8"), min_size=1))))
def test_parameters_arrive_as_they_were(pairs: list[tuple[str, str]]) -> None:
    url = callrail("a/{}/calls", "ACC1", params=tuple(pairs)).url(HOSTS)
    assert url.isascii()
    assert parse_qsl(urlsplit(url).query, keep_blank_values=True) == pairs
