"""The outbox: every decision on disk before the screen calls it made (design, promise 7; robustness 3.3).

Each method is one transaction, on the caller's thread. Several windows share the file; `version` tells of their writes.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from callrail_tui.errors import NotJournalled
from callrail_tui.model.edit import Act, Change, Edit, Failure, Known, State
from callrail_tui.storage.outbox_file import COLUMNS, open_outbox
from callrail_tui.storage.outbox_rows import failure_json, known_json, read_edit, read_json, storable, want_json

_READ = ", ".join(COLUMNS)
_CALL = "call"
_NUMBERS = "(SELECT value FROM json_each(?))"
"""One value for however many numbers: a statement takes only so many."""


class Outbox:
    """The edits, drafts and small memories of one account under one key."""

    def __init__(
        self,
        path: Path,
        key_fp: str,
        account: str,
        *,
        now: Callable[[], float] = time.time,
        on_step: Callable[[str], None] | None = None,
    ) -> None:
        """Opens the file; raises NotJournalled. `on_step` is called around each commit: where a test may kill."""
        self._place = (key_fp, account)
        self._account = account
        self._now = now
        self._on_step = on_step
        self._connection, self.told = open_outbox(path)
        self.path = path
        """What the person is to be told of the opening is in `told`."""

    @property
    def version(self) -> int:
        """Differs once another window has written."""
        return int(self._read("PRAGMA data_version", ())[0][0])

    def close(self) -> None:
        """Close the file; what was erased leaves the disk."""
        with suppress(sqlite3.Error):  # Another window reads: the last one to close does it.
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    # Edits ------------------------------------------------------------------------------------------------------

    def add(self, changes: Sequence[Change], words: str, *, state: State = State.HELD, query: Any = None) -> list[Edit]:
        """Journal what one key decided, as one act: all of it or nothing. Raises NotJournalled."""
        now = self._now()
        with self._writing("add") as connection:
            row = connection.execute(
                "INSERT INTO acts (key_fp, account, words, query_json, created) VALUES (?, ?, ?, ?, ?)",
                (*self._place, storable(words), None if query is None else json.dumps(query), now),
            )
            act = int(row.lastrowid or 0)
            seqs = [
                int(
                    connection.execute(
                        "INSERT INTO outbox (act, key_fp, account, kind, target, field, base_json, want_json, state, "
                        "created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (act, *self._place, _CALL, one.call_id, one.field, known_json(one.base),
                         want_json(one.want), state.value, now, now),
                    ).lastrowid
                    or 0
                )
                for one in changes
            ]  # fmt: skip
        return [
            Edit(seq, act, self._account, one.call_id, one.field, one.base, one.want, state, created=now, updated=now)
            for seq, one in zip(seqs, changes, strict=True)
        ]

    def move(
        self,
        seqs: Collection[int],
        state: State,
        *,
        expecting: Collection[State],
        seen: Known | None = None,
        base: Known | None = None,
        failure: Failure | None = None,
        is_attempt: bool = False,
    ) -> bool:
        """Bring edits into another state, all of them or none: False where one is not in a state `expecting` names.

        `seen` and `base` are kept where given; `failure` replaces the one before. Raises NotJournalled.
        """
        states = [one.value for one in expecting]
        with self._writing(state.value) as connection:
            changed = connection.execute(
                f"UPDATE outbox SET state = ?, updated = ?, error = ?, attempts = attempts + ?, "
                f"seen_json = COALESCE(?, seen_json), base_json = COALESCE(base_json, ?) "
                f"WHERE seq IN {_NUMBERS} AND state IN ({', '.join('?' * len(states))})",
                (state.value, self._now(), failure_json(failure), int(is_attempt), known_json(seen),
                 known_json(base), json.dumps([*seqs]), *states),
            ).rowcount  # fmt: skip
            if changed != len(set(seqs)):
                connection.execute("ROLLBACK")
                return False
        return True

    def restart(self) -> None:
        """This window became the sender: what was on the wire is unsure, what was confirmed is forgotten."""
        with self._writing("restart") as connection:
            connection.execute(
                "UPDATE outbox SET state = ? WHERE key_fp = ? AND account = ? AND state = ?",
                (State.UNSURE.value, *self._place, State.INFLIGHT.value),
            )
            self._erase(connection, "1")

    def forget(self, seqs: Collection[int]) -> None:
        """Erase those of these edits that are confirmed or taken back: the session that made them ends."""
        with self._writing("forget") as connection:
            self._erase(connection, f"seq IN {_NUMBERS}", json.dumps([*seqs]))

    def _erase(self, connection: sqlite3.Connection, condition: str, *values: Any) -> None:
        over = (State.DONE.value, State.CANCELLED.value)
        # What was taken back below an edit that still waits stays: that one was decided over it.
        connection.execute(
            f"DELETE FROM outbox AS gone WHERE key_fp = ? AND account = ? AND state IN (?, ?) AND {condition} "
            "AND NOT (state = ? AND EXISTS (SELECT 1 FROM outbox AS later WHERE later.key_fp = gone.key_fp "
            "AND later.account = gone.account AND later.target = gone.target AND later.field = gone.field "
            "AND later.seq > gone.seq AND later.state NOT IN (?, ?)))",
            (*self._place, *over, *values, State.CANCELLED.value, *over),
        )
        connection.execute(
            "DELETE FROM acts WHERE key_fp = ? AND account = ? AND act NOT IN (SELECT act FROM outbox)", self._place
        )

    def edits(self) -> list[Edit]:
        """Every edit of the account, in the order they were decided."""
        rows = self._read(f"SELECT {_READ} FROM outbox WHERE key_fp = ? AND account = ? ORDER BY seq", self._place)
        return [edit for row in rows if (edit := read_edit(row)) is not None]

    def acts(self) -> dict[int, Act]:
        """The acts of the account by number."""
        rows = self._read("SELECT act, words, query_json FROM acts WHERE key_fp = ? AND account = ?", self._place)
        return {act: Act(act, words, read_json(query)) for act, words, query in rows}

    def elsewhere(self) -> dict[str, int]:
        """How many edits of other accounts under this key wait, by account."""
        over = (State.DONE.value, State.CANCELLED.value)
        rows = self._read(
            "SELECT account, COUNT(*) FROM outbox WHERE key_fp = ? AND account <> ? AND state NOT IN (?, ?) "
            "GROUP BY account",
            (*self._place, *over),
        )
        return {str(account): int(count) for account, count in rows}

    def under_other_keys(self) -> int:
        """How many edits wait that were decided under another key."""
        over = (State.DONE.value, State.CANCELLED.value)
        rows = self._read(
            "SELECT COUNT(*) FROM outbox WHERE key_fp <> ? AND state NOT IN (?, ?)", (self._place[0], *over)
        )
        return int(rows[0][0])

    # Drafts and memories ----------------------------------------------------------------------------------------

    def keep_draft(self, place: str, target: str, text: str) -> None:
        """Keep unfinished text."""
        with self._writing("draft") as connection:
            connection.execute(
                "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?)",
                (*self._place, place, target, storable(text), self._now()),
            )

    def drop_draft(self, place: str, target: str) -> None:
        """Forget unfinished text."""
        with self._writing("draft") as connection:
            connection.execute(
                "DELETE FROM drafts WHERE key_fp = ? AND account = ? AND place = ? AND target = ?",
                (*self._place, place, target),
            )

    def drafts(self) -> list[tuple[str, str, str]]:
        """(place, target, text), the latest first."""
        query = "SELECT place, target, text FROM drafts WHERE key_fp = ? AND account = ? ORDER BY updated DESC"
        return [(str(place), str(target), str(text)) for place, target, text in self._read(query, self._place)]

    def store(self, name: str, value: Any) -> None:
        """Keep a JSON value by name."""
        with self._writing("store") as connection:
            connection.execute(
                "INSERT OR REPLACE INTO memory VALUES (?, ?, ?, ?)", (*self._place, name, json.dumps(value))
            )

    def recall(self, name: str) -> Any:
        """The JSON value of that name; None where there is none."""
        query = "SELECT value_json FROM memory WHERE key_fp = ? AND account = ? AND name = ?"
        rows = self._read(query, (*self._place, name))
        return read_json(rows[0][0]) if rows else None

    # ------------------------------------------------------------------------------------------------------------

    def _read(self, query: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise NotJournalled(f"The outbox cannot be read: {error}.") from error

    @contextmanager
    def _writing(self, step: str) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                self._at(f"before {step}")
                if connection.in_transaction:
                    connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise NotJournalled(f"The outbox could not be written: {error}.") from error
        except UnicodeEncodeError as error:
            raise NotJournalled("A name in it is no text that a file takes.", "It came so from the server.") from error
        self._at(f"after {step}")

    def _at(self, step: str) -> None:
        if self._on_step is not None:
            self._on_step(step)
