"""The control host: OAuth connections, from PENDING to ACTIVE (wire 1.3, 1.4)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from callrail_tui.demo.dice import mix
from callrail_tui.demo.formats import microseconds
from callrail_tui.demo.replies import ApiError, Reply, answer, missing
from callrail_tui.demo.request import Request
from callrail_tui.demo.settings import DemoSettings

APP: Final = "callrail"
STATUSES: Final = frozenset({"PENDING", "ACTIVE", "FAILED"})
_MOST_LISTED: Final = 100


class Connection:
    """One OAuth connection; ``polls`` counts the reads since it was made."""

    def __init__(self, connection_id: str, status: str, created: datetime, *, scripted: bool) -> None:
        """A scripted status was given by the settings, and stays."""
        self.id = connection_id
        self.status = status
        self.created = created
        self.updated = created
        self.scripted = scripted
        self.polls = 0


class Connections:
    """The connections behind one key."""

    def __init__(self, settings: DemoSettings, clock: Callable[[], datetime]) -> None:
        """The first ones are as the settings say, a day apart, the oldest first."""
        self._settings = settings
        self._clock = clock
        self._made = 0
        self._connections: dict[str, Connection] = {}
        count = len(settings.connections)
        for place, status in enumerate(settings.connections):
            self._add(status, clock() - timedelta(days=10 + count - place), scripted=True)

    @property
    def default_id(self) -> str:
        """The oldest connection: the one that an unpinned request takes, where it is ACTIVE."""
        return next(iter(self._connections))

    def check(self, pinned: str) -> None:
        """Refuse a request that no usable connection stands behind (wire 1.5)."""
        if pinned:
            connection = next((one for one in self._settled() if one.id == pinned), None)
            if connection is None:
                raise ApiError(404, "Connection not found")
            if connection.status != "ACTIVE":
                raise ApiError(400, f"Connection is {connection.status}")
        elif not any(connection.status == "ACTIVE" for connection in self._settled()):
            raise ApiError(400, f"No active connection found for app {APP}")

    async def list_all(self, request: Request) -> Reply:
        """``GET /connections``."""
        query = request.query
        app, status = query.text("app"), query.text("status").upper()
        shown = [
            self._shown(connection)
            for connection in self._settled()
            if app in ("", APP) and status in ("", connection.status)
        ]
        limit = query.whole("limit", _MOST_LISTED)
        return answer({"connections": shown[:limit]})

    async def create(self, request: Request) -> Reply:
        """``POST /connections``: PENDING, with a link for the person to open."""
        if request.json_object().get("app") != APP:
            raise ApiError(400, "Invalid app name")
        return answer({"connection": self._shown(self._add("PENDING", self._clock()))})

    async def get(self, request: Request) -> Reply:
        """``GET /connections/{id}``; each read of a PENDING one brings it nearer to its end."""
        connection = self._found(request)
        connection.polls += 1
        self._settle(connection)
        return answer({"connection": self._shown(connection)})

    async def delete(self, request: Request) -> Reply:
        """``DELETE /connections/{id}``."""
        del self._connections[self._found(request).id]
        return answer({})

    def _add(self, status: str, created: datetime, *, scripted: bool = False) -> Connection:
        bits = mix(self._settings.seed, self._made) << 64 | mix(self._settings.seed + 1, self._made)
        text = f"{bits:032x}"
        self._made += 1
        connection_id = f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"
        connection = Connection(connection_id, status, created, scripted=scripted)
        self._connections[connection_id] = connection
        return connection

    def _found(self, request: Request) -> Connection:
        connection = self._connections.get(request.parts["connection"])
        if connection is None:
            raise missing("Connection")
        return connection

    def _settled(self) -> list[Connection]:
        for connection in self._connections.values():
            self._settle(connection)
        return list(self._connections.values())

    def _settle(self, connection: Connection) -> None:
        """A PENDING connection of long enough standing gets its outcome."""
        settings = self._settings
        age = (self._clock() - connection.created).total_seconds()
        ripe = connection.polls >= settings.activation_polls or age >= settings.activation_seconds
        if connection.status == "PENDING" and ripe and not connection.scripted:
            connection.status = settings.activation_outcome
            connection.updated = self._clock()

    def _shown(self, connection: Connection) -> dict[str, object]:
        return {
            "connection_id": connection.id,
            "status": connection.status,
            "creation_time": microseconds(connection.created),
            "last_updated_time": microseconds(connection.updated),
            "url": f"https://connect.maton.ai/?session_token=demo-{connection.id[:8]}",
            "app": APP,
            "metadata": {},
            "method": "OAUTH2",
        }
