"""The outbox's rows as edits, and edits as rows: values travel as JSON."""

from __future__ import annotations

import json
from typing import Any

from callrail_tui.model.edit import Appended, Edit, Failure, Known, State, TagDelta, Want
from callrail_tui.storage.outbox_file import COLUMNS


def storable(text: str) -> str:
    """The text without half characters, which no file of UTF-8 takes."""
    return text.encode("utf-8", "replace").decode()


def known_json(known: Known | None) -> str | None:
    """A value that was read, as JSON."""
    return None if known is None else json.dumps({"known": known.value})


def want_json(want: Want) -> str:
    """What is wanted, as JSON."""
    if isinstance(want, TagDelta):
        return json.dumps({"add": want.add, "remove": want.remove})
    return json.dumps({"append": want.text} if isinstance(want, Appended) else {"set": want})


def failure_json(failure: Failure | None) -> str | None:
    """Why it failed, as JSON."""
    return None if failure is None else json.dumps(failure._asdict())


def read_json(text: Any) -> Any:
    """A JSON value; None for what is none."""
    try:
        return None if text is None else json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def read_edit(row: tuple[Any, ...]) -> Edit | None:
    """A row as an edit; None for one that a damaged file or a stranger left unreadable."""
    values = dict(zip(COLUMNS, row, strict=True))
    want, base, seen = (read_json(values[name]) for name in ("want_json", "base_json", "seen_json"))
    failure = read_json(values["error"])
    try:
        return Edit(
            int(values["seq"]), int(values["act"]), str(values["account"]), str(values["target"]),
            str(values["field"]), _known(values["field"], base), _want(want), State(values["state"]),
            _known(values["field"], seen), int(values["attempts"]), None if failure is None else Failure(**failure),
            float(values["created"]), float(values["updated"]),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError):
        return None


def _known(field: str, value: Any) -> Known | None:
    if not isinstance(value, dict):
        return None
    known = value["known"]
    return Known(tuple(known) if isinstance(known, list) else known)


def _want(value: Any) -> Want:
    if "append" in value:
        return Appended(str(value["append"]))
    if "add" in value:
        return TagDelta(tuple(map(str, value["add"])), tuple(map(str, value["remove"])))
    return value["set"]  # type: ignore[no-any-return]
