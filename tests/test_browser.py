"""When a link may be handed to a browser, and that nothing of it reaches the terminal or the key the browser."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from callrail_tui.browser import is_openable, open_in_browser, refusal

LINK = "https://app.callrail.com/calls/CAL1/recording/redirect?access_key=77"
DISPLAY = {"DISPLAY": ":0"}


@pytest.mark.parametrize(
    ("environ", "platform", "picked", "said"),
    [
        ({**DISPLAY, "SSH_CONNECTION": "a"}, "linux", "firefox", "SSH"),
        ({**DISPLAY, "SSH_TTY": "a"}, "darwin", "firefox", "SSH"),
        ({}, "linux", "firefox", "no display"),
        (DISPLAY, "linux", None, "No browser"),
        (DISPLAY, "linux", "w3m", "in this terminal"),
        (DISPLAY, "linux", "/usr/bin/lynx -x", "in this terminal"),
        (DISPLAY, "linux", "www-browser", "in this terminal"),
    ],
)
def test_a_refusal_says_why_and_the_way_out(
    environ: dict[str, str], platform: str, picked: str | None, said: str
) -> None:
    told = refusal(environ, platform, lambda: picked)
    assert told is not None
    assert said in told
    assert "y" in told


@pytest.mark.parametrize(
    ("environ", "platform"), [(DISPLAY, "linux"), ({}, "darwin"), ({"WAYLAND_DISPLAY": "w"}, "linux")]
)
def test_a_graphical_browser_in_front_of_the_person_is_allowed(environ: dict[str, str], platform: str) -> None:
    assert refusal(environ, platform, lambda: "firefox") is None


@pytest.mark.parametrize(
    "address", ["http://a.example", "-version", "--config=x", "file:///etc/passwd", "javascript:1", "https://u@a.example",
                "https://a.example/\x1b", "https://a.example/ b", "https://", "https://[", ""],
)  # fmt: skip
async def test_odd_addresses_are_not_handed_on(address: str) -> None:
    assert not is_openable(address)
    assert "not opened" in await open_in_browser(address, DISPLAY, "linux")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the browser")
async def test_the_browser_gets_the_link_and_not_the_key(tmp_path: Path) -> None:
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/got\nenv > {tmp_path}/env\n', encoding="utf-8")
    script.chmod(stat.S_IRWXU)
    environ = {**DISPLAY, "BROWSER": str(script), "PATH": "/usr/bin:/bin", "MATON_API_KEY": "canary"}
    assert await open_in_browser(LINK, environ, "linux") == "Handed to the browser."
    assert (tmp_path / "got").read_text(encoding="utf-8").strip() == LINK
    assert "canary" not in (tmp_path / "env").read_text(encoding="utf-8")


async def test_a_text_browser_is_not_started(tmp_path: Path) -> None:
    script = tmp_path / "w3m"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", encoding="utf-8")
    script.chmod(stat.S_IRWXU)
    environ = {**DISPLAY, "BROWSER": str(script), "PATH": "/usr/bin:/bin"}
    assert "in this terminal" in await open_in_browser(LINK, environ, "linux")
    assert not (tmp_path / "ran").exists()
