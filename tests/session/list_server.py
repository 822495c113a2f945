"""A calls list that changes while it is read: an ASGI app of the tests, spoken to by the real gateway."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class ListServer:
    """Holds call ids, newest first; `before_answer` may change them before each answer."""

    def __init__(self, count: int) -> None:
        self.ids = [self._name(number) for number in range(count, 0, -1)]
        self.asked: list[tuple[int, int]] = []
        """Page and per_page of every list request."""
        self.paths: list[str] = []
        self.before_answer: Callable[[], None] = lambda: None
        self.refusals: list[tuple[int, dict[str, str], dict[str, Any]]] = []
        """Status, headers and body of the answers that come first."""
        self.page_size: int | None = None
        """The size of every page, whatever is asked for."""
        self.tells_page_size = True
        self.gate: Callable[[], Awaitable[None]] | None = None
        self._made = count

    def arrive(self, count: int = 1) -> None:
        """New calls, on top."""
        for _ in range(count):
            self._made += 1
            self.ids.insert(0, self._name(self._made))

    def remove(self, place: int) -> str | None:
        """The call at a place leaves the list."""
        return self.ids.pop(place % len(self.ids)) if self.ids else None

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Answer the list, a single call, or an empty collection."""
        path: str = scope["path"]
        query = parse_qs(scope["query_string"].decode())
        self.paths.append(path)
        if self.gate is not None:
            await self.gate()
        status, headers, body = 200, {}, self._answer(path, query)
        if self.refusals:
            status, headers, body = self.refusals.pop(0)
        fields = [(b"content-type", b"application/json")]
        fields += [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    def _answer(self, path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        if path.endswith("/connections"):
            return {"connections": []}
        if "/calls/CAL" in path:
            return self._call(path.rsplit("/", 1)[1].removesuffix(".json"))
        if not path.endswith("/calls.json"):
            return {"page": 1, "per_page": 100, "total_pages": 1, "total_records": 0}
        self.before_answer()
        page, per_page = int(query["page"][0]), int(query["per_page"][0])
        self.asked.append((page, per_page))
        per_page = self.page_size or per_page
        start = (page - 1) * per_page
        return {
            "page": page,
            "per_page": per_page if self.tells_page_size else None,
            "total_pages": -(-len(self.ids) // per_page),
            "total_records": len(self.ids),
            "calls": [self._call(name) for name in self.ids[start : start + per_page]],
        }

    def _call(self, name: str) -> dict[str, Any]:
        moment = START + timedelta(minutes=int(name[3:]))
        return {"id": name, "start_time": moment.isoformat(), "answered": True, "duration": 30}

    @staticmethod
    def _name(number: int) -> str:
        return f"CAL{number:07d}"
