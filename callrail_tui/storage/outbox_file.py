"""The outbox's file: opened, checked, moved aside when damaged, and what can still be read of it carried over."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from callrail_tui.errors import NotJournalled
from callrail_tui.storage.paths import open_private

APPLICATION_ID: Final = 0x43525442  # "CRTB"
VERSION: Final = 1
BUSY_MS: Final = 5_000

COLUMNS: Final = (
    "seq", "act", "key_fp", "account", "kind", "target", "field", "base_json", "want_json", "seen_json", "state",
    "attempts", "next_at", "error", "created", "updated",
)  # fmt: skip
_SCHEMA: Final = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, act INTEGER NOT NULL, key_fp TEXT NOT NULL, account TEXT NOT NULL,
    kind TEXT NOT NULL, target TEXT NOT NULL, field TEXT NOT NULL, base_json TEXT, want_json TEXT NOT NULL,
    seen_json TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at REAL, error TEXT,
    created REAL NOT NULL, updated REAL NOT NULL
);
CREATE TABLE acts (
    act INTEGER PRIMARY KEY AUTOINCREMENT, key_fp TEXT NOT NULL, account TEXT NOT NULL, words TEXT NOT NULL,
    query_json TEXT, created REAL NOT NULL
);
CREATE TABLE drafts (
    key_fp TEXT NOT NULL, account TEXT NOT NULL, place TEXT NOT NULL, target TEXT NOT NULL, text TEXT NOT NULL,
    updated REAL NOT NULL, PRIMARY KEY (key_fp, account, place, target)
);
CREATE TABLE memory (
    key_fp TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, value_json TEXT NOT NULL,
    PRIMARY KEY (key_fp, account, name)
);
CREATE INDEX outbox_by_account ON outbox (key_fp, account, state);
"""
_KEPT: Final = {
    "outbox": COLUMNS,
    "acts": ("act", "key_fp", "account", "words", "query_json", "created"),
    "drafts": ("key_fp", "account", "place", "target", "text", "updated"),
    "memory": ("key_fp", "account", "name", "value_json"),
}
"""What is salvaged of a damaged file, by table."""
_GARBLED: Final = "\ufffd"
"""Stands for bytes that are no text. An edit is written in ASCII: one that has it is damaged and must not be sent."""


class Newer(NotJournalled):
    """A later version of the program wrote the file; this one leaves it as it is."""

    title = "The outbox was written by a newer version of callrail-tui: this one neither reads nor changes it."
    hint = "Start the newer version to decide and to send what waits there."


def open_outbox(path: Path) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    """A connection to the outbox at `path`, made when missing, and what the person is to be told of it.

    Raises NotJournalled where there cannot be one, Newer where it is not for this version.
    """
    told: tuple[str, ...] = ()
    try:
        if not os.path.lexists(path) or _fault_of(path) is not None:
            with _alone(path.parent):
                told = _mend(path)
        return _connect(path), told
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise NotJournalled(f"The outbox {path.name} cannot be used: {reason or type(error).__name__}.") from error


def _connect(path: Path) -> sqlite3.Connection:
    facts = path.stat(follow_symlinks=False)
    if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.getuid():
        raise NotJournalled(f"{path} is not a file of your own.", "Move it away, or set XDG_STATE_HOME elsewhere.")
    path.chmod(0o600)
    connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
    try:
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        if mode != "wal":
            raise NotJournalled(
                f"The outbox {path.name} stands on a file system that several programs cannot share safely.",
                "Set XDG_STATE_HOME to a folder on a local disk.",
            )
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While no other window makes or mends the file: it would take what was just mended for the damaged one."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):  # A folder that knows no locks: the sender's lock tells of that.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _mend(path: Path) -> tuple[str, ...]:
    if not os.path.lexists(path):
        _make(path, None)
        return ()
    if (fault := _fault_of(path)) is None:
        return ()
    aside = _set_aside(path)
    return (_salvage_words(_make(path, aside), aside, fault),)


def _make(path: Path, aside: Path | None) -> int:
    """Make the file, with what can be read of the old one; how many edits that was.

    It appears whole or not at all: an empty one found later is a damaged one, never a fresh one.
    """
    building = path.with_name(f".{path.name}.{os.getpid()}")
    _remove(building)
    os.close(open_private(building, os.O_RDWR | os.O_CREAT | os.O_EXCL))
    try:
        connection = sqlite3.connect(building, isolation_level=None)
        try:
            connection.executescript(f"BEGIN;{_SCHEMA}")
            saved = _salvage(aside, connection) if aside is not None else 0
            connection.execute("COMMIT")
        finally:
            connection.close()
        descriptor = os.open(building, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
        os.replace(building, path)
    finally:
        _remove(building)
    return saved


def _fault_of(path: Path) -> str | None:
    """What is wrong with the file, in words; None where it can be used."""
    if not path.is_file() or path.is_symlink():
        return "it was no file"
    if path.stat().st_uid == os.getuid() and not os.access(path, os.R_OK | os.W_OK):
        path.chmod(0o600)
    has_log = path.with_name(f"{path.name}-wal").exists()  # Asked first: its last pages may stand there only.
    size = path.stat().st_size
    if size == 0:
        return "it was empty"
    try:
        connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return "its mark was missing"
            if version > VERSION:
                raise Newer
            if not has_log and size % connection.execute("PRAGMA page_size").fetchone()[0]:
                return "it was cut short"
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            for table, names in _KEPT.items():
                connection.execute(f"SELECT {', '.join(names)} FROM {table} LIMIT 1").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if _is_passing(error):
            raise
        return "it was damaged"
    return None if found == "ok" else "it was damaged"


def _is_passing(error: sqlite3.DatabaseError) -> bool:
    """Whether the file may be sound all the same: busy, a full disk, no rights."""
    code = getattr(error, "sqlite_errorcode", None)
    passing = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
               sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR)  # fmt: skip
    return code is not None and (code & 0xFF) in passing


def _set_aside(path: Path) -> Path:
    """Keep the damaged file under another name; until the new one replaces it, it stands under both."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    number = 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.corrupt-{stamp}-{number}")
    if path.is_file() and not path.is_symlink():
        os.link(path, aside)
    else:
        os.replace(path, aside)
    for end in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{path}{end}", f"{aside}{end}")
    return aside


def _salvage(aside: Path, fresh: sqlite3.Connection) -> int:
    """Carry over every row that can still be read; how many edits there were."""
    if not aside.is_file() or aside.is_symlink():
        return 0
    saved = 0
    for table, names in _KEPT.items():
        into = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        for row in _readable(aside, table, names):
            if table == "outbox" and any(isinstance(value, str) and _GARBLED in value for value in row):
                continue
            with contextlib.suppress(sqlite3.IntegrityError):
                added = fresh.execute(into, row).rowcount
                saved += added if table == "outbox" else 0
    return saved


def _readable(aside: Path, table: str, names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """The rows of a damaged table: from the front to the first fault, then from the back."""
    for order in ("ASC", "DESC"):
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(aside)) as damaged:
            damaged.text_factory = lambda raw: raw.decode("utf-8", "replace")
            yield from damaged.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY rowid {order}")


def _salvage_words(saved: int, aside: Path, fault: str) -> str:
    edits = "nothing of it could be read" if not saved else f"{saved} edits of it were saved"
    return f"The outbox could not be used, {fault}; {edits}. The old file is kept as {aside.name}."


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
