"""Which handler answers which path; paths of CallRail stand below ``/callrail`` (wire 1.1, 6 to 15)."""

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Final, NamedTuple

from callrail_tui.demo.account import Account
from callrail_tui.demo.replies import ApiError, Reply, missing
from callrail_tui.demo.request import Request

Handler = Callable[[Account, Request], Awaitable[Reply]]


class Route(NamedTuple):
    """One path below an account, and who answers each method."""

    path: tuple[str, ...]
    resource: str
    """The name under which it can be forbidden."""
    methods: Mapping[str, str]
    """Handlers by method, as `module.function` of this package."""


def _route(path: str, resource: str, **methods: str) -> Route:
    return Route(tuple(path.split("/")), resource, methods)


ROUTES: Final = (
    _route("calls.json", "calls", GET="calls.list_calls", POST="calls.place_call"),
    _route("calls/summary.json", "summary", GET="aggregates.summarise"),
    _route("calls/timeseries.json", "summary", GET="aggregates.timeseries"),
    _route("calls/{call}.json", "calls", GET="calls.get_call", PUT="calledits.update_call"),
    _route("calls/{call}/recording.json", "recordings", GET="calls.get_recording"),
    _route("calls/{call}/page_views.json", "calls", GET="calls.list_page_views"),
    _route("companies.json", "companies", GET="companies.list_companies", POST="companies.create_company"),
    _route(
        "companies/{company}.json",
        "companies",
        GET="companies.get_company",
        PUT="companies.update_company",
        DELETE="companies.disable_company",
    ),
    _route("trackers.json", "trackers", GET="trackers.list_trackers", POST="trackers.change_trackers"),
    _route(
        "trackers/{tracker}.json",
        "trackers",
        GET="trackers.get_tracker",
        PUT="trackers.change_trackers",
        DELETE="trackers.change_trackers",
    ),
    _route("tags.json", "tags", GET="tags.list_tags", POST="tags.create_tag"),
    _route("tags/{tag}.json", "tags", GET="tags.get_tag", PUT="tags.update_tag", DELETE="tags.delete_tag"),
    _route("users.json", "users", GET="users.list_users", POST="users.change_users"),
    _route("users/{user}.json", "users", GET="users.get_user", PUT="users.change_users", DELETE="users.change_users"),
    _route(
        "integrations.json",
        "integrations",
        GET="integrations.list_integrations",
        POST="integrations.change_integrations",
    ),
    _route(
        "integrations/{integration}.json",
        "integrations",
        GET="integrations.get_integration",
        PUT="integrations.change_integrations",
        DELETE="integrations.change_integrations",
    ),
    _route(
        "integration_triggers.json",
        "integrations",
        GET="integrations.list_triggers",
        POST="integrations.change_integrations",
    ),
    _route(
        "notifications.json",
        "notifications",
        GET="notifications.list_notifications",
        POST="notifications.create_notification",
    ),
    _route(
        "notifications/{notification}.json",
        "notifications",
        PUT="notifications.update_notification",
        DELETE="notifications.delete_notification",
    ),
)

_ACCOUNT: Final = _route("a/{account}.json", "accounts", GET="accounts.get_account")


def handler(name: str) -> Handler:
    """The handler of that name; its module is loaded when its first request comes, so that a start loads few."""
    module, _, function = name.partition(".")
    found: Handler = getattr(import_module(f"callrail_tui.demo.{module}"), function)
    return found


def matched(route: Route, path: tuple[str, ...]) -> dict[str, str] | None:
    """The named parts of a path that the route describes; None for any other path."""
    if len(path) != len(route.path):
        return None
    parts: dict[str, str] = {}
    for pattern, text in zip(route.path, path, strict=True):
        if not pattern.startswith("{"):
            if pattern != text:
                return None
            continue
        name, _, ending = pattern[1:].partition("}")
        value = text.removesuffix(ending) if ending else text
        if not value or (ending and not text.endswith(ending)):
            return None
        parts[name] = value
    return parts


async def route(all_accounts: list[Account], request: Request, forbidden: frozenset[str]) -> Reply:
    """Answer a request whose path begins after ``/callrail/v3``."""
    path = tuple(request.path.split("/"))
    if path == ("a.json",):
        _allow(request, "GET")
        from callrail_tui.demo.accounts import list_accounts  # late, as every handler

        return await list_accounts(all_accounts, request)
    named = matched(_ACCOUNT, path)
    if named is not None:
        _allow(request, "GET")
        return await handler(_ACCOUNT.methods["GET"])(_account(all_accounts, named["account"]), request)
    if path[0] != "a" or len(path) < 3:
        raise missing("Page")
    for entry in ROUTES:
        parts = matched(entry, path[2:])
        if parts is not None:
            _allow(request, *entry.methods)
            account = _account(all_accounts, path[1])
            if entry.resource in forbidden:
                raise ApiError(403, "You do not have permission to perform the requested action")
            request.parts = parts
            return await handler(entry.methods[request.method])(account, request)
    raise missing("Page")


def _allow(request: Request, *methods: str) -> None:
    if request.method not in methods:
        raise ApiError(405, f"{request.method} is not supported here", (("allow", ", ".join(methods)),))


def _account(all_accounts: list[Account], text: str) -> Account:
    for account in all_accounts:
        if account.is_named(text):
            return account
    raise missing("Account")
