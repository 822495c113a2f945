"""The recording's endpoint over real sockets: data, a redirect, the sound itself, nothing (wire 10.1)."""

from __future__ import annotations

import pytest

from callrail_tui import errors
from callrail_tui.gateway.hosts import parse_hosts
from callrail_tui.model.recording import NO_RECORDING, Recording, Sound
from tests.gateway.connected import CANARY, connected
from tests.gateway.scripted_server import Answer, ScriptedServer, answer, failed, ok

LINK = "https://app.callrail.com/calls/CAL1/recording/redirect?access_key=77"


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        (ok({"url": LINK}), Recording(Sound.LINK, LINK)),
        (ok({"url": LINK.replace("https", "http")}), Recording(Sound.LINK, LINK)),
        (ok({"url": "https://evil.example/a"}), Recording(Sound.STRANGE, "https://evil.example/a")),
        (ok({"url": None}), NO_RECORDING),
        (ok({}), NO_RECORDING),
        (failed(404, "Recording not found"), NO_RECORDING),
        (answer(302, b"", {"Location": LINK}), Recording(Sound.LINK, LINK)),
        (answer(302, b"", {"Location": "https://evil.example/a"}), Recording(Sound.STRANGE, "https://evil.example/a")),
        (answer(200, b"ID3\x04", {"Content-Type": "audio/mpeg"}), Recording(Sound.DIRECT)),
        (answer(200, b"ID3\x04", {"Content-Type": "application/octet-stream"}), Recording(Sound.DIRECT)),
    ],
)
async def test_whatever_the_endpoint_sends_is_understood(script: Answer, wanted: Recording) -> None:
    async with (
        ScriptedServer(script) as server,
        connected(None, hosts=parse_hosts(server.url, server.url)) as gateway,
    ):
        assert await gateway.calls.recording("ACC1", "CAL1") == wanted
        assert [seen.path for seen in server.seen] == ["/callrail/v3/a/ACC1/calls/CAL1/recording.json"]


async def test_a_redirect_is_never_followed_with_the_key() -> None:
    async with (
        ScriptedServer() as other,
        ScriptedServer(answer(302, b"", {"Location": f"{other.url}/sound.mp3"})) as server,
        connected(None, hosts=parse_hosts(server.url, server.url)) as gateway,
    ):
        assert (await gateway.calls.recording("ACC1", "CAL1")).sound is Sound.STRANGE
        assert other.connections == 0


async def test_a_server_cannot_name_a_target_without_redirecting() -> None:
    forged = answer(302, b"", {"X-Callrail-Tui-Unfollowed": LINK})
    async with (
        ScriptedServer(forged) as server,
        connected(None, hosts=parse_hosts(server.url, server.url)) as gateway,
    ):
        with pytest.raises(errors.Redirected):
            await gateway.calls.recording("ACC1", "CAL1")


async def test_sound_is_not_read_to_its_end() -> None:
    long = answer(200, b"\0" * (40 << 20), {"Content-Type": "audio/mpeg"})
    async with (
        ScriptedServer(long) as server,
        connected(None, hosts=parse_hosts(server.url, server.url)) as gateway,
    ):
        assert (await gateway.calls.recording("ACC1", "CAL1")).sound is Sound.DIRECT


async def test_a_web_page_is_told_as_one_and_no_error_holds_the_link_or_the_key() -> None:
    page = answer(200, b"<html>", {"Content-Type": "text/html"})
    async with (
        ScriptedServer(page) as server,
        connected(None, hosts=parse_hosts(server.url, server.url)) as gateway,
    ):
        with pytest.raises(errors.HtmlPage):
            await gateway.calls.recording("ACC1", "CAL1")
    redirect = errors.Redirected(location=LINK)
    assert "77" not in f"{redirect!r}{redirect}"
    assert CANARY not in f"{redirect!r}"
