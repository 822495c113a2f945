"""`callrail-tui doctor`: is everything in place? One line for each check, and the cure of what is not (floor 8)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from callrail_tui import __version__, surroundings
from callrail_tui.errors import CallrailTuiError, ConfigError
from callrail_tui.gateway.collect import read_all
from callrail_tui.model.directory import Account, Connection, active_oldest_first
from callrail_tui.session.factory import start
from callrail_tui.session.urgency import Urgency
from callrail_tui.startup import choose_config, choose_hosts, choose_key, make_settings, state_folder
from callrail_tui.storage.config import Config
from callrail_tui.storage.paths import ui_state_file
from callrail_tui.storage.secret import Secret
from callrail_tui.storage.ui_state import NotRemembered, UiState, UiStateFile
from callrail_tui.surroundings import FAIL, OK, SKIP, Finding, failed

if TYPE_CHECKING:
    import argparse

    from callrail_tui.gateway.client import Gateway
    from callrail_tui.gateway.hosts import Hosts
    from callrail_tui.session.worker import Worker
    from callrail_tui.storage.settings import Settings

_NO_KEY = Finding(
    FAIL, "key", "There is no key.", "Copy it from https://maton.ai/settings into MATON_API_KEY; --demo needs none."
)


class Doctor:
    """One examination: writes each finding at once, and knows whether one failed."""

    def __init__(self, options: argparse.Namespace, environ: MutableMapping[str, str], out: TextIO) -> None:
        self._options = options
        self._environ = environ
        self._out = out
        self._has_failed = False

    def examine(self) -> int:
        """Check everything, and return the exit code: 1 if anything fails."""
        version = sys.version.split()[0]
        self._say(Finding(OK, "program", f"callrail-tui {__version__} on Python {version}, {sys.platform}"))
        problems: list[NotRemembered] = []
        try:
            with state_folder(self._options) as folder:
                path = None if self._options.demo else ui_state_file(folder)
                self._check_service(folder, UiStateFile(path, problems.append).load())
                self._say(surroundings.terminal(self._environ, sys.stdin, self._out))
                self._say(surroundings.clipboard(self._environ, sys.platform))
                self._say(surroundings.files(folder, problems[0] if problems else None))
        except ConfigError as error:  # without a folder the program does not start, so the rest can wait
            self._say(failed("files", error))
        return 1 if self._has_failed else 0

    def _say(self, finding: Finding) -> None:
        self._has_failed = self._has_failed or finding.word == FAIL
        encoding = self._out.encoding or "ascii"
        line = finding.line().encode(encoding, "replace").decode(encoding)
        self._out.write(line + "\n")
        self._out.flush()

    def _check_service(self, folder: Path, remembered: UiState) -> None:
        try:
            config = choose_config(self._options)
        except ConfigError as error:
            self._say(failed("config", error))
            config = Config()
        else:
            self._say(surroundings.config(config, demo=self._options.demo))
        key, key_finding = self._key(config)
        hosts, hosts_finding = self._hosts(config)
        self._say(key_finding)
        self._say(hosts_finding)
        if hosts is None or key_finding.word == FAIL:
            for finding in _skipped("the key and the hosts come first", "control", "connection", "account"):
                self._say(finding)
            return
        asyncio.run(self._ask(make_settings(self._options, config, hosts, key, folder), hosts, remembered))

    def _key(self, config: Config) -> tuple[Secret | None, Finding]:
        try:
            key = choose_key(self._options, self._environ, config)
        except ConfigError as error:
            return None, failed("key", error)
        if self._options.demo:
            return None, Finding(OK, "key", "the demo needs none")
        return key, Finding(OK, "key", "there, and well-formed") if key is not None else _NO_KEY

    def _hosts(self, config: Config) -> tuple[Hosts | None, Finding]:
        try:
            hosts = choose_hosts(self._options, self._environ, config)
        except ConfigError as error:
            return None, failed("hosts", error)
        words = "the embedded gateway" if self._options.demo else f"{hosts.gateway} and {hosts.control}"
        return hosts, Finding(OK, "hosts", words)

    async def _ask(self, settings: Settings, hosts: Hosts, remembered: UiState) -> None:
        worker = _start(settings, hosts)
        try:
            async for finding in ask(worker, settings, remembered):
                self._say(finding)
        finally:
            await worker.close()


def examine(options: argparse.Namespace, environ: MutableMapping[str, str], out: TextIO) -> int:
    """Check config, key, hosts, connection, account, terminal, clipboard, files; the exit code is 1 if any fails."""
    return Doctor(options, environ, out).examine()


async def ask(worker: Worker, settings: Settings, remembered: UiState) -> AsyncIterator[Finding]:
    """What only the service can tell, in two requests for a usual account; each needs the one before."""
    try:
        connections = await worker.submit("connections", lambda gateway: gateway.connections.list(), Urgency.VIEW)
    except CallrailTuiError as error:
        yield failed("control", error)
        for finding in _skipped("the control host comes first", "connection", "account"):
            yield finding
        return
    yield Finding(OK, "control", "answers, and accepts the key")
    connection, finding = choose_connection(connections, settings.connection, remembered.connection_id)
    yield finding
    if connection is None:
        for finding in _skipped("the connection comes first", "account"):
            yield finding
        return
    worker.gateway.connection_id = connection.id
    place = remembered.accounts.get(connection.id)
    try:
        accounts = await worker.submit("accounts", _accounts, Urgency.VIEW)
    except CallrailTuiError as error:
        yield failed("account", error)
        return
    yield judge_accounts(accounts, settings.account, place.account_id if place else None)


def choose_connection(
    connections: tuple[Connection, ...], wanted: str | None, remembered: str | None
) -> tuple[Connection | None, Finding]:
    """The connection that the program would open: the one asked for, else the last one, else the oldest ACTIVE."""
    active = active_oldest_first(connections)
    if wanted is not None:
        found = next((one for one in connections if one.id == wanted), None)
        if found is None:
            return None, Finding(FAIL, "connection", f"There is no connection {wanted}.", _offer(active))
        if not found.is_active:
            return None, Finding(FAIL, "connection", f"{wanted} is {found.status}, not ACTIVE.", _offer(active))
        return found, Finding(OK, "connection", f"{found.id} is ACTIVE")
    if not active:
        cure = "Connect CallRail in your Maton account, then run this again."
        return None, Finding(FAIL, "connection", f"None of {len(connections)} CallRail connections is ACTIVE.", cure)
    last = next((one for one in active if one.id == remembered), None)
    if last is not None:
        return last, Finding(OK, "connection", f"{last.id} is ACTIVE, and was the last one used")
    words = f"{active[0].id} is ACTIVE" + (f", the oldest of {len(active)}" if len(active) > 1 else "")
    return active[0], Finding(OK, "connection", words)


def judge_accounts(accounts: tuple[Account, ...], wanted: str | None, remembered: str | None) -> Finding:
    """Whether the account asked for, or any, can be read."""
    if wanted is not None:
        found = next((one for one in accounts if wanted in (one.id, str(one.numeric_id))), None)
        if found is None:
            return Finding(FAIL, "account", f"There is no account {wanted}.", f"There are {_names(accounts)}.")
        return Finding(OK, "account", f"{_name(found)} can be read")
    if not accounts:
        return Finding(FAIL, "account", "The connection sees no account.", "Check the CallRail user behind it.")
    last = next((one for one in accounts if one.id == remembered), None)
    if last is not None:
        return Finding(OK, "account", f"{_name(last)} can be read, and was the last one used")
    return Finding(OK, "account", f"{_names(accounts)} can be read")


def _start(settings: Settings, hosts: Hosts) -> Worker:
    demo = None
    if settings.demo:
        from callrail_tui.demo import DemoSettings  # late: only the demo needs it

        demo = DemoSettings(calls=settings.demo_calls, enforce_limits=settings.demo_limits)
    return start(hosts, settings.key or Secret("demo"), demo=demo)


async def _accounts(gateway: Gateway) -> tuple[Account, ...]:
    return (await read_all(gateway.accounts.page)).items


def _skipped(why: str, *whats: str) -> Iterator[Finding]:
    return (Finding(SKIP, what, why) for what in whats)


def _offer(active: tuple[Connection, ...]) -> str:
    if not active:
        return "None is ACTIVE: connect CallRail in your Maton account."
    return f"ACTIVE: {', '.join(one.id for one in active[:5])}."


def _names(accounts: tuple[Account, ...]) -> str:
    shown = ", ".join(_name(one) for one in accounts[:3])
    return f"{shown} and {len(accounts) - 3} more" if len(accounts) > 3 else shown or "none"


def _name(account: Account) -> str:
    return f"{account.name or 'unnamed'} ({account.id})"
