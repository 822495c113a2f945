"""The ledger: when each request was sent, in one SQLite file that every window on this machine shares (wire 5.3)."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from callrail_tui.errors import LedgerFault
from callrail_tui.storage.paths import open_private

KEPT_SECONDS: Final = 86_400.0
"""A day: the longest window that requests are counted over."""
BUSY_MS: Final = 2_000

_APPLICATION_ID: Final = 0x4352544C  # "CRTL"
_PRUNED_EVERY: Final = 500
_SCHEMA: Final = f"""
PRAGMA application_id = {_APPLICATION_ID};
CREATE TABLE IF NOT EXISTS attempts (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, key_fp TEXT NOT NULL, run INTEGER NOT NULL, at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS attempts_by_key ON attempts (key_fp, at);
"""
_BEYOND_USE: Final = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


class Ledger:
    """One run's side of the file; not for several threads at once. Raises LedgerFault from every method but `close`."""

    def __init__(self, path: Path, key_fingerprint: str, *, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._key_fp = key_fingerprint
        self._now = now
        self._run = int.from_bytes(os.urandom(7), "big")
        self._file: sqlite3.Connection | None = None
        self._last_seen = 0
        self._recorded = 0

    def record(self, moments: Sequence[float]) -> list[float]:
        """Note requests sent at these moments (wall clock); the answer is what others sent, as ages in seconds.

        Each of others' requests is told once, those of the last day when the file is opened. A commit stands before
        this returns: a kill right after it loses nothing.
        """
        try:
            file = self._open()
            file.execute("BEGIN IMMEDIATE")
            try:
                rows = [(self._key_fp, self._run, moment) for moment in moments]
                file.executemany("INSERT INTO attempts (key_fp, run, at) VALUES (?, ?, ?)", rows)
                self._prune(file, len(rows))
                found = file.execute(
                    "SELECT seq, at FROM attempts WHERE key_fp = ? AND run <> ? AND seq > ? AND at > ?",
                    (self._key_fp, self._run, self._last_seen, self._now() - KEPT_SECONDS),
                ).fetchall()
                newest = file.execute("SELECT max(seq) FROM attempts").fetchone()[0]
                file.execute("COMMIT")
            except BaseException:
                if file.in_transaction:
                    file.execute("ROLLBACK")
                raise
        except (OSError, sqlite3.Error) as error:
            raise LedgerFault(_reason(error)) from error
        self._last_seen = max(self._last_seen, newest or 0)
        # A clock that was set back makes moments of the future: they count as just sent.
        return [max(0.0, self._now() - at) for _, at in found if isinstance(at, float)]

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _prune(self, file: sqlite3.Connection, added: int) -> None:
        if self._recorded // _PRUNED_EVERY != (self._recorded + added) // _PRUNED_EVERY or not self._recorded:
            file.execute("DELETE FROM attempts WHERE at < ?", (self._now() - KEPT_SECONDS,))
        self._recorded += added

    def _open(self) -> sqlite3.Connection:
        if self._file is None:
            try:
                self._file = self._connected()
            except sqlite3.DatabaseError as error:
                if (getattr(error, "sqlite_errorcode", 0) & 0xFF) not in _BEYOND_USE:
                    raise
                # A count of a day is no loss that anybody could mend by hand: begun anew.
                for end in ("", "-wal", "-shm"):
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(f"{self._path}{end}")
                self._file = self._connected()
        return self._file

    def _connected(self) -> sqlite3.Connection:
        os.close(open_private(self._path, os.O_RDWR | os.O_CREAT))
        facts = self._path.stat(follow_symlinks=False)
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.getuid():
            raise LedgerFault("it is not a file of your own")
        file = sqlite3.connect(self._path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        try:
            if file.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
                raise LedgerFault("its file system cannot be shared safely")
            # In WAL this outlives a kill of the program, which is what a count of requests is to outlive.
            file.execute("PRAGMA synchronous = NORMAL")
            file.executescript(_SCHEMA)
        except BaseException:
            file.close()
            raise
        return file


def _reason(error: OSError | sqlite3.Error) -> str:
    words = error.strerror if isinstance(error, OSError) else str(error)
    return words or type(error).__name__
