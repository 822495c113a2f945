"""The demo on a socket with a payload in every text field of every record: record n holds payload n."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from callrail_tui.demo import DemoSettings, create_app
from tests.hostile import PAYLOADS
from tests.program.served import Message

_ONE_OF_ITS_KIND: Final = ("bold", "unknown close", "half open", "click quit", "click action", "link", "5000 brackets")
NAMES: Final = tuple(
    name for name in PAYLOADS if not name.startswith("markup ") or name.removeprefix("markup ") in _ONE_OF_ITS_KIND
)
"""Of the many forms of markup one each: `tests/present` holds the door to all of them."""
ALL: Final = tuple(PAYLOADS[name] for name in NAMES)
LISTS: Final = ("calls", "companies", "trackers", "tags", "accounts", "connections", "users")
KEPT: Final = {
    *("id", "connection_id", "status", "start_time", "created_at", "time_zone", "company_time_zone", "type"),
    *("company_id", "tracker_id", "account_id", "creation_time", "numeric_id", "app"),
}
"""What must stay as it is for records to be found again; these are no free text."""


class HostileGateway:
    """Rewrites the demo's answers; a search for `refuse<n>` fails with payload n in the error."""

    def __init__(self, first: int = 0, payloads: Sequence[str] = ALL, **settings: Any) -> None:
        given = {"calls": len(payloads), "connections": ("ACTIVE",), "accounts": 1, **settings}
        self._demo = create_app(DemoSettings(**given))
        self._first = first
        self._payloads = payloads

    def payload(self, number: int) -> str:
        """Payload of a record."""
        return self._payloads[(self._first + number) % len(self._payloads)]

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Speak ASGI."""
        started: list[Message] = []
        query = scope["query_string"].decode()

        async def rewritten(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            value = json.loads(message["body"])
            status = started[0]["status"]
            if "search=refuse" in query:
                number = int(query.partition("search=refuse")[2].partition("&")[0])
                status, value = 422, {"error": self.payload(number)}
            else:
                self._poison(value)
            body = json.dumps(value).encode("ascii")
            headers = [(name, text) for name, text in started[0]["headers"] if name != b"content-length"]
            headers.append((b"content-length", str(len(body)).encode()))
            await send({**started[0], "status": status, "headers": headers})
            await send({**message, "body": body})

        await self._demo(scope, receive, rewritten)

    def _poison(self, value: dict[str, Any]) -> None:
        records = next((value[key] for key in LISTS if isinstance(value.get(key), list) and "id" not in value), None)
        if records is None:
            number = sum(map(ord, str(value.get("id", "")))) if "id" in value else 0
            self._fill(value, self.payload(number))
            return
        for number, record in enumerate(records):
            self._fill(record, self.payload(number))

    def _fill(self, record: dict[str, Any], payload: str) -> None:
        for key, value in record.items():
            if key in KEPT or isinstance(value, bool | int | float):
                continue
            if key == "tags":
                record[key] = [payload, payload + "2"]
            elif isinstance(value, dict):
                self._fill(value, payload)
            elif isinstance(value, list):
                for each in value:
                    if isinstance(each, dict):
                        self._fill(each, payload)
            else:
                record[key] = payload
