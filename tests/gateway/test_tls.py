"""TLS on a real socket: only a certificate that can be trusted gets the key, and nothing turns the check off."""

from __future__ import annotations

import ast
import os
import re
import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest

from callrail_tui import errors
from callrail_tui.gateway.hosts import parse_hosts
from callrail_tui.options import build_parser
from tests.gateway.certificates import REFUSED, Authority
from tests.gateway.connected import Record, accounts, connected
from tests.gateway.scripted_server import ScriptedServer, ok

PACKAGE = Path(errors.__file__).parent


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this process trusts."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


@dataclass
class Outcome:
    """What came of one request over TLS."""

    server: ScriptedServer
    record: Record
    error: errors.Unreachable | None


async def asked(context: ssl.SSLContext) -> Outcome:
    """Ask a server with that certificate once."""
    record = Record()
    async with ScriptedServer(default=ok(accounts("ACC1")), tls=context) as server:
        async with connected(None, hosts=parse_hosts(server.url, server.url), record=record) as gateway:
            try:
                await gateway.accounts.page()
            except errors.Unreachable as error:
                return Outcome(server, record, error)
        return Outcome(server, record, None)


async def test_a_certificate_of_a_trusted_authority_is_taken(authority: Authority) -> None:
    outcome = await asked(authority.good())
    assert outcome.error is None
    assert len(outcome.server.seen) == 1


@pytest.mark.parametrize("kind", REFUSED)
async def test_any_other_certificate_is_refused_at_once(authority: Authority, kind: str) -> None:
    outcome = await asked(authority.bad(kind))
    assert outcome.error is not None
    assert outcome.error.title == "The certificate of 127.0.0.1 cannot be trusted."
    assert REFUSED[kind] in outcome.error.detail
    assert ("clock" in outcome.error.hint) == (kind in ("expired", "of the future"))
    assert (outcome.server.connections, outcome.server.seen) == (1, [])
    assert (len(outcome.record.attempts), outcome.record.waits) == (1, [])


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONHTTPSVERIFY": "0"},
        {"SSL_CERT_FILE": "", "SSL_CERT_DIR": ""},
        {"CURL_CA_BUNDLE": "", "REQUESTS_CA_BUNDLE": ""},
        {"NODE_TLS_REJECT_UNAUTHORIZED": "0", "GIT_SSL_NO_VERIFY": "1"},
    ],
)
async def test_no_variable_turns_the_check_off(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    outcome = await asked(authority.bad("self-signed"))
    assert outcome.error is not None
    assert outcome.server.seen == []


def test_no_option_and_no_line_of_the_program_turns_the_check_off() -> None:
    assert not re.search(r"insecure|verify|certificate|--no-check|tls|ssl", build_parser().format_help(), re.IGNORECASE)
    loosening = {"CERT_NONE", "CERT_OPTIONAL", "check_hostname", "verify_mode", "_create_unverified_context"}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert getattr(node, "attr", None) not in loosening, path
            if isinstance(node, ast.keyword) and node.arg == "verify":
                assert not isinstance(node.value, ast.Constant), path


@pytest.mark.parametrize("content", [None, "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
async def test_certificates_that_cannot_be_read_are_named_by_their_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    named = tmp_path / "certificates.pem"
    if content is not None:
        named.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(named))
    async with connected(None) as gateway:
        with pytest.raises(errors.ConfigError, match="SSL_CERT_FILE") as refused:
            await gateway.accounts.page()
    assert os.fspath(named) in refused.value.title
    assert refused.value.hint
