"""Connections as lines, and what is said of one (floor 4; wire 1.3, 1.4)."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from textual.content import Content

from callrail_tui.model.connect_link import masked_link
from callrail_tui.model.directory import Connection
from callrail_tui.model.read import mapping, text
from callrail_tui.present.calls import Piece
from callrail_tui.present.text import assemble, display, fit

PLAIN, DIM, GOOD, BAD = "", "dim", "good", "bad"
STYLE_NAMES = (DIM, GOOD, BAD)
_LIMIT = 120
"""Characters kept of a value: the status or the metadata may be anything."""
_STATUS, _AGE, _METHOD, _ID = 9, 10, 8, 36
_SIGNS = {"ACTIVE": "●", "PENDING": "○", "FAILED": "✗"}
_OF_OURS = ("connection_id", "id", "connectionId", "status", "creation_time", "last_updated_time", "url", "app",
            "method", "metadata")  # fmt: skip
_LOOKS_SECRET = re.compile(r"[?&][^=&]+=|://[^/]*@|^(?=.*[0-9])[A-Za-z0-9+/=_.~]{32,}$")
"""An address with parameters or a password, or a long run of letters and digits: whatever it is called by."""
_MONTH, _DAY, _HOUR, _MINUTE = 30 * 86_400, 86_400, 3_600, 60
_NOW = "just now"


class ConnectionRow(NamedTuple):
    """A connection with what stands around it."""

    connection: Connection
    is_default: bool = False
    """Whether the gateway takes it when none is named."""
    is_pinned: bool = False
    """Whether this program names it."""
    is_stale: bool = False
    """Whether it is ACTIVE and CallRail's answers were 500: its grant may have gone stale (wire 1.4)."""
    known: str = ""
    """The account that was last open on it."""

    @property
    def marks(self) -> str:
        """What it is to the gateway and to this program."""
        marks = (("in use", self.is_pinned), ("default", self.is_default), ("stale?", self.is_stale))
        return ", ".join(mark for mark, holds in marks if holds)


def age(moment: datetime | None, now: datetime) -> str:
    """How long ago: `3 weeks`; "?" where nobody knows."""
    if moment is None:
        return "?"
    seconds = (now - moment).total_seconds()
    for size, one in ((_MONTH, "month"), (7 * _DAY, "week"), (_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= 2 * size:
            return f"{int(seconds // size)} {one}s"
    return _NOW if seconds < _MINUTE else f"{int(seconds // _MINUTE)} min"


def heading(cells: int) -> str:
    """The headings over the rows."""
    words = f"  {'Status':<{_STATUS}} {'Made':<{_AGE}} {'Method':<{_METHOD}} {'Connection':<{_id_cells(cells)}} "
    return fit(words + "Is, and showed last", cells)


def row_pieces(row: ConnectionRow, cells: int, now: datetime) -> list[Piece]:
    """A row as clean text in pieces."""
    one = row.connection
    style = {"ACTIVE": GOOD, "FAILED": BAD}.get(one.status, DIM)
    about = " · ".join(part for part in (row.marks, row.known) if part)
    room = _id_cells(cells)
    return [
        (f"{_SIGNS.get(one.status, '?')} ", style),
        (fit(one.status or "no status", _STATUS) + " ", BAD if row.is_stale else style),
        (fit(age(one.created, now), _AGE) + " ", PLAIN),
        (fit(one.method or "–", _METHOD) + " ", DIM),
        (fit(one.id, room) + " ", PLAIN),
        (fit(about, max(0, cells - 2 - _STATUS - _AGE - _METHOD - room - 4)), PLAIN),
    ]


def _id_cells(cells: int) -> int:
    return _ID if cells >= 100 else 13


def detail(row: ConnectionRow, now: datetime) -> Content:
    """Everything about one connection; what is secret is masked."""
    one = row.connection
    lines = [
        _line("Connection", one.id),
        _line("Status", one.status or "no status"),
        _line("Made", _moment(one.created, now)),
        _line("Updated", _moment(one.updated, now)),
        _line("App", one.app or "not said"),
        _line("Method", one.method or "not said"),
    ]
    if one.url:
        lines.append(_line("Link", masked_link(one.url)))
    lines += [_line("Metadata", words) for words in _metadata(one)]
    lines += [_line(name, "…" if _is_secret(name) else _short(value)) for name, value in _others(one)]
    lines += [Content(""), *_says(row)]
    return Content("\n").join(lines)


def _line(name: str, value: str) -> Content:
    return assemble((f"{name:<12}", "dim"), display(value, limit=_LIMIT))


def _moment(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "not said"
    passed = age(moment, now)
    return f"{moment.astimezone():%d %b %Y %H:%M}, {passed if passed == _NOW else f'{passed} ago'}"


def _metadata(one: Connection) -> Iterator[str]:
    for name, value in (mapping(one.raw.get("metadata")) or {}).items():
        yield f"{name}: {'…' if _is_secret(name) else _short(value)}"


def _others(one: Connection) -> Iterator[tuple[str, object]]:
    return ((name, value) for name, value in one.raw.items() if name not in _OF_OURS)


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in ("token", "secret", "key", "password", "credential", "url"))


def _short(value: object) -> str:
    if isinstance(value, str) and _LOOKS_SECRET.search(value):
        return "…"
    return text(value) or ("nothing" if value in (None, "", {}, []) else str(value)[:_LIMIT])


def _says(row: ConnectionRow) -> list[Content]:
    """What it is good for, and what to do about it."""
    says = []
    if row.is_stale:
        says.append("CallRail answered 500 over it, though it is ACTIVE: its grant may be stale. a connects anew; once")
        says.append("that is authorised, delete this one (D), so that the gateway's default moves on.")
    elif row.connection.is_active:
        says.append("enter uses it, and lets you choose an account on it.")
    elif row.connection.status == "PENDING":
        says.append("Nobody authorised it yet. Left over from an earlier try? D deletes it, a makes a new link.")
    elif row.connection.status == "FAILED":
        says.append("It was not authorised. a makes a new link; D deletes this one.")
    else:
        says.append("Only ACTIVE connections can be used.")
    if row.is_default:
        says.append("It is the default: what the gateway takes when a program names none.")
    return [display(line) for line in says]


def not_usable(one: Connection) -> Content:
    """Why enter does nothing on it."""
    status = display(one.status or "without a status", limit=_LIMIT, style="bold")
    return assemble("It is ", status, ", not ACTIVE: a connects anew, D deletes it.")


def delete_question(row: ConnectionRow, next_default: str) -> str:
    """What stops working when it is deleted, in sentences."""
    one = row.connection
    if not one.is_active:
        return "It is not in use by anything. Calls, tags and notes are not touched."
    parts = ["This program, and every tool of this Maton account that uses it, reaches CallRail through it no longer."]
    if row.is_pinned:
        parts.append("It is the one in use here: what is on the screen stays until you choose another.")
    if row.is_default:
        parts.append(f"The default is then {next_default}." if next_default else "There is no other active connection.")
    parts.append("Calls, tags and notes are not touched. It cannot be taken back.")
    return " ".join(parts)
