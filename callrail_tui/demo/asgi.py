"""The ASGI app itself: takes a request off the wire, asks the gate and the router, puts the answer on the wire."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from callrail_tui.demo.account import Account
from callrail_tui.demo.control import Connections
from callrail_tui.demo.limits import Limits
from callrail_tui.demo.replies import ApiError, Reply
from callrail_tui.demo.request import Request
from callrail_tui.demo.router import route
from callrail_tui.demo.settings import BAD_KEY, DemoSettings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LOG_LENGTH: Final = 1_000
_MOST_BODY: Final = 1 << 20
_GATEWAY: Final = "/callrail/v3/"


class Recorded(NamedTuple):
    """One request that was answered; the key is not kept."""

    method: str
    path: str
    query: str
    status: int
    connection: str


class DemoApp:
    """Both hosts on one app: ``/connections…`` and ``/callrail/v3/…``."""

    def __init__(self, settings: DemoSettings) -> None:
        """Nothing is built before the first request."""
        self.settings: Final = settings
        self.log: Final[deque[Recorded]] = deque(maxlen=LOG_LENGTH)
        self.request_count = 0
        self._limits = Limits(self.now)
        self._connections: Connections | None = None
        self._accounts: list[Account] | None = None

    def now(self) -> datetime:
        """The time by the app's clock, in UTC."""
        return (self.settings.now() if self.settings.now else datetime.now(UTC)).astimezone(UTC)

    @property
    def accounts(self) -> list[Account]:
        """The accounts that the token can see."""
        if self._accounts is None:
            self._accounts = [Account(number, self.settings, self.now) for number in range(self.settings.accounts)]
        return self._accounts

    @property
    def connections(self) -> Connections:
        """The connections behind the key."""
        if self._connections is None:
            self._connections = Connections(self.settings, self.now)
        return self._connections

    def home(self) -> tuple[str, str, str]:
        """Where a demo starts: the id of the default connection, and the first account's id and name."""
        account = self.accounts[0]
        return self.connections.default_id, account.id, account.name

    def arrive(self, count: int = 1) -> list[str]:
        """Let calls come in now, in the first account; their ids."""
        account = self.accounts[0]
        arrived = [account.population.timeline.arrive(self.now()) for _ in range(count)]
        return [account.mint.make("CAL", index) for index in arrived]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Speak ASGI: HTTP and lifespan; other kinds of connection are not for us."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            raise ValueError(f"unsupported scope: {scope['type']}")

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        body = await _body(receive)
        request = Request(scope["method"], scope["path"], scope.get("query_string", b""), headers, body)
        method, path, query = request.method, request.path, request.raw_query.decode("latin-1")
        try:
            reply = await self._answer(request)
        except ApiError as error:
            reply = error.reply()
        self.request_count += 1
        self.log.append(Recorded(method, path, query, reply.status, headers.get("maton-connection", "")))
        await _send(reply, send, head_only=method == "HEAD")

    async def _answer(self, request: Request) -> Reply:
        """The gateway's own checks, then the resource; what a recording's link leads to has no key to check."""
        if (host := request.headers.get("host", "")).endswith((".callrail.com", ".amazonaws.com")):
            from callrail_tui.demo.sound import HOSTS, serve  # late: few runs listen to anything

            if host in HOSTS:
                return await serve(self.accounts, request)
        if self.settings.intercept is not None:
            status = await self.settings.intercept(request.method, request.path)
            if status is not None:
                raise ApiError(status, f"Scripted answer {status}")
        key = self._checked_key(request.headers)
        if self._limits.too_fast(key) and self.settings.enforce_limits:
            raise self._limited("Rate limit exceeded: 10 requests per second")
        if request.path == "/connections" or request.path.startswith("/connections/"):
            return await self._control(request)
        if not request.path.startswith("/callrail/"):
            raise ApiError(400, f"Invalid app name: {request.path.split('/')[1][:40]}")
        self.connections.check(request.headers.get("maton-connection", "").strip())
        return await self._upstream(request, key)

    async def _control(self, request: Request) -> Reply:
        tail = request.path.removeprefix("/connections").strip("/")
        handlers = {"GET": self.connections.list_all, "POST": self.connections.create}
        if tail:
            request.parts = {"connection": tail}
            handlers = {"GET": self.connections.get, "DELETE": self.connections.delete}
        if request.method not in handlers:
            raise ApiError(405, f"{request.method} is not supported here")
        return await handlers[request.method](request)

    async def _upstream(self, request: Request, key: str) -> Reply:
        """CallRail's own answer, with the budget in its headers."""
        over = self._limits.used_up(key)
        try:
            if over and self.settings.enforce_limits:
                raise self._limited("Rate limit exceeded")
            if not request.path.startswith(_GATEWAY):
                raise ApiError(404, "Page not found")
            request.path = request.path.removeprefix(_GATEWAY)
            reply = await route(self.accounts, request, self.settings.forbidden)
        except ApiError as error:
            reply = error.reply()
        return Reply(reply.status, reply.body, (*reply.headers, *self._limits.headers(key)))

    def _checked_key(self, headers: Mapping[str, str]) -> str:
        scheme, _, key = headers.get("authorization", "").partition(" ")
        wanted = self.settings.api_key
        accepted = key.strip() == wanted if wanted is not None else key.strip() not in ("", BAD_KEY)
        if scheme.lower() != "bearer" or not accepted:
            raise ApiError(401, "Invalid API key")
        return key.strip()

    def _limited(self, message: str) -> ApiError:
        wait = self.settings.retry_after
        return ApiError(429, message, (("retry-after", str(wait)),) if wait is not None else ())


def create_app(settings: DemoSettings | None = None) -> DemoApp:
    """An embedded gateway with its own data, edits and counters."""
    return DemoApp(settings or DemoSettings())


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _body(receive: Receive) -> bytes:
    """The whole request body; what is beyond a mebibyte is not kept."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size <= _MOST_BODY:
            chunks.append(chunk)
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return b"".join(chunks)


async def _send(reply: Reply, send: Send, *, head_only: bool) -> None:
    headers = [*reply.headers, ("content-length", str(len(reply.body)))]
    if reply.status == 204:
        headers = list(reply.headers)
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if head_only else reply.body})
