"""What the outbox's tests share: an outbox in a folder, and a decision."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from callrail_tui.model.edit import NOTE, Change, Edit, Known, State, Want
from callrail_tui.storage.outbox import Outbox

KEY, ACCOUNT = "fp1", "ACC1"


def opened(path: Path, key: str = KEY, account: str = ACCOUNT) -> Outbox:
    return Outbox(path, key, account)


def note(call_id: str = "CAL1", want: Want = "a note", base: Known | None = None) -> Change:
    return Change(call_id, NOTE, want, base)


def notes(edits: list[Edit]) -> list[Want]:
    return [edit.want for edit in edits]


def put_in_state(outbox: Outbox, edit: Edit, state: State) -> None:
    assert outbox.move([edit.seq], state, expecting=list(State))


def quick_check(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute("PRAGMA quick_check").fetchone()[0])
    finally:
        connection.close()
