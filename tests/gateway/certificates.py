"""Certificates made for one test, each bad in its own way, for a server on the loopback address."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import trustme

NAME: Final = "127.0.0.1"
PAST: Final = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 2, 1, tzinfo=UTC)
FUTURE: Final = datetime(2100, 1, 1, tzinfo=UTC), datetime(2100, 2, 1, tzinfo=UTC)

REFUSED: Final[dict[str, str]] = {
    "self-signed": "self-signed certificate",
    "from an unknown authority": "unable to get local issuer certificate",
    "of another host": f"certificate is not valid for '{NAME}'",
    "expired": "certificate has expired",
    "of the future": "certificate is not yet valid",
}
"""Each bad certificate with what is said of it."""


class Authority:
    """An authority that clients trust once `SSL_CERT_FILE` names its file."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.file = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(str(self.file))

    def good(self) -> ssl.SSLContext:
        """A server that this authority vouches for."""
        return _showing(self._authority.issue_cert(NAME))

    def bad(self, kind: str) -> ssl.SSLContext:
        """A server with the certificate of that kind, one of `REFUSED`."""
        match kind:
            case "self-signed":
                return _showing_itself(trustme.CA())
            case "from an unknown authority":
                return _showing(trustme.CA().issue_cert(NAME))
            case "of another host":
                return _showing(self._authority.issue_cert("gateway.example.com"))
            case "expired":
                return _showing(self._authority.issue_cert(NAME, not_before=PAST[0], not_after=PAST[1]))
            case "of the future":
                return _showing(self._authority.issue_cert(NAME, not_before=FUTURE[0], not_after=FUTURE[1]))
        raise KeyError(kind)


def _showing(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _showing_itself(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with authority.cert_pem.tempfile() as certificate, authority.private_key_pem.tempfile() as key:
        context.load_cert_chain(certificate, key)
    return context
