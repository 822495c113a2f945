"""What stands before the calls, on a socket: connections and accounts of hostile text, refusals in hostile words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from callrail_tui.demo import DemoSettings, create_app
from callrail_tui.demo.asgi import DemoApp
from callrail_tui.gateway.retry import TRIES
from tests.hostile import PAYLOADS
from tests.program.hostile_gateway import NAMES
from tests.program.served import Message

CALLS: Final = 3
CONNECTIONS, ACCOUNTS = "/connections", "/callrail/v3/a.json"


class HostileOpening:
    """The demo, its lists of connections and accounts filled up with payloads; its own records come first."""

    def __init__(self, *, active: bool = True) -> None:
        self._demo = _demo()
        self._fills = {CONNECTIONS: _more_connections if active else _only_odd_connections, ACCOUNTS: _more_accounts}

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Speak ASGI."""
        fill = self._fills.get(scope["path"])
        if fill is None:
            await self._demo(scope, receive, send)
            return
        started: list[Message] = []

        async def rewritten(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            value = json.loads(message["body"])
            if started[0]["status"] == 200:
                fill(value)
            await _answer(send, started[0]["status"], json.dumps(value).encode("ascii"))

        await self._demo(scope, receive, rewritten)


class RefusingOpening:
    """The demo after so many refusals, one after the other, each of a path: refusal n says `(n)` and its payload.

    The last one is a 503, which is given as often as it is asked for.
    """

    def __init__(self, *refusals: tuple[str, str]) -> None:
        self._demo = _demo()
        self._refusals = refusals
        self._refused = 0
        self._tries_left = TRIES

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Speak ASGI."""
        number, last = self._refused, len(self._refusals) - 1
        if number > last or scope["path"] != self._refusals[number][0]:
            await self._demo(scope, receive, send)
            return
        status, form = _STATUSES[number % len(_STATUSES)], _FORMS[number % len(_FORMS)]
        if number == last:
            status, self._tries_left = 503, self._tries_left - 1
        if number < last or not self._tries_left:
            self._refused += 1
        body = (_FORMS[0] if status == 200 else form)(f"({number})", self._refusals[number][1])
        await _answer(send, status, body if isinstance(body, bytes) else json.dumps(body).encode("ascii"))


_STATUSES: Final = (400, 401, 403, 404, 410, 418, 422, 200)
"""The last one is a success whose body holds no list but an error; none of them is asked again by itself, as 503 is."""
_FORMS: Final[tuple[Callable[[str, str], object], ...]] = (
    lambda mark, payload: {"error": f"{mark} {payload}"},
    lambda mark, payload: {"message": f"{mark} {payload}"},
    lambda mark, payload: {"errors": {f"{mark} {payload[:200]}": [payload]}},
    lambda mark, payload: {"errors": [{"field": f"{mark} {payload[:200]}", "message": payload}]},
    lambda mark, payload: f"{mark} {payload}".encode("utf-8", "surrogatepass"),
    lambda mark, payload: {"status": mark, "why": payload},
    lambda mark, payload: {"error": [f"{mark} {payload}", payload]},
)
"""Ways to say no; a body that is no JSON is quoted as it is."""


def _demo() -> DemoApp:
    return create_app(DemoSettings(calls=CALLS, connections=("ACTIVE",), accounts=1))


async def _answer(send: Any, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _more_connections(value: dict[str, Any]) -> None:
    """For each payload an ACTIVE connection of that id, and one of that status."""
    for number, name in enumerate(NAMES):
        told = {"connection_id": PAYLOADS[name], "status": "ACTIVE", "creation_time": _created(number).isoformat()}
        value["connections"].append({**_told(PAYLOADS[name]), **told})
    value["connections"] += _odd_connections()


def _only_odd_connections(value: dict[str, Any]) -> None:
    value["connections"] = _odd_connections()


def _odd_connections() -> list[dict[str, Any]]:
    return [
        {**_told(PAYLOADS[name]), "connection_id": mark, "status": PAYLOADS[name]}
        for mark, name in zip(ODD_MARKS, NAMES, strict=True)
    ]


def _told(payload: str) -> dict[str, Any]:
    texts = ("creation_time", "last_updated_time", "url", "method")
    return {**dict.fromkeys(texts, payload), "metadata": {payload: payload}}


def _created(number: int) -> datetime:
    return datetime(2040, 1, 1, tzinfo=UTC) + timedelta(days=number)


def _more_accounts(value: dict[str, Any]) -> None:
    """For each payload an account of that name, and one of that id; the good one gets a name that would quit."""
    for number, name in enumerate(NAMES):
        payload = PAYLOADS[name]
        value["accounts"].append({"id": ACCOUNT_MARKS[2 * number], "name": payload, "hipaa_account": payload})
        value["accounts"].append({"id": payload, "name": ACCOUNT_MARKS[2 * number + 1], "numeric_id": payload})
    value["accounts"][0]["name"] = PAYLOADS["markup click quit"]


CONNECTION_MARKS: Final = [f"{_created(number):%d %b %Y}" for number in range(len(NAMES))]
ODD_MARKS: Final = [f"odd-{number:03}" for number in range(len(NAMES))]
ACCOUNT_MARKS: Final = [f"{kind}{number:03}" for number in range(len(NAMES)) for kind in ("ACC", "account ")]
"""What is harmless in each line after the good one, and tells the lines apart."""
