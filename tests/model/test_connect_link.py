"""Which links are the page where a connection is authorised."""

from __future__ import annotations

import pytest

from callrail_tui.model.connect_link import is_connect_link, masked_link

GOOD = "https://connect.maton.ai/?session_token=abc-123"


def test_matons_own_page_is_one() -> None:
    assert is_connect_link(GOOD)
    assert is_connect_link("https://connect.maton.ai/some/path?session_token=x&y=z#part")


@pytest.mark.parametrize(
    "url",
    [
        None, "", "http://connect.maton.ai/?session_token=x", "https://connect.maton.ai.evil.example/?t=x",
        "https://evil.example/connect.maton.ai", "https://user@connect.maton.ai/", "https://a:b@connect.maton.ai/",
        "https://connect.maton.ai:8443/", "https://connect.maton.ai:443/", "https://connect.maton.ai@evil.example/",
        "https://connect.maton.ai\\@evil.example/", "https://cоnnect.maton.ai/", "https://connect.maton.ai/\x1b]8;;x",
        "https://connect.maton.ai/ x", "https://connect.maton.ai/\n", "-https://connect.maton.ai/",
        "javascript:alert(1)", "https://CONNECT.maton.ai/", "https://[::1/", GOOD + "x" * 3_000,
    ],
)  # fmt: skip
def test_nothing_else_is(url: str | None) -> None:
    assert not is_connect_link(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (GOOD, "https://connect.maton.ai/?session_token=…"),
        ("https://u:secret@host.example:99/deep/secret?a=secret&b=", "https://host.example/?a=…&b=…"),
        ("https://[secret", "…"),
        ("secret", "…://…/"),
    ],
)
def test_a_masked_link_holds_no_secret(url: str, shown: str) -> None:
    assert masked_link(url) == shown
