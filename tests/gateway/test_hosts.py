"""The two base URLs: what is accepted, what is refused, and that a refusal names the cure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callrail_tui.errors import ConfigError
from callrail_tui.gateway.hosts import Hosts, parse_hosts

CONTROL = "https://ctrl.maton.ai"


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://gateway.maton.ai", "https://gateway.maton.ai"),
        ("  https://gateway.maton.ai///\n", "https://gateway.maton.ai"),
        ("HTTPS://Gateway.Maton.AI", "https://gateway.maton.ai"),
        ("https://api.maton.ai", "https://api.maton.ai"),
        ("https://gateway.example.com:8443/maton/", "https://gateway.example.com:8443/maton"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
def test_an_address_is_trimmed_and_kept(url: str, base: str) -> None:
    assert parse_hosts(url, CONTROL).gateway == base


def test_one_host_may_be_both() -> None:
    assert parse_hosts("https://api.maton.ai", "https://api.maton.ai/") == Hosts(*["https://api.maton.ai"] * 2)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "gateway.maton.ai",
        "ftp://gateway.maton.ai",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "http://gateway.maton.ai",
        "http://128.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://0.0.0.0",
        "https://gateway.maton.ai?x=1",
        "https://gateway.maton.ai/?",
        "https://gateway.maton.ai#x",
        "https://gateway.maton.ai:port",
        "https://gateway.maton.ai:99999",
        "https://gateway.maton.ai:0",
        "https://gateway.maton.ai:",
        "https://gate way.maton.ai",
        "https://gateway.maton.ai\\@evil.example.com",
        "https://gateway.maton.ai/a/../b",
        "https://gateway.maton.ai/%2e%2e",
        "https://gate\x1b[2Jway.maton.ai",
        "https://gatewäy.maton.ai",
        "https://[::1",
        "https://-x",
        "https://a..b",
    ],
)
def test_anything_else_is_refused_with_a_cure(url: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        parse_hosts(url, CONTROL)
    assert refusal.value.title
    assert refusal.value.hint


@pytest.mark.parametrize(
    "url", ["https://me:hunter2@gateway.maton.ai", "https://hunter2@gateway.maton.ai", "https://@x"]
)
def test_a_user_name_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        parse_hosts(url, CONTROL)
    assert "hunter2" not in refusal.value.title + refusal.value.hint


@pytest.mark.parametrize("ending", ["/callrail", "/v3", "/callrail/v3", "/callrail/v3/", "/CallRail/v3/a.json"])
def test_a_gateway_url_that_names_the_api_is_told_the_right_form(ending: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        parse_hosts("https://gateway.maton.ai" + ending, CONTROL)
    assert "https://gateway.maton.ai:" in refusal.value.hint


def test_a_control_url_that_names_the_connections_is_told_the_right_form() -> None:
    with pytest.raises(ConfigError, match="control URL already names") as refusal:
        parse_hosts("https://gateway.maton.ai", CONTROL + "/connections")
    assert CONTROL + ":" in refusal.value.hint


@given(
    st.one_of(st.text(), st.text().map(lambda text: "https://" + text), st.text().map(lambda text: "http://" + text))
)
def test_no_text_gets_past_the_checks(text: str) -> None:
    try:
        base = parse_hosts(text, CONTROL).gateway
    except ConfigError:
        return
    assert base.startswith(("https://", "http://"))
    assert not set(base) & set("@?#\\% \n\t")
    assert parse_hosts(base, CONTROL).gateway == base
