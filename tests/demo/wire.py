"""A CallRail client in a few lines, for asking the demo what a real client would ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from callrail_tui.demo import DemoApp, DemoSettings, create_app

NOW = datetime(2026, 3, 18, 19, 30, 0, tzinfo=UTC)
"""A Wednesday, 15:30 in New York, soon after summer time began."""

WHOLE = {"start_date": "2024-02-19", "end_date": "2026-03-19"}
"""The default view at that moment: 25 months less a day ago to tomorrow."""


@dataclass
class Clock:
    """A clock that moves only when told to."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


@dataclass
class Wire:
    """One demo and a client that reaches it, by ASGI, as ``--demo`` does."""

    settings: DemoSettings
    clock: Clock = field(default_factory=Clock)
    account: str = "0"

    def __post_init__(self) -> None:
        self.app: DemoApp = create_app(self.settings)
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://demo",
            headers={"Authorization": "Bearer a-key"},
        )

    async def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A request below the account when the path has no leading slash."""
        if not path.startswith("/"):
            path = f"/callrail/v3/a/{self.app.accounts[int(self.account)].id}/{path}"
        return await self.client.request(method, path, **more)

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        """The JSON of a GET that must succeed."""
        answer = await self.send("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def refused(self, method: str, path: str, **more: Any) -> tuple[int, str]:
        """Status and words of a request that must fail."""
        answer = await self.send(method, path, **more)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, str(answer.json()["error"])

    async def put(self, path: str, body: object) -> dict[str, Any]:
        """The JSON of a PUT that must succeed."""
        answer = await self.send("PUT", path, json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def calls(self, **query: Any) -> list[dict[str, Any]]:
        """Every call of the default view that fits, page by page."""
        found: list[dict[str, Any]] = []
        page = 1
        while True:
            answer = await self.get("calls.json", **{**WHOLE, "per_page": 250, "page": page, **query})
            found += answer["calls"]
            if page >= answer["total_pages"]:
                assert len(found) == answer["total_records"]
                return found
            page += 1

    async def one(self, **query: Any) -> dict[str, Any]:
        """The newest call that fits."""
        return (await self.calls(**query))[0]

    async def call(self, call_id: str, fields: str = "tags,note,lead_status,value") -> dict[str, Any]:
        """One call with its triage fields."""
        return await self.get(f"calls/{call_id}.json", fields=fields)


def wire(**settings: Any) -> Wire:
    """A small demo with a clock that stands still."""
    clock = settings.pop("clock", None) or Clock()
    return Wire(DemoSettings(**{"calls": 400, "now": clock, **settings}), clock)
