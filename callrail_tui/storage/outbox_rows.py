"""The outbox's rows as edits, and edits as rows: values travel as JSON."""

from __future__ import annotations

import json
from typing import Any

from callrail_tui.model.edit import FIELDS, TAGS, Appended, Edit, Failure, Known, State, TagDelta, Want
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
    if values["field"] not in FIELDS:
        return None
    try:
        return Edit(
            int(values["seq"]), int(values["act"]), str(values["account"]), str(values["target"]),
            str(values["field"]), _known(values["field"], base), _want(values["field"], want), State(values["state"]),
            _known(values["field"], seen), int(values["attempts"]), None if failure is None else Failure(**failure),
            float(values["created"]), float(values["updated"]),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError):
        return None


def _known(field: str, value: Any) -> Known | None:
    if value is None:
        return None
    known = value["known"]
    if (field == TAGS) != isinstance(known, list):
        raise ValueError(field)
    return Known(tuple(map(str, known)) if field == TAGS else _plain(known))


def _want(field: str, value: Any) -> Want:
    if (field == TAGS) != ("add" in value):
        raise ValueError(field)
    if "append" in value:
        return Appended(str(value["append"]))
    if field == TAGS:
        return TagDelta(tuple(map(str, value["add"])), tuple(map(str, value["remove"])))
    return _plain(value["set"])


def _plain(value: Any) -> str | bool | None:
    if value is None or isinstance(value, str | bool):
        return value
    raise TypeError(type(value).__name__)
