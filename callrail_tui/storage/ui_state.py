"""What is remembered between runs: where one was, how the screen was arranged. Never a call, never a filter."""

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from callrail_tui.errors import CallrailTuiError
from callrail_tui.storage.defaults import VIEWS
from callrail_tui.storage.paths import write_private

VERSION = 1
_MAX_BYTES = 256 * 1024
_MAX_TEXT = 200
_MAX_ITEMS = 200
_SLOTS = 9


class NotRemembered(CallrailTuiError):
    """The remembered places cannot be read or written; the program works, and starts from the defaults next time."""

    title = "Places and splits are not remembered."
    hint = "Check that the state folder is writable and the disk is not full; callrail-tui doctor tells."


class AccountPlace(NamedTuple):
    """The account last open on a connection."""

    account_id: str
    name: str = ""


class UiState(NamedTuple):
    """The places and the arrangement; every part has a default, so that a lost file costs nothing but habit."""

    connection_id: str | None = None
    """The connection the person chose, or last used; it is pinned."""
    connection_label: str = ""
    accounts: Mapping[str, AccountPlace] = MappingProxyType({})
    """By connection id."""
    view: str | None = None
    """The named view last used."""
    tree_folded: bool | None = None
    """None: not decided by the person, so the layout decides."""
    columns: tuple[str, ...] | None = None
    """Column ids chosen with `c`; None: the standing set."""
    splits: Mapping[str, int] = MappingProxyType({})
    """Pane sizes in cells, by the split's name."""
    favourites: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Names of tags on the keys 1 to 9, by company id; an empty one is a slot that was not set."""

    def with_connection(self, connection_id: str, label: str) -> "UiState":
        """The same, opened on another connection."""
        return self._replace(connection_id=connection_id, connection_label=label[:_MAX_TEXT])

    def with_account(self, connection_id: str, account_id: str, name: str) -> "UiState":
        """The same, with the account of one connection remembered, of a long name its beginning."""
        place = AccountPlace(account_id, name[:_MAX_TEXT])
        return self._replace(accounts={**self.accounts, connection_id: place})

    def with_split(self, name: str, size: int) -> "UiState":
        """The same, with one split moved."""
        return self._replace(splits={**self.splits, name: size})

    def favourites_of(self, company_id: str) -> tuple[str | None, ...]:
        """The tags that were set for a company; None for a slot that was not."""
        return tuple(name or None for name in self.favourites.get(company_id, ()))

    def with_favourite(self, company_id: str, slot: int, name: str) -> "UiState":
        """The same, with a tag on one of a company's keys 1 to 9, and on no other; an empty name frees the key."""
        if not 1 <= slot <= _SLOTS or len(name) > _MAX_TEXT:
            return self
        kept = {key: names for key, names in self.favourites.items() if key != company_id}
        slots = [one if one != name else "" for one in self.favourites.get(company_id, ())]
        slots += [""] * (slot - len(slots))
        slots[slot - 1] = name
        # The last one set comes first: beyond the limit those are lost that nobody has touched for longest.
        return self._replace(favourites={company_id: _without_blank_end(slots), **kept})


