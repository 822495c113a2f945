"""Hostile answers below the body, to the real command: heads with bytes that act, certificates that prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.gateway.certificates import REFUSED, Authority
from tests.gateway.scripted_server import ScriptedServer, ok, raw
from tests.hostile import PAYLOADS
from tests.program.driving import CANARY, concurrently, quit_well, served_arguments, settle, start, state_of
from tests.program.grammar import foreign
from tests.program.served import scripted
from tests.terminal_process import TerminalProcess

HEADERS = ("X-Odd", "Server", "Content-Type", "Set-Cookie", "Retry-After", "Location", "X-Rate-Limit-Hourly-Used")
ACTING = ("osc 52 bel", "c1 osc 52", "csi clear", "c1 csi", "osc title", "ris", "dcs", "apc", "bidi override", "delete")
"""A kind each; `tests/gateway` has all of them."""
TITLES = {403: "Maton does not allow this.", 302: "The gateway redirects elsewhere; that is not followed."}


def check_end(app: TerminalProcess, folder: Path) -> None:
    """Nothing foreign was written, to the terminal or the log, and no key."""
    quit_well(app)
    assert foreign(app.raw) == []
    assert CANARY.encode() not in app.raw
    log = state_of(folder) / "callrail-tui.log"
    assert not log.exists() or foreign(log.read_bytes()) == []


def meet_heads(folder: Path) -> None:
    """Answer after answer with a payload as reason and in every header, in both encodings by turns; then no HTTP."""
    with scripted(ScriptedServer()) as server:
        for number, name in enumerate(ACTING):
            hostile = PAYLOADS[name].encode("latin-1" if number % 2 else "utf-8", "replace")
            status = tuple(TITLES)[number % len(TITLES)]
            server.script.append(raw(status, hostile, dict.fromkeys(HEADERS, hostile), b'{"error": "no"}'))
        server.default = raw(200, b"OK\x00", {"X-Odd": b"\x1b[2J\x00"}, b"{}")
        with start(folder, *served_arguments(server.url), MATON_API_KEY=CANARY) as app:
            for number, name in enumerate(ACTING):
                app.wait_text(TITLES[tuple(TITLES)[number % len(TITLES)]])
                assert len(server.seen) == number + 1, name
                app.send("r")
            app.wait_text("The connection to 127.0.0.1 broke off.")
            check_end(app, folder)


def meet_certificate(folder: Path, kind: str) -> None:
    """A certificate that proves nothing: refused in one try and told why, asked again on `r` only."""
    folder.mkdir()
    authority = Authority(folder)
    with (
        scripted(ScriptedServer(tls=authority.bad(kind))) as server,
        start(folder, *served_arguments(server.url), MATON_API_KEY=CANARY, SSL_CERT_FILE=str(authority.file)) as app,
    ):
        for tries in (1, 2):
            app.wait(lambda tries=tries: server.connections == tries)
            app.wait_text("The certificate of 127.0.0.1 cannot be trusted.")
            app.wait_text("In detail:")
            app.wait_text(REFUSED[kind])
            settle(app)
            assert (server.connections, server.seen) == (tries, [])
            app.send("r" if tries == 1 else "")
        check_end(app, folder)


def meet_good_certificate(folder: Path) -> None:
    """The same authority, and a certificate of the right name and time."""
    folder.mkdir()
    authority = Authority(folder)
    with (
        scripted(ScriptedServer(default=ok({"connections": []}), tls=authority.good())) as server,
        start(folder, *served_arguments(server.url), MATON_API_KEY=CANARY, SSL_CERT_FILE=str(authority.file)) as app,
    ):
        app.wait_text("There is no active CallRail connection")
        assert len(server.seen) == 1
        check_end(app, folder)


def meet_no_certificates(folder: Path) -> None:
    """`SSL_CERT_FILE` with a slip in it is told, and ends nothing."""
    addresses = served_arguments("https://127.0.0.1:9")
    with start(folder, *addresses, MATON_API_KEY=CANARY, SSL_CERT_FILE="/nowhere/certificates.pem") as app:
        app.wait_text("SSL_CERT_FILE names /nowhere/certificates.pem")
        check_end(app, folder)


LIVES: tuple[Callable[[Path], None], ...] = (
    meet_heads,
    *(partial(meet_certificate, kind=kind) for kind in ("self-signed", "of another host", "expired")),
    meet_good_certificate,
    meet_no_certificates,
)


def test_a_line_that_lies_is_told_and_does_no_harm(tmp_path: Path) -> None:
    cases = [(life, tmp_path / str(number)) for number, life in enumerate(LIVES)]
    concurrently(lambda case: case[0](case[1]), cases)
