"""The gateway as the session sees it: one object, a noun for each resource, a verb for each request."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING

import httpx

from callrail_tui.errors import ConfigError
from callrail_tui.gateway.attempts import Attempt
from callrail_tui.gateway.directory import Accounts, Companies, Connections, Trackers
from callrail_tui.gateway.exchange import Exchange, Timeouts
from callrail_tui.gateway.hosts import Hosts
from callrail_tui.gateway.transport import Key, KeyedTransport
from callrail_tui.gateway.wire import Clocks, Watchers, Wire

if TYPE_CHECKING:
    from callrail_tui.gateway.administration import Integrations, Notifications, Tags, Users
    from callrail_tui.gateway.audio import AudioReader
    from callrail_tui.gateway.calls import Calls

_CONNECTION_ID = re.compile(r"[A-Za-z0-9._-]{1,200}")


class Gateway:
    """Everything that can be asked of the gateway, as `gateway.<noun>.<verb>(…)`, the account first where there is one.

    Answers are models; failures are `callrail_tui.errors.GatewayError`. Every wire attempt, repetitions and probes
    included, waits for `admit` first and is told to `on_attempt` after; `on_wait` hears of seconds between them that a
    429 costs. Cancelling a caller never cancels a request.
    """

    def __init__(
        self,
        hosts: Hosts,
        key: Key,
        *,
        connection_id: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        admit: Callable[[], Awaitable[None]] | None = None,
        on_attempt: Callable[[Attempt], None] | None = None,
        on_wait: Callable[[float], None] | None = None,
        timeouts: Timeouts | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        rng: random.Random | None = None,
    ) -> None:
        timeouts = timeouts or Timeouts()
        self.hosts = hosts
        self._given_transport = transport
        self._exchange = Exchange(
            lambda: KeyedTransport(hosts, key, transport), can_rebuild=transport is None, timeouts=timeouts
        )
        clocks = Clocks(clock, wall_clock, sleep, rng or random.Random())
        self._wire = Wire(hosts, self._exchange, timeouts, clocks, Watchers(admit, on_attempt, on_wait))
        self.connections = Connections(self._wire)
        self.accounts = Accounts(self._wire)
        self.companies = Companies(self._wire)
        self.trackers = Trackers(self._wire)
        self.connection_id = connection_id

    # The calls and the four nouns of administration are imported late: `doctor` asks for none of them, and nobody for
    # the latter before the first page.

    @cached_property
    def calls(self) -> Calls:
        """Wire 8, 9 and 10."""
        from callrail_tui.gateway.calls import Calls  # late, as above

        return Calls(self._wire, self.hosts)

    @cached_property
    def tags(self) -> Tags:
        """Wire 12."""
        from callrail_tui.gateway.administration import Tags  # late, as above

        return Tags(self._wire)

    @cached_property
    def users(self) -> Users:
        """Wire 13."""
        from callrail_tui.gateway.administration import Users  # late, as above

        return Users(self._wire)

    @cached_property
    def integrations(self) -> Integrations:
        """Wire 14."""
        from callrail_tui.gateway.administration import Integrations  # late, as above

        return Integrations(self._wire)

    @cached_property
    def notifications(self) -> Notifications:
        """Wire 15."""
        from callrail_tui.gateway.administration import Notifications  # late, as above

        return Notifications(self._wire)

    @cached_property
    def audio(self) -> AudioReader:
        """Fetches recordings without the key (wire 10.1); it is not the API, and counts against no budget."""
        from callrail_tui.gateway.audio import AudioReader  # late, as above

        return AudioReader(self._given_transport)

    @property
    def connection_id(self) -> str | None:
        """The connection that every CallRail request is pinned to; None leaves it to the gateway (wire 1.2)."""
        return self._exchange.connection_id

    @connection_id.setter
    def connection_id(self, connection_id: str | None) -> None:
        if connection_id is not None and not _CONNECTION_ID.fullmatch(connection_id):
            raise ConfigError(
                "The connection id holds characters that no such id has.", "Copy it again, as N shows it."
            )
        self._exchange.connection_id = connection_id

    @property
    def refused_fields(self) -> frozenset[str]:
        """Names in `fields` that the server refused in this session."""
        return self.calls.refused_fields

    def prepare(self) -> None:
        """Build the HTTP client ahead of the first request (some 40 ms for the certificates); may run in a thread."""
        self._exchange.prepare()

    async def aclose(self) -> None:
        """Close every connection; nothing can be sent afterwards."""
        await self._wire.aclose()
