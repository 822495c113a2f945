"""Fetching sound over real sockets: no key, no cookie, no strange host, no page, no endless file, no endless wait."""

from __future__ import annotations

import asyncio

import pytest

from callrail_tui import errors
from callrail_tui.gateway.audio import MOST_REDIRECTS, AudioReader, AudioTimeouts
from callrail_tui.gateway.hosts import parse_hosts
from callrail_tui.model.recording import media_address
from tests.gateway.connected import CANARY, connected
from tests.gateway.scripted_server import Answer, ScriptedServer, Seen, answer, drop_mid_body, head, ok

SOUND = bytes(range(256)) * 64
MP3 = {"Content-Type": "audio/mpeg"}


def loopback(address: str) -> str | None:
    """The host check of these tests: this machine in place of CallRail's hosts."""
    return address if address.startswith("http://127.0.0.1:") else media_address(address)


def reader(**options: object) -> AudioReader:
    return AudioReader(allowed=loopback, **options)  # type: ignore[arg-type]


async def fetched(audio: AudioReader, link: str) -> tuple[int | None, bytes]:
    async with audio.opened(link) as sound:
        return sound.length, b"".join([chunk async for chunk in sound.chunks])


async def test_the_sound_comes_whole_and_nothing_of_ours_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATON_API_KEY", CANARY)
    cookie = answer(302, b"", {"Location": "/sound.mp3", "Set-Cookie": "a=b"})
    async with ScriptedServer(cookie, answer(200, SOUND, MP3)) as server:
        assert await fetched(reader(), f"{server.url}/redirect?access_key=7") == (len(SOUND), SOUND)
    assert [seen.path for seen in server.seen] == ["/redirect?access_key=7", "/sound.mp3"]
    for seen in server.seen:
        assert {"authorization", "cookie", "maton-connection"} & seen.headers.keys() == set()
        assert CANARY not in repr(seen)


async def test_the_gateways_own_reader_knows_no_key_either() -> None:
    async with (
        ScriptedServer(default=answer(200, SOUND, MP3)) as server,
        connected(None, hosts=parse_hosts(server.url, server.url), connection_id="c-1") as gateway,
    ):
        with pytest.raises(errors.Redirected, match="not CallRail's"):
            await fetched(gateway.audio, f"{server.url}/sound.mp3")
        assert server.connections == 0
        gateway.audio._allowed = loopback
        await fetched(gateway.audio, f"{server.url}/sound.mp3")
        assert {"authorization", "maton-connection"} & server.seen[0].headers.keys() == set()


async def test_a_redirect_off_the_list_is_not_followed() -> None:
    strange = answer(302, b"", {"Location": "https://evil.example/sound.mp3"})
    async with ScriptedServer(strange) as server:
        with pytest.raises(errors.Redirected, match="not CallRail's"):
            await fetched(reader(), f"{server.url}/a")
    assert len(server.seen) == 1


@pytest.mark.parametrize("location", ["http://[", "//evil.example/a", "file:///etc/passwd", "http://127.0.0.1.evil/a"])
async def test_an_odd_redirect_is_refused(location: str) -> None:
    async with ScriptedServer(answer(302, b"", {"Location": location})) as server:
        with pytest.raises(errors.GatewayError):
            await fetched(reader(), f"{server.url}/a")
    assert len(server.seen) == 1


async def test_redirects_end_somewhere() -> None:
    async with ScriptedServer(default=answer(302, b"", {"Location": "/again"})) as server:
        with pytest.raises(errors.Redirected, match="without end"):
            await fetched(reader(), f"{server.url}/a")
    assert len(server.seen) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (answer(200, b"<html>", {"Content-Type": "text/html"}), errors.HtmlPage),
        (ok({"url": "x"}), errors.BadReply),
        (answer(200, SOUND, {}), errors.BadReply),
        (answer(200, SOUND, {**MP3, "Content-Encoding": "gzip"}), errors.BadReply),
        (answer(302, b""), errors.Redirected),
        (answer(403, b"<Error/>"), errors.NotFound),
        (answer(404, b""), errors.NotFound),
        (answer(503, b""), errors.Unavailable),
        (answer(206, SOUND, MP3), errors.Unavailable),
        (answer(200, b"", {**MP3, "Content-Length": "100000"}), errors.TooLarge),
        (answer(200, b"", MP3), errors.BadReply),
        (drop_mid_body, errors.BadReply),
    ],
)
async def test_what_is_no_sound_is_told_with_a_cure(script: Answer, kind: type[errors.GatewayError]) -> None:
    async with ScriptedServer(script) as server:
        with pytest.raises(kind) as caught:
            await fetched(reader(limit=50_000), f"{server.url}/a?access_key=777")
    assert caught.value.hint
    assert "777" not in f"{caught.value.title}{caught.value.hint}{caught.value.detail}"


@pytest.mark.parametrize("kind", ["audio/wav", "Audio/MPEG; x=y", "application/octet-stream", "binary/octet-stream"])
async def test_sound_by_other_names_is_taken(kind: str) -> None:
    async with ScriptedServer(answer(200, SOUND, {"Content-Type": kind})) as server:
        assert (await fetched(reader(), f"{server.url}/a"))[1] == SOUND


async def test_a_file_without_end_is_given_up_at_the_limit() -> None:
    async def endless(writer: asyncio.StreamWriter, _: Seen) -> bool:
        writer.write(head(200, {**MP3, "Connection": "close"}))
        while not writer.is_closing():
            writer.write(SOUND)
            await writer.drain()
        return False

    async with ScriptedServer(endless) as server:
        with pytest.raises(errors.TooLarge):
            await fetched(reader(limit=100_000), f"{server.url}/a")


async def test_a_server_that_stalls_is_given_up() -> None:
    async def stalls(writer: asyncio.StreamWriter, _: Seen) -> bool:
        writer.write(head(200, {**MP3, "Content-Length": "100"}) + b"abc")
        await writer.drain()
        await asyncio.Event().wait()
        return False

    async with ScriptedServer(stalls) as server:
        with pytest.raises(errors.TimedOut, match="sends nothing any more"):
            await fetched(reader(timeouts=AudioTimeouts(stall=0.2)), f"{server.url}/a")


async def test_a_line_that_breaks_off_is_told() -> None:
    async def breaks(writer: asyncio.StreamWriter, _: Seen) -> bool:
        writer.write(head(200, {**MP3, "Content-Length": "100"}) + b"abc")
        await writer.drain()
        return False

    async with ScriptedServer(breaks) as server:
        with pytest.raises(errors.Unreachable):
            await fetched(reader(), f"{server.url}/a")


async def test_whoever_stops_listening_leaves_nothing_open() -> None:
    async with ScriptedServer(answer(200, SOUND * 100, MP3)) as server:
        async with reader().opened(f"{server.url}/a") as sound:
            await anext(sound.chunks)
            await sound.chunks.aclose()
        assert len(server.seen) == 1