class UiStateFile:
    """Reads and writes the remembered state; a failure is reported once and never stops anything."""

    def __init__(self, path: Path | None, report: Callable[[NotRemembered], None]) -> None:
        """`path` is None in the demo: nothing is read or written then."""
        self._path = path
        self._report = report
        self._reported = False
        self._written: UiState | None = None
        self._newer = False

    def load(self) -> UiState:
        """The remembered state, or defaults for whatever is missing, damaged or from a newer version."""
        if self._path is None:
            return UiState()
        try:
            with open(self._path, "rb", opener=_open_plain) as file:
                raw = file.read(_MAX_BYTES + 1)
        except FileNotFoundError:
            return UiState()
        except OSError as error:
            self._tell(f"The remembered places cannot be read: {error.strerror or type(error).__name__}.")
            return UiState()
        values = _decode(raw)
        if values is None:
            self._move_aside(self._path)
            return UiState()
        version = values.get("version")
        self._newer = isinstance(version, int) and version > VERSION
        state = UiState() if self._newer else _read(values)
        self._written = state
        return state

    def save(self, state: UiState) -> None:
        """Remember `state`; nothing is written when nothing changed, or over the file of a newer version."""
        if self._path is None or self._newer or state == self._written:
            return
        try:
            write_private(self._path, _encode(state))
        except OSError as error:
            self._tell(f"Places and splits are not remembered: {error.strerror or type(error).__name__}.")
            return
        self._written = state

    def _move_aside(self, path: Path) -> None:
        aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
        try:
            os.replace(path, aside)
        except OSError as error:
            self._tell(f"The damaged {path.name} cannot be moved aside: {error.strerror or type(error).__name__}.")
            return
        self._tell(f"The remembered places were damaged; the file is kept as {aside.name}.", "Nothing else is lost.")

    def _tell(self, title: str, hint: str = "") -> None:
        if not self._reported:
            self._reported = True
            self._report(NotRemembered(title, hint))


def glance(path: Path) -> UiState:
    """The remembered state as far as it can be had, without a word or a change; `UiStateFile` tells what is wrong."""
    try:
        with open(path, "rb", opener=_open_plain) as file:
            values = _decode(file.read(_MAX_BYTES + 1))
    except OSError:
        return UiState()
    return UiState() if values is None or values.get("version") != VERSION else _read(values)


def _open_plain(path: str, flags: int) -> int:
    # Not through a link, and without waiting for a writer should a pipe stand there.
    return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)


def _decode(raw: bytes) -> dict[str, Any] | None:
    """The top object, or None when the file is damaged; an empty file is damaged too."""
    if len(raw) > _MAX_BYTES:
        return None
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _encode(state: UiState) -> bytes:
    values = {
        "version": VERSION,
        "connection_id": state.connection_id,
        "connection_label": state.connection_label,
        "accounts": {key: {"id": place.account_id, "name": place.name} for key, place in state.accounts.items()},
        "view": state.view,
        "tree_folded": state.tree_folded,
        "columns": None if state.columns is None else list(state.columns),
        "splits": dict(state.splits),
        "favourites": {key: list(names) for key, names in _items(dict(state.favourites))},
    }
    return json.dumps(values, indent=1).encode("ascii")


def _read(values: dict[str, Any]) -> UiState:
    """Each part on its own: one that is wrong does not cost the others."""
    folded = values.get("tree_folded")
    view = values.get("view")
    return UiState(
        connection_id=_text(values.get("connection_id")) or None,
        connection_label=_text(values.get("connection_label")),
        accounts=_accounts(values.get("accounts")),
        view=view if view in VIEWS else None,
        tree_folded=folded if isinstance(folded, bool) else None,
        columns=_columns(values.get("columns")),
        splits=_splits(values.get("splits")),
        favourites=_favourites(values.get("favourites")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= _MAX_TEXT else ""


def _items(value: object) -> list[tuple[str, Any]]:
    return list(value.items())[:_MAX_ITEMS] if isinstance(value, dict) else []


def _accounts(value: object) -> dict[str, AccountPlace]:
    places = {}
    for connection_id, place in _items(value):
        account_id = _text(place.get("id")) if isinstance(place, dict) else ""
        if account_id:
            places[connection_id] = AccountPlace(account_id, _text(place.get("name")))
    return places


def _columns(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    names = [name for name in (_text(item) for item in value[:_MAX_ITEMS]) if name]
    return tuple(dict.fromkeys(names)) or None


def _splits(value: object) -> dict[str, int]:
    return {name: size for name, size in _items(value) if type(size) is int and 0 < size < 10_000}


def _favourites(value: object) -> dict[str, tuple[str, ...]]:
    found = {}
    for company_id, names in _items(value):
        slots = _without_blank_end([_text(name) for name in names[:_SLOTS]]) if isinstance(names, list) else ()
        if slots:
            found[company_id] = slots
    return found


def _without_blank_end(slots: list[str]) -> tuple[str, ...]:
    while slots and not slots[-1]:
        slots.pop()
    return tuple(slots)
