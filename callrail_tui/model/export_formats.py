"""Calls as CSV, JSON lines, JSON or a Markdown table: pure, and in pieces, so that a file can grow page by page."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple

from callrail_tui.model.export_fields import record
from callrail_tui.model.fields import CALL_FIELDS, Kind
from callrail_tui.model.markdown import escaped, row, table_head
from callrail_tui.model.read import Json, are_names, boolean, integer, names
from callrail_tui.model.when import timestamp

_BOM: Final = b"\xef\xbb\xbf"
_PLAIN: Final = re.compile(r"\+[0-9]+|-[0-9]+(\.[0-9]+)?", re.ASCII)
"""A phone number in E.164, or a negative number: no spreadsheet calculates with these anything but what they are."""
_STARTS_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
_UNSEEN: Final = " \u00a0\u200b\u200c\u200d\u2060\ufeff\x00"
"""What a spreadsheet may take away before it looks at a cell."""


class Format(Enum):
    """What kinds of file there are."""

    CSV = "csv"
    NDJSON = "ndjson"
    JSON = "json"
    MARKDOWN = "md"

    @property
    def suffix(self) -> str:
        """The end of the file's name."""
        return f".{self.value}"


class Sheet(NamedTuple):
    """How calls are written."""

    format: Format
    fields: tuple[str, ...]
    bom: bool = False
    """For spreadsheets that take UTF-8 for something else without it; such a CSV has CRLF lines as well."""
    links: bool = False
    """Whether addresses keep their access keys."""


def opening(sheet: Sheet) -> bytes:
    """What stands before the first call."""
    match sheet.format:
        case Format.CSV:
            return (_BOM if sheet.bom else b"") + _csv(sheet, [sheet.fields])
        case Format.NDJSON:
            return b""
        case Format.JSON:
            return b"["
        case Format.MARKDOWN:
            labels = [CALL_FIELDS[name].label if name in CALL_FIELDS else name for name in sheet.fields]
            return _bytes(table_head(labels))


def lines(sheet: Sheet, calls: Iterable[Json], *, is_first: bool) -> bytes:
    """These calls; `is_first` tells whether none stands before them."""
    match sheet.format:
        case Format.CSV:
            return _csv(sheet, ([cell(one) for one in _values(sheet, raw)] for raw in calls))
        case Format.NDJSON:
            return b"".join(_json(record(raw, sheet.fields, links=sheet.links)) + b"\n" for raw in calls)
        case Format.JSON:
            written = [_json(record(raw, sheet.fields, links=sheet.links)) for raw in calls]
            return b"".join((b"\n" if is_first and not at else b",\n") + one for at, one in enumerate(written))
        case Format.MARKDOWN:
            return _bytes("".join(row(_shown(sheet, raw)) for raw in calls))


def closing(sheet: Sheet) -> bytes:
    """What stands after the last call."""
    return b"\n]\n" if sheet.format is Format.JSON else b""


def _values(sheet: Sheet, raw: Json) -> list[Any]:
    known = record(raw, sheet.fields, links=sheet.links)
    return [known.get(name) for name in sheet.fields]


def cell(value: object) -> str:
    """A value in one cell: names joined by `; `, other lists and objects as JSON, never the beginning of a formula."""
    return guarded(_plain(value))


def guarded(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would calculate it."""
    begins = text.lstrip(_UNSEEN)[:1]
    return f"'{text}" if begins in _STARTS_FORMULA and begins and not _PLAIN.fullmatch(text) else text


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if are_names(value):
        return "; ".join(names(value) or ())
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _csv(sheet: Sheet, rows: Iterable[Sequence[str]]) -> bytes:
    written: list[str] = []
    # Only with CRLF line ends does Python 3.11 quote a cell that holds a CR: each row's own end comes after.
    end = "\r\n" if sheet.bom else "\n"
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    for cells in rows:
        line.seek(0)
        line.truncate()
        writer.writerow(cells)
        written.append(line.getvalue()[:-2] + end)
    return _bytes("".join(written))


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError:  # Half a character: JSON can write it, UTF-8 cannot.
        return json.dumps(value).encode()


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _shown(sheet: Sheet, raw: Json) -> list[str]:
    known = record(raw, sheet.fields, links=sheet.links)
    return [escaped(_human(name, known.get(name))) for name in sheet.fields]


def _human(name: str, value: object) -> str:
    kind = CALL_FIELDS[name].kind if name in CALL_FIELDS else Kind.ANY
    if kind is Kind.TIME and (moment := timestamp(value)) is not None:
        return moment.strftime("%Y-%m-%d %H:%M")
    if kind is Kind.BOOLEAN and (truth := boolean(value)) is not None:
        return "yes" if truth else "no"
    if name in ("duration", "recording_duration") and (seconds := integer(value)) is not None:
        return length(seconds)
    return _plain(value)


def length(seconds: int) -> str:
    """`3:07`, or `1:02:33`."""
    if seconds < 0:
        return str(seconds)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
